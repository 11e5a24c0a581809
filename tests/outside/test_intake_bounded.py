"""Work in a child process: what goes wrong there must not reach the server."""

import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import flask  # noqa: F401 - the parent has it, so that a child could have it by mistake
import pytest

from outside import bounded
from outside.bounded import Overran, run_bounded


def in_the_child(expression: str) -> object:
    return run_bounded(eval, expression)


def test_the_result_comes_back():
    assert run_bounded(math.hypot, 3, 4) == 5


def test_what_the_function_raises_is_raised_here():
    with pytest.raises(ValueError, match="invalid literal"):
        run_bounded(int, "x")


def test_work_that_takes_too_long_is_killed():
    start = time.monotonic()
    with pytest.raises(Overran):
        run_bounded(time.sleep, 60, seconds=0.3)
    assert time.monotonic() - start < 50


def test_work_that_takes_too_much_memory_is_refused():
    with pytest.raises(Overran):
        run_bounded(bytes, 4 << 30)
    assert run_bounded(len, b"abc") == 3


@pytest.mark.parametrize("end", ["__import__('os')._exit(0)", "__import__('os').abort()"])
def test_a_child_that_dies_is_told_and_replaced(end):
    with pytest.raises(Overran):
        in_the_child(end)
    assert run_bounded(len, b"abc") == 3


def test_a_child_killed_in_the_middle_of_its_work_leaves_the_parent_working():
    bounded.close()
    pid = run_bounded(os.getpid)
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(Overran):
        run_bounded(time.sleep, 60)
    assert run_bounded(os.getpid) != pid


def test_a_child_killed_at_rest_is_not_noticed():
    pid = run_bounded(os.getpid)
    os.kill(pid, signal.SIGKILL)
    assert _gone(pid)
    assert run_bounded(os.getpid) != pid


def test_a_child_that_is_stopped_is_killed_like_a_slow_one():
    pid = run_bounded(os.getpid)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(Overran):
        run_bounded(bytes, bytes(5_000_000), seconds=0.5)


def test_many_threads_share_two_children():
    with ThreadPoolExecutor(12) as threads:
        assert list(threads.map(run_bounded, [math.sqrt] * 60, range(60))) == [math.sqrt(n) for n in range(60)]
        bounded.close()
        pids = set(threads.map(run_bounded, [os.getpid] * 40))
    assert len(pids) <= bounded.MAX_CHILDREN


def test_a_child_never_loads_the_app_and_never_sees_its_secrets(monkeypatch):
    bounded.close()
    monkeypatch.setenv("LAMIN_SECRET", "contoh")
    modules = in_the_child("sorted(__import__('sys').modules)")
    assert not {"flask", "app", "sqlalchemy", "pytest"} & {name.partition(".")[0] for name in modules}
    assert in_the_child("[name for name in __import__('os').environ if name.startswith('LAMIN')]") == []


def test_a_child_is_replaced_before_leaks_add_up(monkeypatch):
    monkeypatch.setattr(bounded, "MAX_JOBS", 3)
    bounded.close()
    assert len({run_bounded(os.getpid) for _ in range(7)}) == 3


def test_a_child_that_has_nothing_to_do_leaves(monkeypatch):
    impatient = bounded._START.replace("; serve(", "; import outside.bounded as b; b.IDLE_SECONDS = 0.3; serve(")
    monkeypatch.setattr(bounded, "_START", impatient)
    bounded.close()
    pid = run_bounded(os.getpid)
    assert _gone(pid)
    bounded.close()


def test_no_child_outlives_its_parent():
    script = "import os, outside.bounded as b; print(b.run_bounded(os.getpid), flush=True); os._exit(9)"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=bounded._ROOT)
    assert _gone(int(out.stdout))


def test_a_forked_process_gets_children_of_its_own():
    pid = run_bounded(os.getpid)
    reader, writer = os.pipe()
    forked = os.fork()
    if forked == 0:
        os.write(writer, pickle.dumps(run_bounded(os.getpid)))
        bounded.close()
        os._exit(0)
    os.waitpid(forked, 0)
    assert pickle.loads(os.read(reader, 1000)) != pid
    assert run_bounded(os.getpid) == pid


def _gone(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while (alive := _alive(pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
