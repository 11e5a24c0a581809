"""The services an office offers: each one file of `office/services/`, read strictly, kept by version."""

from office.catalogue.definition import BadDefinition, Paper, Question, Service, Step, Text, holds
from office.catalogue.shelf import definition, find, keep, services

__all__ = [
    "BadDefinition",
    "Paper",
    "Question",
    "Service",
    "Step",
    "Text",
    "definition",
    "find",
    "holds",
    "keep",
    "services",
]
