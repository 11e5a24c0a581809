"""One-time keys for forms: `once()` in a template makes one, and the office spends it."""

import secrets

from flask import Flask


def new_once() -> str:
    """A fresh key of 144 random bits for one form."""
    return secrets.token_urlsafe(18)


def install(app: Flask) -> None:
    """Give every template `once()`."""
    app.jinja_env.globals["once"] = new_once
