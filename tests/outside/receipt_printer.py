"""A receipt printer for tests: a real TCP server that answers DLE EOT as Epson's do, and a reader of the raster it was sent."""

import contextlib
import socket
import threading
import time
from typing import Self

from PIL import Image

RASTER = b"\x1dv0"
UNASKED = b"\x14\x00\x00\x0f"


class ReceiptPrinter:
    """`with ReceiptPrinter() as printer`: `printer.address` takes jobs; its switches make it run out, run low, open, hang,
    keep silent, take slowly, or talk unasked as printers with Epson's automatic status do."""

    def __init__(self) -> None:
        self.paper, self.low, self.cover, self.hangs, self.silent = True, False, False, False, False
        self.slow, self.talkative = False, False
        self.jobs: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        # A receipt printer holds a few kilobytes; a kernel's usual megabytes would hide that it hangs.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._held: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # or the thread that waits in accept() would take one more
        self._listener.close()
        for line in self._held:
            line.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            if self.hangs:
                self._held.append(line)  # accepted, never read
            else:
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        job = b""
        with line, contextlib.suppress(OSError):
            if self.talkative:
                line.sendall(UNASKED)
            while data := line.recv(4096):
                job += self._answered(line, data)
                if self.talkative:
                    line.sendall(UNASKED)
                if self.slow:
                    time.sleep(0.04)
        if job:
            self.jobs.append(job)

    def _answered(self, line: socket.socket, data: bytes) -> bytes:
        if len(data) != 3 or not data.startswith(b"\x10\x04"):
            return data
        if not self.silent:
            line.sendall(self._answer(data[2]))
        return b""

    def _answer(self, question: int) -> bytes:
        ready = 0x12
        if question == 1:
            return bytes([ready | (0 if self.paper and not self.cover else 0x08)])
        if question == 2:
            return bytes([ready | (0x04 if self.cover else 0) | (0 if self.paper else 0x20)])
        return bytes([ready | (0x0C if self.low or not self.paper else 0) | (0 if self.paper else 0x60)])


def picture(job: bytes) -> Image.Image:
    """What the paper shows: the raster pieces of a job, one below the other."""
    pieces, at = [], 0
    while (at := job.find(RASTER, at)) >= 0:
        width, height = int.from_bytes(job[at + 4 : at + 6], "little"), int.from_bytes(job[at + 6 : at + 8], "little")
        data = job[at + 8 : at + 8 + width * height]
        pieces.append(Image.frombytes("1", (width * 8, height), bytes(~byte & 0xFF for byte in data)))
        at += 8 + width * height
    whole = Image.new("1", (max(piece.width for piece in pieces), sum(piece.height for piece in pieces)), 1)
    y = 0
    for piece in pieces:
        whole.paste(piece, (0, y))
        y += piece.height
    return whole
