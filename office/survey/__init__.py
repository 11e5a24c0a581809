"""What residents think of a finished errand: the survey of nine elements (SKM), its index and its grade.

Source: Permenpan-RB 14/2017, nine elements, answers from 1 to 4 and the index by equal weights.
"""

from office.survey.answers import (
    AnsweredAlready,
    Errand,
    NotFinished,
    SurveyAnswer,
    answered,
    by_reference,
    by_ticket,
    give,
    of_application,
    of_ticket,
)
from office.survey.elements import ABOUT, ELEMENTS, Element
from office.survey.index import Index
from office.survey.report import Comment, Report, comments, report

__all__ = [
    "ABOUT",
    "ELEMENTS",
    "AnsweredAlready",
    "Comment",
    "Element",
    "Errand",
    "Index",
    "NotFinished",
    "Report",
    "SurveyAnswer",
    "answered",
    "by_reference",
    "by_ticket",
    "comments",
    "give",
    "of_application",
    "of_ticket",
    "report",
]
