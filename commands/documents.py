"""`flask documents`: check a document by its link, with the office's register or without it."""

import click
from flask import current_app
from flask.cli import AppGroup

from office import documents as issued
from office.documents import payload
from outside import seal

documents = AppGroup("documents", help="The documents that the office issued.")


@documents.command("check")
@click.argument("code_or_link")
@click.option("--name", default="", help="The name that stands on the paper, to compare.")
def check(code_or_link: str, name: str) -> None:
    """Say whether the signature in a QR's link fits and whether the document is in force; exit 1 when either isn't so.

    A code alone (the last part of the link's path) is looked up in the register only.
    """
    token, sealed = seal.split_link(code_or_link)
    fits = _signature(code_or_link, token, name) if sealed else _unsigned()
    document = issued.by_token(token)
    click.echo(f"register: {document.state}, {document.number or 'no number'}" if document else "register: not found")
    if not fits or document is None or document.state != issued.ACTIVE:
        raise SystemExit(1)


def _signature(link: str, token: str, name: str) -> bool:
    try:
        claim = seal.read_link(link, current_app.extensions["lamin"].settings.data / "keys")
    except seal.NotSealed:
        click.echo("signature: does not fit; the link was changed, or is not from this office")
        return False
    click.echo(f"signature: fits{', made with a test key: no official document' if claim.specimen else ''}")
    click.echo(f"signed: {claim.kind}, {claim.number or 'no number'}, issued on {claim.issued_on.isoformat()}")
    if not name:
        return True
    same = payload.name_digest(token, name) in claim.names
    click.echo(f"name: {'the one that was signed' if same else 'not the one that was signed'}")
    return same


def _unsigned() -> bool:
    click.echo("signature: the code carries none")
    return True
