"""A phone at home: services, apply, track, correct, download, verify."""

from flask import Blueprint

room = Blueprint("web", __name__)

from web import (  # noqa: E402
    apply,
    appointments,
    check,
    document,
    formulir,
    guide,
    home,
    message,
    objection,
    offline_check,
    papers,
    refused,
    send,
    services,
    status,
    steps,
    ticket,
    track,
)

__all__ = [
    "apply",
    "appointments",
    "check",
    "document",
    "formulir",
    "guide",
    "home",
    "message",
    "objection",
    "offline_check",
    "papers",
    "refused",
    "room",
    "send",
    "services",
    "status",
    "steps",
    "ticket",
    "track",
]
