"""Text messages: through a gateway that apprise knows by its address, or into a folder that development reads."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from outside.storage import write_whole
from outside.transport import Trouble

# apprise names the number it could not reach, and what lies below it the address with the gateway's password.
for _name_of_log in ("apprise", "urllib3"):
    logging.getLogger(_name_of_log).propagate = False
    logging.getLogger(_name_of_log).addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Phone:
    """Where text messages go: an apprise address with `{phone}` in it, or '' and a folder."""

    gateway: str
    box: Path

    def send(self, to: str, text: str, *, message_id: str, at: datetime) -> str:
        """Hand one text to the gateway; `to` in E.164. The answer of whoever took it.

        Raises:
            Trouble: the gateway did not take it.
        """
        if not self.gateway:
            told = {"to": to, "text": text, "at": at.isoformat()}
            write_whole(self.box / f"{message_id}.json", json.dumps(told, ensure_ascii=False).encode())
            return "box"
        import apprise  # loaded only where a gateway is used: it knows 170 services

        wire = apprise.Apprise()
        if not wire.add(self.gateway.replace("{phone}", to.lstrip("+"))) or not wire.notify(body=text):
            raise Trouble("gateway")
        return "gateway accepted"
