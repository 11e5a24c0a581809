"""Two real page processes: what another process changes is heard on every stream, and streams leave room for pages."""

import pytest

from office.db import db
from tests.display.running import Hall, Stream, soon
from tests.hall import a_counter


@pytest.mark.both_engines
def test_a_call_of_another_process_is_heard_on_the_streams_of_two_processes(app, settings, tmp_path):
    hall = Hall(app, settings, tmp_path / "log", processes=2)
    try:
        hall.take()
        desk = a_counter(2, at=hall.now())
        streams = [Stream(hall) for _ in range(4)]
        told = [stream.versions() for stream in streams]
        before = {next(versions) for versions in told}
        hall.call(desk)
        db.session.remove()
        after = [next(versions) for versions in told]
        assert not before & set(after)
        for stream in streams:
            stream.close()
    finally:
        hall.pages.kill()


def test_beyond_the_cap_a_stream_is_refused_pages_go_on_and_screens_that_leave_make_room(app, settings, tmp_path):
    hall = Hall(app, settings, tmp_path / "log", processes=2, threads=8)
    try:
        streams = [Stream(hall) for _ in range(20)]
        taken = [stream for stream in streams if stream.status == 200]
        assert 3 <= len(taken) <= 6 and {stream.status for stream in streams} == {200, 503}
        for stream in streams:
            stream.close()
        again: list[Stream] = []
        assert soon(lambda: _open(hall, again) >= len(taken))
        for stream in again:
            stream.close()
    finally:
        hall.pages.kill()


def _open(hall: Hall, among: list[Stream]) -> int:
    """Try one more stream; how many are open."""
    stream = Stream(hall)
    if stream.status == 200:
        among.append(stream)
    else:
        stream.close()
    return len(among)
