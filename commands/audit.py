"""`flask audit verify`: whether the journal still fits together."""

import click
from flask.cli import AppGroup

from office import events

audit = AppGroup("audit", help="The journal of everything that happened.")


@audit.command("verify")
def verify() -> None:
    """Walk the whole chain of events; exit 1 and name the first row that doesn't fit."""
    broken = events.verify()
    if broken is not None:
        raise click.ClickException(f"the journal does not fit together at row {broken}")
    click.echo("the journal fits together")
