"""The groups of the queue: a letter for each kind of errand, its hours, its quota, and what can be done from home.

Source: the letters are a suggestion (domain notes, section 5); quotas by day and hour as seen in Bontang and Tangerang Selatan.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from office import events, numbers, opening, settings
from office.errors import Refused
from office.hours import Calendar
from office.places import MAIN

PRIORITY_LETTER = "P"
LETTER = re.compile("[A-OQ-Z]")
HOUR = re.compile(r"([01]\d|2[0-3])[.:]([0-5]\d)")
MOST_GROUPS = 12


class BadGroups(Refused):
    """The groups as typed can't be used: there are none, or too many."""

    message = "Harus ada 1 sampai 12 kelompok."
    next_step = "Perbaiki barisnya, lalu simpan lagi."


class BadLetter(BadGroups):
    """A group's letter is none, is kept for priority, or stands twice."""

    message = "Kelompok %(letter)s: hurufnya A sampai Z kecuali P, tiap huruf sekali."


class Nameless(BadGroups):
    """A group has no name."""

    message = "Kelompok %(letter)s belum bernama."


class BadMinutes(BadGroups):
    """A group's minutes can't be how long a service takes."""

    message = "Kelompok %(letter)s: menitnya harus 1 sampai 240."


class BadQuota(BadGroups):
    """A quota of the day or of a window is no number of tickets."""

    message = "Kelompok %(letter)s: kuotanya harus 0 sampai 2000, atau kosong."


class QuotaGiven(BadGroups):
    """A quota of today is below what was given already; `count` tickets were."""

    message = "Kelompok %(letter)s hari ini sudah memberi %(count)s nomor, jadi kuotanya paling sedikit %(count)s."
    next_step = "Naikkan kuotanya, atau isi tanggal mulai besok atau sesudahnya."


class BadHours(BadGroups):
    """A group's windows can't be read, overlap, or end before they begin."""

    message = "Kelompok %(letter)s: jamnya ditulis 08.00-11.30, dari awal ke akhir, dan tidak bertumpuk."


class GroupClosed(Refused):
    """No tickets in this group now."""

    status = 409
    message = "Kelompok ini sedang tutup."
    next_step = "Pilih kelompok lain, atau urus dari rumah."


class QuotaFull(Refused):
    """All tickets of the day, or of this hour window, are given."""

    status = 409
    message = "Nomor untuk kelompok ini sudah habis."
    next_step = "Urus dari rumah, atau buat janji untuk hari lain."


@dataclass(frozen=True)
class Window:
    """Hours in which a group gives tickets, as `08.00` local time; `quota` tickets at most, or None."""

    opens: str
    closes: str
    quota: int | None = None

    def holds(self, now: time) -> bool:
        """Whether a local time lies within."""
        return clock_time(self.opens) <= now < clock_time(self.closes)


@dataclass(frozen=True)
class Group:
    """One group: `home` is the code of a service that its visitors could use from home; `minutes` a service usually takes."""

    letter: str
    name: str
    name_en: str
    short: str = ""
    short_en: str = ""
    home: str = ""
    minutes: int = 8
    quota: int | None = None
    windows: tuple[Window, ...] = ()
    on: bool = True
    appointments: bool = True

    def in_language(self, language: str) -> str:
        """Its name for a reader of `id` or `en`."""
        return self.name_en if language == "en" and self.name_en else self.name

    def short_in(self, language: str) -> str:
        """Its name in a word or two, for narrow places."""
        english = self.short_en or self.name_en
        return english if language == "en" and english else self.short or self.name


@dataclass(frozen=True)
class Standing:
    """Whether a group gives tickets now, the window it is in, and else from when (UTC; None: not known)."""

    open: bool
    window: Window | None = None
    opens_next: datetime | None = None


DEFAULTS = (
    Group("A", "Informasi dan pengaduan", "Information and complaints", "Informasi", "Information", minutes=5,
          appointments=False),
    Group("B", "KTP-el dan perekaman", "KTP-el and enrolment", "KTP-el", "KTP-el", "ktp-hilang-rusak", 10),
    Group("C", "Kartu Keluarga, pindah", "Family card, moving", "KK, pindah", "KK, moving", minutes=12),
    Group("D", "Akta lahir, mati, kawin", "Birth, death, marriage certificates", "Akta", "Certificates", "akta-kelahiran", 10),
    Group("E", "Ambil surat jadi", "Collect finished papers", "Ambil", "Collect", minutes=4),
    Group("F", "Pindah antarnegara", "Moving to or from abroad", "Antarnegara", "Abroad", minutes=20,
          windows=(Window("08.00", "11.30", 20),)),
)  # fmt: skip


def groups(at: datetime, place: int | None = None) -> tuple[Group, ...]:
    """The groups in force at an instant in a place (its id) or in the office, by their order on the welcome page."""
    return groups_of(settings.get("queue_groups", at, place))


def groups_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Group, ...]:
    """The groups that a value of the setting `queue_groups` describes; the defaults while it is empty."""
    return tuple(_read(row) for row in rows) if rows else DEFAULTS


def find(letter: str, among: Sequence[Group]) -> Group:
    """The group of a letter, if it is switched on.

    Raises:
        GroupClosed: there is none.
    """
    found = next((group for group in among if group.letter == letter and group.on), None)
    if found is None:
        raise GroupClosed()
    return found


def put(
    rows: Sequence[Group], *, by: events.Actor, at: datetime, valid_from: datetime | None = None, place: int | None = None
) -> None:  # fmt: skip
    """Let the office, or one place (its id), have these groups from an instant on.

    Raises:
        BadGroups: there are none or too many, or `why_not` has something against one of them.
    """
    letters = [group.letter for group in rows]
    for group in rows:
        if refusal := why_not(group, letters):
            raise refusal
    if not rows or len(rows) > MOST_GROUPS:
        raise BadGroups()
    settings.put("queue_groups", [asdict(group) for group in rows], by=by, at=at, valid_from=valid_from, place=place)


def why_not(group: Group, letters: Sequence[str]) -> BadGroups | None:
    """What is wrong with a group among the letters of all groups; None when it can be used."""
    name = group.letter or "?"
    if not LETTER.fullmatch(group.letter) or letters.count(group.letter) > 1:
        return BadLetter(letter=name)
    if not group.name.strip():
        return Nameless(letter=name)
    if not 1 <= group.minutes <= 240:
        return BadMinutes(letter=name)
    quotas = [group.quota, *(window.quota for window in group.windows)]
    if any(quota is not None and not 0 <= quota <= 2000 for quota in quotas):
        return BadQuota(letter=name)
    return None if _in_order(group.windows) else BadHours(letter=name)


def standing(group: Group, calendar: Calendar, at: datetime) -> Standing:
    """Whether the group gives tickets at an instant by the office's calendar and its own hours."""
    now = opening.local(at).time()
    window = next((each for each in group.windows if each.holds(now)), None)
    if calendar.is_open(at) and (window or not group.windows):
        return Standing(True, window)
    return Standing(False, None, _opens_next(group, calendar, at))


def hours_on(group: Group, calendar: Calendar, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """The instants (UTC) between which the group gives tickets on a local day, quotas aside."""
    windows = [(clock_time(each.opens), clock_time(each.closes)) for each in group.windows]
    own = [(opening.instant(day, start), opening.instant(day, end)) for start, end in windows]
    found, at = [], opening.instant(day, time.min)
    while (
        (opens := calendar.opens_next(at)) and opening.local_day(opens) == day and (closes := calendar.closes_at(opens))
    ):
        found += [(max(opens, start), min(closes, end)) for start, end in own or [(opens, closes)]]
        at = closes
    return tuple(sorted((start, end) for start, end in found if start < end))


def count_one(group: Group, window: Window | None, day: date, place_id: int = MAIN) -> None:
    """Count one ticket against the quotas of its group in a place; undone with its transaction.

    Raises:
        QuotaFull: the day or the window has no ticket left.
    """
    for series, quota in _quotas(group, window, day, place_id):
        if quota is not None and numbers.next_in(series) > quota:
            raise QuotaFull()


def left(group: Group, window: Window | None, day: date, place_id: int = MAIN) -> int | None:
    """How many tickets the quotas still allow in a place; None when there is no quota."""
    quotas = _quotas(group, window, day, place_id)
    rests = [quota - numbers.given(series) for series, quota in quotas if quota is not None]
    return max(min(rests), 0) if rests else None


def count_earlier(group: Group, window: Window | None, day: date, given: int, place_id: int = MAIN) -> None:
    """Count the tickets that were given before there was a quota; of the window, or of the day without one."""
    series, quota = _quotas(group, window, day, place_id)[-1]
    if quota is not None:
        numbers.raise_to(series, given)


def clock_time(text: str) -> time:
    """`08.00` as a time of day.

    Raises:
        ValueError: it is none.
    """
    found = HOUR.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2]))


def _quotas(group: Group, window: Window | None, day: date, place_id: int) -> list[tuple[str, int | None]]:
    """The series and limits that a ticket counts against: of the day, then of the window."""
    series = f"quota:{day}:{place_id}:{group.letter}"
    return [(series, group.quota)] + ([(f"{series}:{window.opens}", window.quota)] if window else [])


def _opens_next(group: Group, calendar: Calendar, at: datetime) -> datetime | None:
    if not group.windows:
        return calendar.opens_next(at)
    after: datetime | None = at
    for _day in range(14):
        day = opening.local_day(after) if after else None
        starts = sorted(opening.instant(day, clock_time(each.opens)) for each in group.windows) if day else []
        found = next((start for start in starts if start > at and calendar.is_open(start)), None)
        if found or day is None:
            return found
        after = opening.instant(day, time(23, 59))
        following = calendar.opens_next(after)
        after = following
    return None


def _in_order(windows: Sequence[Window]) -> bool:
    try:
        spans = [(clock_time(each.opens), clock_time(each.closes)) for each in windows]
    except ValueError:
        return False
    edges = [edge for span in sorted(spans) for edge in span]
    return all(earlier < later for earlier, later in zip(edges[::2], edges[1::2], strict=True)) and all(
        end <= start for end, start in zip(edges[1::2], edges[2::2], strict=False)
    )


def _read(row: Mapping[str, Any]) -> Group:
    windows = tuple(Window(**each) for each in row.get("windows", ()))
    return Group(**{**row, "windows": windows})
