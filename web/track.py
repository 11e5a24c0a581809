"""Finding one's application again, by its reference and a proof."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame.language import say
from frame.limits import GUESSING, limiter
from frame.pages import page
from office import clock
from office.applications import tracking
from office.db import transaction
from web import room


@room.get("/lacak")
def track() -> Response:
    """Ask for the reference and its proof."""
    return page("web/track.html", reference="", error="")


@room.post("/lacak")
@limiter.limit(GUESSING)
def find() -> Answer:
    """Lead to the status page when reference and proof fit together.

    Aborts: 422 with the same sentence whether the reference or the proof is wrong, 429.
    """
    reference, proof = request.form.get("nomor", ""), request.form.get("kode", "")
    with transaction():
        token = tracking.find(reference, proof, at=clock.now())
    if token is None:
        refusal = tracking.NotMatched
        sentence = f"{say(refusal.message)} {say(refusal.next_step)}"
        return page("web/track.html", status=refusal.status, reference=reference[:20], error=sentence)
    return redirect(url_for("web.status_page", token=token), 303)
