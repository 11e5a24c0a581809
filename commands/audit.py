"""`flask audit verify`: whether the journal still fits together, and still holds what was printed and mailed of it."""

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from office import events
from office.db import db
from office.errors import Refused
from office.events import Event
from office.watching import heads

ADVICE = "Keep the database file as it is, tell the head of the office, and compare with the heads on paper and in the mail."

audit = AppGroup("audit", help="The journal of everything that happened.")


@audit.command("verify")
@click.option("--head", nargs=2, metavar="SEQ HASH", help="A head from paper or e-mail; quote the hash when it has spaces.")
def verify(head: tuple[str, str] | None) -> None:
    """Walk the whole chain of events; exit 1 and name the first row, day or head that doesn't fit."""
    broken = events.verify()
    if broken is not None:
        raise click.ClickException(f"the journal does not fit together at row {broken}: {_what_is_wrong(broken)}\n{ADVICE}")
    day = heads.broken()
    if day is not None:
        raise click.ClickException(f"the journal no longer holds the head that was kept for {day}\n{ADVICE}")
    click.echo("the journal fits together")
    if head:
        click.echo(_compared(*head))


def _what_is_wrong(seq: int) -> str:
    """What stands in the first row that doesn't fit, by its codes; no row tells names."""
    row = db.session.scalar(sa.select(Event).where(Event.seq == seq))
    whole = f"rows 1 to {seq - 1} are what they were" if seq > 1 else "nothing before it can be trusted"
    if row is None:
        return f"it is missing; {whole}"
    return f"{row.kind} of {row.subject} {row.subject_id}, {row.at:%Y-%m-%d %H:%M} UTC, was changed or put in; {whole}"


def _compared(typed_seq: str, typed_hash: str) -> str:
    try:
        seq, digest = heads.read(typed_seq, typed_hash)
    except Refused:
        raise click.BadParameter("a row's number, and 64 hexadecimal digits", param_hint="--head") from None
    if not heads.fits(seq, digest):
        raise click.ClickException(f"row {seq} of the journal does not have this hash: it was rewritten, or mistyped")
    return f"the head fits: the journal up to row {seq} is what it was"
