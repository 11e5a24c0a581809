"""What was searched for at the desk, kept a while in the officer's own session: Back and reload show the result again.

A name stands in no address, so a search is sent by POST; the page that answers has an address with a key of no meaning.
"""

from datetime import datetime, timedelta

from flask import session

from office import codes

KEPT, MOST = "searched", 3
LASTS = timedelta(minutes=30)


def keep(words: str, at: datetime) -> str:
    """Keep what was searched for, with the newest few; the key under which it is found again."""
    key = codes.new_token()[:8]
    session[KEPT] = [*_fresh(at), [key, words, (at + LASTS).timestamp()]][-MOST:]
    return key


def words_of(key: str, at: datetime) -> str:
    """What was searched for under a key; empty when it is unknown or too long ago."""
    return next((words for found, words, _until in _fresh(at) if found == key), "")


def _fresh(at: datetime) -> list[tuple[str, str, float]]:
    return [(key, words, until) for key, words, until in session.get(KEPT, []) if until > at.timestamp()]
