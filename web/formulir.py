"""The official forms: empty ones for taking home, and those that an application fills."""

from flask import Response

from frame.doors import doors
from frame.language import language
from frame.limits import STARTING, limiter
from frame.pages import download, page
from office import catalogue, clock, forms
from office.applications import drafts
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
    codes, boxes = forms.of_application(drafts.by_token(token), at=clock.now())
    return download(doors().drawn_forms(codes, boxes), "application/pdf", "formulir.pdf")
