"""Hints travel from one process to another by what the database offers, and streams never starve the pages."""

import threading
import time

import pytest

from frame.live import Live, NoStreamFree
from office import clock, opening
from office.db import db, transaction
from office.queue import room

PATIENCE = 60.0


def first(stream, start, until=PATIENCE):
    """Read a stream until an event of this kind; its data."""
    ends = time.monotonic() + until
    for event in stream:
        if event.startswith(start):
            return event
        assert time.monotonic() < ends, "nothing was heard"
    raise AssertionError("the stream ended")


@pytest.mark.both_engines
def test_a_ticket_of_another_connection_is_heard_on_the_stream(app):
    stream = Live(app, threads=8).stream()
    told = first(stream, "event: versi")

    def touch():
        with app.app_context():
            with transaction():
                room.touch(opening.local_day(clock.now()))
            db.session.remove()

    thread = threading.Thread(target=touch)
    thread.start()
    thread.join()
    assert first(stream, "event: versi") != told
    stream.close()


def test_a_heartbeat_comes_while_nothing_happens(app):
    stream = Live(app, threads=8).stream()
    first(stream, "event: versi")
    assert first(stream, "event: denyut")
    stream.close()


def test_beyond_the_cap_a_screen_is_told_to_ask_and_a_stream_that_ends_makes_room(app):
    live = Live(app, threads=8)
    streams = [live.stream() for _ in range(live.cap)]
    for stream in streams:
        next(stream)
    with pytest.raises(NoStreamFree):
        live.stream()
    streams[0].close()
    assert next(live.stream())
    for stream in streams[1:]:
        stream.close()


@pytest.mark.parametrize(("threads", "cap"), [(1, 1), (8, 3), (32, 12), (64, 24), (256, 24)])
def test_streams_take_three_eighths_of_the_threads_and_never_more_than_24(app, threads, cap):
    assert Live(app, threads).cap == cap


def test_the_hall_is_read_again_only_when_its_version_is_another(app):
    live = Live(app, threads=8)
    with app.app_context():
        seen = live.look()
        assert live.look() is seen
