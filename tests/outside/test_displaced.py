"""What is sent when the counter closes on the day of an appointment."""

from datetime import date

import pytest

from commands.workers import build
from office import appointments, closures, codes
from office.db import transaction
from office.events import SYSTEM
from tests.factories import NOON
from tests.outside.test_worker import mails, texts


@pytest.mark.parametrize(("language", "said"), [("id", "Wabah Covid-19"), ("en", "/janji/")])
def test_a_displaced_appointment_is_told_by_mail_and_phone_with_its_link(app, language, said):
    with transaction():
        found = appointments.book("B", date(2020, 6, 9), "09.00", phone="+6281200000189", email="a@example.test",
                                  language=language, token=codes.new_token(), at=NOON)  # fmt: skip
    with transaction():
        closures.close(date(2020, 6, 8), None, "Wabah Covid-19", counter_only=True, by=SYSTEM, at=NOON)
    build(app).drain(at=NOON)
    letter = mails(app)[-1].get_body(("plain",)).get_content()
    assert said in letter and f"/janji/{found.token}" in letter
    assert [f"/janji/{found.token}" in text["text"] for text in texts(app)] == [True]


def test_who_chose_another_day_meanwhile_is_told_nothing(app):
    with transaction():
        found = appointments.book("B", date(2020, 6, 9), "09.00", phone="+6281200000189", token=codes.new_token(), at=NOON)
        closures.close(date(2020, 6, 9), date(2020, 6, 9), "Rapat", counter_only=True, by=SYSTEM, at=NOON)
        appointments.change(found, date(2020, 6, 10), "09.00", at=NOON)
    build(app).drain(at=NOON)
    assert texts(app) == []
