"""Receipt and A4 printers: by network, USB, CUPS or into a folder; two seconds at most, however a printer hangs.

ESC/POS comes from python-escpos; the status is asked by DLE EOT (Epson's real-time commands), which most printers answer.
Bytes count as printed once the printer's own side has taken them: a kernel takes a whole slip for a printer that hangs.
"""

import array
import contextlib
import fcntl
import re
import secrets
import select
import socket
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from io import BytesIO
from ipaddress import AddressValueError, IPv6Address
from pathlib import Path
from typing import Any

from PIL import Image

from outside.bounded import Overran, run_bounded
from outside.storage import NoRoom, write_whole
from outside.transport import Trouble

SECONDS = 2.0
# What the work in the child leaves of these, so that it can say how it went before it is killed.
SPARE_SECONDS = 0.2
START_SECONDS = 15.0
CONNECT_SECONDS, ANSWER_SECONDS, STALLED_SECONDS, PARTING_SECONDS = 0.8, 0.3, 0.5, 0.5
READY, PAPER_OUT, PAPER_LOW, COVER_OPEN, OFFLINE, UNKNOWN = (
    "ready", "paper_out", "paper_low", "cover_open", "offline", "unknown",
)  # fmt: skip
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,60}")
USB = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
# DLE EOT 1: printer, 2: cause of being off-line, 4: paper sensor. Bits from Epson's ESC/POS reference.
ASK_PRINTER, ASK_CAUSE, ASK_PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
# An answer to DLE EOT is 0xx1xx10; a status that a printer sends unasked, or another machine's greeting, is not.
FIXED_BITS, FIXED, LONGEST_ANSWER = 0x93, 0x12, 32
NOT_PRINTING = ("", "browser")
TCP = re.compile(r"tcp://(?:\[(?P<v6>[0-9A-Fa-f:.]{2,45})\]|(?P<host>[A-Za-z0-9_.-]{1,253})):(?P<port>[0-9]{1,5})/?")
LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")


class BadAddress(ValueError):
    """A printer's address that can't be used; its text is a code: kind, host, port, numbers or name."""


def check_address(address: str) -> None:
    """Look whether an address is one of `tcp://host:9100`, `usb://04b8:0e15`, `cups://QUEUE`, `file:NAME`, `browser` or empty.

    Raises:
        BadAddress: it is none of these; the text says which part is wrong.
    """
    if address not in NOT_PRINTING:
        _parts(address)


def print_slip(address: str, png: bytes, *, folder: Path) -> None:
    """Print one picture and cut the paper; `file:` lays the bytes into `folder`.

    Raises:
        Trouble: it was surely not printed, or nobody knows; its text is the printer's state.
    """
    if address not in NOT_PRINTING:
        _delivered(address, escpos(png), folder, asks=True)


def print_sheet(address: str, pdf: bytes, *, folder: Path) -> None:
    """Print an A4 PDF: CUPS knows how, many network printers take a PDF as it is.

    Raises:
        Trouble: see `print_slip`.
    """
    if address not in NOT_PRINTING:
        _delivered(address, pdf, folder, asks=False)


def status(address: str, *, sheet: bool = False) -> str:
    """How a printer says it is: ready, paper_out, paper_low, cover_open, offline, or unknown when it doesn't tell.

    A printer of A4 sheets is only reached and never asked: the question is no language of its own, and it might print it.
    """
    if address in NOT_PRINTING or not address.startswith(("tcp://", "usb://")):
        return UNKNOWN
    try:
        _bounded(_awake, seconds=START_SECONDS)
        return str(_bounded(_reached if sheet else _asked, address))
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


def _delivered(address: str, data: bytes, folder: Path, *, asks: bool) -> None:
    # The seconds below are the printer's: a child that has yet to start on a busy machine must not use them up.
    _bounded(_awake, seconds=START_SECONDS)
    _bounded(_deliver, address, data, str(folder), asks, _until())


def _awake() -> None:
    """Runs in the child: when it answers, it has loaded all that printing needs."""


def _bounded(work: Callable[..., object], *given: object, seconds: float = SECONDS) -> object:
    try:
        return run_bounded(work, *given, seconds=seconds)
    except (Overran, OSError, NoRoom):
        raise Trouble(OFFLINE) from None


def _until() -> float:
    """When the child must have come to an end: the machine's monotonic clock is the same in all its processes."""
    return time.monotonic() + SECONDS - SPARE_SECONDS


def _deliver(address: str, data: bytes, folder: str, asks: bool, until: float) -> None:
    """Runs in a child that is killed when it takes too long."""
    kind, where = _parts(address)
    if kind == "file":
        write_whole(Path(folder) / where / f"{time.monotonic_ns():020d}-{secrets.token_hex(4)}.bin", data)
    elif kind == "cups":
        _to_cups(where, data, raw=asks, until=until)
    elif kind == "usb":
        _by_usb(where, data, asks=asks)
    else:
        _to_network(where, data, asks=asks, until=until)


def _asked(address: str) -> str:
    kind, where = _parts(address)
    if kind == "usb":
        return _by_usb(where, b"", asks=True)
    with _connected(where) as line:
        return _state(lambda question: _answer(line, question))


def _reached(address: str) -> str:
    kind, where = _parts(address)
    if kind == "usb":
        return _by_usb(where, b"", asks=False)
    _connected(where).close()
    return UNKNOWN


def _state(ask: Callable[[bytes], bytes]) -> str:
    """Ask the three questions; a printer that doesn't answer the first won't answer the others."""
    answers = [ask(ASK_PRINTER), b"", b""]
    if answers[0]:
        answers[1:] = ask(ASK_CAUSE), ask(ASK_PAPER)
    return state_of(*answers)


def _refuse_unready(state: str) -> None:
    if state in (PAPER_OUT, COVER_OPEN, OFFLINE):
        raise Trouble(state)


def _to_cups(queue: str, data: bytes, *, raw: bool, until: float) -> None:
    command = ["lp", "-d", queue, *(["-o", "raw"] if raw else []), "-"]
    try:
        # It ends before this process is killed, or it would go on alone and print when nobody waits any more.
        subprocess.run(command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
                       timeout=until - time.monotonic())  # fmt: skip
    except subprocess.SubprocessError:
        raise Trouble(OFFLINE) from None


def _connected(where: str) -> socket.socket:
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS)


def _to_network(where: str, data: bytes, *, asks: bool, until: float) -> None:
    with _connected(where) as line:
        _forget_when_closed(line, True)
        # Room for a whole slip, so that a slow printer is still taking it from the kernel when we must leave.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 256 * 1024)
        if asks:
            _refuse_unready(_state(lambda question: _answer(line, question)))
        _send(line, data, until)
        _forget_when_closed(line, False)


def _forget_when_closed(line: socket.socket, forget: bool) -> None:
    """Let the kernel drop what wasn't taken, even if we are killed: a slip that comes out an hour late is litter."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", forget, 0))


def _answer(line: socket.socket, question: bytes) -> bytes:
    """The printer's answer, one byte, or nothing; whatever else it says is passed over."""
    line.sendall(question)
    until = time.monotonic() + ANSWER_SECONDS
    while (left := until - time.monotonic()) > 0:
        line.settimeout(left)
        try:
            said = line.recv(256)
        except TimeoutError:
            break
        if not said:
            break
        if answers := _answers_in(said):
            return answers[-1:]
    return b""


def _answers_in(said: bytes) -> bytes:
    if len(said) > LONGEST_ANSWER:  # a web page, or another machine's greeting
        return b""
    return bytes(sign for sign in said if sign & FIXED_BITS == FIXED)


def _send(line: socket.socket, data: bytes, until: float) -> None:
    """Send it, and wait until the printer has it: one that takes it slowly is printing, one that takes nothing hangs.

    What the printer says meanwhile is read: closing a line with unread bytes on it resets it, and the slip would be lost.
    """
    line.setblocking(False)
    left, closed, moved_at, before = memoryview(data), False, time.monotonic(), len(data) + 1
    while waiting := len(left) + _untaken(line):
        now = time.monotonic()
        if waiting < before:
            moved_at = now
        if now - moved_at > STALLED_SECONDS or (left and now > until):
            raise Trouble(OFFLINE)
        if now > until:
            break
        before = waiting
        heard, free, _ = select.select([] if closed else [line], [line] if left else [], [], 0.02)
        closed = closed or bool(heard and not line.recv(4096))
        if free:
            left = left[line.send(left) :]
    line.shutdown(socket.SHUT_WR)
    _part(line, min(until, time.monotonic() + PARTING_SECONDS), closed)


def _part(line: socket.socket, until: float, closed: bool) -> None:
    """Listen until the printer closes its side as well, or long enough."""
    while not closed and (left := until - time.monotonic()) > 0:
        closed = bool(select.select([line], [], [], left)[0]) and not line.recv(4096)


def _untaken(line: socket.socket) -> int:
    """How many bytes the other machine has not acknowledged yet."""
    count = array.array("i", [0])
    fcntl.ioctl(line, termios.TIOCOUTQ, count)
    return count[0]


def _by_usb(where: str, data: bytes, *, asks: bool) -> str:
    """Ask a printer on USB how it is, and give it `data` if it can take them; a silent printer's state is unknown."""
    from escpos.exceptions import Error
    from escpos.printer import Usb

    vendor, product = where.split(":")
    try:
        with contextlib.closing(Usb(int(vendor, 16), int(product, 16), timeout=int(SECONDS * 1000))) as printer:
            printer.open()
            state = _state(lambda question: _usb_answer(printer, question)) if asks else UNKNOWN
            if data:
                _refuse_unready(state)
                printer._raw(data)
            return state
    except (
        Error,
        OSError,
        RuntimeError,
        ValueError,
    ):  # not there, pulled out; the last two: without pyusb, without libusb
        raise Trouble(OFFLINE) from None


def _usb_answer(printer: Any, question: bytes) -> bytes:
    printer._raw(question)
    try:
        # The library's own reading waits for a second and takes silence for a fault.
        return _answers_in(bytes(printer.device.read(printer.in_ep, 16, int(ANSWER_SECONDS * 1000))))[-1:]
    except OSError:
        return b""


def _parts(address: str) -> tuple[str, str]:
    """What kind of printer it is, and where: `host:port`, two numbers, or a name."""
    kind, _, rest = address.partition(":")
    rest = rest.removeprefix("//")
    if kind == "tcp":
        return kind, _network_place(address)
    if kind == "usb":
        if not USB.fullmatch(rest):
            raise BadAddress("numbers")
    elif kind not in ("cups", "file"):
        raise BadAddress("kind")
    elif not NAME.fullmatch(rest):
        raise BadAddress("name")
    return kind, rest


def _network_place(address: str) -> str:
    found = TCP.fullmatch(address)
    if not found:
        raise BadAddress("host")
    if not 1 <= int(found["port"]) <= 65535:
        raise BadAddress("port")
    if found["v6"]:
        try:
            IPv6Address(found["v6"])
        except AddressValueError:
            raise BadAddress("host") from None
    elif not all(LABEL.fullmatch(label) for label in found["host"].split(".")):
        raise BadAddress("host")
    return f"{found['v6'] or found['host']}:{found['port']}"
