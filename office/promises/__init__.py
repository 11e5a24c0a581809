"""Promises that are watched: who is told of a file that is late, who holds what, and files that change hands."""

from office.promises.alarms import (
    AT_DESK,
    HANDED,
    LONG_BROKEN,
    PROMISE,
    STEP,
    Alarm,
    AlarmReader,
    mail_to,
    read_all,
    shown,
    superior_told,
    unread,
)

__all__ = [
    "AT_DESK",
    "HANDED",
    "LONG_BROKEN",
    "PROMISE",
    "STEP",
    "Alarm",
    "AlarmReader",
    "mail_to",
    "read_all",
    "shown",
    "superior_told",
    "unread",
]
