"""What the approving officer says of each result of a file: made here, awaited from the national system, or not issued."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from frame.language import language, say
from office.applications import Application, answers_of, processing, results, review
from office.applications.results import Verdict
from office.catalogue.definition import Result
from office.documents.kinds import KINDS
from office.errors import Refused
from office.identity import BadInput, one_line, read_kk, read_nik
from office.register.refusals import REFUSALS

HERE, OFFICIAL, NOT = "sini", "resmi", "tidak"
# What the answers come to can't be done as wanted; the file stays as it was.
NOT_SO = (
    processing.FamilyUnknown, processing.KkWanted, processing.CannotBeMade, processing.NothingIssued,
    processing.MaybeDouble, *REFUSALS,
)  # fmt: skip
NUMBERS = {"nik": ("nik_baru", read_nik), "new_kk": ("kk_baru", read_kk)}
Form = Mapping[str, str]


class Unclear(Refused):
    """A result is refused without a reason, or a number can't be one; `wrong` by field."""

    message = "Ada yang perlu dibetulkan."

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__()
        self.wrong = dict(wrong)


def read(application: Application, form: Form) -> Verdict:
    """The officer's verdict on each result.

    Raises:
        Unclear: a refused one has no reason, or a number isn't one.
    """
    wanted, wrong = results.of(application.service, answers_of(application)), {}
    official, refused = set(), {}
    for result in wanted:
        choice = form.get(f"hasil_{result.code}", HERE)
        if choice == OFFICIAL and not result.is_card:
            official.add(result.code)
        elif choice == NOT and len(wanted) > 1:
            refused[result.code] = one_line(form.get(f"alasan_{result.code}", ""), processing.LONGEST_REASON)
            if not refused[result.code]:
                wrong[f"alasan_{result.code}"] = say(review.ReasonMissing.message)
    numbers = _numbers(application, form, wrong)
    if wrong:
        raise Unclear(wrong)
    return Verdict(frozenset(official), refused, numbers, form.get("bukan_ganda") == "1")


def offered(application: Application, form: Form, errors: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the approval: each result with its choices, and the numbers that the national system may have given."""
    wanted = results.of(application.service, answers_of(application))
    effect = application.service.effect
    asked = {"birth": ["nik"], "new_family": ["new_kk"], "split": ["new_kk"], "move_within": ["new_kk"]}
    labels = {"nik": _("NIK anak dari sistem nasional"), "new_kk": _("Nomor KK baru dari sistem nasional")}
    return {
        "results": [_offered(result, len(wanted) > 1, form, errors) for result in wanted],
        "numbers": [
            {"name": NUMBERS[name][0], "kind": "nik", "label": labels[name], "required": False,
             "value": form.get(NUMBERS[name][0], ""), "error": errors.get(NUMBERS[name][0])}
            for name in (asked.get(effect.kind, []) if effect else [])
            + ["new_kk"] * any(result.facts.get("kk") == "=" for result in wanted)
        ],
    }  # fmt: skip


def errors(refusal: Refused) -> dict[str, str] | None:
    """What is wrong, by field; None when it concerns the whole."""
    return refusal.wrong if isinstance(refusal, Unclear) else None


def _offered(result: Result, several: bool, form: Form, errors: Mapping[str, str]) -> dict[str, Any]:
    ways = [(HERE, _("Cetak kartunya"))] if result.is_card else [
        (HERE, _("Buat di sini")), (OFFICIAL, _("Unggah PDF resmi dari sistem nasional")),
    ]  # fmt: skip
    name, why = f"hasil_{result.code}", f"alasan_{result.code}"
    return {
        "choice": {"name": name, "label": KINDS[result.kind].name.in_language(language()), "kind": "choice",
                   "value": form.get(name, HERE), "options": ways + ([(NOT, _("Tidak diterbitkan"))] if several else [])},
        "reason": {"name": why, "label": _("Alasan bila tidak diterbitkan"), "kind": "text", "required": False,
                   "value": form.get(why, ""), "error": errors.get(why)} if several else None,
    }  # fmt: skip


def _numbers(application: Application, form: Form, wrong: dict[str, str]) -> dict[str, str]:
    found = {}
    for name, (field, reader) in NUMBERS.items():
        typed = form.get(field, "").strip()
        try:
            if typed:
                found[name] = reader(typed).digits
        except BadInput as bad:
            wrong[field] = say(bad.sentence, bad.params)
    return found
