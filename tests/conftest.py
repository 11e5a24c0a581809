"""A real, migrated database for each test: SQLite always, PostgreSQL too for the tests marked `both_engines`."""

import gc
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine
from werkzeug.routing import Rule

from app import create_app
from config import Settings, read_settings
from office.db import db
from office.documents import access
from office.staff import passwords
from tests import browsers, engines

# The same hash with less work: what it costs is a figure of production, and a suite of a thousand sign-ins would crawl.
passwords.hasher = access.hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
# Werkzeug takes each of three hundred addresses apart anew, and each test has an application of its own.
FOUND = ("arguments", "_parts", "_trace", "_converters", "_build", "_build_unknown")
take_apart = Rule.compile
apart: dict[tuple[object, ...], dict[str, Any]] = {}


def _taken_apart_once(rule: Rule) -> None:
    key = (rule.rule, str(rule.defaults), rule.subdomain, rule.merge_slashes)
    if key not in apart:
        take_apart(rule)
        apart[key] = {name: getattr(rule, name) for name in FOUND}
    vars(rule).update(apart[key])


Rule.compile = _taken_apart_once  # type: ignore[method-assign]
expect.set_options(timeout=browsers.PATIENCE)
# No example fails for having waited its turn, and the same commit is judged by the same examples each time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")

statements: dict[str, Any] = {}
# What a test of each kind takes, in tenths of a second: the files that take longest begin first.
COSTS = {"house": 200, "hall": 100, "window": 100, "running": 60, "browser": 30, "mother": 15, "app": 2}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first: a long one that begins last keeps one worker busy while the others are idle."""
    lasts: dict[Path, int] = defaultdict(int)
    for item in items:
        used = getattr(item, "fixturenames", ())
        lasts[item.path] += max((cost for name, cost in COSTS.items() if name in used), default=1)
    items.sort(key=lambda item: (-lasts[item.path], item.path))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_engines")
        metafunc.parametrize("engine", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True)


def pytest_collection_finish() -> None:
    """What was loaded stays to the end: looking through it for garbage again and again costs a sixth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose SQLite database was migrated once and is copied for each test."""
    data = tmp_path_factory.mktemp("template")
    _migrate(create_app(settings_for(data)))
    return data


@pytest.fixture(scope="session")
def postgresql_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = engines.postgresql()
    name = f"template_{tmp_path_factory.getbasetemp().name.replace('-', '_')}"
    server.create(name)
    data = tmp_path_factory.mktemp("postgresql")
    app = create_app(settings_for(data, LAMIN_DATABASE=server.url(name)))
    _migrate(app)
    with app.app_context():
        db.engine.dispose()
    yield name
    server.drop(name)


@pytest.fixture
def settings(engine: str, tmp_path: Path, migrated: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    data = tmp_path / "data"
    data.mkdir()
    if engine == "sqlite":
        shutil.copy(migrated / "lamin.sqlite", data)
        yield settings_for(data)
        return
    server, template = engines.postgresql(), request.getfixturevalue("postgresql_template")
    name = f"{template}_{tmp_path.name}".replace("-", "_")[:60].lower()
    server.create(name, template=template)
    yield settings_for(data, LAMIN_DATABASE=server.url(name))
    server.drop(name)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all the applications of this run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def app(settings: Settings, compiled: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application on an empty, migrated database, with the nineteen regions of Bontang; inside its context."""
    app = create_app(settings)
    app.config["RATELIMIT_ENABLED"] = False
    app.jinja_env.bytecode_cache = compiled
    with app.app_context():
        _share_statements(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file: a living one keeps an event loop, and the signer needs its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.ARGUMENTS)
        yield chromium
        chromium.close()


def settings_for(data: Path, **given: str) -> Settings:
    facts = {"LAMIN_DATA": str(data), "LAMIN_SECRET": "a secret only for tests, 32 long", "LAMIN_DEMO": "no"}
    return read_settings(facts | given)


def _share_statements(engine: Engine) -> None:
    """Let the engines of one kind know what each of them compiled: their dialects are alike, so they count as equal."""
    kind = type(engine.dialect)
    kind.__eq__, kind.__hash__ = (lambda one, other: type(one) is type(other)), (lambda one: hash(type(one)))
    engine._compiled_cache = statements.setdefault(engine.name, engine._compiled_cache)


def _migrate(app: Flask) -> None:
    from flask_migrate import upgrade

    from tests.factories import bontang

    with app.app_context():
        upgrade()
        bontang()
        db.session.remove()
        db.engine.dispose()
