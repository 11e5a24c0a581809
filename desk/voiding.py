"""A registrar voids a number that was spent for nothing; it stays in its book, struck out, with the reason."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.books import book_page
from desk.finding import absent
from desk.roles import DECISIONS
from frame.access import officer, open_to
from office import clock, once
from office.db import transaction
from office.documents import books, voiding
from office.errors import Refused


@room.post("/buku/<letters>/<int(max=9999):year>/batal")
@open_to(*DECISIONS)
def void_number(letters: str, year: int) -> Response:
    """Void a number of this book with a reason; a document still in the making gets another.

    Aborts: 404 no such book; 409 the number was issued; 422 no reason, or a number that the book doesn't have.
    """
    at, place = clock.now(), url_for("desk.show_book", letters=letters, year=year)
    book = books.find(letters, year) or absent()
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            voiding.void(book, request.form.get("nomor", ""), request.form.get("alasan", ""), by=officer().actor, at=at)
    except Refused as refusal:
        return book_page(book, refusal)
    flash(_("Nomor dibatalkan dan tetap tercatat."))
    return redirect(place, 303)
