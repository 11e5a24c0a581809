"""Blank cards: a ledger that adds up, never goes below nothing by itself, and says when to order."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from office import blanks, cards, documents, events, settings
from office.applications import FINISHED, READY, processing, suket
from office.db import db, transaction
from office.documents.access import pin_hash
from office.errors import Conflict
from office.events import Event
from office.staff import Role
from tests.factories import NOON, an_approved, an_officer

DAY = timedelta(days=1)


@pytest.fixture
def head(app):
    return an_officer(Role.SECTION_HEAD)


def received(amount, head, *, kind="ktp", at=NOON, **facts):
    with transaction():
        blanks.receive(kind, amount, by=head.actor, at=at, **facts)


def printed(card, officer, *, at=NOON):
    with transaction():
        cards.move(card, cards.PRINTED, by=officer.actor, at=at)


def a_card(**facts):
    return cards.of(an_approved("ktp-hilang-rusak", **facts).id)[0]


def balance(kind="ktp"):
    return blanks.find(kind).balance


@pytest.mark.both_engines
def test_a_print_and_a_spoiled_print_use_one_blank_each_and_the_last_one_is_the_last(head):
    received(2, head)
    first, second = a_card(), a_card()
    with transaction():
        cards.spoil(first, by=head.actor, at=NOON, failure="kotor", note="Kepala cetak berdebu")
    printed(first, head)
    assert balance() == 0 and blanks.is_empty("ktp")
    with pytest.raises(blanks.OutOfBlanks), transaction():
        cards.move(second, cards.PRINTED, by=head.actor, at=NOON)
    db.session.refresh(second)
    assert second.state == cards.QUEUED
    ledger, more = blanks.history("ktp")
    assert not more and [(row.what, row.amount, row.balance) for row in ledger] == [
        ("use", -1, 0), ("spoiled", -1, 1), ("receipt", 2, 2),
    ]  # fmt: skip
    assert [row.card_id for row in ledger] == [first.id, first.id, None] and first.failure == ""


def test_an_office_that_never_entered_a_receipt_prints_without_counting(head):
    card = a_card()
    printed(card, head)
    assert card.state == cards.PRINTED and blanks.find("ktp") is None and blanks.supply(NOON) == []


def test_a_failure_of_the_printer_before_the_blank_costs_none(head):
    received(5, head)
    card = a_card()
    with transaction():
        cards.spoil(card, by=head.actor, at=NOON, failure="putus", blank=False)
    assert balance() == 5 and (card.failed_prints, card.failure) == (1, "putus")
    with transaction():
        cards.retry(card, by=head.actor, at=NOON)
    assert card.failure == "" and cards.listing(cards.Wanted(cards.QUEUED, failed=True)).total == 0


@pytest.mark.both_engines
def test_the_ledger_can_only_grow(head):
    received(3, head)
    with pytest.raises((Conflict, sa.exc.DatabaseError)), transaction():
        db.session.execute(sa.update(blanks.Movement).values(amount=9))


def test_a_count_that_does_not_add_up_needs_a_reason_and_writes_the_difference(head):
    received(10, head)
    with pytest.raises(blanks.CountDiffers) as refusal, transaction():
        blanks.count("ktp", 7, seen=10, by=head.actor, at=NOON)
    assert refusal.value.params == {"counted": 7, "balance": 10, "difference": "-3"} and balance() == 10
    with transaction():
        assert blanks.count("ktp", 7, seen=10, reason="Tiga lembar basah", by=head.actor, at=NOON) == -3
    last = blanks.history("ktp")[0][0]
    assert (last.what, last.amount, last.balance, last.reason) == ("count", -3, 7, "Tiga lembar basah")


def test_a_card_printed_while_somebody_counts_is_not_overwritten(head):
    received(10, head)
    printed(a_card(), head)
    with pytest.raises(blanks.StockMoved), transaction():
        blanks.count("ktp", 10, seen=10, by=head.actor, at=NOON)
    assert balance() == 9


def test_the_section_heads_are_told_once_for_each_time_that_blanks_become_few(head):
    with transaction():
        settings.put("blanks_low_ktp", 2, by=head.actor, at=NOON)
    received(3, head)
    for _ in range(2):
        printed(a_card(), head)
    assert [(each.kind, each.balance, each.level) for each in blanks.warnings(NOON)] == [("ktp", 1, 2)]
    received(5, head)
    assert blanks.warnings(NOON) == []
    with transaction():
        blanks.count("ktp", 1, seen=6, reason="Terbakar", by=head.actor, at=NOON)
    kinds = [kind for (kind,) in db.session.execute(sa.select(Event.kind).where(Event.kind == "blanks.low"))]
    assert kinds == ["blanks.low"] * 2


def test_the_forecast_is_the_mean_of_twenty_working_days_and_says_nothing_of_too_few(head):
    # NOON is Thursday 4 June 2020. Received on 4 May; the holidays and Sundays of May are no working days.
    received(50, head, at=NOON - 31 * DAY)
    assert blanks.forecast(blanks.find("ktp"), NOON) is None  # nothing was used
    for back in (1, 2, 3, 6, 7):
        printed(a_card(), head, at=NOON - back * DAY)
    with transaction():
        blanks.count("ktp", 20, seen=45, reason="Dipinjam kantor lain", by=head.actor, at=NOON - DAY)
    found = blanks.forecast(blanks.find("ktp"), NOON)
    assert (found.used, found.days) == (5, 20)  # a loan is no use
    # 20 blanks at a quarter a day are 80 working days from Friday 5 June on, six a week, less four holidays.
    assert found.runs_out.isoformat() == "2020-09-10"
    received(50, head, kind="kia", at=NOON - DAY)
    assert blanks.forecast(blanks.find("kia"), NOON) is None  # counted for a day only


def test_a_day_that_passed_without_blanks_is_not_promised_any_more(head):
    with pytest.raises(blanks.ExpectedPast), transaction():
        blanks.receive("ktp", 1, by=head.actor, at=NOON, expected_on=NOON.date() - DAY)
    received(1, head, expected_on=NOON.date() + DAY)
    printed(a_card(), head)
    assert [(s.available, s.expected_on) for s in blanks.supply(NOON)] == [(False, NOON.date() + DAY)]
    assert blanks.supply(NOON + 2 * DAY)[0].expected_on is None


@pytest.mark.parametrize("typed", ["", "nol", "0", "-3", "100001", "1,5", "99999999"])
def test_how_many_must_be_a_number_that_can_be(typed):
    with pytest.raises(blanks.BadAmount):
        blanks.read_amount(typed)
    assert blanks.read_amount("2.646") == 2646


def test_while_there_are_no_blanks_a_card_has_one_letter_in_its_place_and_goes_on_later(head):
    received(1, head)
    used, card = a_card(), a_card()
    assert not suket.is_offered(card)
    printed(used, head)
    application = db.session.get_one(processing.Application, card.application_id)
    with transaction():
        letter = suket.give(card, application, head, at=NOON)
    with pytest.raises(suket.NoSuketNow), transaction():
        suket.give(card, application, head, at=NOON)
    assert [(each.kind, each.result) for each in documents.of(application.id)] == [("suket", "ktp")]
    with transaction():
        documents.give_number(letter, region="6474", day=NOON.date(), at=NOON)
        documents.rendered(letter, "drafts/" + "a" * 32, digest="1" * 64, size=9, at=NOON)
        documents.signed(letter, "documents/" + "b" * 32, digest="1" * 64, size=9, signature={}, specimen=True, at=NOON)
        processing.document_active(letter, application, pin_hash=pin_hash(letter), at=NOON)
    received(10, head)
    printed(card, head)
    with transaction():
        processing.card_ready(card, application, head, at=NOON)
    assert application.state == READY
    with transaction():
        processing.hand_over(card, application, head, name="Maria", relation="sendiri", check="kk", at=NOON)
    assert application.state == FINISHED
    assert "blanks.low" in {row.kind for row in db.session.scalars(sa.select(events.Event))}
