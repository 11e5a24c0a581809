"""Development only: all components on a page, the messages that left no machine, and invented papers to try with."""

from flask import Blueprint

room = Blueprint("workbench", __name__)

from workbench import devices, pages, screens, second_factors  # noqa: E402, F401
