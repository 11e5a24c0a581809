"""The search behind a village's box, for every room whose forms ask for one."""

import re

from flask import Flask, Response, request

from frame.fields import villages_found
from frame.limits import limiter
from frame.pages import page

FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")


def install(app: Flask) -> None:
    """Answer `/wilayah` with the villages that a box has found so far."""

    @app.get("/wilayah", endpoint="regions")
    @limiter.limit("600 per 10 minutes")
    def regions() -> Response:
        """Show the villages that match what was typed, to choose one of."""
        name = request.args.get("medan", "")
        name = name if FIELD.fullmatch(name) else "kelurahan"
        sought = request.args.get(f"{name}_cari", "")[:60]
        return page("region/_found.html", name=name, found=villages_found(sought), sought=sought)
