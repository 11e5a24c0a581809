"""The office's short name at the head of every page."""

from sqlalchemy.exc import OperationalError

from frame import masthead
from office import clock, settings
from office.db import transaction
from office.events import WORKER


def test_a_page_bears_the_name_that_the_office_gave_itself_and_keeps_it_while_the_database_is_away(app, monkeypatch):
    with transaction():
        settings.put("office_short", "Capil Kota Contoh", by=WORKER, at=clock.now())
    assert "Capil Kota Contoh" in app.test_client().get("/cara").text

    def away(*_: object) -> str:
        raise OperationalError("SELECT", {}, Exception())

    monkeypatch.setattr(masthead, "SECONDS", 0.0)
    monkeypatch.setattr(settings, "get", away)
    assert "Capil Kota Contoh" in app.test_client().get("/tidak-ada").text

