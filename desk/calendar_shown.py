"""The calendar as its page shows it: a month, the closures, the week's hours, the holidays of a year, and their histories."""

import calendar as months
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from desk import dated
from desk.places import offered
from frame.language import day, day_hour
from office import calendar, closures, opening, settings
from office.appointments import Appointment
from office.hours import Calendar, Closure
from office.settings import Setting

MONDAY = date(2020, 6, 1)
FIRST_YEAR, LAST_YEAR = 2000, 2100
SHOWN = 20
Shown = dict[str, Any]


def whole(at: datetime, asked: Mapping[str, str], place: int | None) -> Shown:
    """Everything the page shows: `asked` may name a month (`bulan`, 2020-03) and the boxes of a form that was refused."""
    found, today = opening.calendar(at, place), opening.local_day(at)
    first = _month(asked.get("bulan", ""), today)
    rows = settings.histories(("closures", "opening_hours"), place) | settings.histories(("holidays",))
    people = dated.names(row for each in rows.values() for row in each)
    return {
        "month": _drawn(found, first, today, place), "closures": _closures(at, place), "today": dated.as_typed(today),
        "shared": [_closure(each, today) for each in closures.own(at)] if place else [],
        "week": _week(found, today, asked), "coming_weeks": _later(found, today, at, place),
        "ahead": _holidays(found, first.year, lambda when: when >= today),
        "past": _holidays(found, first.year, lambda when: when < today),
        "year": first.year, "next_year": _url(date(first.year + 1, 1, 1), place), "now": closure_note(found.closure_on(today)),
        "histories": [
            (_("Riwayat penutupan"), _past(rows["closures"], people, _said_closure)),
            (_("Riwayat jam buka"), _past(rows["opening_hours"], people, _said_week)),
            (_("Riwayat hari libur"), _past(rows["holidays"], people, _said_holiday)),
        ],
        **offered(place, "desk.show_calendar"),
    }  # fmt: skip


def closure_note(closure: Closure | None) -> dict[str, str] | None:
    """What officers read while a closure holds."""
    if closure is None:
        return None
    title = _("Loket tutup, semua dari rumah") if closure.counter_only else _("Kantor tutup")
    text = _(
        "%(reason)s. Tidak ada nomor antrean dan janji temu %(until)s.", reason=closure.reason, until=_until(closure)
    )
    return {"title": str(title), "text": str(text)}


def to_confirm(closure: Closure, hit: Sequence[Appointment], at: datetime) -> Shown:
    """What the page asks before a closure that moves appointments: how many and which, without a name."""
    return {
        "title": ngettext("%(num)d janji temu terkena", "%(num)d janji temu terkena", len(hit)),
        "said": _says(closure), "count": len(hit),
        "rows": [
            (day(each.day), f"{each.hour} WITA", each.group, each.reference,
             " + ".join(way for way, given in ((_("SMS"), each.phone), (_("e-mail"), each.email)) if given))
            for each in hit
        ],
    }  # fmt: skip


def _month(asked: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        first = today.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else today.replace(day=1)


def _drawn(found: Calendar, first: date, today: date, place: int | None) -> Shown:
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    before, after = (
        first - timedelta(days=1),
        weeks[-1][-1].replace(day=1) if weeks[-1][-1].month != first.month else None,
    )
    later = after or (first + timedelta(days=32)).replace(day=1)
    return {
        "name": format_date(first, "MMMM y"), "heads": [_weekday(number) for number in range(7)],
        "before": _url(before, place), "after": _url(later, place),
        "before_name": format_date(before, "MMMM"), "after_name": format_date(later, "MMMM"),
        "weeks": [[_cell(found, each, first, today) for each in week] for week in weeks],
        "special": _special(found, first),
    }  # fmt: skip


def _holidays(found: Calendar, year: int, wanted: Callable[[date], bool]) -> list[tuple[str, str, str]]:
    days = (when for when in sorted(found.holidays) if when.year == year and wanted(when))
    return [(when.isoformat(), day(when), found.holidays[when]) for when in days]


def _url(first: date, place: int | None) -> str:
    return url_for("desk.show_calendar", bulan=f"{first:%Y-%m}", tempat=place)


def _special(found: Calendar, first: date) -> list[tuple[str, str]]:
    """The closed days and holidays of a month in words, for a screen too narrow for them in their boxes."""
    days = [first + timedelta(days=each) for each in range(months.monthrange(first.year, first.month)[1])]
    closed = [(each, found.closure_on(each)) for each in days]
    said = [(each, closure.reason if closure else found.holidays.get(each, "")) for each, closure in closed]
    return [(day(each), words) for each, words in said if words]


def _cell(found: Calendar, when: date, first: date, today: date) -> Shown:
    closure, spans = found.closure_on(when), found.week_on(when).get(when.weekday(), ())
    kind = "shut" if closure else "holiday" if when in found.holidays else "" if spans else "rest"
    text = closure.reason if closure else found.holidays.get(when, "") or calendar.as_text(spans).replace("; ", ", ")
    return {"number": when.day, "within": when.month == first.month, "today": when == today, "kind": kind, "text": text}


def _closures(at: datetime, place: int | None) -> list[Shown]:
    today = opening.local_day(at)
    return [_closure(each, today) for each in closures.own(at, place) if each.last is None or each.last >= today]


def _closure(closure: Closure, today: date) -> Shown:
    begun = closure.first <= today
    return {
        "first": closure.first.isoformat(), "said": _says(closure), "begun": begun,
        # The day after what is known, and never one that is over.
        "open_on": dated.as_typed(max((closure.last or today) + timedelta(days=1), closure.first)),
    }  # fmt: skip


def _says(closure: Closure) -> str:
    kind = _("loket tutup") if closure.counter_only else _("kantor tutup")
    if closure.first == closure.last:
        return str(_("%(day)s, %(kind)s: %(reason)s", day=day(closure.first), kind=kind, reason=closure.reason))
    return str(_("%(first)s %(until)s, %(kind)s: %(reason)s", first=day(closure.first), until=_until(closure), kind=kind,
                 reason=closure.reason))  # fmt: skip


def _until(closure: Closure) -> str:
    return str(_("sampai %(day)s", day=day(closure.last)) if closure.last else _("sampai ada kabar lagi"))


def _week(found: Calendar, today: date, asked: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Box, day and hours of each weekday: what was typed, or what holds today."""
    held = found.week_on(today)
    return [
        (f"jam-{each}", _weekday(each), asked.get(f"jam-{each}", calendar.as_text(held.get(each, ()))))
        for each in range(7)
    ]


def _later(found: Calendar, today: date, at: datetime, place: int | None) -> list[tuple[str, str]]:
    kept = {row["from"] for row in settings.own("opening_hours", at, place) or ()}
    return [
        (first.isoformat(), _("mulai %(when)s: %(value)s", when=day(first), value=_week_words(week)))
        for first, week in found.changes if first > today and first.isoformat() in kept
    ]  # fmt: skip


def _week_words(week: opening.Week) -> str:
    return ", ".join(f"{_weekday(each)} {calendar.as_text(week[each]) or _('tutup')}" for each in sorted(week))


def _past(
    rows: Sequence[Setting], people: Mapping[int, str], say_one: Callable[[Mapping[str, Any]], str]
) -> list[tuple[str, str, str]]:  # fmt: skip
    """Saved when, by whom, and what came in and went out with it, newest first."""
    found = []
    for index, row in enumerate(rows[:SHOWN]):
        before = rows[index + 1].value["v"] if index + 1 < len(rows) else []
        came, went = calendar.differences(before, row.value["v"])
        words = [_("baru: %(what)s", what=say_one(each)) for each in came]
        words += [_("tidak lagi: %(what)s", what=say_one(each)) for each in went]
        found.append((day_hour(row.set_at), people.get(row.set_by or 0, _("Sistem")), "; ".join(words)))
    return found


def _said_closure(row: Mapping[str, Any]) -> str:
    return _says(opening.read_closure(row))


def _said_week(row: Mapping[str, Any]) -> str:
    return f"{day(date.fromisoformat(row['from']))}: {_week_words(opening.read_week(row['week']))}"


def _said_holiday(row: Mapping[str, Any]) -> str:
    return f"{day(date.fromisoformat(row['day']))}: {row['name'] or _('hari kerja')}"


def _weekday(number: int) -> str:
    return str(format_date(MONDAY + timedelta(days=number), "EEEE"))
