"""What the fault tests share. The long runs are for `make faults`; `make test` leaves them out."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from commands.workers import build
from outside import mail
from outside.signer import make_key
from outside.worker import Worker
from tests.faults.forks import Mother
from tests.faults.postbox import Postbox

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    for item in filter(is_seldom, ours):
        item.add_marker(pytest.mark.slow)
    if config.option.markexpr:
        return
    long = [item for item in ours if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


def is_seldom(item: pytest.Item) -> bool:
    """A death that PostgreSQL sees in the long runs only."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    return given.get("engine") == "postgresql" and not getattr(given.get("death"), "always", True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    lines = [str(value) for report in reports for name, value in report.user_properties if name == "fault"]
    if lines:
        terminalreporter.section("faults survived")
        for line in sorted(lines):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def mother_process() -> Iterator[Mother]:
    mother = Mother()
    yield mother
    mother.stop()


@pytest.fixture
def mother(mother_process: Mother) -> Iterator[Mother]:
    yield mother_process
    mother_process.tidy()


@pytest.fixture
def postbox(app: Flask) -> Iterator[Postbox]:
    """A real SMTP server, to which the app and the workers of this test send."""
    box = Postbox()
    address = app.config["POSTBOX"] = f"smtp://127.0.0.1:{box.port}"
    mail.install(app, server=address, sender="lamin@example.go.id", mailbox=app.extensions["lamin"].settings.mailbox)
    yield box
    box.close()


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signing key, made once."""
    folder = tmp_path_factory.mktemp("keys")
    make_key(folder)
    return folder


@pytest.fixture
def worker(app: Flask, keys: Path) -> Worker:
    shutil.copytree(keys, app.extensions["lamin"].settings.data / "keys")
    return build(app)
