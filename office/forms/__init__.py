"""The official forms: their table, and what stands in their boxes when an application fills them."""

from office.forms.application import of_application
from office.forms.events import EVENTS
from office.forms.filling import family_boxes, filled
from office.forms.table import FORMS, Form, NotDrawn, forms_for, forms_of, users_of

__all__ = [
    "EVENTS",
    "FORMS",
    "Form",
    "NotDrawn",
    "family_boxes",
    "filled",
    "forms_for",
    "forms_of",
    "of_application",
    "users_of",
]
