"""The register books and the agenda: each number of a year, on screen and as PDF for the shelf."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask_babel import force_locale, format_decimal
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.book_words import columns, line, title
from desk.finding import absent, files_of, place_of
from desk.roles import BOOKS, DECISIONS, FILES
from frame.access import officer, open_to
from frame.doors import doors
from frame.language import day_hour, say
from frame.pages import download, page
from office import clock, events, settings
from office.db import transaction
from office.documents import books, voiding
from office.documents.books import Book, Entry
from office.errors import Refused

ON_A_PAGE = 50
# A share of the width for each column of the PDF.
SHARES = (12, 46, 24, 60, 78, 47)


class TooLong(Refused):
    """The book could not be drawn in time."""

    status = 503
    message = "Buku ini belum bisa digambar."
    next_step = "Tunggu sebentar, lalu coba lagi."


@room.get("/buku")
@open_to(*BOOKS)
def show_books() -> Response:
    """Choose a book."""
    found = [(book.year, title(book), _url(book)) for book in books.books()]
    return page("desk/books.html", years=sorted({year for year, _title, _address in found}, reverse=True), books=found)


@room.get("/buku/<letters>/<int(max=9999):year>")
@open_to(*BOOKS)
def show_book(letters: str, year: int) -> Response:
    """Show a page of a book; that it was looked at is noted first.

    Aborts: 404 no such book.
    """
    book = books.find(letters, year) or absent()
    _note("book.viewed", book)
    return book_page(book)


@room.get("/buku/<letters>/<int(max=9999):year>/pdf")
@open_to(*BOOKS)
def print_book(letters: str, year: int) -> Response:
    """Give a whole book as PDF, in Indonesian; that it was taken is noted first.

    Aborts: 404 no such book, 503 it could not be drawn in time.
    """
    book = books.find(letters, year) or absent()
    _note("book.printed", book)
    with force_locale("id"):
        facts = _facts(book)
    try:
        return download(doors().draw_book(facts), "application/pdf", f"buku-{letters}-{year}.pdf")
    except doors().overran:
        raise TooLong() from None


def book_page(book: Book, refusal: Refused | None = None) -> Response:
    """A page of a book; `refusal` is why a number could not be voided."""
    every = books.entries(book)
    last = max((len(every) - 1) // ON_A_PAGE + 1, 1)
    at = min(max(request.args.get("halaman", 1, type=int), 1), last)
    gaps = sum(entry.document_id is None and not entry.void for entry in every)
    where = {"letters": book.letters, "year": book.year}
    return page("desk/book.html", status=refusal.status if refusal else 200, book=book, title=title(book),
                heads=columns(book), count=format_decimal(len(every) - gaps), gaps=gaps, rows=_rows(book, every, at), at=at,
                last=last, url=_url(book), pdf=url_for("desk.print_book", **where), form=request.form,
                wrong="alasan" if isinstance(refusal, voiding.VoidReasonMissing) else "nomor",
                void_url=url_for("desk.void_number", **where) if officer().role in DECISIONS else "",
                error=f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}" if refusal else "")  # fmt: skip


def _facts(book: Book) -> dict[str, Any]:
    """The whole book as outside/book.py draws it."""
    at, every = clock.now(), books.entries(book)
    documents = books.documents_of(every)
    rows = [line(n, entry, documents.get(entry.document_id or 0)) for n, entry in enumerate(every, start=1)]
    return {
        "title": title(book), "office": settings.get("office_name", at), "empty": _("Belum ada nomor pada tahun ini."),
        "printed": _("Dicetak %(when)s dari register elektronik.", when=day_hour(at)),
        "page": _("Halaman %(n)s dari %(of)s", n="{n}", of="{of}"),
        "columns": list(zip(columns(book), SHARES, strict=True)),
        "rows": [(row["kind"], row["cells"]) for row in rows],
    }  # fmt: skip


def _rows(book: Book, every: Sequence[Entry], at: int) -> list[dict[str, Any]]:
    first = (at - 1) * ON_A_PAGE
    shown = every[first : first + ON_A_PAGE]
    documents = books.documents_of(shown)
    files = files_of(documents.values()) if officer().role in FILES else {}
    rows = []
    for n, entry in enumerate(shown, start=first + 1):
        document = documents.get(entry.document_id or 0)
        file = files.get(document.application_id) if document else None
        rows.append(line(n, entry, document) | {"url": place_of(file) if file else ""})
    return rows


def _note(what: str, book: Book) -> None:
    with transaction():
        events.record(what, "book", book.year, by=officer().actor, at=clock.now(), letters=book.letters)


def _url(book: Book) -> str:
    return url_for("desk.show_book", letters=book.letters, year=book.year)
