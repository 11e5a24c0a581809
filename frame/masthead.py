"""The office's short name, which stands on every page."""

import time
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from office import clock, settings

KEY = "office_short"
SECONDS = 5.0


@dataclass
class _Name:
    """What was read last; read again after some seconds, so that a page costs no statement more for it."""

    value: str = settings.KNOWN[KEY].default
    read_at: float = float("-inf")

    def now(self) -> str:
        if time.monotonic() - self.read_at >= SECONDS:
            try:
                self.value = settings.get(KEY, clock.now())
            except SQLAlchemyError:  # the page that says so must have a name too
                return self.value
            self.read_at = time.monotonic()
        return self.value


def install(app: Flask) -> None:
    """Give every template `office_name`, the setting `office_short` as it was at most five seconds ago."""
    name = _Name()

    @app.context_processor
    def _office() -> dict[str, str]:
        return {"office_name": name.now()}
