"""The official forms: empty ones for taking home, and those that an application fills."""

from flask import Response
from flask_babel import gettext as _

from frame.doors import doors
from frame.language import language
from frame.limits import STARTING, limiter
from frame.pages import download, page
from office import catalogue, clock, forms, opening, settings
from office.applications import answers_of, drafts
from office.errors import NotFound
from web import room


@room.get("/formulir")
def form_list() -> Response:
    """List the forms and the services that use them."""
    every = catalogue.services()
    rows = [
        {
            "code": form.code,
            "name": form.name.in_language(language()),
            "uses": [(one.code, one.name.in_language(language())) for one in forms.users_of(form, every)],
        }
        for form in forms.FORMS.values()
    ]
    return page("web/forms.html", forms=rows)


@room.get("/formulir/<code>.pdf")
@limiter.limit(STARTING)
def empty_form(code: str) -> Response:
    """Give one empty form.

    Aborts: 404 NotFound, 503 NotDrawn.
    """
    if code not in forms.FORMS:
        raise NotFound()
    return download(doors().empty_form(code), "application/pdf", f"{code}.pdf")


@room.get("/permohonan/<token>/formulir.pdf")
@limiter.limit(STARTING)
def filled_forms(token: str) -> Response:
    """Give the forms that an application calls for, filled in, to whoever holds its link.

    Aborts: 404 NotFound also for a service without a form, 410 DraftExpired, 503 NotDrawn.
    """
    application, at = drafts.by_token(token), clock.now()
    service, answers = application.service, answers_of(application)
    codes = [form.code for form in forms.forms_for(service, answers)]
    if not codes:
        raise NotFound()
    day, city = opening.local_day(application.submitted_at or at), settings.get("office_city", at)
    boxes = forms.filled(service, answers, on=day, place=city)
    return download(doors().drawn_forms(codes, boxes), "application/pdf", f"{_('formulir')}.pdf")
