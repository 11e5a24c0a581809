"""No service takes a day that can't be: not one to come, not a death before a birth, not a wedding of the unborn."""

from datetime import date, timedelta

import pytest

from office import catalogue
from office.catalogue.reading import check, read_step
from office.rules import Finding
from tests.services.filling import TODAY, a_nik

TOMORROW = TODAY + timedelta(days=1)
# What may lie ahead: until when a permit holds, and a move that is only planned.
AHEAD = {
    "biodata-orang-asing": "izin.sampai", "ktp-orang-asing": "izin.sampai", "sktt": "izin.sampai",
    "pindah-antar-kota": "pindah.tanggal", "pindah-dalam-kota": "pindah.tanggal", "pindah-luar-negeri": "pindah.tanggal",
}  # fmt: skip
# Of each service, a day that can't lie before another.
ORDERS = [
    ("akta-kelahiran", "anak.tanggal_lahir", "ibu.tanggal_lahir"),
    ("akta-kelahiran", "anak.tanggal_lahir", "ayah.tanggal_lahir"),
    ("akta-kematian", "kematian.tanggal", "almarhum.tanggal_lahir"),
    ("akta-kematian", "kematian.tanggal", "pasangan.tanggal_lahir"),
    ("akta-perceraian", "penetapan.tanggal", "perkawinan.tanggal"),
    ("akta-perkawinan", "perkawinan.tanggal", "suami.tanggal_lahir"),
    ("akta-perkawinan", "perkawinan.tanggal", "istri.tanggal_lahir"),
    ("ktp-hilang-rusak", "kejadian.tanggal", "pemilik.tanggal_lahir"),
    ("kutipan-kedua", "meninggal.tanggal", "meninggal.tanggal_lahir"),
    ("kutipan-kedua", "perkawinan.tanggal", "suami.tanggal_lahir"),
    ("kutipan-kedua", "perkawinan.tanggal", "istri.tanggal_lahir"),
    ("lahir-mati", "bayi.tanggal_lahir", "ibu.tanggal_lahir"),
    ("pengakuan-anak", "pengakuan.tanggal", "anak.tanggal_lahir"),
    ("pengangkatan-anak", "penetapan.tanggal", "anak.tanggal_lahir"),
]  # fmt: skip


def found(service: str, **days: date) -> list[Finding]:
    """What a service finds in these answers alone: `a__b` is the answer at `a.b`."""
    answers: dict[str, dict[str, str]] = {}
    for path, day in days.items():
        step, _, question = path.partition("__")
        answers.setdefault(step, {})[question] = day.isoformat()
    return check(catalogue.find(service), answers, today=TODAY)


def dates(service: str) -> list[str]:
    return [f"{s.code}.{q.code}" for s in catalogue.find(service).steps for q in s.questions if q.kind == "date"]


@pytest.mark.parametrize("service", sorted(catalogue.services()))
def test_a_day_to_come_is_refused_at_its_own_question(service):
    for path in set(dates(service)) - {AHEAD.get(service)}:
        refused = found(service, **{path.replace(".", "__"): TOMORROW})
        assert path in {f"{each.step}.{each.question}" for each in refused if each.hard}, path


@pytest.mark.parametrize(("service", "later", "earlier"), ORDERS)
def test_what_comes_after_is_refused_before(service, later, earlier):
    """At the question that is asked last, so that whoever fills it in reads it there."""
    order, days = dates(service), {later: date(2019, 3, 4), earlier: date(2019, 3, 5)}
    refused = [
        each for each in found(service, **{path.replace(".", "__"): day for path, day in days.items()}) if each.hard
    ]
    last = max(days, key=order.index)
    assert [(each.step, each.question) for each in refused] == [tuple(last.split("."))]


@pytest.mark.parametrize(
    ("born", "sex", "said"),
    [
        (date(1990, 3, 12), "2", []),
        (date(1990, 3, 13), "2", ["Angka NIK menunjukkan lahir 12-03-1990, yang diisi 13-03-1990. Periksa lagi."]),
        (date(1990, 3, 12), "1", ["Angka NIK menunjukkan perempuan, bukan laki-laki. Periksa lagi."]),
        (date(1890, 3, 12), "2", ["Umurnya 130 tahun. Periksa lagi tahun lahirnya."]),
    ],
)
def test_what_a_nik_says_otherwise_is_told_and_no_refusal(app, born, sex, said):
    service, typed = catalogue.find("ktp-ubah-data"), {"nama": "Sulastri", "kk": "9999010203150001", "kelamin": sex}
    typed |= {"nik": a_nik(date(1990, 3, 12), "2", 1), "tempat_lahir": "Bontang", "tanggal_lahir_tgl": str(born.day)}
    typed |= {"tanggal_lahir_bln": str(born.month), "tanggal_lahir_thn": str(born.year)}
    step = service.step("pemilik")
    assert step is not None
    reading = read_step(service, step, typed, {}, today=TODAY)
    assert [each.sentence % each.params for each in reading.findings if each.told] == said and not reading.errors
