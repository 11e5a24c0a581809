"""Service definitions stored before a service could have several results: read as what they meant then."""

from collections.abc import Mapping
from typing import Any

Raw = Mapping[str, Any]

_BIRTH = {
    "code": "akta", "kind": "kutipan-akta-kelahiran",
    "letters": "LU", "late_letters": "LT", "late_from": "anak.tanggal_lahir", "late_days": 60,
    "facts": {
        "child_name": "anak.nama", "sex": "anak.kelamin", "birth_place": "kelahiran.kota",
        "birth_date": "anak.tanggal_lahir", "child_order": "anak.anak_ke", "mother_name": "ibu.nama",
        "father_name": "ayah.nama",
    },
}  # fmt: skip
# The card was asked for without the place of birth, sex or address: the office's own data say them.
_CARD = {
    "code": "ktp", "kind": "ktp",
    "facts": {
        "name": "pemilik.nama", "nik": "pemilik.nik", "kk": "pemilik.kk", "birth_date": "pemilik.tanggal_lahir",
        "village": "pemilik.kelurahan", "sex": "=", "birth_place": "=", "address": "=",
    },
}  # fmt: skip
_MEANT = {"kutipan-akta-kelahiran": ("kelahiran", _BIRTH), "ktp-el": ("ktp", _CARD)}


def translated(raw: Raw) -> Raw:
    """A stored definition in today's shape; one that is so already stays as it is."""
    if "delivery" not in raw:
        return raw
    family, result = _MEANT[raw["document"]]
    kept = {key: value for key, value in raw.items() if key not in ("delivery", "document")}
    return kept | {"family": family, "results": [result]}
