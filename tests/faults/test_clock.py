"""Clocks: the office's own midnight decides the day of a number, a new year begins at 1, and no jump opens a lock."""

from datetime import UTC, datetime, timedelta

import pytest

from office import documents, jobs
from office.db import db, transaction
from tests.factories import NOON
from tests.faults.desks import approved, document_of
from tests.faults.truth import untrue

# Midnight in Bontang (UTC+8) between the last day of 2020 and the first of 2021.
NEW_YEAR = datetime(2020, 12, 31, 16, 0, tzinfo=UTC)
JUMPS = [timedelta(days=1), timedelta(days=700), timedelta(hours=-1), timedelta(days=-700)]


@pytest.mark.both_engines
def test_the_series_of_a_new_day_and_year_begins_at_1_at_the_offices_own_midnight(app):
    numbers = []
    for at in (
        NEW_YEAR - timedelta(seconds=2),
        NEW_YEAR - timedelta(seconds=1),
        NEW_YEAR,
        NEW_YEAR + timedelta(hours=8),
    ):
        (application,) = approved(app)
        with transaction():
            day = documents_day(at)
            documents.give_number(document_of(application), region="6474", day=day, at=at)
        numbers.append(document_of(application).number)
    assert numbers == [
        "6474-LU-31122020-0001",
        "6474-LU-31122020-0002",
        "6474-LU-01012021-0001",
        "6474-LU-01012021-0002",
    ]
    assert untrue(app, at=NOON) == []


def test_a_document_begun_before_midnight_and_finished_after_it_keeps_its_number_and_day(app, worker, postbox):
    (application,) = approved(app)
    before, after = NEW_YEAR - timedelta(seconds=1), NEW_YEAR + timedelta(seconds=61)
    with transaction():
        job = jobs.claim("dies", at=before, kinds=["document"])
    from outside.worker import making

    worker.name = "dies"
    making.STEPS["waiting"](worker, document_of(application), job, before)
    worker.name = "goes on"
    worker.drain(at=after)
    document = document_of(application)
    assert (document.state, document.number) == ("active", "6474-LU-31122020-0001")
    assert document.issued_on.isoformat() == "2020-12-31"


@pytest.mark.both_engines
@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_document_locked_by_wrong_pins_stays_locked_however_the_clock_jumps(app, jump):
    (application,) = approved(app)
    document = document_of(application)
    with transaction():
        document.pin_hash = "-"
    for _ in range(documents.access.WRONG_TRIES):
        with transaction():
            documents.reserve_try(document, at=NOON)
        with transaction():
            documents.settle_try(document, False, at=NOON)
    with pytest.raises(documents.DocumentLocked), transaction():
        documents.reserve_try(document, at=NOON + jump)
    db.session.rollback()
    assert document.locked_at == NOON and documents.tries_left(document) == 0


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=700)], ids=str)
def test_work_goes_on_and_nothing_is_made_twice_when_the_clock_jumps_ahead(app, worker, postbox, jump):
    (application,) = approved(app)
    worker.step(at=NOON)
    worker.drain(at=NOON + jump)
    worker.drain(at=NOON + jump)
    assert document_of(application).state == "active"
    assert set(postbox.copies().values()) == {1}


def documents_day(at):
    """The day that the worker gives a number on."""
    from office import opening

    return opening.local_day(at)
