"""Applications: a resident's request, from its first answer to the document or card in hand."""

from office.applications.states import (
    APPROVED,
    CHECKED,
    DRAFT,
    ENDED,
    EXPIRED,
    FINISHED,
    READY,
    REJECTED,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Application,
    StepAnswers,
    answers_of,
    papers_of,
    steps_of,
)

__all__ = [
    "APPROVED",
    "CHECKED",
    "DRAFT",
    "ENDED",
    "EXPIRED",
    "FINISHED",
    "READY",
    "REJECTED",
    "RETURNED",
    "SUBMITTED",
    "WITHDRAWN",
    "Application",
    "StepAnswers",
    "answers_of",
    "papers_of",
    "steps_of",
]
