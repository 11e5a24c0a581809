"""Printers as they are in offices: slow, hung, talkative, on CUPS or USB; what they say, and what they get to print."""

import os
import socket
import threading
import time
from pathlib import Path

import pytest
import zxingcpp
from PIL import ImageChops

from outside import bounded
from outside.printers import BadAddress, check_address, escpos, print_sheet, print_slip, status
from outside.transport import Trouble
from tests.outside.receipt_printer import ReceiptPrinter, picture
from tests.outside.test_printing import FOLLOW, a_slip, draw, read, wait_for_job

BAD = [
    ("lp", "kind"), (" ", "kind"), ("http://x:1", "kind"), ("tcp://", "host"), ("tcp://..:9100", "host"),
    ("tcp://ho st:9100", "host"), ("tcp://ho\nst:9100", "host"), ("tcp://h:1?x", "host"), ("tcp://h:1#f", "host"),
    ("tcp://[::1:9100", "host"),
    ("tcp://[1::2::3]:9100", "host"), (f"tcp://{'a' * 70}:9100", "host"), ("tcp://hügel:9100", "host"), ("tcp://-h:9100", "host"),
    ("tcp://h:0", "port"), ("tcp://h:70000", "port"), ("usb://04b8", "numbers"), ("usb://04b8:0e1g", "numbers"),
    ("cups://", "name"), ("cups://-d", "name"), ("file:..", "name"), ("file:slip\n", "name"),
]  # fmt: skip


@pytest.fixture
def lp(tmp_path, monkeypatch):
    """Stands where CUPS has its `lp`; the children that print are started anew, since they keep the path they began with."""

    def put(script: str) -> None:
        program = tmp_path / "bin" / "lp"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\ncd "{tmp_path}"\n{script}\n')
        program.chmod(0o755)

    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    bounded.close()
    yield put
    bounded.close()


@pytest.mark.parametrize(("address", "wrong"), BAD)
def test_a_bad_address_is_refused_with_the_part_that_is_wrong(address, wrong):
    with pytest.raises(BadAddress, match=f"^{wrong}$"):
        check_address(address)


def test_addresses_of_version_six_and_names_of_the_office_can_be_used():
    for address in ("tcp://[::1]:9100", "tcp://EPSON_12.kantor:9100", "tcp://10.0.0.5:9100/"):
        check_address(address)


def test_a_printer_that_takes_a_slip_and_never_reads_it_has_not_printed(tmp_path):
    with ReceiptPrinter() as printer:
        printer.hangs = True
        with pytest.raises(Trouble, match="offline"):
            print_slip(printer.address, draw(a_slip()), folder=tmp_path)


def test_a_printer_on_which_nobody_waited_any_longer_gets_nothing_later(tmp_path):
    """It hangs, is given up, and comes back: what the kernel held for it must be gone."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    with listener:
        with pytest.raises(Trouble):
            print_slip(f"tcp://127.0.0.1:{listener.getsockname()[1]}", draw(a_slip()), folder=tmp_path)
        line, _ = listener.accept()
        late = b""
        with line, pytest.raises(ConnectionResetError):
            while data := line.recv(65536):
                late += data
    assert len(late) < len(escpos(draw(a_slip())))


@pytest.mark.parametrize("manner", ["slow", "talkative"])
def test_a_printer_that_is_slow_or_talks_unasked_gets_the_whole_slip(tmp_path, manner):
    png = draw(a_slip())
    with ReceiptPrinter() as printer:
        setattr(printer, manner, True)
        print_slip(printer.address, png, folder=tmp_path)
        shown = picture(wait_for_job(printer)).convert("L")
    assert ImageChops.difference(shown, read(png).convert("L")).getbbox() is None
    assert [found.text for found in zxingcpp.read_barcodes(shown)] == [FOLLOW]


def test_paper_that_runs_low_is_told_and_still_printed_on(tmp_path):
    with ReceiptPrinter() as printer:
        printer.low = True
        assert status(printer.address) == "paper_low"
        print_slip(printer.address, draw(a_slip()), folder=tmp_path)
        assert wait_for_job(printer)


def test_a_status_sent_unasked_is_not_taken_for_an_answer():
    with ReceiptPrinter() as printer:
        printer.talkative = True
        assert status(printer.address) == "ready"


def test_a_machine_that_is_no_printer_has_no_state():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            line, _ = listener.accept()
            with line:
                line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                while line.recv(64):
                    pass

        threading.Thread(target=greet, daemon=True).start()
        assert status(f"tcp://127.0.0.1:{listener.getsockname()[1]}") == "unknown"


def test_a_sheet_printer_is_reached_but_never_sent_a_question():
    with ReceiptPrinter() as printer:
        printer.paper = False
        assert status(printer.address, sheet=True) == "unknown"
        address = printer.address
    assert status(address, sheet=True) == "offline"


def test_a_sheet_goes_to_the_network_as_it_is(tmp_path):
    with ReceiptPrinter() as printer:
        print_sheet(printer.address, b"%PDF-1.7 satu lembar", folder=tmp_path)
        assert wait_for_job(printer) == b"%PDF-1.7 satu lembar"


def test_a_usb_printer_that_is_not_there_is_offline(tmp_path):
    assert status("usb://ffff:ffff") == "offline"
    with pytest.raises(Trouble, match="offline"):
        print_slip("usb://ffff:ffff", draw(a_slip()), folder=tmp_path)


def test_cups_gets_slips_raw_and_sheets_as_they_are(tmp_path, lp):
    lp('echo "$@" >> asked; cat > taken')
    print_slip("cups://SLIP", draw(a_slip()), folder=tmp_path)
    assert (tmp_path / "taken").read_bytes() == escpos(draw(a_slip()))
    print_sheet("cups://LEMBAR", b"%PDF", folder=tmp_path)
    assert (tmp_path / "taken").read_bytes() == b"%PDF"
    assert (tmp_path / "asked").read_text() == "-d SLIP -o raw -\n-d LEMBAR -\n"


def test_a_queue_that_refuses_is_offline(tmp_path, lp):
    lp("exit 1")
    with pytest.raises(Trouble, match="offline"):
        print_sheet("cups://LEMBAR", b"%PDF", folder=tmp_path)


def test_an_lp_that_hangs_is_ended_and_prints_nothing_later(tmp_path, lp):
    lp("echo $$ > number; exec sleep 60")
    with pytest.raises(Trouble, match="offline"):
        print_sheet("cups://LEMBAR", b"%PDF", folder=tmp_path)
    assert gone(int((tmp_path / "number").read_text()))


def gone(process: int) -> bool:
    until = time.monotonic() + 60
    while (alive := Path(f"/proc/{process}").exists()) and time.monotonic() < until:
        time.sleep(0.01)
    return not alive
