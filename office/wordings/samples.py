"""Invented people of region 99.99 and invented values, for the preview of documents and messages that the office words."""

import re
from collections.abc import Mapping
from typing import Any

VILLAGE = "99.99.01.1001"
PLACE: Mapping[str, str] = {
    "code": VILLAGE, "village": "Contoh", "village_kind": "Kelurahan", "district": "Rekaan", "regency": "Kota Contoh",
    "province": "Contoh", "path": "Kelurahan Contoh, Kec. Rekaan, Kota Contoh",
}  # fmt: skip
_MEMBERS: list[dict[str, Any]] = [
    {
        "name": name, "nik": f"999901{day:02d}0190000{place}", "sex": sex, "birth_place": "Bontang",
        "birth_date": "1990-01-02", "religion": "1", "education": "7", "occupation": "15", "blood": "13", "marital": "2",
        "shdk": shdk, "citizenship": "1", "father": "Bapak Contoh", "mother": "Ibu Contoh",
    }
    for place, (name, day, sex, shdk) in enumerate(
        (("Arman Contoh", 2, "1", "1"), ("Nuraini Contoh", 42, "2", "3"), ("Bunga Contoh", 43, "2", "4"),
         ("Rinjani Contoh", 44, "2", "4")), start=1
    )
]  # fmt: skip
_FAMILY = {"kk": "9999010106200001", "head_name": "Arman Contoh"}
_HOME = {"address": "Jl. Contoh No. 12", "rt": "007", "rw": "002", "village": VILLAGE}
_MOVE = _FAMILY | {
    "applicant_nik": "9999010201900001", "applicant_name": "Arman Contoh", "origin_address": "Jl. Contoh No. 12",
    "origin_village": VILLAGE, "origin_rt": "007", "origin_rw": "002", "target_address": "Jl. Rekaan No. 3",
    "target_village": VILLAGE, "target_rt": "001", "target_rw": "004", "reason": "1", "move_kind": "3", "stay_status": "2",
    "move_status": "1", "planned_date": "2020-06-20",
    "movers": [{name: row[name] for name in ("nik", "name", "shdk")} for row in _MEMBERS],
}  # fmt: skip
_ABROAD = (
    "kk",
    "head_name",
    "applicant_nik",
    "applicant_name",
    "origin_address",
    "origin_village",
    "planned_date",
    "movers",
)
_PERSON = _HOME | {
    "nik": "9999014301900003", "kk": "9999010106200001", "name": "Bunga Contoh", "sex": "2", "birth_place": "Bontang",
    "birth_date": "1990-01-03", "blood": "13", "religion": "1", "marital": "1", "shdk": "4", "education": "8",
    "occupation": "15", "mother_name": "Nuraini Contoh", "father_name": "Arman Contoh",
}  # fmt: skip
FACTS: Mapping[str, Mapping[str, Any]] = {
    "kk": _FAMILY | _HOME | {"postal_code": "75311", "members": _MEMBERS},
    "kutipan-akta-kelahiran": {
        "nik": "9999014301900003", "child_name": "Bunga Contoh", "sex": "2", "birth_place": "Bontang",
        "birth_date": "2020-05-28", "child_order": 1, "mother_name": "Nuraini Contoh", "father_name": "Arman Contoh",
    },
    "skpwni": _MOVE,
    "skdwni": _MOVE,
    "skpln": {name: _MOVE[name] for name in _ABROAD} | {
        "country": "Jepang", "target_address": "1-2-3 Rekaan, Kota Contoh", "responsible": "PT Contoh",
    },
    "sktt": {
        "name": "Jean Contoh", "sex": "1", "birth_place": "Contoh", "birth_date": "1979-08-17", "nationality": "Prancis",
        "passport": "XX0000000", "permit_number": "2C21XX0000-X", "permit_until": "2021-07-31", "sponsor": "PT Contoh",
        "address": "Jl. Contoh No. 99", "village": VILLAGE, "nik": "9999011708790001",
    },
    "biodata-wni": _PERSON,
    "suket": _PERSON,
    "surat-keterangan-pembatalan": {
        "matter": "Pembatalan perkawinan", "husband_name": "Arman Contoh", "wife_name": "Nuraini Contoh",
        "akta_number": "9999-KW-02062010-0001", "court": "Pengadilan Negeri Contoh", "ruling_number": "12/Pdt.P/2020/PN Cth",
        "ruling_date": "2020-04-30",
    },
}  # fmt: skip
NUMBERS: Mapping[str, str] = {"kk": "9999010106200001", "kutipan-akta-kelahiran": "9999-LU-04062020-0001"}
SIGNED = {
    "signatory_name": "Drs. Contoh Pejabat, M.Si.", "signatory_title": "Pejabat Penanda Tangan Contoh",
    "signatory_nip": "00000000 000000 0 000",
}  # fmt: skip

# What fills each gap of a message in its preview.
GAPS: Mapping[str, str] = {
    "permohonan": "2345 6789",
    "layanan": "Akta Kelahiran",
    "surat": "Kutipan Akta Kelahiran",
    "kiriman": "Surat Anda sudah jadi dan terlampir sebagai PDF.",
    "janji_selesai": "Senin, 8 Juni 2020, 15.00 WITA",
    "perbaikan": "- Foto KK: Fotonya kabur, ambil lagi.",
    "alasan": "Permohonan yang sama sudah selesai.",
    "pin": "123456",
    "tautan": "https://contoh.example/permohonan/k7Qm2xVb9TzR4pWc8HsLdA/status",
    "tautan_unduh": "https://contoh.example/dokumen/k7Qm2xVb9TzR4pWc8HsLdA",
    "tautan_cetak": "https://contoh.example/cara-cetak",
    "tautan_periksa": "https://contoh.example/pesan",
    "nomor": "A-012",
    "di_depan": "3",
    "tautan_antrean": "https://contoh.example/antrean/k7Qm2xVb9TzR4pWc8HsLdA",
    "kelompok": "Pencatatan sipil",
    "waktu": "Senin, 8 Juni 2020, 09.00 WITA",
    "sebab": "Cuti bersama",
    "kode": "7KQ4M2XV",
}

# As long as names and addresses come: the sheet must hold them, and who words it must see it.
LONG_NAME = "Raden Ayu Contoh Kusumaningrum Prawiradirja Dharmawangsa Sastranegara"
LONG_ADDRESS = "Jl. Contoh Pangeran Rekaan Gang Melati Putih Raya Blok C Nomor 123 Lantai 2"
_NAMED = re.compile(r"(.*_)?(name|father|mother)|sponsor|responsible")


def longest(kind: str) -> dict[str, Any]:
    """The facts of a kind (its code) with everybody's name and each address as long as they come."""
    return _lengthened(FACTS[kind])


def _lengthened(facts: Mapping[str, Any]) -> dict[str, Any]:
    def longer(name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [_lengthened(row) for row in value]
        return LONG_NAME if _NAMED.fullmatch(name) else LONG_ADDRESS if name.endswith("address") else value

    return {name: longer(name, value) for name, value in facts.items()}


def place(_code: str) -> Mapping[str, str]:
    """The one invented village."""
    return PLACE


def kinds_of(part: str) -> tuple[str, ...]:
    """The kinds of document on which a part's words must fit; the first is shown."""
    wide = {"kop": ("skpwni", "suket"), "periksa": ("skpwni", "kk", "kutipan-akta-kelahiran")}
    return wide.get(part, (part,))
