"""What a late report costs by service: nothing until the office sets it, told to residents beside the free document."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day_hour, language, rupiah, say
from frame.pages import page
from office import clock, fines, once, settings
from office.db import transaction
from office.errors import Refused


@room.get("/denda")
@open_to(*HOUSEKEEPING)
def show_fines() -> Response:
    """Show what each service that knows lateness costs when it is late."""
    return _page()


@room.post("/denda")
@open_to(*HOUSEKEEPING)
def save_fines() -> Response:
    """Keep the amounts for applications sent from now on, or from a later hour.

    Aborts: 422 an amount that isn't one, or a start that can't be.
    """
    at, place = clock.now(), url_for("desk.show_fines")
    try:
        rows, start = fines.read(request.form), dated.valid_from(request.form, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            settings.put(fines.KEY, rows, by=officer().actor, at=at, valid_from=start)
    except Refused as refusal:
        return _page(refusal)
    flash(_("Disimpan, berlaku mulai %(when)s.", when=day_hour(start or at)))
    return redirect(place, 303)


def _page(refusal: Refused | None = None) -> Response:
    at, rows = clock.now(), settings.history(fines.KEY)
    now = fines.amounts(at)
    error = f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}" if refusal else ""
    wrong = str(refusal.params.get("box", "mulai")) if refusal else ""
    fields = [
        {"name": each.code, "label": each.name.in_language(language()), "kind": "number", "width": "w-8",
         "value": request.form.get(each.code, now.get(each.code, "0")), "error": error if wrong == each.code else ""}
        for each in fines.services()
    ]  # fmt: skip
    return page(
        "desk/fines.html", status=refusal.status if refusal else 200, fields=fields, error=error, wrong=wrong,
        form=request.form, history=dated.past(rows, dated.names(rows), _words), coming=dated.coming(rows, _words, at),
    )  # fmt: skip


def _words(value: Any) -> str:
    names = {each.code: each.name.in_language(language()) for each in fines.services()}
    said = (f"{names.get(row['service'], row['service'])}: {rupiah(row['amount'])}" for row in value)
    return ", ".join(said) or _("Tidak ada denda")
