"""Slips become bytes that a real printer could print; a printer that is dead, empty or hangs costs two seconds and no more."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageChops

from outside import printers
from outside.printers import BadAddress, check_address, print_sheet, print_slip, state_of, status
from outside.slips import WIDTH, Slip, draw
from outside.transport import Trouble
from tests.outside.receipt_printer import ReceiptPrinter, picture

FOLLOW = "https://contoh.id/antrean/abcdefghijklmnopqrstuvwx"


def a_slip(**facts: object) -> Slip:
    plain = {
        "office": "Disdukcapil Kota Bontang", "heading": "KTP-el dan perekaman", "label": "B-014", "where": "Tunggu di luar dulu",
        "lines": ("04-06-2020, 10.24 WITA", "12 orang di depan Anda"), "qr": FOLLOW, "qr_caption": "Pindai", "foot": "Gratis.",
    }  # fmt: skip
    return Slip(**plain | facts)


def read(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def test_a_slip_is_one_bit_deep_and_as_wide_as_the_paper():
    image = read(draw(a_slip()))
    assert (image.width, image.mode) == (WIDTH, "1") and image.height > WIDTH


def test_the_printer_shows_exactly_what_was_drawn_and_its_qr_can_be_read(tmp_path):
    png = draw(a_slip())
    with ReceiptPrinter() as printer:
        print_slip(printer.address, png, folder=tmp_path)
        shown = picture(wait_for_job(printer))
    assert ImageChops.difference(shown.convert("L"), read(png).convert("L")).getbbox() is None
    assert [found.text for found in zxingcpp.read_barcodes(shown.convert("L"))] == [FOLLOW]


def test_a_long_group_name_wraps_and_an_offline_label_fits():
    image = read(draw(a_slip(heading="Kartu Keluarga, pindah datang, dan pemecahan keluarga", label="B-K1-001")))
    ink = ImageChops.invert(image.convert("L")).getbbox()
    assert ink and ink[0] >= 10 and ink[2] <= WIDTH - 10


def test_a_slip_without_an_address_has_no_qr():
    assert zxingcpp.read_barcodes(read(draw(a_slip(qr=""))).convert("L")) == []


@pytest.mark.parametrize(("paper", "cover", "state"), [(False, False, "paper_out"), (True, True, "cover_open")])
def test_an_empty_or_open_printer_is_not_sent_anything(tmp_path, paper, cover, state):
    with ReceiptPrinter() as printer:
        printer.paper, printer.cover = paper, cover
        assert status(printer.address) == state
        with pytest.raises(Trouble, match=state):
            print_slip(printer.address, draw(a_slip()), folder=tmp_path)
        assert printer.jobs == []


def test_a_printer_that_does_not_tell_how_it_is_still_prints(tmp_path):
    with ReceiptPrinter() as printer:
        printer.silent = True
        assert status(printer.address) == "unknown"
        print_slip(printer.address, draw(a_slip()), folder=tmp_path)
        assert wait_for_job(printer)


def test_a_printer_that_hangs_is_given_up(tmp_path):
    with ReceiptPrinter() as printer:
        printer.hangs = True
        with pytest.raises(Trouble):
            # More than the sockets' buffers hold, so that sending itself stands still.
            print_sheet(printer.address, bytes(20_000_000), folder=tmp_path)


def test_a_dead_printer_is_offline(tmp_path):
    with ReceiptPrinter() as printer:
        address = printer.address
    assert status(address) == "offline"
    with pytest.raises(Trouble, match="offline"):
        print_slip(address, draw(a_slip()), folder=tmp_path)


def test_a_file_printer_lays_the_bytes_down(tmp_path):
    print_slip("file:slip", draw(a_slip()), folder=tmp_path)
    [laid] = list((tmp_path / "slip").iterdir())
    assert picture(laid.read_bytes()).width == WIDTH


def test_browser_and_no_printer_print_nothing_here(tmp_path):
    for address in ("", "browser"):
        print_slip(address, draw(a_slip()), folder=tmp_path)
    assert list(tmp_path.iterdir()) == [] and status("") == "unknown"


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:9100", "usb://04b8:0e15", "cups://SLIP_1", "file:slip", "browser", ""]
)
def test_these_addresses_can_be_used(address):
    check_address(address)


BAD = ["tcp://", "tcp://host", "tcp://host:0x1", "tcp://host:99999", "http://x:1", "usb://1", "file:../x", "file:/etc/x",
       "cups://a b", "cups://-x", "lp", "tcp://u:p@h:1", "tcp://h:1/x"]  # fmt: skip


@pytest.mark.parametrize("address", BAD)
def test_these_addresses_cannot(address):
    with pytest.raises(BadAddress):
        check_address(address)


def test_paper_that_runs_low_is_told_apart_from_paper_that_is_out():
    assert state_of(b"\x12", b"\x12", b"\x1e") == printers.PAPER_LOW
    assert state_of(b"\x12", b"\x32", b"\x7e") == printers.PAPER_OUT
    assert state_of(b"\x12", b"\x12", b"\x12") == printers.READY and state_of(b"", b"", b"") == printers.UNKNOWN


def wait_for_job(printer: ReceiptPrinter) -> bytes:
    import time

    until = time.monotonic() + 60
    while not printer.jobs and time.monotonic() < until:
        time.sleep(0.01)
    return printer.jobs[0]
