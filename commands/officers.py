"""`flask officer`: the first administrator of a new office, and a way back in for one who is locked out."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from office import clock, staff
from office.db import transaction
from office.errors import Refused
from office.staff import Role

officer = AppGroup("officer", help="The office's staff.")


@officer.command("add")
@click.argument("login")
@click.argument("name")
@click.argument("role", type=click.Choice([str(role) for role in Role]))
@click.password_option(prompt="Password (12 characters or more)")
def add(login: str, name: str, role: str, password: str) -> None:
    """Add an officer; the password is asked for, so that it stands in no shell history."""
    with _refusals_told(), transaction():
        staff.add_officer(login, name, Role(role), password, at=clock.now())
    click.echo(f"{login} may sign in at /petugas/masuk")


@officer.command("password")
@click.argument("login")
@click.password_option(prompt="New password (12 characters or more)")
def password(login: str, password: str) -> None:
    """Give an officer a new password and sign every browser of theirs out."""
    with _refusals_told(), transaction():
        staff.set_password(login, password, at=clock.now())
    click.echo(f"{login} has a new password")


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message} {refusal.next_step}") from None
