"""Indonesian and English: which one this reader sees, and dates and numbers in it.

Indonesian is always offered; English as the office's setting `english_on` says, and to officers always.
"""

from datetime import date, datetime, time
from typing import Any

from flask import Flask, Response, request
from flask_babel import Babel, format_date, format_decimal, get_locale, gettext
from sqlalchemy.exc import SQLAlchemyError

from office import clock, codes, opening, settings

LANGUAGES = ("id", "en")
COOKIE = "bahasa"
OFFERED = "lamin.english_offered"


def chosen() -> str:
    """`id` or `en`: asked for in the address, else remembered, else Indonesian; Indonesian while English isn't offered."""
    wishes = request.args.get(COOKIE), request.cookies.get(COOKIE)
    wish = next((wish for wish in wishes if wish in LANGUAGES), "id")
    return wish if wish == "id" or english_offered() else "id"


def english_offered() -> bool:
    """Whether this reader may choose English; read at most once a request, and not at all for officers."""
    if request.blueprint == "desk":
        return True
    if OFFERED not in request.environ:
        try:
            request.environ[OFFERED] = settings.get("english_on", clock.now())
        except SQLAlchemyError:  # the page that tells of it must not fail for this
            request.environ[OFFERED] = True
    return bool(request.environ[OFFERED])


def language() -> str:
    """The language of the page that is being made."""
    return str(get_locale() or "id")[:2]


def say(sentence: str, params: Any = None) -> str:
    """An Indonesian sentence of the office in the reader's language, its named gaps filled."""
    return gettext(sentence, **dict(params or {})) if sentence else ""


def day(value: date | datetime | None) -> str:
    """`Senin, 1 Juni 2020`, in the office's local time."""
    if value is None:
        return ""
    return format_date(opening.local(value).date() if isinstance(value, datetime) else value, "EEEE, d MMMM y")


def minute(value: datetime | time) -> str:
    """`15.00`, in English `15:00`: a time of day, or an instant in the office's local time."""
    local = opening.local(value) if isinstance(value, datetime) else value
    return f"{local:%H:%M}" if language() == "en" else f"{local:%H.%M}"


def hour(value: datetime | None) -> str:
    """`15.00 WITA`, in English `15:00 WITA`."""
    return f"{minute(value)} WITA" if value else ""


def day_hour(value: datetime | None) -> str:
    """`Senin, 1 Juni 2020, 15.00 WITA`; `Monday, 1 June 2020, 15:00 WITA`."""
    return f"{day(value)}, {hour(value)}" if value else ""


def rupiah(amount: int) -> str:
    """`Rp150.000`, in English `Rp150,000`; nothing for 0."""
    return f"Rp{format_decimal(amount)}" if amount else ""


def kilobytes(size: int | None) -> str:
    """`214 kB`."""
    return f"{max(round((size or 0) / 1000), 1)} kB"


def install(app: Flask) -> None:
    """Give the application its languages and the templates their filters."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{app.root_path}/translations"
    Babel(app, default_locale="id", default_timezone="UTC", locale_selector=chosen)
    filters = {"day": day, "hour": hour, "day_hour": day_hour, "kilobytes": kilobytes, "fours": codes.fours, "say": say}
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals["english_offered"] = english_offered

    @app.context_processor
    def _language() -> dict[str, str]:
        return {"lang": language()}

    @app.after_request
    def _remember(response: Response) -> Response:
        wish = request.args.get(COOKIE)
        if wish in LANGUAGES:
            response.set_cookie(COOKIE, wish, max_age=31536000, samesite="Lax", secure=request.is_secure, httponly=True)
        return response
