"""The words of residents' names, so that a name is found by whole words, beginnings, and words with a typing error.

Words stand once in a vocabulary with every way to leave one letter out (two of long words). Two words that differ by one
error share such a rest, so that a misspelt word finds its neighbours by equality alone, on any engine, however many
residents there are: the vocabulary grows far more slowly than they do.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office.db import db, insert_into
from office.regions import folded

LONGEST = 40
FEWEST = 4  # letters of a word in which an error is forgiven
LONG = 8  # letters of a word in which two are

# Compared byte by byte, or a range of words would follow the customs of the server's language.
_WORD = sa.String(LONGEST).with_variant(sa.String(LONGEST, collation="C"), "postgresql")
_PARTS = re.compile(r"[\s,]+")
_HYPHENS = re.compile(r"[-‐‑–—−.]+")


class NameWord(db.Model):  # type: ignore[name-defined]
    """A word that stands in somebody's name: small letters, accents off."""

    __tablename__ = "name_word"
    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(_WORD, unique=True)


class NameDeletion(db.Model):  # type: ignore[name-defined]
    """What is left of a word without one letter (without two, when it is long)."""

    __tablename__ = "name_deletion"
    rest: Mapped[str] = mapped_column(_WORD, primary_key=True)
    word_id: Mapped[int] = mapped_column(sa.ForeignKey("name_word.id"), primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class ResidentWord(db.Model):  # type: ignore[name-defined]
    """A word of a resident's name."""

    __tablename__ = "resident_word"
    resident_id: Mapped[int] = mapped_column(sa.ForeignKey("resident.id"), primary_key=True)
    word_id: Mapped[int] = mapped_column(sa.ForeignKey("name_word.id"), primary_key=True)

    __table_args__ = (
        sa.Index("ix_resident_word_word_id", "word_id", "resident_id"),
        {"sqlite_with_rowid": False},
    )


@lru_cache(maxsize=65_536)
def words_of(name: str) -> tuple[str, ...]:
    """The words by which a name is found: `Al-Fatih` gives al, fatih and alfatih, `Nur'aini` gives nuraini."""
    found: dict[str, None] = {}
    for part in _PARTS.split(name):
        pieces = _HYPHENS.split(part)
        for piece in (*pieces, part):
            if word := folded(piece)[:LONGEST]:
                found.setdefault(word)
    return tuple(found)


def rests_of(word: str) -> set[str]:
    """What is left of a word without one letter; of a long one without two as well."""
    most = 2 if len(word) >= LONG else 1 if len(word) >= FEWEST else 0
    return {
        "".join(sign for place, sign in enumerate(word) if place not in left_out)
        for count in range(1, most + 1)
        for left_out in combinations(range(len(word)), count)
    }


def index(resident_id: int, name: str) -> None:
    """Make a resident findable by the words of this name and no longer by those of an earlier one."""
    wanted = set(ids_of(words_of(name)).values())
    db.session.execute(sa.delete(ResidentWord).where(ResidentWord.resident_id == resident_id))
    rows = [{"resident_id": resident_id, "word_id": word_id} for word_id in sorted(wanted)]
    if rows:
        db.session.execute(sa.insert(ResidentWord.__table__), rows)


def ids_of(words: Iterable[str]) -> Mapping[str, int]:
    """The numbers of these words in the vocabulary; new ones are added with their rests."""
    wanted = sorted(set(words))
    known = _known(wanted)
    fresh = [word for word in wanted if word not in known]
    if not fresh:
        return known
    add = insert_into(NameWord).on_conflict_do_nothing()
    db.session.execute(add, [{"word": word} for word in fresh])
    added = _known(fresh)
    rests = [{"rest": rest, "word_id": added[word]} for word in fresh for rest in sorted(rests_of(word))]
    if rests:
        db.session.execute(insert_into(NameDeletion).on_conflict_do_nothing(), rests)
    return {**known, **added}


def _known(words: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(words), 5000):
        some = words[start : start + 5000]
        query = sa.select(NameWord.word, NameWord.id).where(NameWord.word.in_(some))
        found |= dict(db.session.execute(query).all())
    return found


def distance(one: str, other: str, most: int) -> int:
    """How many letters were changed, left out, added or swapped with their neighbour; above `most` it gives `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != its))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == its:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def forgiven(word: str) -> int:
    """How many typing errors are forgiven in a word: none in a short one, two in a long one."""
    return 2 if len(word) >= LONG else 1 if len(word) >= FEWEST else 0


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: each word of the shorter one has its like in the longer, in any order."""
    shorter, longer = sorted((words_of(one), words_of(other)), key=len)
    free = list(longer)
    for word in shorter:
        match = next((its for its in free if distance(word, its, forgiven(word)) <= forgiven(word)), None)
        if match is None:
            return False
        free.remove(match)
    return bool(shorter)
