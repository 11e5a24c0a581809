"""Letters and forms of numbers: what each type of document is numbered with, from which hour, with an example."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day_hour, language, say
from frame.pages import page
from office import clock, once, opening, settings
from office.db import transaction
from office.documents import numbering
from office.documents.kinds import KINDS
from office.documents.numbering import Form
from office.errors import Refused


@room.get("/nomor-surat")
@open_to(*HOUSEKEEPING)
def show_numbering() -> Response:
    """Show the letters and the form of each type, with an example of today."""
    return _page(numbering.forms(clock.now()))


@room.post("/nomor-surat")
@open_to(*HOUSEKEEPING)
def save_numbering() -> Response:
    """Keep the letters and forms for numbers to come, or only show what they would give.

    Aborts: 422 letters or forms that can't be.
    """
    at, place = clock.now(), url_for("desk.show_numbering")
    typed = _typed(request.form)
    try:
        rows = numbering.read(typed, settings.get("region_code", at), opening.local_day(at))
        start = dated.valid_from(request.form, at)
        if "pratinjau" in request.form:
            return _page(_forms(typed))
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            settings.put(numbering.KEY, rows, by=officer().actor, at=at, valid_from=start)
    except Refused as refusal:
        return _page(_forms(typed), refusal)
    flash(_("Disimpan, berlaku mulai %(when)s.", when=day_hour(start or at)))
    return redirect(place, 303)


def _typed(form: MultiDict[str, str]) -> list[dict[str, str]]:
    return [
        {"kind": kind, "type": letters, "letters": form.get(f"huruf-{kind}-{letters}", ""),
         "pattern": form.get(f"bentuk-{kind}-{letters}", "")}
        for kind, letters in numbering.types()
    ]  # fmt: skip


def _forms(typed: list[dict[str, str]]) -> list[Form]:
    return [Form(row["kind"], row["type"], row["letters"], row["pattern"]) for row in typed]


def _page(forms: list[Form], refusal: Refused | None = None) -> Response:
    at = clock.now()
    region, rows = settings.get("region_code", at), settings.history(numbering.KEY)
    error = f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}" if refusal else ""
    return page(
        "desk/numbering.html", status=refusal.status if refusal else 200, error=error, form=request.form,
        late=isinstance(refusal, dated.BadDate), rows=[_row(each, region, at, refusal is None) for each in forms],
        history=dated.past(rows, dated.names(rows), _words), coming=dated.coming(rows, _words, at), parts=_parts(),
    )  # fmt: skip


def _row(form: Form, region: str, at: datetime, sound: bool) -> dict[str, Any]:
    usual = numbering.default(form.kind, form.type)
    return {
        "key": f"{form.kind}-{form.type}", "name": KINDS[form.kind].name.in_language(language()), "usual": usual.type,
        "letters": form.letters, "pattern": form.pattern, "confirmed": usual.confirmed,
        "example": form.example(region, opening.local_day(at)) if sound else "-",
    }  # fmt: skip


def _words(value: Any) -> str:
    said = (
        f"{KINDS[row['kind']].name.in_language(language())} ({row['type']}): {row['letters']}, {row['pattern']}"
        for row in value
    )
    return "; ".join(said) or _("Bentuk bawaan")


def _parts() -> list[tuple[str, str]]:
    return [
        ("wilayah", _("kode wilayah kantor")), ("huruf", _("huruf jenis surat")), ("hari", _("hari, misalnya 01062020")),
        ("bulan", _("bulan, dua angka")), ("romawi", _("bulan, angka Romawi")), ("tahun", _("tahun, empat angka")),
        ("nomor", _("nomor urut, empat angka")),
    ]  # fmt: skip
