"""Refusals that this room answers in its own way: they lead back to the application they are about."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.pages import page
from frame.refusals import http_trouble, refused
from office.errors import Conflict, NotFound
from office.queue.checking_in import NothingToCheckIn
from web import check, papers, room, uploads
from web.places import Elsewhere


@room.url_value_preprocessor
def printable(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """No token or code holds a control character, and PostgreSQL can't even look for one.

    Raises:
        NotFound: the address holds one.
    """
    if not all(str(value).isprintable() for value in (values or {}).values()):
        raise NotFound()


@room.errorhandler(Elsewhere)
def elsewhere(found: Elsewhere) -> Answer:
    """Lead to where it stands now."""
    return redirect(found.place, 303)


@room.errorhandler(RequestEntityTooLarge)
def too_large(trouble: RequestEntityTooLarge) -> Any:
    """A body so large that it wasn't read at all: said where the file was chosen."""
    if request.endpoint == "web.upload":
        return papers.not_taken(uploads.PaperRefused("too_big"))
    return check.too_large() if request.endpoint == "web.check_file" else http_trouble(trouble)


@room.errorhandler(Conflict)
def moved_on(conflict: Conflict) -> Any:
    """An application that moved on while a page was open: say so, and show the way to its status."""
    token = (request.view_args or {}).get("token", "")
    if not request.path.startswith("/permohonan/"):
        return refused(conflict)
    words = say(conflict.message, conflict.params), say(conflict.next_step, conflict.params)
    return _to_status(token, *words, status=conflict.status)


@room.errorhandler(NothingToCheckIn)
def no_visit(refusal: NothingToCheckIn) -> Any:
    """Whoever asks for an hour though the office doesn't wait for them: no code was typed here, so none is wrong."""
    token = (request.view_args or {}).get("token", "")
    words = _("Untuk permohonan ini Anda tidak perlu datang ke kantor sekarang."), _("Lihat keadaannya di halaman status.")
    return _to_status(token, *words, status=refusal.status)


def _to_status(token: str, sentence: str, next_step: str, *, status: int) -> Response:
    return page("web/moved_on.html", "errors/_note.html", status=status, sentence=sentence, next_step=next_step,
                status_url=url_for("web.status_page", token=token))  # fmt: skip
