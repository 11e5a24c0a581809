"""The board."""

from display import room
from frame.devices import before_pairing


@room.get("/pasang")
@before_pairing
def pair() -> str:
    """x"""
    return "x"


@room.get("/")
def board() -> str:
    """x"""
    return "x"
