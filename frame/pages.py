"""One way to answer: a whole page, or for htmx only the fragment in its middle."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page: neither a boosted link nor a history restore, which need it whole."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, fragment: str = "", *, status: int = 200, **context: Any) -> Response:
    """Answer with `template`, or with `fragment` alone when htmx asks for a part.

    The fragment is the file that the page includes, so the two can't drift; `Vary` keeps Back from showing half a page.
    """
    name = fragment if fragment and wants_fragment() else template
    response = make_response(render_template(name, **context), status)
    response.vary.add("HX-Request")
    return response


def download(data: bytes, media_type: str, name: str, *, inline: bool = False) -> Response:
    """Answer with a file that a browser must not run: own name, no sniffing, a sandbox of its own."""
    kind = "inline" if inline else "attachment"
    headers: Mapping[str, str] = {
        "Content-Type": media_type,
        "Content-Disposition": f'{kind}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    response = Response(data, headers=dict(headers))
    # A PDF shown beside the form is framed by our own page; nothing else may be.
    frames = "'self'" if inline else "'none'"
    sandbox = "" if media_type == "application/pdf" and inline else "sandbox; "
    response.headers["Content-Security-Policy"] = f"{sandbox}default-src 'none'; frame-ancestors {frames}"
    return response
