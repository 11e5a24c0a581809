"""The services an office offers: each one file of `office/services/`, read strictly, kept by version."""

from office.catalogue.definition import (
    BadDefinition,
    Effect,
    Paper,
    Question,
    Result,
    Service,
    Step,
    Text,
    holds,
    resolve,
)
from office.catalogue.shelf import definition, find, keep, services, unusable

__all__ = [
    "BadDefinition",
    "Effect",
    "Paper",
    "Question",
    "Result",
    "Service",
    "Step",
    "Text",
    "definition",
    "find",
    "holds",
    "keep",
    "resolve",
    "services",
    "unusable",
]
