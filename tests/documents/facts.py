"""Invented facts for every kind of document, as they are stored: the fullest set, and the shortest that is allowed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from office.documents.kinds import AKTA, CARD, KINDS, LETTER, MEMBER, NONE
from outside.qr import qr_png

URL = "https://layanan.example/periksa/k7Qm2xVb9TzR4pWc8HsLdA"
API_API, BEREBAS = "64.74.01.1006", "64.74.02.1002"
ELSEWHERE = "73.71.09.2004"  # a desa that is none
PLACES = {
    API_API: {"village_kind": "Kelurahan", "village": "Api-api", "district": "Bontang Utara"},
    BEREBAS: {"village_kind": "Kelurahan", "village": "Berbas Tengah", "district": "Bontang Selatan"},
    ELSEWHERE: {"village_kind": "Desa", "village": "Contoh Jaya", "district": "Rekaan"},
}


def place_of(code: str) -> Mapping[str, str] | None:
    """A few villages, where a test has no database."""
    found = PLACES.get(code)
    if found is None:
        return None
    above = (
        ("Kota Bontang", "Kalimantan Timur") if code.startswith("64.74") else ("Kabupaten Karangan", "Sulawesi Selatan")
    )
    return found | {
        "code": code, "regency": above[0], "province": above[1],
        "path": f"{found['village_kind']} {found['village']}, Kec. {found['district']}, {above[0]}",
    }  # fmt: skip


def person(number: int, **facts: Any) -> dict[str, Any]:
    """The 17 columns of one member of an invented family; the first is its head."""
    women = number % 2 == 0
    born = date(1985 + number, 1 + number % 12, 1 + number % 28)
    dull = {
        "name": ("Arman Setiadi", "Nur'aini Lestari", "Bunga Rinjani", "Ni Luh Putu Sekar", "Muhammad Ḥāfiẓ Ramadhan",
                 "Šárka Ñuñez", "I Gusti Ngurah Rai", "Siti Rahmawati", "Yohanes Bao", "Maria Goreti")[(number - 1) % 10],
        "nik": f"999901{born.day + 40 * women:02d}{born:%m%y}{number:04d}",
        "sex": "2" if women else "1", "birth_place": "Bontang", "birth_date": born.isoformat(), "religion": "1",
        "education": "7" if number < 3 else "1", "occupation": "15" if number == 1 else "2" if number == 2 else "3",
        "blood": "13", "marital": "2" if number < 3 else "1", "marital_date": "2008-02-29" if number < 3 else None,
        "shdk": "1" if number == 1 else "3" if number == 2 else "4", "citizenship": "1", "passport": None, "permit": None,
        "father": "Setiadi Wibowo" if number < 3 else "Arman Setiadi",
        "mother": "Sri Lestari" if number < 3 else "Nur'aini Lestari",
    }  # fmt: skip
    return dull | facts


def family(count: int, **facts: Any) -> dict[str, Any]:
    """The facts of a family card of so many members; `facts` go to each of them."""
    return {
        "kk": "9999010106200001", "head_name": "Arman Setiadi", "address": "Jl. Contoh Raya No. 12", "rt": "007", "rw": "002",
        "postal_code": "75311", "village": API_API, "members": [person(number, **facts) for number in range(1, count + 1)],
    }  # fmt: skip


def movers(count: int) -> list[dict[str, str]]:
    """So many people who move together."""
    return [{name: person(number)[name] for name in ("nik", "name", "shdk")} for number in range(1, count + 1)]


_CHILD = {"child_name": "Bunga Rinjani", "sex": "2", "birth_place": "Bontang", "birth_date": "2020-05-28"}
_RULING = {"court": "Pengadilan Negeri Bontang", "ruling_number": "12/Pdt.P/2020/PN Bon", "ruling_date": "2020-04-30"}
_PARENTS = {"father_name": "Arman Setiadi", "mother_name": "Nur'aini Lestari"}
_COUPLE = {
    "husband_name": "Yohanes Bao", "husband_birth_place": "Ruteng", "husband_birth_date": "1990-12-31",
    "husband_father": "Petrus Bao", "husband_mother": "Marta Jelita", "wife_name": "Maria Goreti Lian",
    "wife_birth_place": "Bontang", "wife_birth_date": "1992-02-29", "wife_father": "Lian Ding", "wife_mother": "Ana Bulan",
}  # fmt: skip
_LEGITIMATE = _CHILD | _PARENTS | {
    "birth_number": "6474-LU-04062020-0007", "marriage_date": "2020-06-01", "marriage_number": "6474-KW-02062020-0001",
}  # fmt: skip
_MOVE = {
    "kk": "9999010106200001", "head_name": "Arman Setiadi", "applicant_nik": "9999010203860001",
    "applicant_name": "Arman Setiadi", "origin_address": "Jl. Contoh Raya No. 12", "origin_village": API_API,
    "origin_rt": "007", "origin_rw": "002", "target_address": "Dusun Rekaan Blok C-3", "target_village": ELSEWHERE,
    "target_rt": "001", "target_rw": "004", "reason": "1", "move_kind": "3", "stay_status": "2", "move_status": "1",
    "planned_date": "2020-06-20", "movers": movers(4),
}  # fmt: skip
_PERSON = {
    "nik": "9999016805200001", "kk": "9999010106200001", "name": "Bunga Rinjani", "sex": "2", "birth_place": "Bontang",
    "birth_date": "2000-02-29", "blood": "12", "religion": "3", "marital": "1", "shdk": "4", "education": "8",
    "occupation": "73", "mother_name": "Nur'aini Lestari", "mother_nik": "9999015402880002",
    "father_name": "Arman Setiadi", "father_nik": "9999010203860001", "birth_number": "6474-LT-01062020-0003",
    "address": "Jl. Contoh Raya No. 12", "rt": "007", "rw": "002", "village": API_API,
}  # fmt: skip
_CARD = {name: value for name, value in _PERSON.items() if name in KINDS["ktp"].facts}

FACTS: Mapping[str, dict[str, Any]] = {
    "kutipan-akta-kelahiran": _CHILD | _PARENTS | {"nik": "9999016805200001", "child_order": 1},
    "kutipan-akta-kematian": _PARENTS | {
        "nik": "9999010101500004", "name": "Setiadi Wibowo", "sex": "1", "birth_place": "Samarinda",
        "birth_date": "1950-01-01", "death_place": "Bontang", "death_date": "2020-02-29",
    },
    "kutipan-akta-perkawinan": _COUPLE | {
        "wedding_place": "Bontang", "wedding_date": "2020-06-06", "religion": "3", "leader": "Pastor Contoh, Pr.",
    },
    "kutipan-akta-perceraian": _RULING | {
        "husband_name": "Yohanes Bao", "wife_name": "Maria Goreti Lian", "marriage_number": "6474-KW-02062010-0001",
        "marriage_date": "2010-06-01",
    },
    "kutipan-akta-pengakuan-anak": _LEGITIMATE,
    "kutipan-akta-pengesahan-anak": _LEGITIMATE,
    "catatan-pinggir": _RULING | {
        "akta_kind": "kutipan-akta-kelahiran", "akta_number": "6474-LU-04062010-0007", "subject_name": "Bunga Rinjani",
        "matter": "Perubahan nama", "old_value": "Bunga", "new_value": "Bunga Rinjani",
    },
    "surat-keterangan-lahir-mati": _PARENTS | {
        "sex": "1", "birth_place": "Bontang", "birth_date": "2020-05-30", "weeks": 31, "cause": "Tidak diketahui",
    },
    "surat-keterangan-pembatalan": _RULING | {
        "matter": "Pembatalan perkawinan", "husband_name": "Yohanes Bao", "wife_name": "Maria Goreti Lian",
        "akta_number": "6474-KW-02062010-0001",
    },
    "skpwni": _MOVE,
    "skdwni": _MOVE | {"origin_village": ELSEWHERE, "target_village": BEREBAS, "stay_status": "1"},
    "skpln": {name: value for name, value in _MOVE.items() if name in KINDS["skpln"].facts} | {
        "country": "Jepang", "target_address": "1-2-3 Rekaan, Kota Contoh", "responsible": "PT Contoh Sejahtera",
    },
    "sktt": {
        "name": "Jean-Noël Lefèvre", "sex": "1", "birth_place": "Orléans", "birth_date": "1979-08-17",
        "nationality": "Prancis", "passport": "XX0000000", "permit_number": "2C21XX0000-X", "permit_until": "2021-07-31",
        "sponsor": "PT Contoh Sejahtera", "address": "Jl. Contoh Raya No. 99", "village": BEREBAS,
        "nik": "9999011708790001",
    },
    "biodata-wni": _PERSON,
    "suket": _PERSON,
    "kk": family(6),
    "ktp": {name: value for name, value in _CARD.items() if name != "birth_number"} | {"valid_until": "SEUMUR HIDUP"},
    "kia": {name: value for name, value in _CARD.items() if name not in ("marital", "occupation")} | {
        "birth_date": "2008-02-29", "valid_until": "2025-02-28", "head_name": "Arman Setiadi", "photo_needed": True,
    },
}  # fmt: skip

SHORT: dict[str, dict[str, Any]] = {
    code: {name: value for name, value in FACTS[code].items() if kind.facts[name]} for code, kind in KINDS.items()
}
SHORT["kk"]["members"] = [person(1, **{name: None for name, required in MEMBER.items() if not required})]
NUMBERS = {AKTA: "6474-{}-01062020-0001", LETTER: "{}/6474/16062020/0001", NONE: "", CARD: "CETAK-16062020-0001"}


def office(kind: str, **facts: Any) -> dict[str, Any]:
    """What the office adds to a document of this kind by itself."""
    known = KINDS[kind]
    number = NUMBERS.get(known.shape, "9999010106200001").format(known.letters)
    return {
        "number": number or None, "issued_on": date(2020, 6, 16), "issued_place": "Bontang",
        "office_name": "Dinas Kependudukan dan Pencatatan Sipil Kota Bontang",
        "signatory_name": "Drs. Contoh Pejabat, M.Si.", "signatory_title": "Pejabat Pencatatan Sipil Kota Bontang",
        "signatory_nip": "197001011995031001", "check_url": URL, "qr_png": qr_png(URL), "specimen": True,
        "signature_line": "Ditandatangani oleh penyedia resmi.",
    } | facts  # fmt: skip
