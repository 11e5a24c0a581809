"""Staff: work list, review, documents, cards, settings."""

from flask import Blueprint

from frame.access import guard

room = Blueprint("desk", __name__, url_prefix="/petugas")
guard(room)

from desk import (  # noqa: E402, F401
    books,
    cards,
    corrections,
    counter,
    decisions,
    devices,
    documents,
    door,
    failures,
    files,
    formulir,
    hall,
    journal,
    people,
    register,
    register_entry,
    register_files,
    settings,
    shell,
    sign_in,
    worklist,
)
