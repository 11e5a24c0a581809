"""A visitor's way to a number: what can be done from home first, then whom it is for and what else."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from frame.devices import device
from frame.doors import doors
from frame.language import language
from frame.live import live
from frame.pages import page
from kiosk import room
from office import clock, once, opening
from office.db import transaction
from office.errors import NotFound
from office.queue import board, groups
from office.queue.groups import Group, GroupClosed, QuotaFull


@room.get("/kelompok/<letter>")
def choose(letter: str) -> Response:
    """Offer the way from home, where there is one; else go on.

    Aborts: 409 GroupClosed.
    """
    group, at = _group(letter), clock.now()
    if not group.home or group.home in opening.closed_services(at):
        return redirect(url_for("kiosk.wishes", letter=letter), 303)
    elsewhere = group.home in opening.closed_services(at, device().place_id)
    return page("kiosk/from_home.html", group=named(group), qr=_qr(group), elsewhere=elsewhere)


@room.post("/kelompok/<letter>/dari-rumah")
def stay_home(letter: str) -> Response:
    """Count a visit that was saved.

    Aborts: 404 NotFound, 409 GroupClosed.
    """
    at, place, group = clock.now(), url_for("kiosk.thanks", letter=letter), _from_home(letter)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        board.stayed_home(group.letter, at=at, place=device().place_id)
    return redirect(place, 303)


@room.get("/kelompok/<letter>/terima-kasih")
def thanks(letter: str) -> Response:
    """Show once more how it is done from home, and say goodbye.

    Aborts: 404 NotFound, 409 GroupClosed.
    """
    group = _from_home(letter)
    return page("kiosk/thanks.html", group=named(group), qr=_qr(group))


@room.get("/kelompok/<letter>/keperluan")
def wishes(letter: str) -> Response:
    """Ask whether somebody goes first, and what else is to be done; without a protocol the answer brings the number.

    Aborts: 409 GroupClosed, QuotaFull.
    """
    group, seen = _open(letter), live().look()
    others = [named(other) for other in seen.groups if other.letter != letter and seen.standings[other.letter].open]
    return page("kiosk/wishes.html", group=named(group), others=others, at_once=not seen.protocol.on)


def named(group: Group) -> dict[str, Any]:
    """A group as pages show it."""
    return {"letter": group.letter, "name": group.in_language(language())}


def _group(letter: str) -> Group:
    return groups.find(letter, live().look().groups)


def _from_home(letter: str) -> Group:
    group = _group(letter)
    if not group.home or group.home in opening.closed_services(clock.now()):
        raise NotFound()
    return group


def _open(letter: str) -> Group:
    """A group that gives numbers now: better said before the questions than after them."""
    group, seen = _group(letter), live().look()
    standing = seen.standings[letter]
    if not standing.open:
        raise GroupClosed()
    if groups.left(group, standing.window, seen.day, seen.place) == 0:
        raise QuotaFull()
    return group


def _qr(group: Group) -> Any:
    return doors().qr_svg(f"{doors().base_url}/layanan/{group.home}", _("QR ke formulir di telepon"))
