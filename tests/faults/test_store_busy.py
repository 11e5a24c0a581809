"""The database is held by another writer: those who wait a moment succeed, the others are told to try again, and lose nothing."""

import contextlib
import sqlite3
import threading
import time

import pytest
from sqlalchemy import event

from office import notices
from office.applications import DRAFT, SUBMITTED, Application
from office.db import db
from office.errors import Busy
from tests.factories import NOON, a_full_draft, an_application
from tests.faults.browser import hidden_fields
from tests.faults.desks import in_parallel
from tests.faults.truth import store, untrue


@contextlib.contextmanager
def held(seconds=None):
    """Another program holds the write lock for so long, or until the block ends."""
    holder = sqlite3.connect(db.engine.url.database, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    watch = threading.Timer(seconds or 0, lambda: holder.execute("ROLLBACK"))
    if seconds:
        watch.start()
    yield
    if seconds:
        watch.join()
    holder.close()


def impatient(milliseconds):
    """From now on this process waits only so long for another writer."""

    @event.listens_for(db.engine, "connect")
    def _wait_less(connection, _record):
        connection.execute(f"PRAGMA busy_timeout={milliseconds}")

    db.session.remove()
    db.engine.dispose()


def form_of(client, token):
    return hidden_fields(client.get(f"/permohonan/{token}/periksa").text) | {"setuju": "1"}


def sent(client, token, form):
    began = time.monotonic()
    answer = client.post(f"/permohonan/{token}/kirim", data=form)
    return answer, time.monotonic() - began


def send_all_while_held(app, many, seconds=None):
    tokens = [a_full_draft(store=store(app)).token for _ in range(many)]
    clients = [app.test_client() for _ in tokens]
    # Each in a context of its own: what guards a form against forgery is remembered in the context.
    forms = in_parallel(app, many, lambda n: form_of(clients[n], tokens[n]))
    db.session.remove()
    with held(seconds):
        return tokens, clients, forms, in_parallel(app, many, lambda n: sent(clients[n], tokens[n], forms[n]))


def states(tokens):
    db.session.rollback()
    return [db.session.scalar(db.select(Application.state).where(Application.token == token)) for token in tokens]


def test_who_sends_while_another_writes_for_three_seconds_waits_and_succeeds(app):
    tokens, _, _, answers = send_all_while_held(app, 6, 3)
    assert [answer.status_code for answer, _ in answers] == [303] * 6
    assert states(tokens) == [SUBMITTED] * 6
    assert untrue(app, at=NOON) == []


def test_who_sends_while_another_writes_for_too_long_is_told_to_try_again_and_then_succeeds_with_the_same_form(app):
    impatient(200)
    (token,), (client,), (form,), ((answer, _),) = send_all_while_held(app, 1)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "belum ada yang berubah" in answer.text
    assert states([token]) == [DRAFT]
    assert untrue(app, at=NOON) == []
    ((again, _),) = in_parallel(app, 1, lambda _n: sent(client, token, form))
    assert again.status_code == 303
    assert states([token]) == [SUBMITTED]


def test_pages_are_read_while_another_writes(app):
    impatient(100)
    token = a_full_draft(store=store(app)).token
    db.session.remove()
    with held():
        assert app.test_client().get(f"/permohonan/{token}/periksa").status_code == 200


def test_a_worker_that_finds_the_database_held_leaves_its_job_for_later(app, worker, postbox):
    impatient(100)
    application = an_application(store=store(app))
    with held(), pytest.raises(Busy):
        worker.step(at=NOON)
    worker.drain(at=NOON)
    assert [notice.state for notice in notices.of(application.id)] == [notices.SENT]
    assert set(postbox.copies().values()) == {1}


@pytest.mark.slow
def test_who_sends_while_another_writes_for_thirty_seconds_is_told_to_try_again_or_succeeds(app, record_property):
    tokens, clients, forms, answers = send_all_while_held(app, 6, 30)
    codes = [answer.status_code for answer, _ in answers]
    assert set(codes) <= {303, 503} and 503 in codes
    assert all(answer.headers["Retry-After"] == "5" for answer, _ in answers if answer.status_code == 503)
    assert states(tokens) == [SUBMITTED if code == 303 else DRAFT for code in codes]
    assert untrue(app, at=NOON) == []
    again = in_parallel(app, 6, lambda n: sent(clients[n], tokens[n], forms[n]))
    assert [answer.status_code for answer, _ in again] == [303] * 6 and states(tokens) == [SUBMITTED] * 6
    waits = sorted(waited for _, waited in answers)
    told = f"{codes.count(503)} told to try again, {codes.count(303)} kept"
    record_property(
        "fault", f"F05 6/6 held 30 s: {told}, first answer after {waits[0]:.1f} s, last after {waits[-1]:.1f} s"
    )
