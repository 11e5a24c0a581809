"""The PostgreSQL that the tests start: real, shared by a run, gone with it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from tests import engines

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server():
    return engines.postgresql()


def test_the_server_is_the_same_at_every_call(server):
    assert engines.postgresql() is server


def test_a_database_is_a_copy_of_its_template(server):
    server.create("first_copy")
    with psycopg.connect(server.url("first_copy"), autocommit=True) as connection:
        connection.execute("CREATE TABLE village (name text)")
        connection.execute("INSERT INTO village VALUES ('Api-api')")
    server.create("second_copy", template="first_copy")
    with psycopg.connect(server.url("second_copy")) as connection:
        assert connection.execute("SELECT name FROM village").fetchall() == [("Api-api",)]
    server.drop("second_copy")
    server.drop("first_copy")


def test_a_dropped_database_is_gone_though_somebody_is_connected(server):
    server.create("dropped")
    with psycopg.connect(server.url("dropped"), autocommit=True):
        server.drop("dropped")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(server.url("dropped"))


@pytest.mark.parametrize("ending", ["pass", "os.kill(os.getpid(), 9)"], ids=["exit", "kill"])
def test_the_server_ends_with_the_process_that_started_it(ending):
    start = "import os; from tests import engines; server = engines.postgresql()"
    code = f"{start}; print(server._process.pid, server.folder, flush=True); {ending}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    pid, folder = done.stdout.split()
    until = time.monotonic() + 60
    while alive(int(pid)) and time.monotonic() < until:
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)
    assert not alive(int(pid))


def test_the_wheels_server_starts_from_a_folder_that_is_shut_to_others(tmp_path):
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    (shut / "way").symlink_to(next(engines.from_wheel()))
    server = engines.Postgresql(shut / "way")
    try:
        server.create("here")
    finally:
        server.stop()
    assert not server.folder.exists()


def test_what_a_killed_run_left_behind_is_removed_and_a_starting_server_is_not():
    old, young = (Path(tempfile.mkdtemp(prefix="lamin-pg-", dir="/tmp")) for _ in range(2))
    os.utime(old, (1, 1))
    engines._sweep()
    assert not old.exists() and young.exists()
    young.rmdir()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
