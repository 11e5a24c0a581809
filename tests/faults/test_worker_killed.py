"""The worker dies at every place where it can; a second one finishes, and nothing is lost, doubled or untrue."""

import ast
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from office import documents, events, jobs, settings
from office.db import db, transaction
from office.documents import NUMBERED, RENDERED, SIGNED, WAITING
from office.jobs import Job
from outside.worker import making, sending
from tests.factories import NOON
from tests.faults.desks import approved, document_of
from tests.faults.forks import DIED
from tests.faults.postbox import LATER, TAKE
from tests.faults.truth import store, unfinished, untrue
from tests.house.tree import parsed, python_of, short
from tests.register.people import a_row, csv_of, staged

AFTER_THE_LEASE = NOON + jobs.LEASE + timedelta(seconds=1)


@dataclass(frozen=True)
class Death:
    """Where the worker dies (':2' is the second passage), and how far the document is when that worker begins.

    `always` is tried on PostgreSQL by `make test` too; the others there by `make faults`.
    """

    place: str
    begun: str = WAITING
    delivery: str = "attached"
    manner: str = TAKE
    always: bool = False


DEATHS = (
    Death("in-claim"), Death("after-claim"), Death("in-number"), Death("after-numbered"),
    Death("after-file-drafts", NUMBERED), Death("in-render", NUMBERED), Death("after-rendered", NUMBERED),
    Death("after-file-documents", RENDERED), Death("before-sign", RENDERED, "protected"),
    Death("in-sign", RENDERED), Death("after-signed", RENDERED),
    Death("before-activate", SIGNED), Death("in-activate", SIGNED, always=True), Death("after-active", SIGNED),
    Death("before-finish", SIGNED), Death("in-finish", SIGNED), Death("after-finish", SIGNED),
    Death("before-sent", SIGNED), Death("after-sent", SIGNED, always=True), Death("in-sent", SIGNED),
    Death("after-sent:2", SIGNED),
    Death("in-put-off", SIGNED, manner=LATER), Death("after-put-off", SIGNED, manner=LATER),
)  # fmt: skip
PAPER = (
    "before-slip",
    "after-slip",
    "in-slip",
    "before-sheet",
    "after-sheet",
    "in-sheet",
    "in-printer-look",
)  # test_hall.py
HEADS = ("before-head-mail", "after-head-mail", "in-head-mail")  # test_heads_killed.py
SWEEPS = ("in-sweep", "after-sweep", "in-handing", "in-climb", "after-climb", "in-remind", "in-figures", "in-import-clear",
          "after-orphan", "in-head", "after-head", "in-sample", "after-sample")  # fmt: skip
ALARMS = ("before-alarm-mail", "after-alarm-mail", "in-alarm-mail")  # test_alarms_killed.py
NIGHT = ("in-night", "before-verified", "in-verified", "after-verified")  # test_verifier_killed.py


@pytest.mark.both_engines
@pytest.mark.parametrize("death", DEATHS, ids=lambda death: death.place)
def test_a_worker_killed_anywhere_leaves_nothing_untrue_and_the_next_one_finishes(app, worker, mother, postbox, death):
    application = begun(app, worker, death)
    if death.begun == WAITING:
        approved(app)  # whose number comes after, or before, that of the one whose worker dies
    postbox.behave(death.manner)
    assert mother.start(app, at=NOON, CRASH_AT=death.place).wait() == DIED
    assert untrue(app, at=NOON) == []
    postbox.behave(TAKE)
    worker.drain(at=NOON)
    assert untrue(app, at=NOON) == []
    worker.drain(at=AFTER_THE_LEASE if death.manner == TAKE else NOON + timedelta(minutes=7))
    assert untrue(app, at=AFTER_THE_LEASE) == []
    assert unfinished(app, postbox) == []
    assert document_of(application).number is not None


@pytest.mark.parametrize("place", SWEEPS)
def test_a_sweeper_killed_anywhere_leaves_nothing_untrue_and_the_next_one_finishes(app, mother, postbox, worker, place):
    approved(app)
    staged(csv_of([a_row(shdk="1")]))
    for key in ("ab" * 16, "cd" * 16):
        store(app).put(f"papers/{key}", b"left by an upload that was killed")
    worker.drain(at=NOON)
    later = NOON.replace(year=NOON.year + 80)
    assert mother.start(app, at=later, task="sweep", CRASH_AT=place).wait() == DIED
    assert [said for said in untrue(app, at=NOON) if not said.startswith("I8 file")] == []
    assert unfinished(app, postbox) == []


def test_every_place_where_the_worker_can_be_killed_is_tried():
    tried = {death.place.partition(":")[0] for death in DEATHS} | set(SWEEPS) | set(ALARMS) | set(HEADS) | set(PAPER) | set(NIGHT)
    patterns = [pattern for path in python_of("outside", "office", "commands") for pattern in places_in(path)]
    assert {pattern for pattern in patterns if not any(re.fullmatch(pattern, name) for name in tried)} == set()
    assert {name for name in tried if not any(re.fullmatch(pattern, name) for pattern in patterns)} == set()


def test_a_place_that_is_named_by_what_was_done_is_tried_for_each_thing_done():
    tried = {death.place.partition(":")[0] for death in DEATHS}
    states = {to for state in making.STEPS for to in documents.states.MOVES[state]} - {WAITING, documents.REFUSED}
    assert {f"after-{state}" for state in states} <= tried


def test_each_writing_transaction_of_the_worker_has_a_place_inside_it_to_be_killed():
    bare = [
        f"{short(path)}:{line}" for path in python_of("outside") if "worker" in path.parts for line in bare_in(path)
    ]
    assert bare == []


def begun(app, worker, death, *, at=NOON):
    """An approved application whose document has come as far as the case wants, with a free job to take it on."""
    with transaction():
        settings.put("pdf_delivery", death.delivery, by=events.SYSTEM, at=at)
    (application,) = approved(app, at=at)
    with transaction():
        told = jobs.claim(worker.name, at=at)
    sending.send_notice(worker, told, at)
    document = document_of(application)
    with transaction():
        jobs.finish(told, at=at)
        job = jobs.claim(worker.name, at=at, kinds=["document"])
    while document.state != death.begun:
        making.STEPS[document.state](worker, document, job, at)
    with transaction():
        db.session.execute(db.update(Job).where(Job.id == job.id).values(leased_until=None, lease_owner=None))
    return application


def places_in(path):
    """Each crash point of a file as a pattern: the parts of its name that are put in at run time may be any word."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "crash.point":
            name = node.args[0]
            parts = name.values if isinstance(name, ast.JoinedStr) else [name]
            yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z]+" for part in parts)


def bare_in(path):
    """The lines of the transactions inside which no crash point stands."""
    for node in ast.walk(parsed(path)):
        writes = isinstance(node, ast.With) and ast.unparse(node.items[0].context_expr) == "transaction()"
        if writes and not any("crash.point" in ast.unparse(line) for line in node.body):
            yield node.lineno
