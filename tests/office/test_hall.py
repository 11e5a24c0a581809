"""Devices, the health protocol, appointments, check-in and self-print, as rules of the office."""

from datetime import date, timedelta
from typing import Any

import pytest

from office import appointments, codes, devices, health, opening, self_print, settings
from office.appointments import Appointment
from office.db import db, transaction
from office.devices import Device, Kind
from office.events import SYSTEM
from office.health import Judged
from office.queue import checking_in, groups, tickets
from office.queue.tickets import Ticket, Wish
from tests.factories import NOON, an_application
from tests.hall import a_ticket

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WELL = {"mask": "ya", "hands": "ya", "symptoms": "tidak", "contact": "tidak"}
PHONE = "+6281200000189"


def a_device(kind: Kind = Kind.KIOSK) -> Device:
    with transaction():
        return devices.add(kind, "Pintu utama", by=SYSTEM, at=NOON)


def a_key(device: Device) -> str:
    with transaction():
        code = devices.offer_pairing(device, by=SYSTEM, at=NOON)
    with transaction():
        return devices.enrol(Kind(device.kind), code, at=NOON)


def the_ticket(number: int | None) -> Ticket:
    return db.session.get_one(Ticket, number)


def judged(tenths: int | None = 364, **answers: str) -> Judged:
    return health.judge(health.protocol(NOON), WELL | answers, tenths)


def an_appointment(hour: str = "09.00", day: date = date(2020, 6, 5), phone: str = PHONE, **facts: Any) -> Appointment:
    with transaction():
        return appointments.book("B", day, hour, phone=phone, token=codes.new_token(), at=NOON, **facts)


def test_a_pairing_code_enrols_once_and_only_its_own_kind(app):
    device = a_device()
    with transaction():
        code = devices.offer_pairing(device, by=SYSTEM, at=NOON)
    with pytest.raises(devices.WrongPairing), transaction():
        devices.enrol(Kind.DISPLAY, code, at=NOON)
    with transaction():
        key = devices.enrol(Kind.KIOSK, code, at=NOON)
    found = devices.known(Kind.KIOSK, key)
    assert found and found.id == device.id and devices.known(Kind.DISPLAY, key) is None
    with pytest.raises(devices.WrongPairing), transaction():
        devices.enrol(Kind.KIOSK, code, at=NOON)


def test_a_pairing_code_ends_after_ten_minutes(app):
    device = a_device()
    with transaction():
        code = devices.offer_pairing(device, by=SYSTEM, at=NOON)
    with pytest.raises(devices.WrongPairing), transaction():
        devices.enrol(Kind.KIOSK, code, at=NOON + 11 * MINUTE)


def test_a_revoked_device_is_unknown_at_once_and_enrolling_anew_ends_the_old_key(app):
    device = a_device()
    first, second = a_key(device), a_key(device)
    assert devices.known(Kind.KIOSK, first) is None and devices.known(Kind.KIOSK, second)
    with transaction():
        devices.revoke(device, by=SYSTEM, at=NOON)
    assert devices.known(Kind.KIOSK, second) is None


def test_five_wrong_officers_codes_pause_the_kiosk_for_five_minutes(app):
    device = a_device()
    right = codes.door_code(opening.local_day(NOON))
    wrong = "0000" if right != "0000" else "1111"
    for _ in range(5):
        with transaction():
            assert not devices.check_door_code(device, wrong, right, at=NOON)
    with pytest.raises(devices.DoorCodePaused), transaction():
        devices.check_door_code(device, right, right, at=NOON)
    with transaction():
        assert devices.check_door_code(device, right, right, at=NOON + 6 * MINUTE)


AS_TYPED = [("36,4", 364), ("36.4", 364), ("36", 360), ("30,0", 300), ("45,0", 450), ("37,3 °C", 373)]
NOT_BOOKABLE = [
    (date(2020, 6, 4), "13.00"), (date(2020, 6, 7), "09.00"), (date(2020, 8, 4), "09.00"), (date(2020, 6, 5), "12.00"),
    (date(2020, 6, 5), "25.00"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "tenths"), AS_TYPED)
def test_a_temperature_is_read_as_typed(typed, tenths):
    assert health.read_temperature(typed) == tenths


@pytest.mark.parametrize(
    "typed", ["", "abc", "29,9", "45,1", "38,55", "3 6", "-36", "٣٦,٤", "36,", "1e2", "99999999999"]
)
def test_what_is_no_temperature_is_refused(typed):
    with pytest.raises(health.BadTemperature):
        health.read_temperature(typed)


@pytest.mark.parametrize(("tenths", "passed"), [(373, True), (374, False)])
def test_only_above_the_limit_keeps_a_visitor_out(app, tenths, passed):
    assert judged(tenths).passed is passed


def test_a_symptom_keeps_a_visitor_out_and_a_missing_mask_can_be_mended(app):
    assert judged(symptoms="ya").failing == ("symptoms",) and not judged(symptoms="ya").mended_at_once
    assert judged(mask="tidak").mended_at_once
    with pytest.raises(health.NotAnswered):
        judged(mask="")
    with pytest.raises(health.NotMeasured):
        judged(None)


def test_a_failed_check_gives_no_number_and_keeps_no_ticket(app):
    with transaction():
        assert tickets.admit(Wish("B"), judged(380), token=codes.new_token(), at=NOON) is None
    assert db.session.query(Ticket).count() == 0
    with transaction():
        ticket = the_ticket(tickets.admit(Wish("B"), judged(), token=codes.new_token(), at=NOON))
    assert ticket.label == "B-001"


def test_one_second_measurement_is_possible_after_five_minutes(app):
    with transaction():
        tickets.admit(Wish("B"), judged(380), token=(first := codes.new_token()), at=NOON)
    number = str(health.by_token(first).number)
    with pytest.raises(health.NotYetAgain):
        health.again(number, at=NOON + 4 * MINUTE)
    check = health.again(number, at=NOON + 5 * MINUTE)
    with transaction():
        tickets.admit(Wish("B"), judged(381), token=(second := codes.new_token()), at=NOON + 5 * MINUTE, again=check)
    assert health.by_token(second).number is None
    with pytest.raises(health.NotYetAgain):
        health.again(number, at=NOON + 6 * MINUTE)


def test_the_detail_of_a_check_is_gone_after_14_days_and_the_rest_stays(app):
    with transaction():
        health.record(judged(380), token=(token := codes.new_token()), device_id=None, at=NOON)
    check = health.by_token(token)
    with transaction():
        health.forget(at=NOON + 13 * DAY)
    assert check.detail["tenths"] == 380
    with transaction():
        health.forget(at=NOON + 15 * DAY)
    db.session.refresh(check)
    assert (check.detail, check.passed, check.limit, check.at) == (None, False, 373, NOON)


def test_a_measurement_at_the_door_is_used_once_and_only_while_fresh(app):
    device = a_device()
    with transaction():
        health.measure(device.id, 371, at=NOON)
    found = health.measured(device.id, at=NOON + MINUTE)
    assert found and found.tenths == 371 and health.measured(device.id, at=NOON + 6 * MINUTE) is None
    with transaction():
        health.use(found, at=NOON + MINUTE)
    with pytest.raises(health.NotMeasured), transaction():
        health.use(found, at=NOON + MINUTE)


def test_the_threshold_is_dated(app):
    with transaction():
        settings.put("temperature_limit", 380, by=SYSTEM, at=NOON, valid_from=NOON + DAY)
    assert (health.protocol(NOON).limit, health.protocol(NOON + DAY).limit) == (373, 380)


def test_switched_off_the_protocol_asks_nothing(app):
    with transaction():
        settings.put("protocol_on", False, by=SYSTEM, at=NOON)
    assert health.protocol(NOON).questions == () and health.judge(health.protocol(NOON), {}, None).passed


@pytest.mark.both_engines
def test_an_appointment_takes_a_place_and_a_cancelled_one_frees_it(app):
    with transaction():
        settings.put("appointment_cap", 1, by=SYSTEM, at=NOON)
    first = an_appointment()
    with pytest.raises(appointments.SlotFull):
        an_appointment(phone="+6281200000277")
    with transaction():
        appointments.cancel(first, at=NOON)
    assert an_appointment(phone="+6281200000277").hour == "09.00"
    with pytest.raises(appointments.AppointmentOver), transaction():
        appointments.cancel(first, at=NOON)


def test_one_phone_number_has_one_appointment_to_come(app):
    an_appointment()
    with pytest.raises(appointments.AlreadyBooked):
        an_appointment("10.00")


@pytest.mark.parametrize(("day", "hour"), NOT_BOOKABLE)
def test_today_a_closed_day_a_far_day_and_a_break_cannot_be_booked(app, day, hour):
    with pytest.raises(appointments.NoSuchSlot):
        an_appointment(hour, day)


def test_a_moved_appointment_frees_its_old_hour(app):
    with transaction():
        settings.put("appointment_cap", 1, by=SYSTEM, at=NOON)
    first = an_appointment()
    with transaction():
        appointments.change(first, date(2020, 6, 5), "10.00", at=NOON)
    assert (first.hour, an_appointment(phone="+6281200000277").hour) == ("10.00", "09.00")


def test_an_appointment_takes_its_place_by_its_hour(app):
    appointment, friday = an_appointment(), NOON + DAY
    with transaction():
        walk_in = tickets.take(Wish("B"), token=codes.new_token(), at=friday - 30 * MINUTE)
    found = checking_in.find(appointment.reference, groups.groups(friday))
    with transaction():
        ticket = the_ticket(checking_in.check_in(found, Wish("B"), None, token=codes.new_token(), at=friday - 45 * MINUTE))
    assert ticket.order_at < walk_in.order_at and ticket.appointment_id == appointment.id
    assert appointment.state == "arrived"


def test_who_is_too_late_for_an_appointment_stands_at_the_end(app):
    appointment, friday = an_appointment(), NOON + DAY
    with transaction():
        found = checking_in.find(f"https://contoh.id/janji/{appointment.token}", groups.groups(friday))
        ticket = the_ticket(checking_in.check_in(found, Wish("B"), None, token=codes.new_token(), at=friday))
    assert ticket.order_at == friday


def test_an_appointment_of_another_day_gives_no_ticket(app):
    appointment = an_appointment()
    with pytest.raises(appointments.NotToday), transaction():
        found = checking_in.find(appointment.reference, groups.groups(NOON))
        checking_in.check_in(found, Wish("B"), None, token=codes.new_token(), at=NOON)
    assert appointment.state == "booked"


def test_a_resident_the_office_waits_for_gets_a_ticket_tied_to_the_application_once(app):
    application = an_application("akta-kelahiran", at=NOON - DAY)
    found = checking_in.find(application.reference.lower(), groups.groups(NOON))
    with transaction():
        ticket = the_ticket(checking_in.check_in(found, Wish("A"), None, token=codes.new_token(), at=NOON))
    assert (ticket.group, ticket.application_id) == ("D", application.id)
    with pytest.raises(tickets.AlreadyWaiting), transaction():
        checking_in.check_in(found, Wish("A"), None, token=codes.new_token(), at=NOON)


@pytest.mark.parametrize(
    "typed", ["", "ZZZZZZZZ", "https://contoh.id/permohonan/" + "a" * 24, "/janji/" + "b" * 24, "'; --"]
)
def test_an_unknown_code_checks_nobody_in(app, typed):
    with pytest.raises(checking_in.NothingToCheckIn):
        checking_in.find(typed, groups.groups(NOON))


def test_number_and_address_of_a_past_appointment_are_forgotten(app):
    appointment = an_appointment(email="rai@contoh.id")
    with transaction():
        appointments.forget(at=NOON + 3 * DAY)
    db.session.refresh(appointment)
    assert (appointment.phone, appointment.email) == ("", "")


def test_a_document_that_is_not_in_force_is_not_printed(app):
    from office.documents import Document

    with pytest.raises(self_print.NotPrintable), transaction():
        self_print.ask(Document(state="waiting"), 1, "file:surat", at=NOON)


@pytest.mark.parametrize("rows", [
    [groups.Group("P", "Prioritas", "")], [groups.Group("B", "", "")], [groups.Group("B", "x", ""), groups.Group("B", "y", "")],
    [],
    [groups.Group("B", "x", "", windows=(groups.Window("11.00", "08.00"),))],
    [groups.Group("B", "x", "", windows=(groups.Window("08.00", "11.00"), groups.Window("10.00", "12.00")))],
    [groups.Group("B", "x", "", windows=(groups.Window("aa", "11.00"),))], [groups.Group("B", "x", "", quota=-1)],
])  # fmt: skip
def test_groups_that_cannot_be_are_refused(app, rows):
    with pytest.raises(groups.BadGroups), transaction():
        groups.put(rows, by=SYSTEM, at=NOON)


def test_a_group_with_hours_says_when_it_opens_next(app):
    far = groups.find("F", groups.groups(NOON))
    calendar = opening.calendar(NOON)
    assert groups.standing(far, calendar, NOON).open
    late = groups.standing(far, calendar, NOON + 2 * 60 * MINUTE)
    assert not late.open and late.opens_next == NOON + DAY - 2 * 60 * MINUTE


@pytest.mark.both_engines
def test_a_quota_that_begins_in_the_middle_of_a_day_counts_what_was_given(app):
    a_ticket("B"), a_ticket("B", priority=True), a_ticket("D"), a_ticket("B", at=NOON + timedelta(hours=2))
    later, morning = NOON + timedelta(hours=3), groups.Window("08.00", "11.00", 2)
    rows = [groups.Group("B", "KTP-el", "KTP-el", quota=4, windows=(morning, groups.Window("11.00", "15.00", 2))),
            groups.Group("D", "Akta", "Akta", quota=0), groups.Group("E", "Ambil", "Collect", quota=0)]  # fmt: skip
    with transaction():
        groups.put(rows, by=SYSTEM, at=later)
        assert [(group.letter, count) for group, count in tickets.reckon_quotas(rows, at=later)] == [("D", 1)]
        tickets.reckon_quotas(rows, at=later)
    assert [groups.left(rows[0], window, NOON.date()) for window in rows[0].windows] == [0, 1]
    a_ticket("B", at=later)
    with pytest.raises(groups.QuotaFull):
        a_ticket("B", at=later)
