"""Headers on every answer, and the check that a form came from our own pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; object-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Labels of up to 63 signs, none empty; or an address in brackets; then perhaps a port.
HOST = re.compile(r"([A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63}){0,20}\.?|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask, *, base_url: str, production: bool) -> None:
    """Set the headers of every answer, and refuse foreign origins and unknown hosts."""
    own = urlsplit(base_url).netloc
    app.wsgi_app = _only_hosts(app.wsgi_app)  # type: ignore[method-assign, assignment]

    @app.before_request
    def _know_the_caller() -> None:
        if production and request.host != own and request.path not in ("/healthz", "/readyz"):
            raise BadRequest("unknown host")
        origin = request.headers.get("Origin")
        if request.method not in SAFE and origin not in (None, f"{request.scheme}://{request.host}", base_url):
            raise BadRequest("foreign origin")

    @app.after_request
    def _set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        # With "no-referrer" browsers send `Origin: null` with our own forms, and they would be refused above.
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(), microphone=()")
        if request.endpoint != "static":
            # Back from a shared phone's other user must not show what was typed.
            headers.setdefault("Cache-Control", "no-store")
        if production:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response


def _only_hosts(inner: WSGIApplication) -> WSGIApplication:
    """Refuse a Host that is no host name before Flask builds addresses from it, and fails."""

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if HOST.fullmatch(environ.get("HTTP_HOST", "localhost")):
            return inner(environ, start_response)
        return Response("400\n", 400, mimetype="text/plain")(environ, start_response)

    return outer
