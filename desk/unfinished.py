"""The review screen once more: still filled as it was sent, and saying what is missing."""

from collections.abc import Mapping

from flask import request
from werkzeug.wrappers import Response

from desk import verdicts
from desk.finding import find_file
from desk.screen import screen
from frame.access import officer
from frame.language import say
from frame.pages import page
from office import clock
from office.applications import Application, review
from office.errors import Refused
from office.papers import OK


def unfinished(reference: str, refusal: Refused, errors: Mapping[str, str] | None = None) -> Response:
    """The page of a file after a refusal; `errors` by field, or else those that the refusal means."""
    application = find_file(reference)
    found = errors or _missing(application, refusal)
    shown = screen(
        application,
        officer(),
        at=clock.now(),
        paper=verdicts.paper_on_screen(request.form),
        form=request.form,
        errors=found,
    )
    return page("desk/file.html", status=refusal.status, **shown)


def _missing(application: Application, refusal: Refused) -> dict[str, str]:
    """Which parts stand in the way, and why, by their names in the form."""
    read = verdicts.read(application, request.form)
    if isinstance(refusal, review.ReasonMissing):
        return {verdict.name: say(refusal.message) for verdict in read if verdict.unreasoned}
    if isinstance(refusal, review.NotAllJudged):
        return {verdict.name: say(refusal.message) for verdict in read if verdict.kept[0] != OK}
    return {"keputusan": f"{say(refusal.message)} {say(refusal.next_step)}"}
