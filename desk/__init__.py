"""Staff: work list, review, documents, cards, settings."""

from flask import Blueprint

from frame.access import guard

room = Blueprint("desk", __name__, url_prefix="/petugas")
guard(room)
