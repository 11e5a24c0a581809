"""Receipt and A4 printers: by network, USB, CUPS or into a folder; two seconds at most, however a printer hangs.

ESC/POS comes from python-escpos; the status is asked by DLE EOT (Epson's real-time commands), which most printers answer.
"""

import re
import secrets
import socket
import subprocess
import time
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from outside.bounded import Overran, run_bounded
from outside.storage import write_whole
from outside.transport import Trouble

SECONDS = 2.0
ANSWER_SECONDS = 0.4
READY, PAPER_OUT, PAPER_LOW, COVER_OPEN, OFFLINE, UNKNOWN = (
    "ready", "paper_out", "paper_low", "cover_open", "offline", "unknown",
)  # fmt: skip
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,60}")
USB = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
# DLE EOT 1: printer, 2: cause of being off-line, 4: paper sensor. Bits from Epson's ESC/POS reference.
ASK_PRINTER, ASK_CAUSE, ASK_PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
NOT_PRINTING = ("", "browser")


class BadAddress(ValueError):
    """A printer's address that can't be used."""


def check_address(address: str) -> None:
    """Look whether an address is one of `tcp://host:9100`, `usb://04b8:0e15`, `cups://QUEUE`, `file:NAME`, `browser` or empty.

    Raises:
        BadAddress: it is none of these.
    """
    if address not in NOT_PRINTING:
        _parts(address)


def print_slip(address: str, png: bytes, *, folder: Path) -> None:
    """Print one picture and cut the paper; `file:` lays the bytes into `folder`.

    Raises:
        Trouble: it was surely not printed, or nobody knows; its text is the printer's state.
    """
    if address not in NOT_PRINTING:
        _bounded(_deliver, address, escpos(png), str(folder), True)


def print_sheet(address: str, pdf: bytes, *, folder: Path) -> None:
    """Print an A4 PDF: CUPS knows how, many network printers take a PDF as it is.

    Raises:
        Trouble: see `print_slip`.
    """
    if address not in NOT_PRINTING:
        _bounded(_deliver, address, pdf, str(folder), False)


def status(address: str) -> str:
    """How a printer says it is: ready, paper_out, paper_low, cover_open, offline, or unknown when it doesn't tell."""
    if address in NOT_PRINTING or not address.startswith(("tcp://", "usb://")):
        return UNKNOWN
    try:
        return str(_bounded(_asked, address))
    except Trouble:
        return OFFLINE


def escpos(png: bytes) -> bytes:
    """The ESC/POS bytes that print a one-bit picture and cut."""
    from escpos.printer import Dummy

    # Without a profile the library tells everybody on standard output that it does not know the width.
    printer = Dummy(profile="TM-T20II")
    printer.hw("INIT")
    printer.image(Image.open(BytesIO(png)))
    printer.cut()
    return bytes(printer.output)


def state_of(printer: bytes, cause: bytes, paper: bytes) -> str:
    """What the answers to the three questions mean; an empty answer means nothing."""
    if (paper and paper[0] & 0x60) or (cause and cause[0] & 0x20):
        return PAPER_OUT
    if cause and cause[0] & 0x04:
        return COVER_OPEN
    if printer and printer[0] & 0x08:
        return OFFLINE
    if paper and paper[0] & 0x0C:
        return PAPER_LOW
    return READY if printer or cause or paper else UNKNOWN


def _bounded(work: object, *given: object) -> object:
    try:
        return run_bounded(work, *given, seconds=SECONDS)  # type: ignore[arg-type]
    except (Overran, OSError):
        raise Trouble(OFFLINE) from None


def _deliver(address: str, data: bytes, folder: str, asks: bool) -> None:
    """Runs in a child that is killed when it takes too long."""
    kind, where = _parts(address)
    if kind == "file":
        write_whole(Path(folder) / where / f"{time.monotonic_ns():020d}-{secrets.token_hex(4)}.bin", data)
    elif kind == "cups":
        done = subprocess.run(["lp", "-d", where, "-o", "raw", "-"] if asks else ["lp", "-d", where, "-"], input=data,
                              capture_output=True, timeout=SECONDS, check=False)  # fmt: skip
        if done.returncode:
            raise Trouble(OFFLINE)
    elif kind == "usb":
        _to_usb(where, data)
    else:
        with _connected(where) as line:
            state = _ask(line) if asks else UNKNOWN
            if state in (PAPER_OUT, COVER_OPEN, OFFLINE):
                raise Trouble(state)
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)


def _asked(address: str) -> str:
    kind, where = _parts(address)
    if kind == "usb":
        return _usb_state(where)
    with _connected(where) as line:
        return _ask(line)


def _connected(where: str) -> socket.socket:
    host, _, port = where.rpartition(":")
    line = socket.create_connection((host, int(port)), timeout=SECONDS / 2)
    line.settimeout(ANSWER_SECONDS)
    return line


def _ask(line: socket.socket) -> str:
    answers = []
    for question in (ASK_PRINTER, ASK_CAUSE, ASK_PAPER):
        line.sendall(question)
        try:
            answers.append(line.recv(1))
        except TimeoutError:
            # One that doesn't answer the first question won't answer the others.
            answers += [b""] * (3 - len(answers))
            break
    line.settimeout(SECONDS)
    return state_of(*answers)


def _to_usb(where: str, data: bytes) -> None:
    from escpos.exceptions import Error

    try:
        printer = _usb(where)
        printer._raw(data)
        printer.close()
    except Error:
        raise Trouble(OFFLINE) from None


def _usb_state(where: str) -> str:
    from escpos.exceptions import Error

    try:
        printer = _usb(where)
        answers = [bytes(printer.query_status(question))[:1] for question in (ASK_PRINTER, ASK_CAUSE, ASK_PAPER)]
        printer.close()
    except Error:
        return OFFLINE
    return state_of(*answers)


def _usb(where: str):  # type: ignore[no-untyped-def]
    from escpos.printer import Usb

    vendor, product = where.split(":")
    return Usb(int(vendor, 16), int(product, 16), timeout=int(SECONDS * 1000))


def _parts(address: str) -> tuple[str, str]:
    kind, sign, rest = address.partition(":")
    rest = rest.removeprefix("//")
    if kind == "tcp" and sign:
        try:
            found = urlsplit(address)
            if found.hostname and found.port and found.path in ("", "/") and not found.username:
                return kind, f"{found.hostname}:{found.port}"
        except ValueError:
            raise BadAddress(address) from None
    elif (kind == "usb" and USB.fullmatch(rest)) or (kind in ("cups", "file") and NAME.fullmatch(rest)):
        return kind, rest
    raise BadAddress(address)
