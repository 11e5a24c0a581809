"""Two periods side by side, and in plain words what changed."""

from dataclasses import replace
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _

from desk.report_parts import Cell, Part, Table, said
from office import opening
from office.reports import compare
from office.reports.compare import COUNT, HOURS, SHARE, Comparison, Measure
from office.reports.scope import Scope


def beside(scope: Scope, at: datetime) -> list[Part]:
    """The period beside the one that was chosen for it, or beside the one before it."""
    found = compare.compare(scope.before(), scope, at=at)
    running = any(each.running(opening.local_day(at)) for each in (found.before, found.after))
    note = _("Hari ini belum selesai, tetapi dihitung sebagai satu hari kerja penuh.") if running else ""
    return [replace(_table(found), note=note), _words(found)]


def names() -> dict[str, str]:
    """What each measure is called."""
    return {
        "sent": _("Permohonan masuk"), "from_home": _("Permohonan dari rumah"), "done": _("Permohonan selesai"),
        "ktp": _("KTP-el dicetak"), "ktp_home": _("KTP-el dicetak lewat jalur dari rumah"),
        "median": _("Separuh selesai dalam (jam kerja)"), "ninetieth": _("Sembilan dari sepuluh selesai dalam (jam kerja)"),
        "right_first": _("Benar sejak pertama (persen)"), "late": _("Lewat dari janji (persen)"),
        "tickets": _("Nomor antrean diambil"),
        "wait": _("Rata-rata menunggu (menit)"), "absent": _("Tidak hadir atau melepas nomor (persen)"),
        "saved": _("Kunjungan dihemat"),
    }  # fmt: skip


def _table(found: Comparison) -> Part:
    named = names()
    rows: list[list[Cell]] = [
        [_("Hari kerja"), found.days_before, found.days_after, found.days_after - found.days_before]
    ]
    for each in found.measures:
        rows.append([named[each.name], each.before, each.after, each.change])
    before, after = (f"{_short_day(each.first)} - {_short_day(each.last)}" for each in (found.before, found.after))
    return Part(_("Sebelum dan sesudah"), Table([_("Ukuran"), before, after, _("Selisih")], rows))


def _words(found: Comparison) -> Part:
    told = [(each, sentence(each)) for each in found.measures if each.before is not None or each.after is not None]
    rows: list[list[Cell]] = [[names()[each.name], words] for each, words in told]
    return Part(_("Dengan kata-kata"), Table([_("Ukuran"), _("Yang berubah")], rows))


def sentence(each: Measure) -> str:
    """What changed in one measure, in a sentence; counts of periods that differ in length are compared by their working days."""
    if each.before is None or each.after is None:
        return _("Hanya ada angka pada salah satu masa: tidak ada yang bisa dibandingkan.")
    if each.from_nothing:
        return _from_nothing(each, each.after)
    early, late = each.daily or (each.before, each.after)
    given = {"early": _value(each, early), "late": _value(each, late)}
    near = _("Hampir tetap: %(early)s lalu %(late)s", **given)
    near = _("Tetap %(late)s", **given) if given["early"] == given["late"] else near
    moved = {
        "same": near,
        "up": _("Naik dari %(early)s menjadi %(late)s", **given),
    }.get(each.direction, _("Turun dari %(early)s menjadi %(late)s", **given))
    parts = [moved, _("per hari kerja") if each.daily else ""]
    return f"{' '.join(part for part in parts if part)}. {_verdict(each)}".strip()


def _from_nothing(each: Measure, late: float) -> str:
    if not late:
        return _("Tidak ada pada kedua masa.")
    return _("Sebelumnya tidak ada, lalu %(late)s: tidak ada yang bisa dibandingkan.", late=_value(each, late))


def _verdict(each: Measure) -> str:
    if each.few and each.direction != "same":
        return _("Terlalu sedikit untuk disimpulkan.")
    return {1: _("Membaik."), -1: _("Perlu perhatian."), 0: ""}[each.verdict]


def _value(each: Measure, value: float) -> str:
    shown = said(value)
    return {SHARE: _("%(n)s persen", n=shown), HOURS: _("%(n)s jam", n=shown), COUNT: shown}.get(
        each.kind, _("%(n)s menit", n=shown)
    )


def _short_day(found: date) -> str:
    return str(format_date(found, "d MMM y"))
