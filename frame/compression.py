"""Stylesheets, scripts and drawings travel packed; pages don't, since a packed page can be made to give away its secrets."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

WORTH_IT = 500
PACKED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def install(app: Flask) -> None:
    """Send static text with gzip to whoever takes it; behind nginx, which does the same, this has nothing to do."""

    @app.after_request
    def _pack(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code != 200 or response.mimetype not in PACKED:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") and (response.content_length or 0) >= WORTH_IT:
            response.direct_passthrough = False
            response.set_data(_packed(response.get_data()))
            response.content_encoding = "gzip"
            # The same file in another form: only a weak tag may stand for both.
            response.set_etag(response.get_etag()[0] or "", weak=True)
        return response


@lru_cache(maxsize=64)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
