"""A service's page, and the door from it into an application."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from frame.language import language
from frame.limits import STARTING, limiter
from frame.pages import page
from office import catalogue, clock, once
from office.applications import drafts
from office.db import transaction
from web import room
from web.shown import visits
from web.shown.services import standard


@room.get("/layanan/<code>")
def service(code: str) -> Response:
    """Show the six parts of the service standard.

    Aborts: 404 NoSuchService.
    """
    found, at = catalogue.find(code), clock.now()
    return page("web/service.html", service=standard(found, at=at), shut=visits.closed_for(found, at))


@room.get("/ajukan/<code>")
def about_to_start(code: str) -> Redirect:
    """Lead to the service's page: looking changes nothing."""
    return redirect(url_for("web.service", code=catalogue.find(code).code))


@room.post("/ajukan/<code>")
@limiter.limit(STARTING)
def start(code: str) -> Redirect:
    """Begin an application.

    Aborts: 404 NoSuchService, 422 FormTooOld, 429 too many begun.
    """
    chosen, at = catalogue.find(code), clock.now()
    with transaction():
        application = drafts.start(chosen, language=language(), at=at)
        place = url_for("web.tasks", token=application.token)
        once.spend(request.form.get("once", ""), place=place, at=at)
    return redirect(place, 303)
