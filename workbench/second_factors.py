"""The codes of the invented officers, who have no phone: read here by whoever tries the program."""

import sqlalchemy as sa
from flask import Response

from frame.pages import page
from office import clock
from office.db import db
from office.staff import Officer, second_factor
from workbench import room


@room.get("/kode-contoh")
def sample_codes() -> Response:
    """Show the code that each invented officer would read off a phone now; officers of flesh and blood are never shown."""
    at = clock.now()
    invented = sa.select(Officer).where(Officer.demo, Officer.active, Officer.authenticator.is_not(None))
    people = [(one.login, one.name, second_factor.next_code(one, at=at)) for one in db.session.scalars(invented)]
    left = second_factor.STEP_SECONDS - int(at.timestamp()) % second_factor.STEP_SECONDS
    return page("workbench/sample_codes.html", people=people, left=left)
