"""How often one address may try: the brakes on guessing and on floods."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# Counted in each process: the guards that must hold (PIN, reference, sign-in) are counted in the database besides.
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=False)

GUESSING = "30 per 10 minutes"
STARTING = "60 per hour"
UPLOADING = "240 per hour"


def install(app: Flask) -> None:
    """Put the brakes on."""
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)


def posts_only() -> bool:
    """For limits that count what is sent, not what is read."""
    return request.method != "POST"
