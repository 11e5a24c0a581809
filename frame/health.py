"""Whether the process lives, and whether it can serve."""

import sqlalchemy as sa
from flask import Flask, Response
from sqlalchemy.exc import SQLAlchemyError

from office.db import db


def install(app: Flask) -> None:
    """Add /healthz (the process answers) and /readyz (the database answers too)."""
    app.add_url_rule("/healthz", "healthz", lambda: _plain("ok"))
    app.add_url_rule("/readyz", "readyz", _ready)


def _ready() -> Response:
    try:
        db.session.execute(sa.text("SELECT seq FROM event_head"))
    except SQLAlchemyError:
        return _plain("the database does not answer, or is not migrated", 503)
    return _plain("ready")


def _plain(text: str, status: int = 200) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")
