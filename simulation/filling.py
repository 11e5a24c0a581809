"""What somebody types into each step of a form, as `drafts.save` takes it, from what the register knows of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from office.rules.check import age
from simulation.source import BY_PHONE_ONLY
from simulation.town import ADULT, CHILD, HEAD, OLD, TODDLER, WIFE, Row, Town, born

Typed = dict[str, dict[str, str]]
NIK_DIGITS = 16
ELSEWHERE = "64.72.01.1001"
OPTIONAL_MAIL = frozenset({"ktp-hilang-rusak", "ktp-ubah-data", "ktp-pindah-datang", "ktp-baru", "kia-balita"})


@dataclass(frozen=True)
class Filled:
    """One request ready to be typed in: its service, its answers, and the numbers the national system gives at approval.

    `leaves` is the NIK of who is no resident any more once it is approved.
    """

    service: str
    typed: Typed
    numbers: Mapping[str, str]
    leaves: str = ""

    @property
    def people(self) -> set[str]:
        """The NIK of everybody in it, among other things that were typed."""
        return {value for step in self.typed.values() for value in step.values() if len(value) == NIK_DIGITS}


def fill(kind: str, town: Town, today: date) -> Filled:
    """A request of a kind of `source`, for somebody who lives here.

    Raises:
        NobodyFits: nobody in the town can want that.
    """
    return MAKERS[kind](town, today)


def _lost(town: Town, today: date, cause: str) -> Filled:
    row = town.adult()
    phone, mail = _contact(town)
    since = today - timedelta(days=town.dice.randint(1, 20))
    what = {"nomor_polisi": f"SKTLK/{town.dice.randint(1, 900)}"} if cause == "hilang" else {"keadaan": "Kartu retak."}
    typed = {
        "pemohon": {"untuk": "sendiri", "nama": row["nama"], "telepon": phone, "email": mail},
        "pemilik": {"nama": row["nama"], "nik": row["nik"], "kk": row["no_kk"], "kelurahan": row["kode_kelurahan"]}
        | _day("tanggal_lahir", born(row)),
        "kartu": {"kelamin": row["jenis_kelamin"], "tempat_lahir": row["tempat_lahir"]} | _street(row),
        "kejadian": {"sebab": cause} | what | _day("tanggal", since),
    }
    return Filled("ktp-hilang-rusak", typed, {})


def _changed(town: Town, today: date) -> Filled:
    element = town.dice.choice(("alamat", "alamat", "kawin", "pekerjaan", "lain"))
    more = {"perubahan": {"unsur": element, "keterangan": "Mengikuti Kartu Keluarga yang baru."}}
    return _card("ktp-ubah-data", town, town.adult(), more)


def _newcomer(town: Town, today: date) -> Filled:
    number = f"SKPWNI/6472/{today:%d%m%Y}/{town.dice.randint(1, 60):04}"
    return _card("ktp-pindah-datang", town, town.adult(), {"kedatangan": {"nomor_skp": number}})


def _first(town: Town, today: date) -> Filled:
    row = town.adult(lambda row: age(born(row), today) < ADULT + 6)
    known = {"status": row["status_perkawinan"], "agama": row["agama"], "gol_darah": row["gol_darah"],
             "pekerjaan": row["pekerjaan"]}  # fmt: skip
    return _card("ktp-baru", town, row, {"kawin": known})


def _child_card(town: Town, today: date) -> Filled:
    def small(row: Row) -> bool:
        return row["shdk"] == CHILD and age(born(row), today) < TODDLER

    rows = town.family(lambda rows: any(small(row) for row in rows))
    child = next(row for row in rows if small(row))
    more = {"akta": {"nomor": f"6474-LU-{born(child):%d%m%Y}-{town.dice.randint(1, 9):04}", "kepala": rows[0]["nama"]}}
    return _card("kia-balita", town, child, more, by=rows[0])


def _card(service: str, town: Town, row: Row, more: Typed, by: Row | None = None) -> Filled:
    relation = "ortu" if by else "sendiri"
    owner = {"nama": row["nama"], "nik": row["nik"], "kk": row["no_kk"], "kelamin": row["jenis_kelamin"],
             "tempat_lahir": row["tempat_lahir"]} | _day("tanggal_lahir", born(row))  # fmt: skip
    typed = {"pemohon": _applicant(service, town, by or row, relation), "pemilik": owner,
             "alamat": _street(row) | {"kelurahan": row["kode_kelurahan"]}}  # fmt: skip
    return Filled(service, typed | more, {})


def _family_card(town: Town, today: date, service: str) -> Filled:
    rows = town.family()
    head, member = rows[0], town.dice.choice(rows)
    more = {
        "kk-cetak-ulang": {"status": {"tercatat": "tercatat"}},
        "kk-hilang-rusak": {"kejadian": {"sebab": "rusak"}},
        "kk-perubahan": {"perubahan": {"jenis": "data", "orang_0_nik": member["nik"], "orang_0_nama": member["nama"],
                                       "orang_0_shdk": member["shdk"], "keterangan": "Pendidikan: SD menjadi SLTP."}},
    }  # fmt: skip
    return Filled(service, {"pemohon": _applicant(service, town, head), "keluarga": _of_head(head)} | more[service], {})


def _birth(town: Town, today: date) -> Filled:
    rows = town.family(lambda rows: _couple(rows) and age(born(rows[1]), today) < 45)
    father, mother = rows[0], rows[1]
    day, girl = today - timedelta(days=town.dice.randint(3, 75)), town.dice.random() < 0.49
    bundle, name = town.dice.random() < 0.6, f"{town.adult()['nama'].split()[0]} {father['nama'].split()[-1]}"
    witness = [town.adult(lambda row: row["no_kk"] != father["no_kk"] and age(born(row), today) > 25) for _ in "12"]
    typed = {
        "pemohon": _applicant("akta-kelahiran", town, father, "ayah"),
        "anak": {"nama": name, "kelamin": "2" if girl else "1", "jam": f"{town.dice.randrange(24):02}.15",
                 "anak_ke": str(sum(row["shdk"] == CHILD for row in rows) + 1)} | _day("tanggal_lahir", day),
        "kelahiran": {"tempat": "1", "kota": "Bontang", "jenis": "1", "penolong": "2", "surat": "ada", "berat": "3100",
                      "panjang": "49"},
        "ibu": _parent(mother) | {"nikah": "ada"}, "ayah": _parent(father),
        "saksi": _witnesses(witness),
        "tambahan": {"kk": father["no_kk"], "sekalian": "ya" if bundle else "tidak"},
    }  # fmt: skip
    if bundle:
        typed["alamat"] = _street(father) | {"kelurahan": father["kode_kelurahan"]}
    return Filled("akta-kelahiran", typed, {"nik": town.new_nik(day, girl)})


def _death(town: Town, today: date) -> Filled:
    rows = town.family(lambda rows: _couple(rows) and age(born(rows[0]), today) >= OLD)
    dead, widow = rows[0], rows[1]
    witness = [town.adult(lambda row: row["no_kk"] != dead["no_kk"] and age(born(row), today) > 25) for _ in "12"]
    card = town.dice.random() < 0.5
    day = today - timedelta(days=town.dice.randint(1, 40))
    typed = {
        "pemohon": _applicant("akta-kematian", town, widow, "keluarga"),
        "almarhum": _parent(dead) | {"kelamin": dead["jenis_kelamin"]},
        "kematian": {"tempat": "Bontang", "sebab": "1", "menerangkan": "1", "keadaan": "surat"} | _day("tanggal", day),
        "orang_tua": {"nama_ayah": dead["nama_ayah"], "nama_ibu": dead["nama_ibu"]},
        "saksi": _witnesses(witness),
        "tambahan": {"sekalian": "ya", "pasangan": "ya" if card else "tidak"},
        "keluarga": _of_head(dead) | {"kepala": "ya", "nik_kepala": widow["nik"]},
    }
    if card:
        typed["pasangan"] = _parent(widow) | {"kelamin": widow["jenis_kelamin"]}
        typed["alamat"] = _street(widow) | {"kelurahan": widow["kode_kelurahan"]}
    return Filled("akta-kematian", typed, {}, leaves=dead["nik"])


def _move(town: Town, today: date) -> Filled:
    def may_go(row: Row) -> bool:
        return row["shdk"] == CHILD and age(born(row), today) >= ADULT

    rows = town.family(lambda rows: any(may_go(row) for row in rows))
    head, mover = rows[0], next(row for row in rows if may_go(row))
    leaving = today + timedelta(days=town.dice.randint(2, 30))
    typed = {
        "pemohon": _applicant("pindah-antar-kota", town, mover),
        "asal": _of_head(head) | _street(head) | {"kelurahan": head["kode_kelurahan"]},
        "tujuan": {"alamat": "Jl. Contoh No. 7", "rt": "3", "rw": "1", "kelurahan": ELSEWHERE},
        "pindah": {"alasan": town.dice.choice("126"), "jenis": "4", "status": "2"} | _day("tanggal", leaving),
        "rombongan": {"orang_0_nik": mover["nik"], "orang_0_nama": mover["nama"], "orang_0_shdk": CHILD},
    }
    return Filled("pindah-antar-kota", typed, {}, leaves=mover["nik"])


def _couple(rows: list[Row]) -> bool:
    return len(rows) > 1 and (rows[0]["shdk"], rows[1]["shdk"]) == (HEAD, WIFE) and rows[0]["jenis_kelamin"] == "1"


def _applicant(service: str, town: Town, row: Row, relation: str = "sendiri") -> dict[str, str]:
    phone, mail = _contact(town, needs_mail=service not in OPTIONAL_MAIL)
    return {"nama": row["nama"], "nik": row["nik"], "hubungan": relation, "telepon": phone, "email": mail}


def _contact(town: Town, needs_mail: bool = False) -> tuple[str, str]:
    phone, mail = town.contact()
    return phone, mail if needs_mail or town.dice.random() >= BY_PHONE_ONLY else ""


def _of_head(head: Row) -> dict[str, str]:
    return {"kk": head["no_kk"], "nama_kepala": head["nama"]}


def _parent(row: Row) -> dict[str, str]:
    plain = {"nama": row["nama"], "nik": row["nik"], "tempat_lahir": row["tempat_lahir"]}
    return plain | _day("tanggal_lahir", born(row))


def _witnesses(rows: list[Row]) -> dict[str, str]:
    named = {f"nama_saksi{number}": row["nama"] for number, row in enumerate(rows, 1)}
    return named | {f"nik_saksi{number}": row["nik"] for number, row in enumerate(rows, 1)}


def _street(row: Row) -> dict[str, str]:
    return {"alamat": row["alamat"], "rt": str(int(row["rt"])), "rw": str(int(row["rw"]))}


def _day(code: str, day: date) -> dict[str, str]:
    return {f"{code}_tgl": str(day.day), f"{code}_bln": str(day.month), f"{code}_thn": str(day.year)}


MAKERS: Mapping[str, Callable[[Town, date], Filled]] = {
    "hilang": lambda town, today: _lost(town, today, "hilang"), "rusak": lambda town, today: _lost(town, today, "rusak"),
    "ubah": _changed, "datang": _newcomer, "baru": _first, "kia-balita": _child_card,
    "kk-cetak-ulang": lambda town, today: _family_card(town, today, "kk-cetak-ulang"),
    "kk-hilang-rusak": lambda town, today: _family_card(town, today, "kk-hilang-rusak"),
    "kk-perubahan": lambda town, today: _family_card(town, today, "kk-perubahan"),
    "akta-kelahiran": _birth, "akta-kematian": _death, "pindah-antar-kota": _move,
}  # fmt: skip
