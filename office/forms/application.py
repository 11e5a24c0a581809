"""The forms of one application."""

from datetime import datetime

from office import opening, settings
from office.applications import Application, answers_of
from office.errors import NotFound
from office.forms.filling import Boxes, filled
from office.forms.table import forms_for


def of_application(application: Application, *, at: datetime) -> tuple[list[str], Boxes]:
    """The codes of the forms that an application calls for, and what stands in their boxes.

    They are dated when it was sent, or at `at` (UTC) while it is a draft.

    Raises:
        NotFound: its service has no form.
    """
    service, answers = application.service, answers_of(application)
    codes = [form.code for form in forms_for(service, answers)]
    if not codes:
        raise NotFound()
    day = opening.local_day(application.submitted_at or at)
    return codes, filled(service, answers, on=day, place=settings.get("office_city", at))
