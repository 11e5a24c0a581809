"""The component page on a bare application: no database, no office, only templates and static files, strict policy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep
from types import SimpleNamespace

import pytest
from flask import Flask, Response, render_template_string, request
from jinja2 import StrictUndefined
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

import display
import kiosk
import workbench
from outside.qr import qr_svg

ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SLOT = '<section id="surat-kk" class="slot good">sudah</section>'
SUMMARY = '<div id="hasil"><div class="summary" tabindex="-1"><h2>Ada 1 isian yang salah</h2></div></div>'
TRIED = """
{% extends "base/web.html" %}
{% from "ui/paper.html" import slot %}
{% from "ui/button.html" import post %}
{% block title %}Uji{% endblock %}
{% block main %}<h1>Uji</h1><div id="hasil"></div>
{% set paper = {"code": "kk", "label": "Kartu Keluarga", "state": "todo", "upload_url": "/terima/surat", "once": "1"} %}
{% if kind == "surat" %}{{ slot(paper) }}
{% elif kind == "lambat" %}<form method="post" action="/terima/lambat"><button>Kirim</button></form>
{% else %}{{ post("/terima/" ~ kind, "Kirim", "1", target="#hasil") }}{% endif %}{% endblock %}
"""


def asset(path: str) -> str:
    """Give the address of a static file, its content hash in the query, as the application does."""
    return f"/static/{path}?h={hashlib.sha256((ROOT / 'static' / path).read_bytes()).hexdigest()[:10]}"


def bare_app() -> Flask:
    """Build an application that has what the macros ask for, and nothing else."""
    app = Flask("lamin_look", root_path=str(ROOT))
    app.config["RECEIVED"] = []
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    app.jinja_env.globals.update(asset=asset, csrf_token=lambda: "csrf", once=lambda: "once", english_offered=lambda: True)
    app.extensions["lamin"] = SimpleNamespace(qr_svg=qr_svg)
    # The rooms for their addresses alone: nothing of theirs is asked here.
    for rooms in (kiosk, display, workbench):
        app.register_blueprint(rooms.room)

    @app.context_processor
    def office() -> dict[str, str]:
        return (
            {"lang": "id", "office_name": "Disdukcapil Kota Bontang"} if request.path.startswith("/komponen/") else {}
        )

    @app.get("/uji")
    def tried() -> str:
        return render_template_string(TRIED, kind=request.args["apa"])

    @app.post("/terima/<what>")
    def receive(what: str) -> tuple[str, int]:
        app.config["RECEIVED"].append((what, {name: one.read() for name, one in request.files.items()}))
        if what == "lambat":
            sleep(0.5)
        return SLOT if what == "surat" else SUMMARY if what == "salah" else what, {"salah": 422, "rusak": 500}.get(
            what, 200
        )

    @app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return app


@pytest.fixture(scope="session")
def look_app() -> Flask:
    return bare_app()


@pytest.fixture(scope="session")
def look_url(look_app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, look_app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def look_page(browser: Browser, look_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=look_url, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield context.new_page()
    context.close()
