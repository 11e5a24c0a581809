"""The public check without a connection: the public keys, the page that a browser keeps, and what keeps it."""

import json
from urllib.parse import urlsplit

from flask import Response, current_app
from flask_babel import gettext as _

from frame.doors import doors
from frame.language import language
from frame.pages import page
from office.documents import payload
from office.documents.kinds import KINDS
from web import room


@room.get("/periksa/luring")
def check_offline() -> Response:
    """The page that a browser keeps: it checks the signature in a QR's link by itself and sends nothing."""
    return page("web/check_offline.html")


@room.get("/periksa/kunci")
def check_keys() -> Response:
    """The public keys, as JWK, of what the office writes into its QRs; anybody may build a checker of their own with them."""
    response = Response(json.dumps({"keys": doors().seal_keys()}), mimetype="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@room.get("/periksa/pekerja.js")
def check_worker() -> Response:
    """The script that answers with the kept page when there is no connection."""
    response = current_app.send_static_file("check-worker.js")
    response.headers["Cache-Control"] = "no-cache"
    # It lies one step below the page that it stands in for.
    response.headers["Service-Worker-Allowed"] = "/periksa"
    return response


def facts() -> str:
    """What static/check.js decides by, as JSON."""
    said = language()
    return json.dumps({
        "keys": doors().seal_keys(), "host": urlsplit(doors().base_url).netloc, "version": payload.VERSION,
        "kinds": [KINDS[code].name.in_language(said) for code in payload.PLACES], "name_bytes": payload.NAME_BYTES,
        "none": _("tanpa nomor"),
    })  # fmt: skip


@room.context_processor
def _offline_check() -> dict[str, object]:
    return {"offline_check_facts": facts}
