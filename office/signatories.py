"""Who signs: the terms of the civil registrar and of the head of the office, one after the other.

Before the first term of a role its name stands in the settings; from then on the terms alone say who signs. A term that was
called off before it began keeps its row: its last day lies before its first, so that no day is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import events, opening, settings
from office.db import db
from office.errors import Conflict, NotFound, Refused
from office.identity import BadInput, one_line, read_name, read_nip
from office.words import short_date

AKTA, HEAD = "akta", "head"
ROLES = (AKTA, HEAD)
# The settings that say who signs before the first term.
SETTINGS = {AKTA: "signatory", HEAD: "head"}
WARNED = timedelta(days=30)
LONGEST = {"name": 120, "title": 160, "nip": 30, "prefix": 40}


class NobodySigns(Refused):
    """Between two terms, or after the last, there is nobody whose name could stand on a document."""

    status = 409
    message = "Tidak ada pejabat penanda tangan yang menjabat pada %(day)s."
    next_step = "Minta administrator menambah masa jabatan, lalu coba lagi."


class TermsOverlap(Refused):
    """Two people would sign in one role on one day."""

    message = "Masa jabatan ini bertumpuk dengan %(name)s, %(first)s sampai %(last)s."
    next_step = "Ubah tanggalnya, atau akhiri masa jabatan yang lama dulu."


class TermBackwards(Refused):
    """The term ends before it begins, or ends in the past."""

    message = "Hari terakhir tidak boleh sebelum hari pertama, dan tidak boleh sudah lewat."
    next_step = "Perbaiki tanggalnya, lalu simpan lagi."


class TermPast(Refused):
    """A term can't begin before today: documents were issued meanwhile with another name."""

    message = "Masa jabatan mulai paling cepat hari ini."
    next_step = "Perbaiki tanggalnya, lalu simpan lagi."


class TermIncomplete(Refused):
    """A text (its param `box`) is missing, or longer than `most` letters."""

    message = "Isian ini tidak boleh kosong, dan paling banyak %(most)s huruf."
    next_step = "Lengkapi isiannya, lalu simpan lagi."


class TermUnfit(Refused):
    """A name or a NIP (its param `box`) can't be one; the sentence is that of whoever read it."""

    next_step = "Perbaiki isiannya, lalu simpan lagi."

    def __init__(self, box: str, wrong: BadInput) -> None:
        """Say what is wrong in which box."""
        super().__init__(box=box, **wrong.params)
        self.message = wrong.sentence


class TermBegun(Conflict):
    """A term that has begun, or was called off before, can't be called off."""

    message = "Masa jabatan ini sudah mulai atau sudah dibatalkan."
    next_step = "Bila sudah mulai, isi hari terakhirnya."


class Term(db.Model):  # type: ignore[name-defined]
    """One person's term in one role, by local days, the last one included; without a last day until further notice."""

    __tablename__ = "signatory_term"
    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(sa.String(10), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(160))
    nip: Mapped[str] = mapped_column(sa.String(30))
    prefix: Mapped[str] = mapped_column(sa.String(40), default="")
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]

    @property
    def printed_title(self) -> str:
        """The title as it stands on a document, after `Plt.` or `a.n.` where there is one."""
        return f"{self.prefix} {self.title}".strip()

    @property
    def called_off(self) -> bool:
        """Whether it was called off before it began."""
        return self.last_day is not None and self.last_day < self.first_day


@dataclass(frozen=True)
class Gap:
    """Local days on which nobody signs in a role; `last` None: from `first` on."""

    role: str
    first: date
    last: date | None


def facts(role: str, at: datetime) -> dict[str, str]:
    """What a document says of who signs it, issued at an instant: `signatory_name`, `signatory_title`, `signatory_nip`.

    Raises:
        NobodySigns: the terms leave this day out.
    """
    day, rows = opening.local_day(at), terms(role)
    term = in_force(rows, day)
    if term is not None:
        return {"signatory_name": term.name, "signatory_title": term.printed_title, "signatory_nip": term.nip}
    if rows and rows[0].first_day <= day:
        raise NobodySigns(day=short_date(day))
    return {f"signatory_{part}": settings.get(f"{SETTINGS[role]}_{part}", at) for part in ("name", "title", "nip")}


def terms(role: str) -> list[Term]:
    """The terms of a role in their order, without those that were called off."""
    return [term for term in ever(role) if not term.called_off]


def ever(role: str) -> list[Term]:
    """Every term that a role was given, those that were called off too, in their order."""
    return list(db.session.scalars(sa.select(Term).where(Term.role == role).order_by(Term.first_day, Term.id)))


def in_force(rows: Sequence[Term], day: date) -> Term | None:
    """The term of a local day among those of a role."""
    return next((row for row in rows if row.first_day <= day and (row.last_day is None or day <= row.last_day)), None)


def add(
    role: str, *, name: str, title: str, nip: str, prefix: str, first: date, last: date | None, by: events.Actor, at: datetime
) -> Term:  # fmt: skip
    """Begin a term on a local day, today at the earliest.

    Raises:
        NotFound: no such role.
        TermIncomplete, TermUnfit: a text is missing, too long, or no name or NIP.
        TermPast, TermBackwards, TermsOverlap: the days can't be.
    """
    if role not in ROLES:
        raise NotFound()
    words = _read({"name": name, "title": title, "nip": nip, "prefix": prefix})
    if first < opening.local_day(at):
        raise TermPast()
    _must_fit(role, first, last, at)
    term = Term(role=role, first_day=first, last_day=last, made_at=at, made_by=by.id, **words)
    db.session.add(term)
    db.session.flush()
    events.record("signatory.added", "signatory", term.id, by=by, at=at, role=role)
    return term


def end(number: int, last: date | None, *, by: events.Actor, at: datetime) -> Term:
    """Let a term last until a local day, today at the earliest, or until further notice.

    Raises:
        NotFound: there is no such term.
        TermBackwards, TermsOverlap: the day can't be.
        Conflict: the term is over, or was called off.
    """
    term = _held(number)
    if term.called_off or (term.last_day is not None and term.last_day < opening.local_day(at)):
        raise Conflict()
    _must_fit(term.role, term.first_day, last, at, but=term.id)
    term.last_day = last
    db.session.flush()
    events.record("signatory.ends", "signatory", term.id, by=by, at=at, last=last.isoformat() if last else "")
    return term


def call_off(number: int, *, by: events.Actor, at: datetime) -> Term:
    """Let a term that was to begin on a later local day never begin; its row stays.

    Raises:
        NotFound: there is no such term.
        TermBegun: it has begun, or was called off before.
    """
    term = _held(number)
    if term.called_off or term.first_day <= opening.local_day(at):
        raise TermBegun()
    term.last_day = term.first_day - timedelta(days=1)
    db.session.flush()
    events.record("signatory.called_off", "signatory", term.id, by=by, at=at, role=term.role)
    return term


def gaps(role: str, day: date) -> list[Gap]:
    """From a local day on, the days that the terms of a role leave out; none while there are no terms."""
    rows, found = terms(role), []
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        if row.last_day is None or (row.last_day < day and following and following.first_day <= day):
            continue
        free = max(row.last_day + timedelta(days=1), day)
        if following is None:
            found.append(Gap(role, free, None))
        elif following.first_day > free:
            found.append(Gap(role, free, following.first_day - timedelta(days=1)))
    return found


def ending(at: datetime) -> list[Gap]:
    """The gaps that are here or come within thirty days, of both roles: what an administrator is warned of."""
    day = opening.local_day(at)
    return [gap for role in ROLES for gap in gaps(role, day) if gap.first <= day + WARNED]


def _held(number: int) -> Term:
    term = db.session.get(Term, number, with_for_update=True, populate_existing=True)
    if term is None:
        raise NotFound()
    return term


def _read(told: Mapping[str, str]) -> dict[str, str]:
    words = {box: one_line(text, len(text)) for box, text in told.items()}
    for box, text in words.items():
        if len(text) > LONGEST[box] or (box != "prefix" and not text):
            raise TermIncomplete(box=box, most=LONGEST[box])
    for box, reader in (("name", read_name), ("nip", read_nip)):
        try:
            words[box] = reader(words[box])
        except BadInput as wrong:
            raise TermUnfit(box, wrong) from None
    return words


def _must_fit(role: str, first: date, last: date | None, at: datetime, but: int = 0) -> None:
    if last is not None and (last < first or last < opening.local_day(at)):
        raise TermBackwards()
    until = last or date.max
    for row in terms(role):
        if row.id != but and row.first_day <= until and first <= (row.last_day or date.max):
            shown = row.last_day.isoformat() if row.last_day else "..."
            raise TermsOverlap(name=row.name, first=row.first_day.isoformat(), last=shown)
