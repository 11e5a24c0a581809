"""What a late report costs, where the office has set it: information beside a free document, never a condition for it.

Source: the law leaves the amounts to local rules, and Bontang's are unconfirmed, so each is nothing until the office decides.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from office import catalogue, settings
from office.applications import Application, review
from office.catalogue import Service
from office.errors import Refused
from office.settings import WHOLE

KEY = "fines"
LATE_CHECKS = frozenset({"late", "birth_in_time"})
LATE = frozenset({"late", "birth_late"})


class AmountWrong(Refused):
    """The amount is no whole number of rupiah."""

    message = "Denda harus angka bulat dalam rupiah, paling banyak tujuh angka; 0 berarti tidak ada."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


def services() -> list[Service]:
    """The services whose checks look for lateness."""
    return [each for each in catalogue.services().values() if {_name(call) for call in each.checks} & LATE_CHECKS]


def amounts(at: datetime) -> dict[str, int]:
    """Rupiah by service code where the office has set any."""
    return {row["service"]: row["amount"] for row in settings.get(KEY, at)}


def of(application: Application, at: datetime) -> int:
    """Rupiah for the lateness of a report, by what held when it was sent; 0 when it is in time or nothing is set."""
    amount = amounts(application.submitted_at or at).get(application.service_code, 0)
    if not amount:
        return 0
    return amount if any(each.code in LATE for each in review.findings(application, at=at)) else 0


def read(typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of the setting from what was typed by service code.

    Raises:
        AmountWrong: a text is no whole number; its `box` is the service's code.
    """
    rows = []
    for service in services():
        text = typed.get(service.code, "").strip() or "0"
        if WHOLE.fullmatch(text) is None:
            raise AmountWrong(box=service.code)
        if int(text):
            rows.append({"service": service.code, "amount": int(text)})
    return rows


def _name(call: str) -> str:
    return call.partition(":")[0].partition(" ")[0]
