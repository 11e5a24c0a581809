"""What the public check says of a document: green, yellow or red, with names and numbers masked."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import ngettext

from frame.doors import SignatureReport, doors
from frame.language import day, day_hour, language, say
from office import documents, masks
from office.documents import Document
from office.documents.kinds import KINDS, KK
from office.documents.states import HERE

# Which facts of a kind of document name its person.
# Whose document it is, by whichever of these its kind has.
NAMES = ("name", "child_name", "subject_name", "applicant_name", "head_name", "husband_name")
NIKS = ("nik", "applicant_nik")


def kind_in_words(document: Document) -> str:
    """What the document is called."""
    return KINDS[document.kind].name.in_language(language())


def of_document(document: Document, *, at: datetime, same_file: bool = False) -> dict[str, Any]:
    """The verdict on a document that the office issued; `same_file` when its very bytes were shown."""
    words = {
        documents.ACTIVE: ("good", _("Asli dan berlaku"), _("Surat ini terdaftar dan belum diganti.")),
        documents.SUPERSEDED: ("warn", _("Asli, tetapi sudah diganti"),
                               _("Pemilik punya surat yang lebih baru. Mintalah yang terbaru.")),
        documents.REVOKED: ("warn", _("Asli, tetapi sudah dicabut"), _("Surat ini tidak berlaku lagi.")),
    }  # fmt: skip
    kind, title, text = words[document.state]
    same = _("Berkas ini persis sama dengan yang kami terbitkan.") if same_file else ""
    return _verdict(kind, title, f"{text} {same}".strip(), at, facts=_facts(document), specimen=document.specimen)


def unknown(*, at: datetime) -> dict[str, Any]:
    """The verdict on a code that isn't in the register."""
    return _verdict("bad", _("Tidak ditemukan"), _("Kode ini tidak ada di daftar kami."), at, todo=_what_to_do())


def of_signature(report: SignatureReport, *, at: datetime) -> dict[str, Any]:
    """The verdict on a PDF whose bytes the office didn't issue, by what its signature says."""
    title = _("Bukan dari kami")
    if report.signed and not report.intact:
        title = _("Tidak bisa dipastikan asli")
    elif report.signed and not report.covers_whole:
        title = _("Sudah ditambah")
    text = " ".join((say(report.problem or ""), _("PDF ini tidak ada di daftar kami."))).strip()
    return _verdict("bad", title, text, at, todo=_what_to_do())


def unreadable(*, at: datetime) -> dict[str, Any]:
    """The verdict on a PDF that could not be read to its end."""
    text = _("PDF ini tidak ada di daftar kami, dan isinya tidak bisa dibaca.")
    return _verdict("bad", _("Bukan dari kami"), text, at, todo=_what_to_do())


def pin_page(document: Document, *, wrong: bool = False) -> dict[str, Any]:
    """The page that asks for the PIN of a document, without saying whose it is."""
    left = documents.tries_left(document)
    error = _("PIN ini tidak cocok. Lihat lagi di pesan pada telepon Anda.") if wrong and left else ""
    return {"document": document, "title": kind_in_words(document), "locked": not left, "error": error,
            "hint": ngettext("Tersisa %(num)d kali coba.", "Tersisa %(num)d kali coba.", left)}  # fmt: skip


def _verdict(
    kind: str, title: str, text: str, at: datetime, *, facts: list[tuple[str, ...]] | None = None,
    todo: list[str] | None = None, specimen: bool = False,
) -> dict[str, Any]:  # fmt: skip
    return {"kind": kind, "title": title, "text": text, "facts": facts or [], "todo": todo or [], "specimen": specimen,
            "checked": day_hour(at), "host": urlsplit(doors().base_url).netloc}  # fmt: skip


def _facts(document: Document) -> list[tuple[str, ...]]:
    name, nik = (
        next((str(document.facts[fact]) for fact in each if document.facts.get(fact)), "") for each in (NAMES, NIKS)
    )
    # A family card's number is a key to the family's papers.
    number = masks.mask_nik(document.label) if KINDS[document.kind].shape == KK else document.label
    pairs: list[tuple[str, ...]] = [(_("Surat"), kind_in_words(document)), (_("Nomor"), number or "-", "num")]
    pairs += [(_("Nama"), masks.mask_name(name))] if name else []
    pairs += [(_("NIK"), masks.mask_nik(nik), "num")] if nik else []
    pairs += [(_("Diterbitkan"), day(document.issued_on))] if document.issued_on else []
    # Who signed in the national system isn't among our facts.
    pairs += [(_("Penanda tangan"), _signatory(document))] if document.origin == HERE else []
    return pairs + _ending(document)


def _signatory(document: Document) -> str:
    said = document.facts
    return ", ".join(part for part in (said.get("signatory_title"), said.get("signatory_name")) if part) or "-"


def _ending(document: Document) -> list[tuple[str, ...]]:
    """When it ended and why, and what is to be asked for instead."""
    if document.ended_at is None:
        return []
    label = _("Diganti") if document.state == documents.SUPERSEDED else _("Dicabut")
    ended: list[tuple[str, ...]] = [
        (label, ", ".join(part for part in (day(document.ended_at), document.end_reason) if part))
    ]
    newer = documents.replacement(document)
    return ended if newer is None else [*ended, (_("Surat penggantinya"), _replacing(newer))]


def _replacing(newer: Document) -> str:
    """What to ask the owner for: kind, number and day of the document that holds now."""
    issued = _("diterbitkan %(day)s", day=day(newer.issued_on or newer.active_at))
    return ", ".join(part for part in (kind_in_words(newer), newer.public_label, issued) if part)


def _what_to_do() -> list[str]:
    return [
        _("Pindai lagi QR-nya di tempat terang."),
        _("Minta PDF-nya dari pemilik, lalu periksa di halaman ini."),
        _("Jangan terima surat ini sebelum jelas."),
    ]
