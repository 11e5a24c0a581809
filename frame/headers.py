"""Headers on every answer, and the check that a form came from our own pages."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; object-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask, *, base_url: str, production: bool) -> None:
    """Set the headers of every answer, and refuse foreign origins and unknown hosts."""
    own = urlsplit(base_url).netloc

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
