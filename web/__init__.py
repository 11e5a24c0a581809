"""A phone at home: services, apply, track, correct, download, verify."""

from flask import Blueprint

room = Blueprint("web", __name__)

from web import home  # noqa: E402, F401
