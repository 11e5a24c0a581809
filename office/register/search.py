"""Finding residents: by NIK or KK exactly, by names with typing errors and beginnings, by date of birth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from office.db import db
from office.identity.letters import plain_digits
from office.register.families import Family
from office.register.names import NameDeletion, NameWord, ResidentWord, distance, forgiven, rests_of, words_of
from office.register.residents import ALIVE, Resident

MOST = 50
PREFIX_FROM = 2  # letters
MOST_LIKE = 400  # words of the vocabulary that one typed word may stand for
MOST_COUNTED = 2_000

_resident, _family, _words = Resident.__table__, Family.__table__, ResidentWord.__table__


class Hit(NamedTuple):
    """One resident as a list of results shows them."""

    id: int
    nik: str | None
    name: str
    sex: str
    birth_place: str
    birth_date: date
    shdk: str
    state: str
    origin: str
    family_id: int | None
    kk: str | None
    address: str
    village_code: str


@dataclass(frozen=True)
class Found:
    """What was found; `by` is nik, kk, name, birth or nothing, `more` says that the list was cut at 50."""

    by: str
    hits: tuple[Hit, ...] = ()
    more: bool = False


def find(text: str, birth_date: date | None = None) -> Found:
    """The residents that somebody looks for by sixteen digits (NIK, then KK), by words of the name, by day of birth, or both.

    Words match whole, by their beginning (from two letters), with one typing error (from four letters) or with two (from
    eight); each word must match. Those who live here come first, whole words before beginnings, errors last.
    """
    digits = plain_digits(text)
    if len(digits) == 16 and digits.isascii() and digits.isdigit():
        return _by_number(digits)
    typed = tuple(word for part in text.split() for word in words_of(part)[-1:])
    words = tuple(word for word in typed if len(word) >= PREFIX_FROM) or typed
    if not words:
        return Found("birth", *_listed(_born_on(birth_date))) if birth_date else Found("nothing")
    return Found("name", *_named(words, birth_date))


def _by_number(digits: str) -> Found:
    hits = _hits(_resident.c.nik == digits)
    return Found("nik", hits) if hits else Found("kk", _hits(_family.c.kk == digits))


def _named(words: Sequence[str], birth_date: date | None) -> tuple[tuple[Hit, ...], bool]:
    """Look as widely as is forgiven; only when that finds too many, look again for the best of them."""
    exact = [_exact(word) for word in words]
    begun = [tuple({*same, *_beginning(word)}) for word, same in zip(words, exact, strict=True)]
    near = [tuple({*same, *_near(word)}) for word, same in zip(words, begun, strict=True)]
    found = dict.fromkeys(_matching(near, birth_date))
    if len(found) > MOST:
        best = dict.fromkeys(_matching(exact, birth_date))
        if len(best) <= MOST:
            best |= dict.fromkeys(_matching(begun, birth_date))
        found = best | found
    return _listed(list(found), words)


def _exact(word: str) -> tuple[int, ...]:
    return tuple(db.session.scalars(sa.select(NameWord.id).where(NameWord.word == word)))


def _beginning(word: str) -> list[int]:
    after = word[:-1] + chr(ord(word[-1]) + 1)
    inside = sa.and_(NameWord.word >= word, NameWord.word < after)
    query = sa.select(NameWord.id).where(inside).order_by(sa.func.length(NameWord.word), NameWord.word).limit(MOST_LIKE)
    return list(db.session.scalars(query))


def _near(word: str) -> list[int]:
    most = forgiven(word)
    if not most:
        return []
    rests = rests_of(word)
    shared = sa.select(NameDeletion.word_id).where(NameDeletion.rest.in_({word, *rests}))
    query = sa.select(NameWord.id, NameWord.word).where(sa.or_(NameWord.id.in_(shared), NameWord.word.in_(rests)))
    return [number for number, its in db.session.execute(query) if distance(word, its, most) <= most][:MOST_LIKE]


def _matching(groups: list[tuple[int, ...]], birth_date: date | None) -> list[int]:
    """Residents who have a word of each group, beginning with the group that fewest people share."""
    if not all(groups):
        return []
    if birth_date is not None:
        return _having(sa.select(_resident.c.id).where(_resident.c.birth_date == birth_date), _resident.c.id, groups)
    first, *others = sorted(groups, key=_how_many) if len(groups) > 1 else groups
    begin = sa.select(_words.c.resident_id).where(_words.c.word_id.in_(first)).distinct()
    return _having(begin, _words.c.resident_id, others)


def _having(query: sa.Select[int], number: sa.ColumnElement[int], groups: list[tuple[int, ...]]) -> list[int]:
    for group in groups:
        other = _words.alias()
        # The sum keeps SQLite from seeking each of hundreds of words in turn, where reading a person's three is enough;
        # PostgreSQL weighs that by itself, and would read the whole table for a sum.
        word_id = other.c.word_id if db.engine.dialect.name == "postgresql" else other.c.word_id + 0
        query = query.where(sa.exists().where(other.c.resident_id == number, word_id.in_(group)))
    return list(db.session.scalars(query.limit(MOST + 1)))


def _how_many(group: tuple[int, ...]) -> int:
    few = sa.select(_words.c.word_id).where(_words.c.word_id.in_(group)).limit(MOST_COUNTED).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(few)) or 0


def _born_on(day: date) -> list[int]:
    query = sa.select(_resident.c.id).where(_resident.c.birth_date == day).order_by(_resident.c.id)
    return list(db.session.scalars(query.limit(MOST + 1)))


def _listed(numbers: Sequence[int], words: Sequence[str] = ()) -> tuple[tuple[Hit, ...], bool]:
    """These residents, those who live here and fit best first, else in the order given; whether there were more than fit."""
    place = {number: index for index, number in enumerate(numbers[:MOST])}
    hits = _hits(_resident.c.id.in_(place))
    order = sorted(hits, key=lambda hit: (hit.state != ALIVE, _unlike(hit.name, words), place[hit.id]))
    return tuple(order), len(numbers) > MOST


def _unlike(name: str, words: Sequence[str]) -> int:
    """How far a name is from what was typed: nothing for each whole word, one for a beginning, two for an error."""
    own = words_of(name)
    return sum(0 if word in own else 1 if any(its.startswith(word) for its in own) else 2 for word in words)


def _hits(condition: sa.ColumnElement[bool]) -> tuple[Hit, ...]:
    families = {
        "family_id": _family.c.id,
        "kk": _family.c.kk,
        "address": _family.c.address,
        "village_code": _family.c.village_code,
    }
    columns = [
        sa.func.coalesce(families[name], "").label(name) if name in ("address", "village_code")
        else families.get(name, _resident.c.get(name)) for name in Hit._fields
    ]  # fmt: skip
    query = sa.select(*columns).select_from(_resident.outerjoin(_family, _family.c.id == _resident.c.family_id))
    return tuple(Hit(*row) for row in db.session.execute(query.where(condition).limit(MOST + 1)))
