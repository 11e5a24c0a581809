"""Development only: all components on a page, and the mail and text messages that left no machine."""

from flask import Blueprint

room = Blueprint("workbench", __name__)
