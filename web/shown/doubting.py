"""Who opened the file, as its owner reads it; where that is doubted, and what was answered."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import day, day_hour, hour
from office.applications import Application
from office.staff import Role
from office.watching import doubts
from office.watching.doubts import Line


def shown(application: Application) -> dict[str, Any]:
    """What the status page says: the lines, where to doubt one (empty while a doubt waits), and each doubt with its answer."""
    lines, told = doubts.lines(application), doubts.of(application.id)
    free = bool(lines) and all(each.answered_at for each in told)
    return {
        "lookers": [_words(each) for each in lines],
        "doubt_url": url_for("web.doubting_page", token=application.token) if free else "",
        "doubts": [_told(each) for each in told],
    }  # fmt: skip


def page_of(
    application: Application, *, line: str = "", words: str = "", errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The page on which a doubt is written."""
    wrong = errors or {}
    options = [(each.code, _words(each)) for each in doubts.lines(application)]
    return {
        "options": options, "line": line or (options[0][0] if len(options) == 1 else ""), "words": words,
        "errors": list(wrong.items()), "wrong": wrong, "url": url_for("web.doubt", token=application.token),
        "status_url": url_for("web.status_page", token=application.token),
    }  # fmt: skip


def _told(doubt: doubts.Doubt) -> tuple[str, str, str]:
    if doubt.answered_at is None:
        return "info", _("Laporan Anda sedang diperiksa atasan petugas."), _("Dikirim %(when)s.", when=day_hour(doubt.made_at))
    about = _("Laporan Anda tentang %(who)s, %(day)s, sudah dijawab.", who=_role(doubt.role), day=day(doubt.day))
    return "good", about, doubt.answer


def _words(line: Line) -> str:
    """`Petugas pemeriksa, Kamis, 4 Juni 2020: 10.30 WITA`, each minute once."""
    times = list(dict.fromkeys(hour(each) for each in line.times))
    return f"{_role(line.role)}, {day(line.day)}: {', '.join(times)}"


def _role(role: str) -> str:
    words = {Role.FRONT_DESK: _("Petugas loket"), Role.VERIFIER: _("Petugas pemeriksa"),
             Role.REGISTRAR: _("Pejabat penanda tangan"), Role.SECTION_HEAD: _("Kepala bidang"),
             Role.HEAD: _("Kepala dinas"), Role.ADMINISTRATOR: _("Administrator")}  # fmt: skip
    return words[Role(role)] if role in set(Role) else _("Petugas")
