"""A real, migrated database for each test: SQLite always, PostgreSQL too for the tests marked `both_engines`."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright
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
# Werkzeug compiles two functions for each of two hundred addresses, and each test has an application of its own.
compile_builder = Rule._compile_builder
builders: dict[tuple[str, str, bool], Callable[..., tuple[str, str]]] = {}


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    key = (rule.rule, str(rule.defaults), append_unknown)
    return builders.get(key) or builders.setdefault(key, compile_builder(rule, append_unknown))


Rule._compile_builder = _compiled_once  # type: ignore[method-assign]

statements: dict[str, Any] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_engines")
        metafunc.parametrize("engine", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True)


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
