"""The PIN of a document: six digits, five wrong tries, then shut until an officer opens it again."""

from datetime import datetime

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from office import codes, events, settings
from office.db import UtcDateTime, changed_rows, db
from office.documents.states import Document
from office.errors import Conflict, Refused

WRONG_TRIES = 5

# Half of what a password costs: the guess limit does the rest, and a download shouldn't take 64 MiB.
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class DocumentLocked(Refused):
    """Five wrong PINs: shut until an officer unlocks it."""

    status = 423
    message = "PIN salah 5 kali, jadi surat ini dikunci."
    next_step = "Hubungi kantor, petugas akan membukanya dan mengirim PIN baru."


class NoPinYet(Refused):
    """The document isn't issued yet."""

    status = 409
    message = "Surat ini belum selesai dibuat."
    next_step = "Lihat keadaannya di halaman status."


def pin_hash(document: Document) -> str:
    """The hash of the document's PIN; slow by design, so outside a transaction."""
    return hasher.hash(codes.pin(document.token, document.pin_generation))


def next_pin_hash(document: Document) -> str:
    """The hash of the PIN that `unlock` will give; slow by design, so outside a transaction."""
    return hasher.hash(codes.pin(document.token, document.pin_generation + 1))


def tries_left(document: Document) -> int:
    """How many wrong PINs are still free."""
    return max(WRONG_TRIES - document.wrong_tries, 0)


def mailed(document: Document, at: datetime) -> str | None:
    """The key of the file that an e-mail of this instant carries.

    None when it brings the link alone: the office wants it so, or wants a protected copy and this document has none.
    """
    keys = {"attached": document.file_key, "protected": document.sealed_key}
    return keys.get(settings.get("pdf_delivery", at))


def may_be_pin(given: str) -> bool:
    """Whether this has the shape of a PIN: six digits. What hasn't is a slip of the finger and costs no try."""
    typed = codes.tidy(given)
    return len(typed) == 6 and typed.isascii() and typed.isdigit()


def reserve_try(document: Document, *, at: datetime) -> None:
    """Count a try before it is judged, so that guesses sent at once can't outrun the limit.

    Raises:
        DocumentLocked: no try is left.
        NoPinYet: there is no PIN to try.
    """
    if document.pin_hash is None:
        raise NoPinYet()
    row = sa.update(Document).where(Document.id == document.id, Document.wrong_tries < WRONG_TRIES)
    # The last try locks beforehand: a process killed before it settles must not leave a lock that no officer can see or open.
    locked = sa.case((Document.wrong_tries == WRONG_TRIES - 1, sa.literal(at, UtcDateTime())), else_=Document.locked_at)
    if changed_rows(row.values(wrong_tries=Document.wrong_tries + 1, locked_at=locked)) != 1:
        raise DocumentLocked()
    db.session.refresh(document)


def fits(document: Document, given: str) -> bool:
    """Whether this is the document's PIN; slow by design, so outside a transaction."""
    try:
        return hasher.verify(document.pin_hash or "", codes.tidy(given))
    except VerificationError:
        return False
    except ValueError:
        return False


def settle_try(document: Document, right: bool, *, at: datetime) -> None:
    """Give the tries back after the right PIN; note the wrong one that locked. `at` is that of `reserve_try`."""
    if right:
        changed_rows(sa.update(Document).where(Document.id == document.id).values(wrong_tries=0, locked_at=None))
        events.record("document.downloaded", "application", document.application_id, by=events.RESIDENT, at=at,
                      document=document.id)  # fmt: skip
    elif document.locked_at == at:
        events.record("document.locked", "application", document.application_id, by=events.SYSTEM, at=at,
                      document=document.id)  # fmt: skip


def unlock(document: Document, new_hash: str, *, by: events.Actor, at: datetime) -> None:
    """Open a locked document with a new PIN: the next generation, whose hash `next_pin_hash` made.

    Raises:
        Conflict: it isn't locked, or another officer unlocked it meanwhile.
    """
    locked = sa.update(Document).where(Document.id == document.id, Document.locked_at.is_not(None))
    anew = {"pin_hash": new_hash, "wrong_tries": 0, "locked_at": None, "pin_generation": Document.pin_generation + 1}
    if changed_rows(locked.values(**anew)) != 1:
        raise Conflict()
    db.session.refresh(document)
    events.record("document.unlocked", "application", document.application_id, by=by, at=at, document=document.id)
