"""`flask simulate`: play the office over a period with invented residents; what comes of it, beside the article's figure."""

import json
import time
from datetime import datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("simulate")
@click.option("--from", "first", type=DAY, default="2020-03-23", show_default=True, help="The first local day.")
@click.option("--to", "last", type=DAY, default="2020-06-09", show_default=True, help="The last local day.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same counts.")
@click.option("--seeds", type=int, default=0, help="Play so many seeds in scratch folders and print their spread.")
@click.option("--scale", type=float, default=1.0, show_default=True, help="Multiply residents, officers and demand.")
@click.option(
    "--ktp-a-day", type=float, default=0.0, help="KTP requests of an ordinary working day, instead of the source's."
)
@click.option("--pdf", is_flag=True, help="Draw and sign every document with the worker's real steps.")
@with_appcontext
def simulate(first: datetime, last: datetime, seed: int, seeds: int, scale: float, ktp_a_day: float, pdf: bool) -> None:
    """Fill an empty data folder with a simulated office; the last line printed is one JSON object."""
    # Loaded only here: what draws, signs and invents is nothing for a page process.
    from simulation import spread, stage
    from simulation.play import NotEmpty, Period
    from simulation.source import KTP_A_DAY, Demand

    began, period = time.monotonic(), Period(first.date(), last.date())
    if last < first or scale <= 0 or ktp_a_day < 0 or seeds < 0:
        raise click.ClickException("--to must not be before --from, and no number may be below zero")
    demand = Demand(ktp_a_day=ktp_a_day or KTP_A_DAY, scale=scale)
    try:
        if seeds:
            found = spread.over(seeds, period, demand)
        else:
            found = stage.set_and_played(_app(), period, demand, seed, pdf=pdf, say=click.echo)
    except NotEmpty as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(json.dumps(found | {"seconds": round(time.monotonic() - began, 1)}))


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
