"""The survey as a form, the same on the phone, at the kiosk and at the desk: questions, and what was answered."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from frame.language import language, say
from office.identity import BadInput
from office.survey import ABOUT, ELEMENTS

LONGEST = 2000


def questions(typed: Mapping[str, str], errors: Mapping[str, BadInput]) -> list[dict[str, Any]]:
    """The nine questions, each with its four answers from the best to the worst, as ui/form.html draws them."""
    lang = language()
    return [
        {"name": code, "label": each.question.in_language(lang), "kind": "choice", "value": typed.get(code, ""),
         "options": [(score, each.answers[score - 1].in_language(lang)) for score in (4, 3, 2, 1)],
         "error": say(errors[code].sentence, errors[code].params) if code in errors else ""}
        for code, each in ELEMENTS.items()
    ]  # fmt: skip


def about(typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """What may be told of oneself, none of it required."""
    return [
        {"name": name, "label": about_words()[name], "kind": "choice", "value": typed.get(name, ""), "required": False,
         "options": [(code, text.in_language(language())) for code, text in known.items()]}
        for name, known in ABOUT.items()
    ]  # fmt: skip


def about_words() -> dict[str, str]:
    """What each of these is called."""
    return {"sex": _("Jenis kelamin"), "age": _("Umur"), "education": _("Pendidikan terakhir"), "work": _("Pekerjaan")}


def mistakes(errors: Mapping[str, BadInput]) -> list[tuple[str, str]]:
    """The refusals as the list above a form takes them: field and sentence."""
    return [
        (code, f"{ELEMENTS[code].name.in_language(language())}: {say(wrong.sentence, wrong.params)}")
        if code in ELEMENTS else (code, say(wrong.sentence, wrong.params))
        for code, wrong in errors.items()
    ]  # fmt: skip


def answered(form: Mapping[str, str]) -> dict[str, str]:
    """What a form carries of the survey, cut to what can be kept."""
    return {name: form.get(name, "")[:LONGEST] for name in (*ELEMENTS, *ABOUT, "komentar")}
