"""`flask register`: the register of residents in from a CSV file, and out to one."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup

from office import clock, opening
from office.db import transaction
from office.errors import Refused
from office.events import SYSTEM
from office.register import exporting, importing, taking
from office.register.looking import TIDYING
from office.register.residents import CONFIRMED, OWN
from office.register.staging import READY, RegisterImport

register = AppGroup("register", help="The register of residents.")


@register.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--national", is_flag=True, help="The file comes from the national system: mark its data as confirmed there."
)
@click.option("--yes", is_flag=True, help="Take it over without asking.")
def bring_in(file: BinaryIO, national: bool, yes: bool) -> None:
    """Read a CSV file, show what it would change, and take all of it over, or nothing; exit 1 when a row is wrong."""
    at = clock.now()
    try:
        job = staged(file, CONFIRMED if national else OWN, at)
        _tell(job)
        if job.state != READY:
            raise click.ClickException(f"{job.bad_rows} of {job.rows} rows are wrong; nothing was taken over")
        if not yes and not click.confirm("Take all of it over?"):
            raise click.ClickException("nothing was taken over")
        with transaction():
            taking.take_over(job, by=SYSTEM, at=at)
    except Refused as refusal:
        raise click.ClickException(f"{refusal.message % refusal.params} {refusal.next_step}") from None
    finally:
        _end_open(at)
    click.echo(f"{job.new_residents} new, {job.changed_residents} changed")


@register.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def take_out(file: Path) -> None:
    """Write everybody who lives here to a CSV file that only its owner can read."""
    with transaction():
        exporting.noted(by=SYSTEM, at=clock.now(), reason=TIDYING)
    file.touch(mode=0o600, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        for lines in exporting.rows():
            out.write(lines)
    click.echo(f"written to {file}")


def staged(file: BinaryIO, origin: str, at: datetime) -> RegisterImport:
    """Read a whole file into the waiting rows and look it through, in short transactions; nothing is taken over yet."""
    with transaction():
        job = importing.begin(origin=origin, by=SYSTEM, at=at)
    for part in importing.parts(file, on=opening.local_day(at)):
        with transaction():
            importing.keep(job, part)
    for look in importing.LOOKS:
        with transaction():
            look(job)
    return job


def _tell(job: RegisterImport) -> None:
    same = job.rows - job.bad_rows - job.new_residents - job.changed_residents
    click.echo(f"{job.rows} rows: {job.new_residents} new residents in {job.new_families} new families, "
               f"{job.changed_residents} changed, {max(same, 0)} as they are, {job.bad_rows} wrong")  # fmt: skip
    for row in importing.troubles(job):
        click.echo(f"line {row.line}, {row.column or 'row'}: {row.sentence % row.params}")


def _end_open(at: datetime) -> None:
    """Leave no staged people behind, whatever became of the import."""
    for job in importing.latest():
        if job.actor_kind == SYSTEM.kind and job.started_at == at:
            with transaction():
                importing.drop_if_open(job, by=SYSTEM, at=at)
            cleared(job)


def cleared(job: RegisterImport) -> None:
    """Remove the waiting rows of an import that is over, in short transactions."""
    left = True
    while left:
        with transaction():
            left = importing.clear(job)
