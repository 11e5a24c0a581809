"""The office's own words: on its documents and in its messages, each with a preview, a history and a way back."""

import hashlib
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room, signatories, wording_preview
from desk.roles import HOUSEKEEPING
from desk.wording_words import channel, gap_words, part_name
from frame import paper_words
from frame.access import officer, open_to
from frame.doors import doors, store_bytes
from frame.language import day_hour, say
from frame.pages import download, page
from office import clock, once, vault
from office.db import transaction
from office.errors import Refused
from office.wordings import gaps, messages, sheets, versions
from office.wordings.messages import Message
from office.wordings.versions import Wording

DEFAULT = 0


class BadPicture(Refused):
    """The picture for the letterhead could not be taken; why stands in the sentence."""

    message = "%(why)s"
    next_step = "Pilih gambar PNG atau JPG lain."


@room.get("/kata-surat")
@open_to(*HOUSEKEEPING)
def show_wordings() -> Response:
    """Choose what to edit: words on documents, messages, signatories, numbers."""
    own = versions.changed([*sheets.PARTS, *messages.MESSAGES])
    letters = [(part_name(part), url_for("desk.show_wording", part=part), part in own) for part in sheets.PARTS]
    told: dict[tuple[str, str], dict[str, tuple[str, bool]]] = {}
    for part, message in messages.MESSAGES.items():
        row = told.setdefault((say(message.label), channel(message)), {})
        row[message.language] = url_for("desk.show_wording", part=part), part in own
    return page("desk/wordings.html", letters=letters, messages=told, warnings=signatories.warnings(clock.now()))


@room.get("/kata-surat/<part>")
@open_to(*HOUSEKEEPING)
def show_wording(part: str) -> Response:
    """Show a part's texts, what may be filled in, and its versions.

    Aborts: 404 no such part.
    """
    return _wording_page(part)


@room.post("/kata-surat/<part>")
@open_to(*HOUSEKEEPING)
def save_wording(part: str) -> Response:
    """Keep a part's texts as its new version, from now on or from a later hour, once they were drawn and fit.

    Aborts: 404 no such part; 422 texts that can't be.
    """
    at, place = clock.now(), url_for("desk.show_wording", part=part)
    try:
        texts, start, logo = versions.read(part, request.form), dated.valid_from(request.form, at), _logo(part)
        texts |= _kept_logo(part, at)
        _try_out(part, texts, logo, at)
        kept = store_bytes("logos", logo) if logo else ""
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            texts |= _name_logo(kept, logo, at)
            versions.put(part, texts, by=officer().actor, at=at, valid_from=start)
    except Refused as refusal:
        return _wording_page(part, refusal)
    flash(_("Disimpan, berlaku mulai %(when)s.", when=day_hour(start or at)))
    return redirect(place, 303)


@room.post("/kata-surat/<part>/pratinjau")
@open_to(*HOUSEKEEPING)
def preview_wording(part: str) -> Response:
    """Show what was typed as it would be issued or sent, with invented facts; nothing is kept.

    Aborts: 404 no such part; 422 texts that can't be.
    """
    at = clock.now()
    try:
        texts, message = versions.read(part, request.form), messages.find(part)
        if message is not None:
            return _message_preview(message, texts)
        sheet = wording_preview.draw(part, texts | _kept_logo(part, at), _logo(part), at)
    except Refused as refusal:
        return _wording_page(part, refusal)
    return download(sheet, "application/pdf", f"pratinjau-{part}.pdf", inline=True)


@room.post("/kata-surat/<part>/kembali")
@open_to(*HOUSEKEEPING)
def restore_wording(part: str) -> Response:
    """Let an earlier version hold again, as a new version with its texts; number 0 is the text by default.

    Aborts: 404 no such part or version; 422 its texts can't be used any more.
    """
    at, place = clock.now(), url_for("desk.show_wording", part=part)
    number = request.form.get("versi", "", type=str)
    try:
        texts = _texts_of(part, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1)
        _try_out(part, texts, None, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            versions.put(part, texts, by=officer().actor, at=at)
    except Refused as refusal:
        return _wording_page(part, refusal)
    flash(_("Teks lama berlaku lagi sebagai versi baru."))
    return redirect(place, 303)


def _texts_of(part: str, number: int) -> dict[str, str]:
    if number == DEFAULT:
        return _default(part)
    old = versions.find(part, number).texts
    logo = {sheets.LOGO: old[sheets.LOGO]} if old.get(sheets.LOGO) else {}
    return versions.read(part, old) | logo


def _try_out(part: str, texts: dict[str, str], logo: bytes | None, at: datetime) -> None:
    """See that every sheet that bears these words can be drawn; a message was checked when it was read."""
    if messages.find(part) is None:
        wording_preview.draw(part, texts, logo, at, every=True)


def _default(part: str) -> dict[str, str]:
    """The texts of a part before the office decided anything."""
    message = messages.find(part)
    if message is None:
        versions.boxes(part)
        return sheets.defaults(part)
    with force_locale(message.language):
        said = render_template(message.file, **message.markers()).strip()
    if message.channel == messages.PHONE:
        return {"text": " ".join(said.split())}
    subject, _newline, body = said.partition("\n")
    return {"subject": subject, "text": body.strip()}


def _logo(part: str) -> bytes | None:
    """The picture that was sent along for the letterhead, made safe; None when there is none."""
    given = request.files.get("logo")
    data = given.read() if given is not None and part == sheets.HEAD else b""
    if not data:
        return None
    try:
        taken = doors().take_in(data)
    except doors().unreadable as problem:
        raise BadPicture(why=paper_words.refusal(problem.code), box="logo") from None  # type: ignore[attr-defined]
    if taken.media_type != "image/jpeg":
        raise BadPicture(why=paper_words.refusal("wrong_type"), box="logo")
    return taken.data


def _kept_logo(part: str, at: datetime) -> dict[str, str]:
    """The picture in force, unless it is to go."""
    now = versions.said(part, at) if part == sheets.HEAD else None
    stays = now and now.get(sheets.LOGO) and not request.form.get("hapus_logo")
    return {sheets.LOGO: now[sheets.LOGO]} if now and stays else {}


def _name_logo(key: str, data: bytes | None, at: datetime) -> dict[str, str]:
    if not key or data is None:
        return {}
    vault.keep(key, digest=hashlib.sha256(data).hexdigest(), size=len(data), media_type="image/jpeg", at=at)
    return {sheets.LOGO: key}


def _message_preview(message: Message, texts: dict[str, str]) -> Response:
    said = {name: gaps.fill(text, message.invented()) for name, text in texts.items()}
    letters, pieces = messages.segments(said["text"]) if message.channel == messages.PHONE else (0, 0)
    return page("desk/wording_preview.html", name=part_name(message.part), said=said, letters=letters, pieces=pieces,
                url=url_for("desk.show_wording", part=message.part))  # fmt: skip


def _wording_page(part: str, refusal: Refused | None = None) -> Response:
    """The page; after a refusal what was typed stays."""
    at, rows = clock.now(), versions.history(part)
    boxes, default = versions.boxes(part), _default(part)
    now = versions.said(part, at) or default
    wrong = str(refusal.params.get("box", boxes[0].name)) if refusal else ""
    sentence = f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}" if refusal else ""
    typed = request.form if refusal and boxes[0].name in request.form else now
    words = gap_words()
    fields = [
        {"name": box.name, "label": say(box.label), "kind": "long_text" if box.lines > 1 or box.most > 300 else "text",
         "required": not box.free, "value": typed.get(box.name, ""), "error": sentence if wrong == box.name else ""}
        for box in boxes
    ]  # fmt: skip
    late = isinstance(refusal, dated.BadDate)
    return page(
        "desk/wording.html", status=refusal.status if refusal else 200, part=part, name=part_name(part), fields=fields,
        error=sentence, wrong="mulai" if late else wrong, rows=max(box.lines for box in boxes),
        gaps=[(gap, words[gap], gap in boxes[-1].required) for gap in boxes[-1].allowed], message=messages.find(part),
        head=part == sheets.HEAD, logo=bool(now.get(sheets.LOGO)), past=_past(rows, default, now, at), form=request.form,
    )  # fmt: skip


def _past(rows: list[Wording], default: dict[str, str], now: dict[str, str], at: datetime) -> list[dict[str, Any]]:
    """The versions, newest first, each beside what holds now; the text by default at the end."""
    people = dated.names(rows)
    told = [
        {"number": row.id, "since": day_hour(row.valid_from), "saved": day_hour(row.set_at), "coming": row.valid_from > at,
         "who": people.get(row.set_by or 0, _("Sistem")), "now": row.texts == now, "pairs": _pairs(row.texts, now)}
        for row in rows
    ]  # fmt: skip
    first = {"number": DEFAULT, "since": _("Teks bawaan"), "saved": "-", "coming": False, "who": _("Sistem"),
             "now": default == now, "pairs": _pairs(default, now)}  # fmt: skip
    return [*told, first]


def _pairs(old: dict[str, str], now: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, now.get(name, "")) for name, text in old.items() if name != sheets.LOGO]
