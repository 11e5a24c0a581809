"""Possible duplicates of a file as its page shows them: the reason, and both records side by side."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import day, say
from office import masks
from office.applications import Application, doubles
from office.applications.doubles import Double


def shown(application: Application) -> list[dict[str, Any]]:
    """Each suspicion with its sentence, its rows (what, here, there), and where the other record stands."""
    return [_shown(application, double) for double in doubles.of(application)]


def _shown(application: Application, double: Double) -> dict[str, Any]:
    found, labels = double.suspicion, _labels()
    url = url_for("desk.show_file", reference=found.reference) if found.reference else url_for(
        "desk.show_resident", number=found.resident_id, berkas=application.reference
    )  # fmt: skip
    return {
        "sentence": say(found.sentence, found.params), "url": url,
        "rows": [(labels[name], _words(name, double.mine[name]), _words(name, double.other[name])) for name in double.mine],
    }  # fmt: skip


def _labels() -> dict[str, str]:
    return {"name": _("Nama"), "nik": _("NIK"), "birth_date": _("Tanggal lahir"), "mother_name": _("Nama ibu"),
            "mother_nik": _("NIK ibu"), "death_date": _("Tanggal meninggal")}  # fmt: skip


def _words(name: str, value: Any) -> str:
    if not value:
        return "-"
    if name.endswith("_date"):
        return day(value if isinstance(value, date) else date.fromisoformat(str(value)))
    return masks.mask_nik(str(value)) if name.endswith("nik") else str(value)
