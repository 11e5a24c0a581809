"""What app.py hands to the rooms from outside: they may not import it themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import current_app
from markupsafe import Markup

from office import vault
from office.errors import Refused
from office.vault import Store


class NoRoomLeft(Refused):
    """The office's disk is full."""

    status = 507
    message = "Tempat penyimpanan kantor sedang penuh. Foto belum tersimpan."
    next_step = "Coba lagi nanti. Isian Anda tidak hilang."


class CannotDraw(Exception):
    """A sheet can't be drawn with what it should say; `overflows` when it is too much for its room."""

    def __init__(self, overflows: bool) -> None:
        super().__init__("can't be drawn")
        self.overflows = overflows


class Taken(Protocol):
    """An uploaded paper made safe: its new bytes, what they are, and what is hard to read in them."""

    data: bytes
    media_type: str
    pages: int
    flaws: tuple[str, ...]
    sha256: str
    thumbnail: bytes | None


class SignatureReport(Protocol):
    """What the signature within a PDF says."""

    signed: bool
    intact: bool
    trusted: bool
    covers_whole: bool
    signer_name: str | None
    problem: str | None


@dataclass(frozen=True)
class Doors:
    """The doors to the world outside the process, and the few settings that pages need.

    What the doors may raise is handed over too: `unreadable` by `take_in` (its `code` says why), `no_room` by the store,
    `overran` by `read_signature`, `bad_printer` by `check_printer`. `spoken(label, counter, again=…)` names the clips of one
    announcement; `draw(kind, facts)` a sheet of a kind of document, from what `says.prepare` gives;
    `draw_sample(kind, facts)` the same as a preview, or `CannotDraw`;
    `draw_book` a register book, `draw_report` the report of a month; `seal_keys` are the public keys of what stands in QRs.
    """

    store: Store
    take_in: Callable[[bytes], Taken]
    qr_svg: Callable[[str, str], Markup]
    read_signature: Callable[[bytes], SignatureReport]
    base_url: str
    production: bool
    settings: Any
    unreadable: type[Exception]
    no_room: type[Exception]
    overran: type[Exception]
    check_printer: Callable[[str], None]
    bad_printer: type[Exception]
    spoken: Callable[..., tuple[str, ...]]
    seal_keys: Callable[[], list[dict[str, str]]]
    draw_book: Callable[[Mapping[str, Any]], bytes]
    draw_report: Callable[[Mapping[str, Any]], bytes]
    draw: Callable[[str, Mapping[str, Any]], bytes]
    draw_sample: Callable[[str, Mapping[str, Any]], bytes]
    empty_form: Callable[[str], bytes]
    drawn_forms: Callable[[Sequence[str], Mapping[str, Any]], bytes]


def doors() -> Doors:
    """The doors of the running application."""
    found: Doors = current_app.extensions["lamin"]
    return found


def store_bytes(drawer: str, data: bytes) -> str:
    """Store bytes under a fresh key, which it returns, before the transaction that will name them.

    Raises:
        NoRoomLeft: the disk is full.
    """
    key = vault.new_key(drawer)
    try:
        doors().store.put(key, data)
    except doors().no_room:
        raise NoRoomLeft() from None
    return key
