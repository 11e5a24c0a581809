"""Refusals that this room answers in its own way: they lead back to the application they are about."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.pages import page
from frame.refusals import refused
from office.errors import Conflict
from web import room
from web.places import Elsewhere


@room.errorhandler(Elsewhere)
def elsewhere(found: Elsewhere) -> Answer:
    """Lead to where it stands now."""
    return redirect(found.place, 303)


@room.errorhandler(Conflict)
def moved_on(conflict: Conflict) -> Any:
    """An application that moved on while a page was open: say so, and show the way to its status."""
    token = (request.view_args or {}).get("token", "")
    if not request.path.startswith("/permohonan/"):
        return refused(conflict)
    words = {"sentence": say(conflict.message, conflict.params), "next_step": say(conflict.next_step, conflict.params)}
    return page("web/moved_on.html", "errors/_note.html", status=conflict.status,
                status_url=url_for("web.status_page", token=token), **words)  # fmt: skip
