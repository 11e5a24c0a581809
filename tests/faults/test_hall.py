"""The hall under faults: a printing worker that dies, a server killed in a rush, a thousand requests at once, a dead printer."""

import dataclasses
import itertools
import random
import re
import secrets
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from commands.checking_hall import violations
from office import codes, devices, jobs, opening
from office.db import db, transaction
from office.devices import Device, Kind
from office.events import SYSTEM
from office.queue import tickets
from office.queue.tickets import Ticket, Wish
from office.self_print import SheetPrint
from outside.worker.printing import Rounds
from tests.factories import NOON
from tests.faults.browser import Browser
from tests.faults.desks import approved, document_of
from tests.faults.forks import DIED
from tests.faults.pages import Pages
from tests.hall import WELL, a_device
from tests.outside.receipt_printer import ReceiptPrinter, picture
from tools.ten_o_clock import seconds_ahead

AFTER_THE_LEASE = NOON + jobs.LEASE + timedelta(seconds=1)


def a_printed_ticket(device, *, at=NOON):
    with transaction():
        return tickets.take(Wish("B", device_id=device.id, prints=True), token=codes.new_token(), at=at)


def test_a_slip_reaches_the_printer_after_the_commit_and_shows_the_number(app, worker):
    with ReceiptPrinter() as printer:
        device, _key = a_device(slip=printer.address)
        ticket = a_printed_ticket(device)
        assert printer.jobs == []
        worker.drain(at=NOON)
        assert ticket.slip == "printed" and len(printer.jobs) == 1 and picture(printer.jobs[0]).width == 576


@pytest.mark.parametrize("place", ["before-slip", "after-slip", "in-slip"])
def test_a_printing_worker_killed_anywhere_leaves_the_ticket_and_the_next_one_prints(app, mother, worker, place):
    with ReceiptPrinter() as printer:
        device, _key = a_device(slip=printer.address)
        ticket = a_printed_ticket(device)
        assert mother.start(app, at=NOON, CRASH_AT=place).wait() == DIED
        db.session.expire_all()
        assert (ticket.state, ticket.slip) == ("waiting", "waiting") and not list(violations())
        worker.drain(at=AFTER_THE_LEASE)
        # The same slip may come twice when the first worker died between paper and note; another number never does.
        assert ticket.slip == "printed" and 1 <= len(printer.jobs) <= 2


@pytest.mark.parametrize("place", ["before-sheet", "after-sheet", "in-sheet"])
def test_a_sheet_whose_worker_was_killed_comes_out_and_is_noted_once(app, mother, worker, postbox, place):
    from office import self_print

    (application,) = approved(app)
    worker.drain(at=NOON)
    document = document_of(application)
    device, _key = a_device(sheet="file:surat")
    with transaction():
        self_print.ask(document, device.id, "file:surat", at=NOON)
    assert mother.start(app, at=NOON, CRASH_AT=place).wait() == DIED
    db.session.expire_all()
    assert db.session.query(SheetPrint).one().state == "waiting"
    worker.drain(at=AFTER_THE_LEASE)
    assert db.session.query(SheetPrint).one().state == "printed"
    with pytest.raises(self_print.PrintedBefore), transaction():
        self_print.ask(document, device.id, "file:surat", at=NOON)


def test_a_worker_that_dies_while_it_asks_the_printers_harms_nothing(app, mother):
    with ReceiptPrinter() as printer:
        printer.paper = False
        device, _key = a_device(slip=printer.address)
        assert mother.start(app, at=NOON, task="look", CRASH_AT="in-printer-look").wait() == DIED
        Rounds().look(NOON)
        db.session.expire_all()
        assert db.session.get_one(Device, device.id).slip_state == "paper_out"


def test_a_dead_printer_costs_paper_and_not_the_ticket(app, worker):
    with ReceiptPrinter() as printer:
        address = printer.address
    device, _key = a_device(slip=address)
    first, second = a_printed_ticket(device), a_printed_ticket(device)
    worker.drain(at=NOON)
    db.session.refresh(device)
    assert [ticket.slip for ticket in (first, second)] == ["failed", "failed"] and device.slip_state == "offline"
    assert [ticket.state for ticket in (first, second)] == ["waiting", "waiting"] and jobs.failed() == []


def test_a_slip_that_nobody_waits_for_any_more_is_not_printed(app, worker):
    with ReceiptPrinter() as printer:
        device, _key = a_device(slip=printer.address)
        ticket = a_printed_ticket(device)
        worker.drain(at=NOON + timedelta(minutes=11))
        assert (ticket.slip, printer.jobs) == ("failed", [])


@pytest.fixture
def rush(app, settings, tmp_path):
    """A page server of two processes at ten of a Wednesday, and a kiosk that posts whole checklists."""
    now = datetime.now(UTC)
    ten = now + timedelta(seconds=seconds_ahead(now))
    wednesday = dataclasses.replace(settings, clock_ahead=seconds_ahead(now), processes=2)
    _device, key = a_device(Kind.KIOSK, at=ten)
    db.session.remove()
    pages = Pages(wednesday, tmp_path / "log")
    yield Rush(pages, key, codes.door_code(opening.local_day(ten)))
    pages.kill()


class Rush:
    """Kiosks that press on until they are answered."""

    def __init__(self, pages: Pages, key: str, code: str) -> None:
        self.pages, self.key, self.code, self.given = pages, key, code, []
        self.lock = threading.Lock()

    def visitor(self) -> Browser:
        browser = Browser(self.pages.port)
        browser.cookies["lamin_kiosk_key"] = self.key
        return browser

    def press(self, count: int, *, seed: int) -> None:
        """Take so many tickets one after the other, each with one form key however often it must be sent."""
        browser, pick = self.visitor(), random.Random(seed)
        hidden = re.search(
            r'name="csrf_token" value="([^"]+)"', browser.insist("GET", "/kiosk/kelompok/B/kesehatan").body
        )
        for _ in range(count):
            form = WELL | {"csrf_token": hidden[1], "once": secrets.token_urlsafe(18), "kelompok": pick.choice("ABCDE"),
                           "petugas": self.code, "prioritas": pick.choice("0001")}  # fmt: skip
            body = urlencode(form).encode()
            answer = browser.insist("POST", "/kiosk/tiket", body, "application/x-www-form-urlencoded")
            with self.lock:
                self.given.append((answer.status, answer.location))

    def all_press(self, clients: int, each: int) -> list[threading.Thread]:
        threads = [threading.Thread(target=self.press, args=(each,), kwargs={"seed": seed}) for seed in range(clients)]
        for thread in threads:
            thread.start()
        return threads


def all_given_once(app, rush, count):
    """Every answer led to a ticket of its own, and the numbers have neither gap nor double."""
    with app.app_context():
        kept = {f"/kiosk/tiket/{token}" for token in db.session.scalars(db.select(Ticket.token))}
        assert [status for status, _place in rush.given] == [303] * count
        assert {place for _status, place in rush.given} == kept and len(kept) == count
        assert not list(violations())
        db.session.remove()


def test_a_thousand_requests_at_once_give_a_thousand_numbers(app, rush, record_property):
    for thread in rush.all_press(50, 20):
        thread.join()
    all_given_once(app, rush, 1000)
    record_property("fault", "F14 1000 tickets at once: 1000/1000")


def test_a_server_killed_in_a_rush_gives_no_number_twice_and_loses_none(app, rush, record_property):
    threads = rush.all_press(8, 15)
    for _ in itertools.takewhile(lambda _n: any(thread.is_alive() for thread in threads), range(3)):
        threads[0].join(0.7)
        rush.pages.kill()
        rush.pages.start()
    for thread in threads:
        thread.join()
    all_given_once(app, rush, 120)
    record_property("fault", "F1 kiosk posts under kill -9: 120/120")


def test_a_revoked_kiosk_is_cut_off_in_the_middle_of_a_rush(app, rush):
    browser = rush.visitor()
    assert browser.ask("GET", "/kiosk/").status == 200
    with app.app_context():
        with transaction():
            devices.revoke(db.session.query(Device).one(), by=SYSTEM, at=NOON)
        db.session.remove()
    assert browser.ask("GET", "/kiosk/").status == 303
