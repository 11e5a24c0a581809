"""A small town played for a few days: through the real domain, the same each time, with nothing broken at the end."""

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from commands.checking import violations
from office import clock
from office.applications import Application
from office.cards import Card
from office.db import db
from office.documents import ACTIVE, Document
from office.events import EventHead
from office.notices import SENT, Notice
from office.queue.tickets import Ticket
from office.reports import applications
from office.reports.scope import Scope
from office.vault import new_key
from simulation import play, source
from simulation.copies import Copies
from simulation.play import NotEmpty, Period, Play
from simulation.source import Demand
from tests.conftest import settings_for
from tests.factories import an_officer
from tests.services.filling import elsewhere

REOPENING = ("2020-06-01", "2020-06-02")


@pytest.fixture(autouse=True)
def few_people(monkeypatch) -> None:
    monkeypatch.setattr(play, "FEWEST", 250)


def counted() -> list[object]:
    """What two plays of one seed must have alike, the length of the journal included."""
    columns = (Application.service_code, Application.channel, Application.state)
    sent = db.session.execute(sa.select(*columns, sa.func.count()).group_by(*columns).order_by(*columns)).all()
    states = db.session.execute(sa.select(Card.state, sa.func.count()).group_by(Card.state).order_by(Card.state)).all()
    given = db.session.execute(sa.select(Ticket.label, Ticket.outcome, Ticket.taken_at).order_by(Ticket.id)).all()
    return [*map(tuple, sent), *map(tuple, states), *map(tuple, given), db.session.get_one(EventHead, 1).seq]


def an_empty_office(folder: Path, migrated: Path) -> Iterator[Flask]:
    folder.mkdir()
    (folder / "lamin.sqlite").write_bytes((migrated / "lamin.sqlite").read_bytes())
    app = create_app(settings_for(folder))
    with app.app_context():
        elsewhere()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_office_is_played_through_its_reopening_and_nothing_is_broken(app):
    elsewhere()
    first, last = REOPENING
    said = app.test_cli_runner().invoke(
        args=["simulate", "--from", first, "--to", last, "--scale", "0.1", "--seed", "7"]
    )
    assert said.exit_code == 0, said.output
    told = json.loads(said.output.splitlines()[-1])
    assert (told["article"], told["seed"]) == (2967, 7) and told["seconds"] > 0
    db.session.rollback()
    assert told["ktp_online"] > 0 and told["tickets"] == db.session.scalar(sa.select(sa.func.count(Ticket.id)))
    assert list(violations(app.extensions["lamin"].store, at=clock.now())) == []
    assert {*db.session.scalars(sa.select(Document.state))} <= {ACTIVE, "superseded"}
    assert {*db.session.scalars(sa.select(Notice.state))} == {SENT}
    scope = Scope(date.fromisoformat(first), date.fromisoformat(last))
    assert applications.issued(scope)["printed:ktp"]["home"] == told["ktp_online"]
    assert applications.volume(scope).total == told["applications"]


def test_the_same_seed_plays_the_same_days(tmp_path, migrated):
    found = []
    for name in ("once", "again"):
        for app in an_empty_office(tmp_path / name, migrated):
            Play(app, Period(date(2020, 6, 2), date(2020, 6, 2)), Demand(scale=0.05), 3, pdf=False).run()
            found.append(counted())
    assert found[0] == found[1] and len(found[0]) > 5


def test_an_office_that_has_people_is_left_alone(app):
    an_officer()
    with pytest.raises(NotEmpty):
        Play(app, Period(date(2020, 6, 2), date(2020, 6, 2)), Demand(), 1, pdf=False)


@pytest.mark.parametrize("scale", [1, 20])
def test_as_many_ask_for_a_ktp_as_the_source_says_times_the_scale(scale):
    dice, ordinary = random.Random(1), date(2020, 3, 11)
    asked = [kind for _ in range(40) for kind in source.from_home(Demand(scale=scale), ordinary, dice)]
    ktp = sum(kind in source.KTP_MIX for kind in asked) / 40
    # After the reopening, as before the closing, four in ten come to the counter, as do all who need a recording.
    share = (1 - source.AT_THE_COUNTER) * (1 - 24 / 104) / (1 - source.NEVER_SENT)
    assert ktp == pytest.approx(scale * 65 * share, rel=0.1)


def test_another_seed_has_other_days():
    days = [source.from_home(Demand(), date(2020, 3, 24), random.Random(seed)) for seed in range(5)]
    assert len({len(day) for day in days}) > 1 and len({*map(tuple, days)}) == 5


def test_a_photo_that_many_send_lies_on_the_disk_once_under_each_key(tmp_path):
    store, keys = Copies(tmp_path), [new_key("papers") for _ in range(3)]
    for key in keys:
        store.put(key, b"the same photo")
    store.delete(keys[0])
    store.put(new_key("papers"), b"another")
    assert [store.get(key) for key in keys[1:]] == [b"the same photo"] * 2
    assert len({path.stat().st_ino for path in tmp_path.glob("papers/*/*")}) == 2
