"""The message with the code that lets a resident in: sent to a registered phone alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from office import codes
from office.accounts import SignIn
from office.accounts.signing_in import reaches_anybody
from office.db import db
from office.notices import Notice
from outside.worker import telling

if TYPE_CHECKING:
    from outside.worker.loop import Worker


def of_an_account(worker: Worker, notice: Notice, at: datetime) -> str | None:
    """Send it; None when the phone isn't this person's own, or the code is too old by now, and nobody gets it.

    Raises:
        Trouble: the gateway did not take it.
    """
    row = db.session.get_one(SignIn, notice.sign_in_id)
    if not reaches_anybody(row, at=at):
        return None
    facts = {"pin": codes.sign_in_code(row.token), "code": notice.code}
    words = telling.text(notice.template, row.language, facts, at)
    return worker.phone.send(row.phone, words, message_id=notice.message_id, at=at)
