"""Reports count what happened: folded from the journal, by local days, the same on both engines."""

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
import sqlalchemy as sa

from office import cards, places, reasons
from office.applications import drafts, processing, review, states
from office.db import db, transaction
from office.events import SYSTEM
from office.queue import board, calling
from office.reports import applications, cases, compare, folding, hall, officers, published, scope, tally, today
from office.reports.counts import bins, spread
from office.reports.facts import FigureCase, FigureFact
from office.reports.folding import Happened
from office.reports.published import kept_back
from office.reports.scope import Scope
from office.reports.tally import FigureDay
from office.staff import Role
from tests.factories import NOON, all_right, an_application, an_approved, an_attached, an_officer
from tests.hall import a_counter, a_ticket

DAY = date(2020, 6, 4)
JUNE = Scope(date(2020, 6, 1), date(2020, 6, 30))
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def counted() -> None:
    more = True
    while more:
        with transaction():
            more = cases.catch_up()


def rows():
    """Every counted row, as it stands."""
    tables = (FigureCase.__table__, FigureFact.__table__, FigureDay.__table__)
    return [db.session.execute(sa.select(table).order_by(*table.primary_key)).all() for table in tables]


def a_card(*, at=NOON):
    """An application for a lost card; the loss lies well before every day of these tests."""
    return an_application("ktp-hilang-rusak", at=at, answers={"kejadian": {"tanggal_tgl": "1", "tanggal_bln": "5"}})


def ready(application, officer, *, at):
    """The card of an approved application is printed and lies ready."""
    card = cards.of(application.id)[0]
    with transaction():
        cards.move(card, cards.PRINTED, by=officer.actor, at=at)
        processing.card_ready(card, application, officer, at=at)


def returned(application, reason="Tulisan kabur, foto lagi.", *, at=NOON):
    """An officer returns the first paper; the resident sends another one and the file again, an hour later."""
    officer = an_officer()
    with transaction():
        review.take(application, officer, at=at)
        paper = states.papers_of(application)[0]
        review.judge(application, "paper", paper.code, "fix", reason, officer, at=at)
        review.send_back(application, officer, at=at)
    with transaction():
        drafts.attach(application, paper.code, an_attached(), at=at + HOUR)
    with transaction():
        drafts.submit(application, at=at + HOUR)
    return paper.code


@pytest.mark.both_engines
def test_a_file_is_counted_with_its_kelurahan_its_returns_and_the_offices_time_alone(app):
    application = an_application("ktp-hilang-rusak")
    code = returned(application)
    all_right(application, an_officer(), at=NOON + 2 * HOUR)
    registrar = an_officer(Role.REGISTRAR)
    with transaction():
        review.take(application, registrar, at=NOON + 2 * HOUR)
        review.approve(application, registrar, at=NOON + 2 * HOUR, verdict=review.Verdict(compared=True))
    ready(application, registrar, at=NOON + 3 * HOUR)
    counted()
    row = db.session.get_one(FigureCase, application.id)
    assert (row.service, row.village, row.state, row.returns) == ("ktp-hilang-rusak", "64.74.01.1006", "ready", 1)
    # Sent and returned at ten; mended at eleven, ready at one: the hour with the resident isn't the office's.
    assert (row.sent_on, row.done_on, row.minutes) == (DAY, DAY, 120)
    assert applications.times(JUNE).spread.median == 120 and applications.quality(JUNE).right_first == 0
    assert [(d.part, d.reason, d.count) for d in applications.defects(JUNE)] == [(f"paper:{code}", "blurred", 1)]
    assert applications.issued(JUNE) == {"printed:ktp": {"home": 1, "all": 1}}
    assert [(each.total, each.deeds["approved"]) for each in officers.load(JUNE)][:1] == [(2, 1)]


@pytest.mark.both_engines
def test_counting_a_bit_at_a_time_comes_to_the_same_as_counting_the_whole_journal_anew(app):
    for number in range(3):
        application = an_application("ktp-hilang-rusak")
        counted()
        if number == 1:
            returned(application)
            counted()
        ready(an_approved("ktp-hilang-rusak", at=NOON), an_officer(), at=NOON + number * HOUR)
        a_ticket(at=NOON + number * HOUR)
    counted()
    step_by_step = rows()
    with transaction():
        cases.start_again()
    assert rows() == [[], [], []]
    while cases.behind():
        with transaction():
            cases.catch_up(most=7)
    assert (
        rows() == step_by_step and len(step_by_step[0]) == 6 and len(step_by_step[1]) >= 1 and len(step_by_step[2]) > 1
    )
    assert not cases.behind()
    # A kept day is what the rows say of it, and the sum of the days what they say of the month.
    for part in (tally.FILES, tally.TIMES, tally.OUT, tally.HALL, tally.DEEDS):
        assert tally.of(part, JUNE) == tally.count(part, JUNE) != {}


@pytest.mark.both_engines
def test_the_hall_is_counted_by_the_local_hour_and_weekday(app):
    counter, officer = a_counter()
    # Eight in the morning of Thursday in Bontang is midnight of that day in UTC, seven in the evening before noon.
    early = NOON - 2 * HOUR
    for label in ("first", "second"):
        a_ticket(at=early, person=label)
    with transaction():
        calling.call_next(counter, officer, at=early + 10 * MINUTE)
    with transaction():
        calling.serve(counter, officer, at=early + 12 * MINUTE)
    with transaction():
        calling.finish(counter, officer, at=early + 20 * MINUTE)
    with transaction():
        board.stayed_home("B", at=NOON)
    counted()
    found = hall.hall(JUNE, today=DAY)
    assert (found.tickets, found.served, found.saved) == (2, 1, 1)
    assert (round(found.wait), round(found.service)) == (12, 8)
    assert {key: (cell.tickets, round(cell.wait)) for key, cell in found.cells.items()} == {(3, 8): (2, 12)}
    assert hall.hall(Scope(date(2020, 6, 5), date(2020, 6, 6)), today=DAY).tickets == 0
    now = today.today(NOON)
    assert (now.served.count, round(now.served.wait), now.earlier) == (1, 12, None)


@pytest.mark.both_engines
def test_a_place_counts_its_own_files_and_tickets_and_all_places_together_are_the_whole(app):
    with transaction():
        mall = places.add("mpp", "Mal Pelayanan Publik", "mall", "", by=SYSTEM, at=NOON).id
    for place in (places.MAIN, mall, mall):
        application = an_application("ktp-hilang-rusak")
        with transaction():
            application.place_id = place
        a_ticket(place_id=place, person=str(application.id))
    counted()
    for place, own in ((0, 3), (places.MAIN, 1), (mall, 2)):
        scope_ = Scope(JUNE.first, JUNE.last, place=place)
        room = hall.hall(scope_, today=DAY)
        assert (applications.volume(scope_).total, room.tickets) == (own, own)
        assert sum(sum(row.values()) for row in applications.daily(scope_).values()) == own
        # What the kept days say of a place is what its rows say.
        assert all(tally.of(part, scope_) == tally.count(part, scope_) for part in tally.PLACED)
    assert hall.hall(JUNE, today=DAY).by_place == {places.MAIN: 1, mall: 2}


@pytest.mark.both_engines
def test_the_day_at_a_glance_knows_what_arrived_what_is_late_and_what_falls_due(app):
    late = a_card(at=NOON - timedelta(days=9))
    due = a_card(at=NOON - HOUR)
    an_application(at=NOON)
    with transaction():
        due.promised_at, late.promised_at = NOON + HOUR, NOON - HOUR
    found = today.today(NOON)
    assert (found.from_home, found.late, found.at_risk) == (2, 1, 1)
    assert [count for _day, count, _tickets in today.line_of_days(NOON)][-1] == 2
    assert sum(today.services_of_days(NOON)["ktp-hilang-rusak"].values()) == 1


def test_two_periods_are_compared_for_their_working_days_and_changes(app):
    a_card(at=NOON - timedelta(days=7))
    for _ in range(3):
        an_application(at=NOON)
    counted()
    week = Scope(date(2020, 6, 2), DAY)
    found = compare.compare(Scope(date(2020, 5, 26), date(2020, 5, 29)), week, at=NOON)
    sent = next(each for each in found.measures if each.name == "sent")
    assert (sent.before, sent.after, sent.change, sent.direction) == (1, 3, 2, "up")
    assert next(each for each in found.measures if each.name == "wait").direction == "unknown"
    home = next(each for each in found.measures if each.name == "from_home")
    assert (home.direction, home.few, home.verdict) == ("up", True, 0)
    assert compare.Measure("done", compare.COUNT, 0, 50, 1, cases=(0, 50)).verdict == 0
    assert compare.Measure("done", compare.COUNT, 40, 50, 1, cases=(40, 50)).verdict == 1
    assert compare.Measure("late", compare.SHARE, 10.0, 30.0, -1, cases=(40, 9)).verdict == 0
    assert compare.Measure("late", compare.SHARE, 10.0, 30.0, -1, cases=(40, 90)).verdict == -1
    # Idul Fitri's shared leave lay elsewhere that year; Pancasila Day, 1 June, was a holiday.
    assert found.days_after == 3 and compare.working_days(Scope(date(2020, 6, 1), date(2020, 6, 1)), NOON) == 0


def test_the_clock_of_a_file_stands_while_it_is_with_the_resident_and_stops_when_the_result_is_there():
    def happened(*kinds):
        return [Happened(n, f"application.{kind}", NOON + n * HOUR, {}) for n, kind in enumerate(kinds)]

    def through(*kinds):
        return folding.course(happened(*kinds), lambda start, end: end - start)

    assert through("submitted", "checked", "finished").minutes == 120
    assert through("submitted", "returned", "resubmitted", "approved", "ready", "finished").minutes == 60 + 120
    assert through("submitted", "returned").minutes is None
    assert through("submitted", "returned", "resubmitted", "rejected").done_at is None
    reopened = through("submitted", "finished", "reopened", "finished")
    assert (reopened.minutes, reopened.done_at) == (60, NOON + HOUR)


@pytest.mark.parametrize(("first", "last", "refusal"), [
    ("2010-01-01", "2020-06-04", scope.PeriodTooLong), ("2020-06-04", "2020-06-01", scope.PeriodReversed),
    ("2020-06-01", "2020-06-05", scope.PeriodToCome), ("2030-01-01", "2030-02-01", scope.PeriodToCome),
    ("kemarin", "2020-06-01", scope.DayUnreadable), ("2020-06-31", "2020-06-04", scope.DayUnreadable),
    ("", "2020-06-04", scope.DayMissing), ("0001-01-01", "2020-06-04", scope.DayUnreadable),
    ("'; DROP", "\x00", scope.DayUnreadable),
])  # fmt: skip
def test_a_period_that_cannot_be_is_refused(first, last, refusal):
    with pytest.raises(refusal):
        scope.read({"dari": first, "sampai": last}, DAY)


def test_a_period_is_read_as_browsers_and_people_write_it():
    assert scope.read({"dari": "2020-03-23", "sampai": "4/6/2020"}, DAY) == Scope(date(2020, 3, 23), DAY)
    assert scope.read({}, DAY) == Scope(date(2020, 6, 1), DAY)
    assert scope.month(2020, 2, DAY) == Scope(date(2020, 2, 1), date(2020, 2, 29))
    assert Scope(date(2020, 6, 1), DAY).before() == Scope(date(2020, 5, 28), date(2020, 5, 31))


def test_percentiles_are_those_of_the_values_one_by_one():
    values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    found = spread({value: values.count(value) for value in values})
    assert (found.count, found.median, found.ninetieth, found.mean) == (10, 3.5, 6.0, 3.9)
    assert spread({}).median is None
    assert bins({0: 1, 59: 2, 60: 3, 500: 4}, (60, 240)) == [3, 3, 4]


@pytest.mark.parametrize("cells", [
    {"a": 1, "b": 90}, {"a": 90, "b": 4, "c": 30, "d": 7}, {"a": 1, "b": 1, "c": 1, "d": 50}, {"a": 0, "b": 12}, {"a": 2, "b": 2},
    {"a": 10, "b": 20}, {"a": 4, "b": 4, "c": 60}, {"a": 4, "b": 5, "c": 5, "d": 80}, {"a": 1, "b": 8, "c": 8},
    {"a": 4, "b": 8, "c": 8}, {"a": 0, "b": 3, "c": 0, "d": 40, "e": 41}, {"a": 1, "b": 4, "c": 30},
])  # fmt: skip
def test_a_small_cell_cannot_be_worked_out_from_the_total_and_the_cells_that_are_shown(cells):
    shown = kept_back(cells)
    assert all(count is None or count == 0 or count >= 5 for count in shown.values())
    hidden = [name for name, count in shown.items() if count is None]
    if not any(0 < count < 5 for count in cells.values()):
        assert not hidden
    elif len(hidden) < len([count for count in cells.values() if count]):
        # A reader who knows the rule tries every way in which the hidden cells make the sum, none above the least that is shown.
        left = sum(cells.values()) - sum(count for count in shown.values() if count)
        most = min(count for count in shown.values() if count)
        ways = [way for way in product(range(1, most + 1), repeat=len(hidden)) if sum(way) == left]
        assert all({way[place] for way in ways} >= {1, 2, 3, 4} for place in range(len(hidden)))


def test_the_public_window_is_twelve_whole_months(app):
    assert published.window(DAY) == Scope(date(2019, 6, 1), date(2020, 5, 31))
    assert published.window(date(2020, 1, 9)) == Scope(date(2019, 1, 1), date(2019, 12, 31))
    a_card(at=NOON - timedelta(days=30))
    counted()
    found = published.published(DAY)
    assert (found.sent, found.done, set(found.services.values())) == (None, 0, {None})
    # One is kept back; none is none, and what nothing could be measured of is not there.
    assert found.withheld == {"sent"} and (found.tickets, found.median_hours, found.wait_minutes) == (0, None, None)


@pytest.mark.parametrize(("words", "code"), [
    ("Tulisan kabur, foto lagi.", "blurred"), ("Foto terpotong, foto lagi seluruhnya.", "cut"), ("", ""),
    ("Bukan surat yang diminta.", "wrong_paper"), ("NIK tidak sama dengan Kartu Keluarga.", "nik"),
    ("Tanggal tertutup jari. Foto lagi tanpa jari di atas tulisan.", "cut"), ("Sapi", "other"),
    ("Nama tidak lengkap.", "missing"), ("The photo is blurred, take it again.", "blurred"),
])  # fmt: skip
def test_a_reason_is_counted_by_what_it_speaks_of(words, code):
    assert reasons.code_of(words) == code


def test_days_of_a_period_follow_each_other_without_a_gap(app):
    days = list(applications.daily(JUNE))
    assert len(days) == 30 and all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
