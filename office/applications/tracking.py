"""Finding one's application again, and what its status page says."""

from datetime import datetime

import sqlalchemy as sa

from office import codes
from office.applications.states import APPROVED, CHECKED, DRAFT, EXPIRED, SUBMITTED, Application
from office.db import changed_rows, db
from office.errors import Refused

FAILURES = 10
IN_WORK = (SUBMITTED, CHECKED, APPROVED)


class NotMatched(Refused):
    """The reference and its secret don't fit together, or there is no such reference: the two look alike."""

    message = "Nomor permohonan dan kodenya tidak cocok."
    next_step = "Lihat lagi di tanda terima atau pesan dari kami."


def find(reference: str, proof: str, *, at: datetime) -> str | None:
    """The token of the application with this reference, if `proof` is its secret or its phone's last four digits.

    Wrong proofs are counted for the reference, so this is called in a transaction that commits whatever the answer: after
    ten wrong ones the four digits open nothing any more, while the secret, too long to be guessed, still does.
    """
    found = db.session.scalar(sa.select(Application).where(Application.reference == codes.tidy(reference)))
    if found is None or found.state in (DRAFT, EXPIRED):
        return None
    given, digits = codes.tidy(proof), found.phone[-4:] if found.tracking_failures < FAILURES else ""
    right = codes.same(given, codes.tracking_secret(found.token)) or codes.same(given, digits or "-")
    failures = 0 if right else Application.tracking_failures + 1
    changed_rows(sa.update(Application).where(Application.id == found.id).values(tracking_failures=failures))
    return found.token if right else None


def files_ahead(application: Application) -> int:
    """How many files of the same service stand before this one at the same step, in the order in which the desk takes them."""
    if application.state not in IN_WORK or application.step_due is None:
        return 0
    earlier = sa.or_(
        Application.step_due < application.step_due,
        sa.and_(Application.step_due == application.step_due, Application.id < application.id),
    )
    ahead = sa.select(sa.func.count()).where(
        Application.state == application.state, Application.service_code == application.service_code, earlier
    )
    return db.session.scalar(ahead) or 0
