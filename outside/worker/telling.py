"""The words of a message: what the office decided, else the template's, filled with what is true when it is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from office.wordings import gaps, messages, versions


def letter(template: str, language: str, facts: Mapping[str, Any], at: datetime) -> tuple[str, str, str]:
    """Subject, text and HTML of an e-mail in a language, in the words in force at an instant."""
    with force_locale(language):
        said = _said(facts)
        own = _own(f"mail.{template}.{language}", said, at)
        if own is None:
            subject, _, body = render_template(f"mail/{template}.txt", **said).strip().partition("\n")
        else:
            subject, body = own["subject"], own["text"]
        html = render_template("mail/_letter.html", subject=subject, body=body.strip())
    return subject, body.strip() + "\n", html


def text(template: str, language: str, facts: Mapping[str, Any], at: datetime) -> str:
    """A text message in a language, in one line, in the words in force at an instant."""
    with force_locale(language):
        said = _said(facts)
        own = _own(f"phone.{template}.{language}", said, at)
        words = own["text"] if own else render_template(f"phone/{template}.txt", **said)
    return " ".join(words.split())


def _own(part: str, said: Mapping[str, Any], at: datetime) -> dict[str, str] | None:
    texts, message = versions.said(part, at), messages.find(part)
    if texts is None or message is None:
        return None
    words = {gap: said.get(messages.GAPS[gap]) for gap in message.gaps}
    values = {gap: "" if value is None else str(value) for gap, value in words.items()}
    return {name: gaps.fill(each, values) for name, each in texts.items()}


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as words of the reader's language: instants as day and hour, what failed as lines, how a PDF comes."""
    day_hour = current_app.jinja_env.filters["day_hour"]
    said = dict(facts) | {"promised": day_hour(facts.get("promised_at")), "when": day_hour(facts.get("starts_at"))}
    said["failing"] = "\n".join(f"- {label}: {reason}" for label, reason in facts.get("failing", ()))
    if "delivery" in facts:
        said["delivered"] = render_template("mail/_delivered.txt", **facts).strip()
    return said
