"""Logs without people: whatever slips into a line, runs of digits as long as a NIK or a phone number are struck out."""

import logging
import re

LONG_NUMBER = re.compile(r"\d{9,}")
ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")


class Struck(logging.Formatter):
    """Formats a record, then strikes out what could name a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, on which no long number and no e-mail address is left."""
        text = super().format(record).replace("\r", " ")
        return ADDRESS.sub("[e-mail]", LONG_NUMBER.sub("[angka]", text))


def install() -> None:
    """Send the program's log to standard error, struck."""
    log = logging.getLogger("lamin")
    if log.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Struck("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
