"""HTTP clients that cost next to nothing themselves: ready-made requests over kept-alive sockets, answers read by length."""

import contextlib
import re
import selectors
import socket
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
COOKIE = re.compile(rb"\r\nset-cookie: *([^;\r]+)", re.I)
SECONDS = 30.0


class WrongAnswer(Exception):
    """An answer that isn't the one that was to be measured; carries its status line, never the page."""


@dataclass
class Answer:
    """One whole answer."""

    status: int
    head: bytes
    body: bytes

    @property
    def cookies(self) -> str:
        """What it asks to keep, as a Cookie header sends it back."""
        return "; ".join(found.decode("ascii") for found in COOKIE.findall(self.head))


@dataclass
class _Line:
    """One client's connection with its request in flight."""

    socket: socket.socket
    sent_at: float = 0.0
    read: bytearray = field(default_factory=bytearray)

    def send(self, request: bytes) -> None:
        self.read.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def whole(self) -> Answer | None:
        """Read what is there; the answer once it is whole."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise WrongAnswer("the server hung up")
        self.read += piece
        end = self.read.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.read[:end])
        length = LENGTH.search(head)
        if head[9:12] == b"304":
            return Answer(304, head, b"")
        if length is None:
            raise WrongAnswer("an answer without its length")
        if len(self.read) < end + 4 + int(length[1]):
            return None
        return Answer(int(head[9:12]), head, bytes(self.read[end + 4 :]))


def get(path: str, cookies: str = "") -> bytes:
    """A browser's request for a page, ready to send."""
    return _request("GET", path, cookies, b"")


def post(path: str, form: Mapping[str, str], cookies: str = "") -> bytes:
    """A form sent, ready to send."""
    return _request("POST", path, cookies, urlencode(form).encode("ascii"))


def ask(port: int, request: bytes) -> Answer:
    """One request on a connection of its own."""
    with _connected(port) as line:
        line.send(request)
        while (answer := line.whole()) is None:
            continue
        return answer


def closed_loop(port: int, requests: Iterable[bytes], *, clients: int, expect: int = 200) -> tuple[list[float], float]:
    """Each client sends its next request when its last was answered: seconds of every request, and of all together.

    Raises:
        WrongAnswer: a status other than `expect`.
    """
    waiting, taken = iter(requests), []
    with contextlib.ExitStack() as stack, selectors.DefaultSelector() as ready:
        lines = [stack.enter_context(_connected(port)) for _ in range(clients)]
        began = time.perf_counter()
        busy = sum(_next(line, waiting, ready) for line in lines)
        while busy:
            events = ready.select(SECONDS)
            if not events:
                raise WrongAnswer(f"no answer within {SECONDS:.0f} s")
            for key, _ in events:
                line: _Line = key.data
                if (answer := line.whole()) is None:
                    continue
                taken.append(time.perf_counter() - line.sent_at)
                if answer.status != expect:
                    raise WrongAnswer(f"{answer.status} in place of {expect}")
                ready.unregister(line.socket)
                busy += _next(line, waiting, ready) - 1
        return taken, time.perf_counter() - began


def turns(targets: Sequence[tuple[int, bytes]], count: int) -> list[list[float]]:
    """One client that asks each (port, request) in turn, `count` times over kept-alive lines: seconds of each, by target.

    Raises:
        WrongAnswer: a status other than 200.
    """
    taken: list[list[float]] = [[] for _ in targets]
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(_connected(port)) for port, _ in targets]
        for _ in range(count):
            for line, (_, request), mine in zip(lines, targets, taken, strict=True):
                line.send(request)
                while (answer := line.whole()) is None:
                    continue
                mine.append(time.perf_counter() - line.sent_at)
                if answer.status != 200:
                    raise WrongAnswer(f"{answer.status} in place of 200")
    return taken


def _next(line: _Line, waiting: Iterator[bytes], ready: selectors.BaseSelector) -> int:
    request = next(waiting, None)
    if request is None:
        return 0
    ready.register(line.socket, selectors.EVENT_READ, line)
    line.send(request)
    return 1


@contextlib.contextmanager
def _connected(port: int) -> Iterator[_Line]:
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield _Line(line)


def _request(method: str, path: str, cookies: str, body: bytes) -> bytes:
    heads = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", "Accept-Encoding: gzip",
             "Accept-Language: id"]  # fmt: skip
    heads += [f"Cookie: {cookies}"] if cookies else []
    heads += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join(heads).encode("ascii") + b"\r\n\r\n" + body
