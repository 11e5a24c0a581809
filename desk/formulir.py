"""The official forms of a file, filled in: for the archive, or to be signed at the counter."""

from flask import Response

from desk import room
from desk.finding import find_file
from desk.roles import FILES
from frame.access import officer, open_to
from frame.doors import doors
from frame.pages import download
from office import clock, forms
from office.applications import review
from office.db import transaction


@room.get("/berkas/<reference>/formulir.pdf")
@open_to(*FILES)
def file_forms(reference: str) -> Response:
    """Show the forms of a file; that they were seen is noted first.

    Aborts: 404 NotFound also for a service without a form, 503 NotDrawn.
    """
    application, at = find_file(reference), clock.now()
    codes, boxes = forms.of_application(application, at=at)
    with transaction():
        review.look(application, officer(), at=at, what="forms")
    return download(doors().drawn_forms(codes, boxes), "application/pdf", f"formulir-{reference}.pdf", inline=True)
