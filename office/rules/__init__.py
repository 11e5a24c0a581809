"""The checks a service file may name: what the law or good sense says of a whole set of answers.

In a file a check stands as `name`, `name:argument,argument`, and with `if step.question=this|that` where it holds only
for some answers. Arguments name questions as `step.question`, or are numbers; the loader holds them against `wanted`.
"""

from office.rules import births, cards, days, families, people
from office.rules.births import is_late_birth
from office.rules.check import ANY, CHECKS, NUMBER, WORD, Check, Finding, carry_out, read_call

__all__ = [
    "ANY",
    "CHECKS",
    "NUMBER",
    "WORD",
    "Check",
    "Finding",
    "births",
    "cards",
    "carry_out",
    "days",
    "families",
    "is_late_birth",
    "people",
    "read_call",
]
