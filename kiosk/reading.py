"""What a visitor and the officer beside them typed on the checklist, read and held against the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request, session
from flask_babel import gettext as _

from frame.devices import device
from frame.language import language, say
from office import codes, devices, health, opening
from office.db import transaction
from office.errors import Refused
from office.health import HealthCheck, Judged, Measured
from office.queue import checking_in
from office.queue.checking_in import Found
from office.queue.tickets import Rules, Wish, admit

MOST_LETTERS = 6


class Unreadable(Refused):
    """Something on the checklist is missing or can't be; `errors` says what, by field."""

    message = "Ada yang perlu dibetulkan."

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__()
        self.errors = dict(errors)


@dataclass(frozen=True)
class Asked:
    """A whole, readable request for a ticket."""

    wish: Wish
    judged: Judged
    again: HealthCheck | None
    measured: Measured | None
    found: Found | None

    def admit(self, token: str, law: Rules, *, at: datetime) -> int | None:
        """Keep the checklist and give the ticket, tied to what the visitor checked in with."""
        if self.measured:
            health.use(self.measured, at=at)
        if self.found:
            return checking_in.check_in(
                self.found, self.wish, self.judged, token=token, at=at, again=self.again, given=law
            )
        return admit(self.wish, self.judged, token=token, at=at, again=self.again, given=law)


def read(law: Rules, *, at: datetime) -> Asked:
    """Read the form.

    Raises:
        Unreadable: by field, with what to do.
        DoorCodePaused: too many wrong officer's codes at this kiosk.
        NothingToCheckIn: what was checked in with is gone.
    """
    form, errors = request.form, {}
    answers = {code: form.get(code, "") for code in law.protocol.questions}
    for code, answer in answers.items():
        if answer not in (health.YES, health.NO):
            errors[code] = _("Belum dijawab.")
    tenths, measured = _temperature(law, at, errors)
    again = _again(at, errors)
    if errors:
        raise Unreadable(errors)
    typed = session.get("masuk", "")
    found = checking_in.find(typed, law.groups) if typed and form.get("masuk") else None
    return Asked(wish(), health.judge(law.protocol, answers, tenths), again, measured, found)


def wish() -> Wish:
    """Whom and what the ticket is for, as the form says."""
    form, kiosk = request.form, device()
    return Wish(
        form.get("kelompok", "")[:1],
        form.get("prioritas") == "1", tuple(each[:1] for each in form.getlist("lain")[:MOST_LETTERS]),
        device_id=kiosk.id, place_id=kiosk.place_id, language=language(), prints=kiosk.slip_printer not in ("", "browser"),
    )  # fmt: skip


def _temperature(law: Rules, at: datetime, errors: dict[str, str]) -> tuple[int | None, Measured | None]:
    if law.protocol.measured_at == "off":
        return None, None
    if law.protocol.measured_at == "door":
        measured = health.measured(device().id, at=at)
        if measured is None:
            errors["suhu"] = say(health.NotMeasured.message)
        return (measured.tenths if measured else None), measured
    code = request.form.get("petugas", "")[:10].strip()
    if not code:
        # Not a wrong one: visitors who touch the button too early would shut the kiosk to the officer.
        errors["petugas"] = _("Petugas mengisi kode ini.")
    elif not _officer_is_there(code, at):
        errors["petugas"] = f"{say(devices.WrongDoorCode.message)} {say(devices.WrongDoorCode.next_step)}"
    try:
        return health.read_temperature(request.form.get("suhu", "")[:20]), None
    except health.BadTemperature:
        errors["suhu"] = _("Suhu dari 30,0 sampai 45,0, satu angka di belakang koma.")
    return None, None


def _officer_is_there(given: str, at: datetime) -> bool:
    kiosk, expected = device(), codes.door_code(opening.local_day(at))
    if kiosk.door_failures == 0 and codes.same(codes.tidy(given), expected):
        return True
    # Kept whatever comes of the form: a wrong code that left no trace could be guessed.
    with transaction():
        return devices.check_door_code(devices.find(kiosk.id), given, expected, at=at)


def _again(at: datetime, errors: dict[str, str]) -> HealthCheck | None:
    try:
        return health.again(request.form.get("ulang", "")[:10], at=at, place_id=device().place_id)
    except health.NotYetAgain as refusal:
        errors["ulang"] = f"{say(refusal.message)} {say(refusal.next_step)}"
    return None
