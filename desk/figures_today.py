"""The dashboard: this day so far, live."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import report_hall, room
from desk import report_words as words
from desk.list_parts import AT_RISK, LATE, Wanted
from desk.report_parts import Cell, Part, Table, cell, said
from desk.roles import STEERS
from frame import charts
from frame.access import open_to
from frame.language import day, minute
from frame.live import live, stream_response, version_response
from frame.pages import page
from office import blanks, clock
from office.queue.board import Hall
from office.reports import counts, today
from office.reports.applications import CHANNELS, HELPER, HOME
from office.reports.today import Today

SERVICES = 8


@room.get("/angka")
@open_to(*STEERS)
def show_today() -> Response:
    """Show the figures of today; the page reads its fragment again when the hall changes, and each minute."""
    at = clock.now()
    return page("desk/today.html", "figure/_today.html", **_shown(live().look(), today.today(at), at))


@room.get("/angka/alir")
@open_to(*STEERS)
def today_stream() -> Response:
    """Say when the hall has changed.

    Aborts: 503 beyond the cap of streams; the page then asks for the version.
    """
    return stream_response()


@room.get("/angka/versi")
@open_to(*STEERS)
def today_version() -> Response:
    """The hall's version, for pages without a stream."""
    return version_response()


def _shown(seen: Hall, found: Today, at: datetime) -> dict[str, Any]:
    return {
        "version": seen.version, "today": day(found.day), "updated": minute(at), "tiles": _tiles(seen, found, at),
        "parts": [_services(at), _week(at), _busy(at)], "report_url": url_for("desk.show_report"),
        "xlsx_url": url_for("desk.report_xlsx", masa="minggu"),
    }  # fmt: skip


def _tiles(seen: Hall, found: Today, at: datetime) -> list[tuple[str, str, str, str]]:
    """Label, figure, a smaller sentence below, and an address, if one leads further."""
    line, places, earlier = seen.line, seen.places, found.earlier
    before = _("sebelumnya %(time)s", time=words.minutes(earlier.wait)) if earlier else ""
    all_sent = sum(found.arrived.values())
    home = _("%(n)s%% dari semua", n=round(counts.share(found.from_home, all_sent) or 0)) if all_sent else ""
    late, at_risk = Wanted(LATE).url(), Wanted(AT_RISK).url()
    return [
        (_("Menunggu"), cell(line.everybody), _("%(n)s di luar", n=places.outside), ""),
        (
            _("Dilayani"),
            cell(found.served.count),
            _("%(time)s tiap orang", time=words.minutes(found.served.service)) if found.served.count else "",
            "",
        ),
        (_("Rata-rata tunggu"), words.minutes(found.served.wait), before, ""),
        (_("Ruang tunggu"), cell(places.taken), _("dari %(n)s tempat", n=places.allowed), ""),
        (_("Masuk dari rumah"), cell(found.from_home), home, ""),
        (_("Berisiko terlambat"), cell(found.at_risk), _("dijanjikan hari ini"), at_risk),
        (_("Terlambat"), cell(found.late), _("buka daftar"), late),
        _cards(found, at),
    ]


def _cards(found: Today, at: datetime) -> tuple[str, str, str, str]:
    """The blanks that are left, where they are counted; else the cards that wait to be printed."""
    stock, waiting = blanks.find("ktp"), cell(found.queued_cards)
    if stock is None:
        return (_("Kartu antre dicetak"), waiting, "", "")
    forecast = blanks.forecast(stock, at)
    lasts = (
        _("cukup sampai %(day)s", day=format_date(forecast.runs_out, "d MMM")) if forecast and forecast.runs_out else ""
    )
    return (_("Blangko KTP-el"), cell(stock.balance), lasts or _("%(n)s kartu antre dicetak", n=waiting), "")


def _services(at: datetime) -> Part:
    found = today.services_of_days(at)
    used = [channel for channel in CHANNELS if channel != HELPER or any(row[HELPER] for row in found.values())]
    series = [words.channels()[channel] for channel in used]
    rows: list[list[Cell]] = [[words.service(code), *(row[channel] for channel in used)] for code, row in found.items()]
    bars = [(words.service(code), [row[channel] for channel in used]) for code, row in list(found.items())[:SERVICES]]
    drawing = charts.bars(bars, series, _("Layanan yang terbanyak dimohon di atas."), said)
    return Part(_("Permohonan per layanan, tujuh hari kerja"), Table([_("Layanan"), *series], rows), drawing)


def _week(at: datetime) -> Part:
    found, home, tickets = today.line_of_days(at), words.channels()[HOME], _("Nomor antrean")
    rows = [[format_date(each, "d MMM"), sent, taken] for each, sent, taken in found]
    series = [(home, [sent for _day, sent, _taken in found]), (tickets, [taken for _day, _sent, taken in found])]
    labels = [format_date(each, "d/M") for each, _sent, _taken in found]
    drawing = charts.lines(labels, series, _("Permohonan dari rumah dan nomor antrean, hari demi hari."), said)
    return Part(_("Tujuh hari kerja"), Table([_("Tanggal"), home, tickets], rows), drawing)


def _busy(at: datetime) -> Part:
    return Part(_("Ramai per jam, empat minggu"), *report_hall.heat(today.busy_hours(at), lambda each: each.tickets))
