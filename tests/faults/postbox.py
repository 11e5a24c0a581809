"""A real SMTP server that can be told to misbehave."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from itertools import chain, repeat
from typing import Any

from aiosmtpd.controller import Controller

from tests.faults.ports import free_port

TAKE, SLOW, LATER, NEVER, TOO_MUCH, DROP, CUT, RUDE = "take", "slow", "451", "550", "554", "drop", "cut", "rude"


@dataclass(frozen=True)
class Letter:
    """A message as it came over the wire."""

    to: str
    message_id: str
    subject: str
    pdf: bytes | None

    @property
    def digest(self) -> str:
        """The SHA-256 of the attached PDF, or nothing."""
        return hashlib.sha256(self.pdf).hexdigest() if self.pdf else ""


class Postbox:
    """The server: `manners` says how it takes one message after the other, and the last one holds for all that follow.

    take: at once. slow: after a second. 451: not now. 550: never to this address. 554: never this content. drop: it takes the
    message and the line breaks before its answer. cut: the line breaks before the message was taken. rude: it takes the
    message and breaks the line at QUIT.
    """

    def __init__(self, *manners: str) -> None:
        self.letters: list[Letter] = []
        self.asked = 0
        self.sender_refused = False
        self.port = free_port()
        self.behave(*(manners or (TAKE,)))
        self._controller: Controller | None = None
        self.open()

    def behave(self, *manners: str) -> None:
        """How it takes the next messages."""
        self._manners: Iterator[str] = chain(manners, repeat(manners[-1]))
        self._now = TAKE

    def open(self) -> None:
        """Listen, on the same port as before."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=20)
        self._controller.start()

    def close(self) -> None:
        """Be down."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def copies(self) -> Counter[str]:
        """How many times each Message-ID came."""
        return Counter(letter.message_id for letter in self.letters)

    def pdfs(self) -> Iterable[Letter]:
        """The letters with a document."""
        return [letter for letter in self.letters if letter.pdf]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Somebody says who sends."""
        if self.sender_refused:
            return "550 5.7.1 you may not send here"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Somebody wants to send something."""
        self.asked += 1
        self._now = next(self._manners)
        if self._now == LATER:
            return "451 4.3.0 not now"
        if self._now == NEVER:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """The message has come."""
        if self._now == SLOW:
            await asyncio.sleep(1)
        if self._now == TOO_MUCH:
            return "554 5.6.0 not this"
        if self._now != CUT:
            self.letters.append(_letter(envelope))
        if self._now in (DROP, CUT):
            server.transport.abort()
            await asyncio.sleep(0.05)
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        """The sender says good-bye."""
        if self._now == RUDE:
            server.transport.abort()
            await asyncio.sleep(0.05)
        return "221 Bye"


def _letter(envelope: Any) -> Letter:
    message = message_from_bytes(envelope.content, policy=policy.default)
    pdfs = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "application/pdf"]
    return Letter(envelope.rcpt_tos[0], message["Message-ID"], message["Subject"], pdfs[0] if pdfs else None)
