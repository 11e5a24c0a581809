"""Plain makers of dull, invented things; every fact can be said otherwise."""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from office import vault
from office.applications import Application, drafts, review, states
from office.applications.results import Verdict
from office.catalogue import find
from office.db import db, transaction
from office.papers import Attached
from office.regions import Region, folded
from office.staff import Officer, Role, add_officer
from office.vault import Store

NOON = datetime(2020, 6, 4, 2, 0, tzinfo=UTC)
PASSWORD = "sandi yang panjang sekali"
_serial = itertools.count(1)

REGIONS = {
    "64": "Kalimantan Timur", "64.74": "Kota Bontang",
    "64.74.01": "Bontang Utara", "64.74.02": "Bontang Selatan", "64.74.03": "Bontang Barat",
    "64.74.01.1001": "Bontang Kuala", "64.74.01.1002": "Bontang Baru", "64.74.01.1003": "Lok Tuan",
    "64.74.01.1004": "Guntung", "64.74.01.1005": "Gunung Elai", "64.74.01.1006": "Api-api",
    "64.74.02.1001": "Tanjung Laut", "64.74.02.1002": "Berbas Tengah", "64.74.02.1003": "Berbas Pantai",
    "64.74.02.1004": "Satimpo", "64.74.02.1005": "Bontang Lestari", "64.74.02.1006": "Tanjung Laut Indah",
    "64.74.03.1001": "Belimbing", "64.74.03.1002": "Gunung Telihan", "64.74.03.1003": "Kanaan",
}  # fmt: skip

BIRTH: Mapping[str, Mapping[str, str]] = {
    "pemohon": {"nama": "I Gusti Ngurah Rai", "nik": "9999011203860006", "hubungan": "ayah",
                "telepon": "0812 0000 0189", "email": "rai@contoh.id"},
    "anak": {"nama": "Ni Luh Putu Sekar", "kelamin": "2", "tanggal_lahir_tgl": "1", "tanggal_lahir_bln": "6",
             "tanggal_lahir_thn": "2020", "jam": "04.15", "anak_ke": "2"},
    "kelahiran": {"tempat": "1", "kota": "Bontang", "jenis": "1", "penolong": "2", "surat": "ada",
                  "berat": "3200", "panjang": "49"},
    "ibu": {"nama": "Nur'aini binti Syarifuddin", "nik": "9999014805880001", "tempat_lahir": "Bontang",
            "tanggal_lahir_tgl": "8", "tanggal_lahir_bln": "5", "tanggal_lahir_thn": "1988", "nikah": "ada"},
    "ayah": {"nama": "I Gusti Ngurah Rai", "nik": "9999011203860006", "tempat_lahir": "Denpasar",
             "tanggal_lahir_tgl": "12", "tanggal_lahir_bln": "3", "tanggal_lahir_thn": "1986"},
    "saksi": {"nama_saksi1": "Sulastri", "nik_saksi1": "9999015507700002",
              "nama_saksi2": "Yohanes Lerik", "nik_saksi2": "9999010101650003"},
    "tambahan": {"kk": "9999010203150001", "sekalian": "tidak"},
}  # fmt: skip

CARD: Mapping[str, Mapping[str, str]] = {
    "pemohon": {"untuk": "sendiri", "nama": "Maria Goretti Dalung", "telepon": "081200000277", "email": "maria@contoh.id"},
    "pemilik": {"nama": "Maria Goretti Dalung", "nik": "9999016112900004", "kk": "9999010203150001",
                "tanggal_lahir_tgl": "21", "tanggal_lahir_bln": "12", "tanggal_lahir_thn": "1990",
                "kelurahan": "64.74.01.1006"},
    "kartu": {"kelamin": "2", "tempat_lahir": "Bontang", "alamat": "Jalan Contoh 12", "rt": "5"},
    "kejadian": {"sebab": "hilang", "tanggal_tgl": "2", "tanggal_bln": "6", "tanggal_thn": "2020",
                 "nomor_polisi": "SKTLK/12/VI/2020"},
}  # fmt: skip

FORMS = {"akta-kelahiran": BIRTH, "ktp-hilang-rusak": CARD}


def bontang() -> None:
    """The nineteen regions of Bontang and its province."""
    with transaction():
        for code, name in REGIONS.items():
            parent = code.rpartition(".")[0] or None
            level = code.count(".") + 1
            db.session.add(Region(code=code, parent_code=parent, name=name, folded=folded(name), level=level))


def an_officer(role: Role = Role.VERIFIER, *, at: datetime = NOON, **facts: Any) -> Officer:
    """An officer of a role; the password is PASSWORD."""
    number = next(_serial)
    given = {"login": f"petugas{number}", "name": f"Petugas {number}"} | facts
    with transaction():
        officer = add_officer(given["login"], given["name"], role, PASSWORD, at=at)
    return officer


def a_draft(service: str = "akta-kelahiran", *, at: datetime = NOON) -> Application:
    """A draft without answers."""
    with transaction():
        application = drafts.start(find(service), language="id", at=at)
    return application


def an_attached(**facts: Any) -> Attached:
    """A file as the intake would have stored it; its bytes need not be there."""
    plain: dict[str, Any] = {"digest": "0" * 64, "size": 214_000, "media_type": "image/jpeg", "pages": 1}
    return Attached(**({"key": vault.new_key("papers")} | plain | facts))


def a_full_draft(
    service: str = "akta-kelahiran", *, at: datetime = NOON, store: Store | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
) -> Application:  # fmt: skip
    """A draft with every answer and every paper; with `store` the papers' bytes lie there too."""
    application = a_draft(service, at=at)
    forms = {step: {**typed, **(answers or {}).get(step, {})} for step, typed in FORMS[service].items()}
    with transaction():
        for step, typed in forms.items():
            reading = drafts.save(application, step, typed, at=at)
            assert not reading.errors, (step, {code: error.code for code, error in reading.errors.items()})
        for paper in states.papers_of(application):
            drafts.attach(application, paper.code, an_attached_in(store), at=at)
    return application


def an_application(service: str = "akta-kelahiran", *, at: datetime = NOON, **facts: Any) -> Application:
    """A sent application."""
    application = a_full_draft(service, at=at, **facts)
    with transaction():
        drafts.submit(application, at=at)
    return application


def all_right(application: Application, officer: Officer, *, at: datetime = NOON) -> None:
    """The officer takes the file, finds every part right and passes it on."""
    with transaction():
        review.take(application, officer, at=at)
        for kind, parts in (("answers", states.steps_of(application)), ("paper", states.papers_of(application))):
            for part in parts:
                review.judge(application, kind, part.code, "ok", "", officer, at=at)
        review.pass_on(application, officer, at=at)


def an_approved(service: str = "akta-kelahiran", *, at: datetime = NOON, **facts: Any) -> Application:
    """An application that one officer checked and another approved."""
    application = an_application(service, at=at, **facts)
    all_right(application, an_officer(at=at), at=at)
    registrar = an_officer(Role.REGISTRAR, at=at)
    with transaction():
        review.take(application, registrar, at=at)
        review.approve(application, registrar, at=at, verdict=Verdict(compared=True))
    return application


def an_attached_in(store: Store | None) -> Attached:
    if store is None:
        return an_attached()
    import hashlib

    data = b"\xff\xd8\xff" + next(_serial).to_bytes(8)
    key = vault.new_key("papers")
    store.put(key, data)
    return an_attached(key=key, digest=hashlib.sha256(data).hexdigest(), size=len(data))
