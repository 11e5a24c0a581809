"""Codes, settings, one-time keys, promises."""

from datetime import UTC, datetime, timedelta

import pytest

from office import codes, events, once, opening, settings
from office.db import transaction
from tests.factories import NOON

pytestmark = pytest.mark.both_engines


def test_a_reference_has_no_two_letters_that_look_alike():
    assert not set("0O1ILUV") & set(codes.ALPHABET)
    assert len({codes.new_reference() for _ in range(200)}) == 200


def test_derived_codes_are_the_same_each_time_and_differ_by_purpose(app):
    assert codes.pin("t", 1) == codes.pin("t", 1) != codes.pin("t", 2)
    assert codes.tidy(" 7k3m-qx9d ") == "7K3MQX9D"


def test_a_setting_takes_effect_from_its_day_and_keeps_its_past(app):
    later = NOON + timedelta(days=2)
    with transaction():
        settings.put("puskesmas", "Bontang Utara", by=events.SYSTEM, at=NOON, valid_from=later)
    assert settings.get("puskesmas", NOON) == ""
    assert settings.get("puskesmas", later) == "Bontang Utara"
    with pytest.raises(settings.UnknownSetting), transaction():
        settings.put("pdf_delivery", "merpati", by=events.SYSTEM, at=NOON)


def test_the_offices_day_turns_over_at_local_midnight(app):
    assert opening.local_day(datetime(2020, 6, 3, 15, 59, tzinfo=UTC)).isoformat() == "2020-06-03"
    assert opening.local_day(datetime(2020, 6, 3, 16, 0, tzinfo=UTC)).isoformat() == "2020-06-04"


def test_a_key_is_spent_once_and_then_shows_the_first_outcome(app):
    key = "k" * 24
    with transaction():
        once.spend(key, place="/first", at=NOON)
    with pytest.raises(once.Repeated) as again, transaction():
        once.spend(key, place="/second", at=NOON)
    assert again.value.place == "/first"
    with pytest.raises(once.FormTooOld), transaction():
        once.spend("", place="/x", at=NOON)
