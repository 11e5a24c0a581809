"""`flask officer`: the first administrator of a new office, and a way back in for one who is locked out."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from office import clock, staff
from office.db import transaction
from office.errors import Refused
from office.events import SYSTEM
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
    proof = "; the second factor is set up there" if Role(role) in staff.MUST_PROVE else ""
    click.echo(f"{login} may sign in at /petugas/masuk{proof}")


@officer.command("password")
@click.argument("login")
@click.password_option(prompt="New password (12 characters or more)")
def password(login: str, password: str) -> None:
    """Give an officer a new password and sign every browser of theirs out."""
    with _refusals_told(), transaction():
        staff.set_password(login, password, at=clock.now())
    click.echo(f"{login} has a new password")


@officer.command("invite")
@click.argument("login")
def invite(login: str) -> None:
    """Give an officer a new way in, such as the only administrator whose phone is lost: a link for one use."""
    with _refusals_told(), transaction():
        key = staff.invitations.invite(staff.by_login(login), by=SYSTEM, at=clock.now())
    base_url = current_app.extensions["lamin"].base_url
    click.echo(f"{base_url}/petugas/undangan/{key}\nfor one use within {staff.invitations.VALID.days} days")


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message} {refusal.next_step}") from None
