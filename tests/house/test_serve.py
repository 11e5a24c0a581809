"""Starting and stopping: what `make run` runs, as real processes on a real port."""

import contextlib
import os
import pty
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import Settings
from serve import address, words
from tests.conftest import settings_for
from tests.faults.ports import free_port
from tests.house.tree import ROOT

# Seconds, on a machine that does much else: a start loads Python three times.
PATIENCE = 90.0
SERVE = [sys.executable, "-m", "serve"]


def surroundings(data: Path, **given: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LAMIN_")}
    return plain | {"LAMIN_DATA": str(data), "LAMIN_DEMO": "no"} | given


def asked(data: Path, *part: str, **given: str) -> subprocess.CompletedProcess[str]:
    env = surroundings(data, **given)
    return subprocess.run(
        [*SERVE, *part], cwd=ROOT, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PATIENCE
    )


def test_a_bad_setting_stops_the_start_with_one_line_that_names_it(tmp_path):
    done = asked(tmp_path, LAMIN_PORT="eight thousand")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "LAMIN_PORT" in done.stderr


def test_an_unknown_setting_stops_the_start_with_one_line_that_names_it(tmp_path):
    done = asked(tmp_path, LAMIN_PROT="8000")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "LAMIN_PROT" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    done = asked(tmp_path / "file" / "data")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "LAMIN_DATA" in done.stderr


def test_a_database_that_does_not_answer_is_told_in_one_line_without_its_password(tmp_path):
    url = f"postgresql://lamin:geheim123@127.0.0.1:{free_port()}/lamin"
    done = asked(tmp_path, "prepare", LAMIN_DATABASE=url)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "LAMIN_DATABASE" in done.stderr and "geheim123" not in done.stderr


def test_a_part_that_is_none_is_refused_with_those_there_are(tmp_path):
    done = asked(tmp_path, "everything")
    assert done.returncode == 2 and "prepare|pages|worker" in done.stderr


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, LAMIN_PORT=str(free_port()))


def test_a_taken_port_is_told_by_the_name_of_its_setting(here, monkeypatch):
    monkeypatch.setattr(address, "PORT_SECONDS", 0.0)
    address.check_port(here)
    with (
        socket.create_server((here.host, here.port)),
        pytest.raises(address.CannotStart, match=f"LAMIN_PORT={here.port} is taken"),
    ):
        address.check_port(here)


def test_a_port_that_comes_free_in_a_moment_is_waited_for(here):
    with socket.create_server((here.host, here.port)) as other:
        subprocess.Popen(["sleep", "0"]).wait()
        other.close()
        address.check_port(here)


def test_an_address_of_another_machine_is_told_by_the_name_of_its_setting(tmp_path):
    with pytest.raises(address.CannotStart, match=r"LAMIN_HOST=192\.0\.2\.1"):
        address.check_port(settings_for(tmp_path, LAMIN_HOST="192.0.2.1"))


def test_on_a_terminal_the_demo_people_are_offered_once_and_may_be_declined(prepared, tmp_path):
    data = shutil.copytree(prepared, tmp_path / "data")
    ours, theirs = pty.openpty()
    os.write(ours, b"n\nn\n")
    for _ in range(2):
        env = surroundings(data, LAMIN_DEMO="yes")
        done = subprocess.run(
            [*SERVE, "prepare"], cwd=ROOT, env=env, stdin=theirs, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
    os.close(ours)
    os.close(theirs)
    assert "First run" not in done.stdout
    with contextlib.closing(sqlite3.connect(data / "lamin.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM officer").fetchone() == (0,)


def test_secrets_and_database_are_readable_by_their_owner_alone(prepared):
    kept = [prepared / "secret", prepared / "lamin.sqlite", *(prepared / "keys").iterdir()]
    assert len(kept) >= 4
    assert {oct(stat.S_IMODE(path.stat().st_mode)) for path in kept} == {"0o600"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("serve") / "data"
    done = asked(data, "prepare")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def running(prepared: Path) -> Iterator["Running"]:
    server = Running(prepared)
    yield server
    server.process.kill()
    server.process.communicate()


class Running:
    """Lamin as `make run` starts it."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        env = surroundings(data, LAMIN_PORT=str(self.port))
        self.process = subprocess.Popen(
            SERVE, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        within(lambda: answers(self.port))

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in found.split()]


@pytest.mark.parametrize("path", sorted({*words.ROOMS["all"].values(), *words.WORKBENCH.values()}))
def test_every_address_that_is_printed_leads_to_a_page(app, path):
    assert app.test_client().get(path).status_code in (200, 303)


def test_it_starts_again_what_dies_and_stops_when_it_is_told(running):
    within(lambda: len(running.children()) == 3)
    first = set(running.children())
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    within(lambda: len(running.children()) == 3 and not first & set(running.children()) and answers(running.port))
    running.process.send_signal(signal.SIGTERM)
    said, _ = running.process.communicate(timeout=PATIENCE)
    assert running.process.returncode == 0
    assert f"http://127.0.0.1:{running.port}/petugas/" in said and said.count("died; starting it again") == 3
    assert not answers(running.port)


def test_when_it_is_killed_its_children_go_too_and_the_port_is_free_again(running):
    within(lambda: len(running.children()) == 3)
    children = running.children()
    running.process.kill()
    within(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children) and not answers(running.port))


def test_a_part_that_dies_at_once_is_given_up_with_a_status_that_says_so():
    code = (
        "import sys, app; from config import read_settings; from serve import keeping as k; k.PAUSE_SECONDS = 0.01\n"
        f"settings = read_settings({{'LAMIN_PORT': '{free_port()}', 'LAMIN_SECRET': 'x' * 32}})\n"
        "sys.exit(k.Keeper(settings, [k.Child('worker', lambda settings: 3, settings)], print).run())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert "worker died 5 times within a minute; giving up" in done.stderr


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=3) as line:
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return line.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def within(condition) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)
