"""The application with an empty office, and a phone to look at it with."""

from collections.abc import Iterator
from functools import cache
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.outside import papers
from tests.web.phone import Phone


@pytest.fixture
def phone(app: Flask) -> Phone:
    return Phone(app)


@cache
def good_photo() -> bytes:
    """A photo of a letter, as a phone takes it: with the place where it was taken."""
    return papers.tagged(papers.photo(papers.letter(), (1200, 1600)))


@cache
def blurred_photo() -> bytes:
    return papers.jpeg(papers.photo(papers.letter(), (1200, 1600), blur=9))


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a port of its own, for a real browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def screen(browser: Browser, address: str) -> Iterator[Page]:
    """A browser's page, as large as a small phone."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
