"""The self-print corner: a finished document comes out of the hall's A4 printer once, for whoever has its PIN."""

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import documents, events, jobs
from office.applications import worklist
from office.db import changed_rows, db, insert_into
from office.documents import ACTIVE, Document
from office.errors import Refused

LINK = re.compile(r"/dokumen/([A-Za-z0-9_-]{20,40})")
WAITING, PRINTED, FAILED = "waiting", "printed", "failed"


class PrintedBefore(Refused):
    """The corner prints each document once."""

    status = 409
    message = "Surat ini sudah pernah dicetak di sini."
    next_step = "PDF-nya tetap bisa diunduh dan dicetak sendiri. Untuk lembar kedua, tanya petugas."


class NoSheetPrinter(Refused):
    """This kiosk has no A4 printer."""

    status = 409
    message = "Kios ini tidak punya pencetak surat."
    next_step = "Minta petugas, atau unduh PDF lewat telepon."


class NotPrintable(Refused):
    """The document isn't in force."""

    status = 409
    message = "Surat ini belum selesai dibuat, atau sudah tidak berlaku."
    next_step = "Lihat keadaannya di halaman status."


class SheetPrint(db.Model):  # type: ignore[name-defined]
    """The one print of a document at a kiosk."""

    __tablename__ = "sheet_print"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), unique=True)
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("device.id"))
    state: Mapped[str] = mapped_column(sa.String(8), default=WAITING)
    asked_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]


def find(typed: str) -> Document | None:
    """The newest document that a scanned download link or a typed reference of its application stands for."""
    link = LINK.search(typed)
    if link:
        return documents.by_access_token(link[1])
    application = worklist.by_reference(typed)
    found = documents.of(application.id) if application else []
    return found[-1] if found else None


def ask(document: Document, device_id: int, printer: str, *, at: datetime) -> SheetPrint:
    """Ask for the one print of a document whose PIN was right; one that failed may be asked for again.

    Raises:
        NotPrintable, NoSheetPrinter, PrintedBefore.
    """
    if document.state != ACTIVE:
        raise NotPrintable()
    if not printer:
        raise NoSheetPrinter()
    row = {"document_id": document.id, "device_id": device_id, "state": WAITING, "asked_at": at}
    first = insert_into(SheetPrint).values(**row).on_conflict_do_nothing().returning(SheetPrint.id)
    if db.session.execute(first).first() is None:
        failed = sa.update(SheetPrint).where(SheetPrint.document_id == document.id, SheetPrint.state == FAILED)
        if changed_rows(failed.values(state=WAITING, device_id=device_id, asked_at=at)) != 1:
            raise PrintedBefore()
    found = db.session.scalars(sa.select(SheetPrint).where(SheetPrint.document_id == document.id)).one()
    jobs.ask_again("sheet", found.id, at=at)
    events.record("document.self_print_asked", "document", document.id, by=events.RESIDENT, at=at, device=device_id)
    return found


def of(document_id: int, device_id: int) -> SheetPrint | None:
    """The print of a document that this kiosk asked for."""
    mine = sa.select(SheetPrint).where(SheetPrint.document_id == document_id, SheetPrint.device_id == device_id)
    return db.session.scalar(mine)


def settle(found: SheetPrint, *, printed: bool, at: datetime) -> None:
    """Note what became of the print."""
    row = sa.update(SheetPrint).where(SheetPrint.id == found.id, SheetPrint.state == WAITING)
    done = changed_rows(row.values(state=PRINTED if printed else FAILED, printed_at=at if printed else None))
    if done:
        kind = "document.self_printed" if printed else "document.self_print_failed"
        events.record(kind, "document", found.document_id, by=events.WORKER, at=at)
