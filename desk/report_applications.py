"""The sections about applications: what came, how long it took, how good it was."""

from collections.abc import Mapping
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _

from desk import report_words as words
from desk.report_parts import Cell, Part, Table, said
from frame import charts
from office.reports import applications, counts
from office.reports.applications import CHANNELS, COUNTER, HELPER, HOME
from office.reports.scope import Scope

BARS = 12
# A line of more days than this is a line of weeks.
MOST_DAYS = 62


def summary(scope: Scope, at: datetime) -> list[Part]:
    """The first page: what came each day, and what came out."""
    return [_daily(scope), _issued(scope)]


def volume(scope: Scope, at: datetime) -> list[Part]:
    """By service and channel, by state, by kelurahan."""
    found = applications.volume(scope)
    states = _named(_("Menurut keadaannya sekarang"), _("Keadaan"), found.by_state, words.states())
    villages = _named(_("Menurut kelurahan"), _("Kelurahan"), found.by_village, words.villages())
    return [_services(found), _channels(found), states, villages]


def times(scope: Scope, at: datetime) -> list[Part]:
    """How long it took, as a distribution and by service."""
    found = applications.times(scope)
    return [_histogram(found), _by_service(found)]


def quality(scope: Scope, at: datetime) -> list[Part]:
    """Right the first time, late, and what was found failing."""
    found = applications.quality(scope)
    right, late = counts.share(found.right_first, found.done), counts.share(found.late, found.done)
    rows: list[list[Cell]] = [
        [_("Selesai pada masa ini"), found.done, None], [_("Benar sejak pertama dikirim"), found.right_first, right],
        [_("Lewat dari janji"), found.late, late], [_("Dikembalikan untuk diperbaiki (semua)"), found.returns, None],
    ]  # fmt: skip
    note = _("Benar sejak pertama: selesai tanpa pernah dikembalikan kepada warga.")
    return [
        Part(_("Mutu"), Table([_("Ukuran"), _("Berkas"), _("Persen")], rows if found.done else []), note=note),
        _defects(scope),
    ]


def _daily(scope: Scope) -> Part:
    found, title = applications.daily(scope), _("Permohonan masuk per hari")
    if len(found) > MOST_DAYS:
        found, title = _weekly(found), _("Permohonan masuk per minggu (mulai hari itu)")
    shown = [
        channel for channel in CHANNELS if channel in (HOME, COUNTER) or any(row[channel] for row in found.values())
    ]
    names = words.channels()
    rows: list[list[Cell]] = [[day, *(row[channel] for channel in shown)] for day, row in found.items()]
    drawn = [(names[channel], [row[channel] for row in found.values()]) for channel in shown]
    labels = [format_date(day, "d/M") for day in found]
    drawing = (
        charts.lines(labels, drawn, _("Garis dari rumah dan di loket, dari waktu ke waktu."), said)
        if len(found) > 1
        else None
    )
    return Part(title, Table([_("Tanggal"), *(names[channel] for channel in shown)], rows), drawing)


def _weekly(found: Mapping[date, Mapping[str, int]]) -> dict[date, dict[str, int]]:
    weeks: dict[date, dict[str, int]] = {}
    for number, row in enumerate(found.values()):
        week = weeks.setdefault(list(found)[number - number % 7], dict.fromkeys(CHANNELS, 0))
        for channel, count in row.items():
            week[channel] += count
    return weeks


def _issued(scope: Scope) -> Part:
    found = applications.issued(scope)
    rows: list[list[Cell]] = [
        [words.thing(code), row["home"], row["all"] - row["home"], row["all"]] for code, row in found.items()
    ]
    bars = [(words.thing(code), [row["home"], row["all"] - row["home"]]) for code, row in list(found.items())[:BARS]]
    series = [_("Dari rumah"), _("Di loket")]
    drawing = charts.bars(bars, series, _("Kartu dan surat yang keluar, yang terbanyak di atas."), said)
    return Part(_("Kartu dicetak dan surat terbit"), Table([_("Hasil"), *series, _("Semua")], rows), drawing)


def _services(found: applications.Volume) -> Part:
    used = [channel for channel in CHANNELS if channel != HELPER or found.by_channel[HELPER]]
    names = words.channels()
    rows: list[list[Cell]] = [
        [words.service(code), *(row[channel] for channel in used), sum(row.values())]
        for code, row in found.by_service.items()
    ]
    bars = [
        (words.service(code), [row[channel] for channel in used]) for code, row in list(found.by_service.items())[:BARS]
    ]
    series = [names[channel] for channel in used]
    drawing = charts.bars(bars, series, _("Layanan yang terbanyak dimohon di atas."), said)
    return Part(_("Menurut layanan"), Table([_("Layanan"), *series, _("Semua")], rows), drawing)


def _channels(found: applications.Volume) -> Part:
    names, total = words.channels(), found.total
    rows: list[list[Cell]] = [[names[code], n, counts.share(n, total)] for code, n in found.by_channel.items() if total]
    return Part(_("Menurut jalur"), Table([_("Jalur"), _("Permohonan"), _("Persen")], rows))


def _named(title: str, head: str, found: Mapping[str, int], names: dict[str, str]) -> Part:
    rows: list[list[Cell]] = [[names.get(code, code), count] for code, count in found.items()]
    bars = [(names.get(code, code), [count]) for code, count in list(found.items())[: BARS + 4]]
    return Part(title, Table([head, _("Permohonan")], rows), charts.bars(bars, [""], title, said))


def _histogram(found: applications.Times) -> Part:
    labels = ["<1", "1-2", "2-4", "4-7", "7-14", "14-21", "21-35", ">35"]
    rows: list[list[Cell]] = [
        [_("%(range)s jam kerja", range=label), count] for label, count in zip(labels, found.bars, strict=True)
    ]
    drawing = charts.columns(
        list(zip(labels, found.bars, strict=True)), _("Jumlah berkas menurut jam kerja sampai selesai."), said
    )
    spread = found.spread
    note = "" if not spread.count else _(
        "Separuh selesai dalam %(median)s jam kerja, sembilan dari sepuluh dalam %(ninetieth)s; rata-rata %(mean)s. Waktu di "
        "tangan warga tidak dihitung.", median=said((spread.median or 0) / 60), ninetieth=said((spread.ninetieth or 0) / 60),
        mean=said((spread.mean or 0) / 60),
    )  # fmt: skip
    return Part(
        _("Lama sampai selesai, dalam jam kerja"),
        Table([_("Lama"), _("Berkas")], rows if spread.count else []),
        drawing,
        note,
    )


def _by_service(found: applications.Times) -> Part:
    rows: list[list[Cell]] = [
        [words.service(code), row.count, words.hours(row.median), words.hours(row.ninetieth), words.hours(row.mean)]
        for code, row in found.by_service.items()
    ]
    heads = [_("Layanan"), _("Selesai"), _("Tengah (jam)"), _("9 dari 10 (jam)"), _("Rata-rata (jam)")]
    return Part(_("Lama menurut layanan"), Table(heads, rows))


def _defects(scope: Scope) -> Part:
    why = words.why()
    rows: list[list[Cell]] = [
        [
            words.part(each.part, each.service),
            why.get(each.reason, each.reason),
            words.service(each.service),
            each.count,
        ]
        for each in applications.defects(scope)
    ]
    return Part(
        _("Yang paling sering harus diperbaiki"), Table([_("Bagian"), _("Alasan"), _("Layanan"), _("Kali")], rows)
    )
