"""Refusals that this room answers in its own way: they lead back to the application they are about."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.pages import page
from frame.refusals import http_trouble, refused
from office.errors import Conflict, NotFound
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
    words = {"sentence": say(conflict.message, conflict.params), "next_step": say(conflict.next_step, conflict.params)}
    return page("web/moved_on.html", "errors/_note.html", status=conflict.status,
                status_url=url_for("web.status_page", token=token), **words)  # fmt: skip
