"""Lamin: puts the floors together. `create_app` mounts the rooms that `LAMIN_MODE` names and hands them what is outside."""

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import commands
import desk
import display
import kiosk
import web
import workbench
from config import ROOT, Settings, read_settings
from frame import compression, headers, health, language, limits, live, logs, masthead, once, refusals, regions
from frame.doors import CannotDraw, Doors, SignatureReport
from kiosk import offline
from office import catalogue, clock, codes
from office.db import db
from office.documents.kinds import KINDS
from outside import formulir, mail
from outside.bounded import Overran, run_bounded
from outside.intake import Unreadable, take_in
from outside.printers import BadAddress, check_address
from outside.qr import qr_svg
from outside.seal import public_keys
from outside.storage import Files, NoRoom
from outside.voice import spoken

ROOMS = {
    "web": (web.room,), "desk": (desk.room,), "kiosk": (kiosk.room,), "display": (display.room,),
    "all": (web.room, desk.room, kiosk.room, display.room),
}  # fmt: skip
LARGEST_BODY = 12 * 1024 * 1024


def create_app(given: Settings | None = None) -> Flask:
    """The application for these settings, or for those of the environment.

    Raises:
        BadSetting: a setting can't be used.
        BadDefinition: a service file can't be used.
    """
    chosen = given or read_settings()
    app = Flask(__name__, root_path=str(ROOT))
    app.config.update(_flask_config(chosen))
    codes.use_key(chosen.secret)
    clock.set_ahead(chosen.clock_ahead)
    catalogue.services()
    logs.install()
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    mail.install(app, server=chosen.mail_server, sender=chosen.mail_from, mailbox=chosen.mailbox)
    _frame(app, chosen)
    app.extensions["lamin"] = Doors(
        store=Files(chosen.data / "files"), take_in=take_in, qr_svg=qr_svg,
        read_signature=_read_signature,
        base_url=chosen.base_url, production=chosen.production, settings=chosen,
        unreadable=Unreadable, no_room=NoRoom, overran=Overran, check_printer=check_address, bad_printer=BadAddress,
        seal_keys=partial(public_keys, chosen.data / "keys"), draw_book=_draw_book,
        draw_report=_draw_report,
        spoken=spoken, draw=_draw, draw_sample=_draw_sample, empty_form=formulir.blank, drawn_forms=formulir.drawn,
    )  # fmt: skip
    for room in ROOMS[chosen.mode]:
        app.register_blueprint(room)
    if not chosen.production:
        app.register_blueprint(workbench.room)
    commands.install(app)
    return app


def _flask_config(chosen: Settings) -> dict[str, Any]:
    prefix = "__Host-" if chosen.production else ""
    return {
        # Each mode has its own cookie and key: a public session is worth nothing at the desk.
        "SECRET_KEY": hmac.digest(chosen.secret, f"cookies:{chosen.mode}".encode(), hashlib.sha256),
        "SESSION_COOKIE_NAME": f"{prefix}lamin_{chosen.mode}",
        "SESSION_COOKIE_SECURE": chosen.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SQLALCHEMY_DATABASE_URI": chosen.database,
        # Without the parameters: what a failed statement carried may name a person.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_pre_ping": chosen.database.startswith("postgresql"),
        },
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 300,
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 31536000,
    }


def _frame(app: Flask, chosen: Settings) -> None:
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["asset"] = _asset
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Htmx().init_app(app)
    headers.install(app, base_url=chosen.base_url, production=chosen.production)
    compression.install(app)
    csrf = CSRFProtect(app)
    offline.exempt(csrf)
    language.install(app)
    masthead.install(app)
    limits.install(app)
    once.install(app)
    refusals.install(app)
    health.install(app)
    live.install(app, threads=chosen.threads)
    regions.install(app)

    @app.context_processor
    def _stage() -> dict[str, Any]:
        return {"development": not chosen.production}


def _draw(kind: str, facts: Mapping[str, Any]) -> bytes:
    # Loaded only here, for the same reason.
    from outside import pdf

    known = KINDS[kind]
    return run_bounded(pdf.render, known.template, dict(facts), known.pages, known.orientation)


def _draw_sample(kind: str, facts: Mapping[str, Any]) -> bytes:
    from outside import pdf
    from outside.qr import qr_png

    address = "https://contoh.example/periksa/pratinjau"
    added = {"check_url": address, "qr_png": qr_png(address), "specimen": True, "preview": True, "signature_line": ""}
    try:
        return _draw(kind, {**added, **facts})
    except pdf.RenderFailed as failed:
        raise CannotDraw(isinstance(failed, pdf.Overflows)) from None


def _read_signature(pdf: bytes) -> SignatureReport:
    # Loaded only here: the signing library takes 30 MB, which most page processes never need.
    from outside.signer import read_signature

    return run_bounded(read_signature, pdf)


def _draw_book(book: Mapping[str, Any]) -> bytes:
    from outside import book as drawing

    return run_bounded(drawing.draw, book, seconds=60)


def _draw_report(report: Mapping[str, Any]) -> bytes:
    from outside import report as drawing

    return run_bounded(drawing.draw, report, seconds=60)


@lru_cache(maxsize=256)
def _asset(path: str) -> str:
    """The address of a static file with a hash of its content, so that browsers may keep it for a year."""
    digest = hashlib.sha256((Path(ROOT) / "static" / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?h={digest}"


__all__ = ["create_app"]
