"""The review screen, shaped for its templates: answers beside the papers, verdicts, warnings, and what may be decided."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from desk import doubles, history, outcomes, typists, verdicts
from desk.document_panel import panel
from desk.finding import may_take, place_of
from desk.promises import promise, state
from desk.roles import FILES
from desk.verdicts import Form, Verdict
from frame.fields import SECRET_KINDS, answers_shown
from frame.language import hour, language, rupiah, say
from office import codes, fines
from office.applications import CHECKED, SUBMITTED, Application, answers_of, review
from office.catalogue import Service
from office.db import db
from office.forms import forms_of
from office.papers import BROUGHT, FIX, OK, Paper
from office.staff import Officer, Role

Shown = dict[str, Any]
NOTHING_TYPED: Form = {}


def screen(
    application: Application, officer: Officer, *, at: datetime, paper: str = "", form: Form = NOTHING_TYPED,
    revealed: Collection[str] = (), errors: Mapping[str, str] | None = None,
) -> Shown:  # fmt: skip
    """Everything the page of a file shows to this officer; `form` is what was typed and refused, `errors` why, by field."""
    judged = verdicts.read(application, form)
    papers = [each for each in judged if each.kind == "paper"]
    current = next((each for each in papers if each.part.code == paper), papers[0] if papers else None)
    happened, seen = history.of_file(application)
    return {
        "file": _head(application, officer, at), "decision": decision(application, officer, judged),
        "papers": [_tab(application, each, current) for each in papers], "paper": _paper(application, current, papers),
        "parts": parts(application, judged, at=at, revealed=revealed), "errors": errors or {}, "form": form,
        "summary": _summary(application, current, errors or {}),
        **_quick(application), "history": happened, "seen": seen,
        "panel": panel(application, officer), "outcomes": outcomes.offered(application, form, errors or {}),
        "doubles": doubles.shown(application) if application.state in (SUBMITTED, CHECKED) else [],
    }  # fmt: skip


def decision(application: Application, officer: Officer, judged: list[Verdict], *, refusal: str = "") -> Shown:
    """What the bar at the foot offers: counts, and the mode: check, approve, take, or look."""
    mine = application.holder_id == officer.id
    taken_up = may_take(application, officer)
    at_desk = application.state in (SUBMITTED, CHECKED)
    mode = "look"
    if mine and taken_up:
        mode = "check" if application.state == SUBMITTED else "approve"
    elif at_desk and application.holder_id is None and taken_up:
        mode = "take"
    return {
        "mode": "look" if refusal else mode, "refusal": refusal, "reference": application.reference,
        "url": place_of(application), "counts": verdicts.counts(judged), "rejects": officer.role == Role.REGISTRAR,
        "maker": application.state == CHECKED and not taken_up and
        application.maker_id == officer.id, "at_desk": at_desk, "state": state(application),
    }  # fmt: skip


def parts(
    application: Application, judged: list[Verdict], *, at: datetime, revealed: Collection[str] = ()
) -> list[Shown]:
    """The steps of answers, each with its warnings; NIK and KK are masked but in the steps that are `revealed`."""
    service, answers = application.service, answers_of(application)
    masked, plain = answers_shown(service, answers, masked=True), answers_shown(service, answers)
    warned, typed = review.findings(application, at=at), typists.words(application)
    return [
        {
            "name": each.name, "code": each.part.code, "title": _step_title(service, each.part.code),
            "verdict": each.value, "reason": each.reason, "asked_before": _asked_before(each),
            "origin": typists.of_answers(service, each.part, typed),
            "revealed": each.part.code in revealed,
            "answers": [
                (label, words, kind in SECRET_KINDS)
                for label, words, kind, _code in (plain if each.part.code in revealed else masked)[each.part.code]
            ],
            "warnings": [
                (_question_label(service, found.step, found.question), say(found.sentence, found.params), found.hard)
                for found in warned if found.step == each.part.code
            ],
            "reveal_url": url_for("desk.reveal", reference=application.reference, step=each.part.code),
        }
        for each in judged if each.kind == "answers"
    ]  # fmt: skip


def _quick(application: Application) -> dict[str, list[str]]:
    # The resident reads them, so they stand in the resident's language and not in the officer's.
    with force_locale(application.language):
        return {"quick": quick_reasons(), "quick_paper": quick_paper_reasons()}


def quick_paper_reasons() -> list[str]:
    """Sentences that an officer often writes about a paper; the resident reads them as they stand."""
    return [_("Tulisan kabur, foto lagi."), _("Foto terpotong, foto lagi seluruhnya."), _("Bukan surat yang diminta.")]


def quick_reasons() -> list[str]:
    """Sentences that an officer often writes about answers."""
    return [
        _("Tidak sama dengan surat yang dilampirkan."),
        _("Nama tidak lengkap."),
        _("NIK tidak sama dengan Kartu Keluarga."),
    ]


def flaw_words() -> dict[str, str]:
    """What the machine saw in a photo."""
    return {
        "too_small": _("foto kecil"), "too_dark": _("gelap"), "too_bright": _("terlalu terang"), "blurred": _("kabur"),
        "blank": _("halaman kosong"),
    }  # fmt: skip


def _head(application: Application, officer: Officer, at: datetime) -> Shown:
    holder = db.session.get(Officer, application.holder_id) if application.holder_id else None
    return {
        "reference": codes.fours(application.reference), "name": application.subject_name, "url": place_of(application),
        "service": application.service.name.in_language(language()), "promise": promise(application, at=at),
        "state": state(application), "mine": application.holder_id == officer.id, "holder": holder.name if holder else "",
        "since": hour(application.held_since), "closing_reason": application.closing_reason,
        "fine": rupiah(fines.of(application, at)),
        "forms_url": url_for("desk.file_forms", reference=application.reference)
        if officer.role in FILES and forms_of(application.service) else "",
    }  # fmt: skip


def _tab(application: Application, each: Verdict, current: Verdict | None) -> tuple[str, str, bool, str]:
    kinds = {OK: "good", FIX: "bad"}
    label = _paper_label(application.service, each.part.code)
    warned = isinstance(each.part, Paper) and bool(each.part.flaws)
    url = url_for("desk.show_file", reference=application.reference, surat=each.part.code)
    return url, label, each is current, kinds.get(each.value, "warn" if warned else "")


def _paper(application: Application, each: Verdict | None, papers: list[Verdict]) -> Shown | None:
    if each is None or not isinstance(each.part, Paper):
        return None
    paper, words = each.part, flaw_words()
    after, origin = papers[(papers.index(each) + 1) % len(papers)], typists.of_paper(paper, typists.words(application))
    place = url_for("desk.paper_bytes", reference=application.reference, code=paper.code) if paper.file_key else ""
    return {
        "name": each.name, "label": _paper_label(application.service, paper.code), "verdict": each.value,
        "reason": each.reason, "asked_before": _asked_before(each), "brought": paper.state == BROUGHT, "origin": origin,
        "flaws": ", ".join(words.get(flaw, flaw) for flaw in paper.flaws), "pages": paper.pages or 0, "url": place,
        "is_pdf": paper.media_type == "application/pdf",
        "next_url": url_for("desk.show_file", reference=application.reference, surat=after.part.code) if len(papers) > 1 else "",
    }  # fmt: skip


def _asked_before(each: Verdict) -> str:
    """The reason of an earlier return, when the resident has mended the part since."""
    return "" if each.value or each.part.verdict else each.part.reason


def _paper_label(service: Service, code: str) -> str:
    found = service.paper(code)
    return found.label.in_language(language()) if found else code


def _summary(application: Application, current: Verdict | None, errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong, each line with the place on this page where it can be put right."""
    lines = []
    for name, sentence in errors.items():
        kind, _sign, code = name.partition("-")
        labels = {"paper": _paper_label, "answers": _step_title}
        label = labels[kind](application.service, code) if kind in labels else ""
        away = kind == "paper" and (current is None or current.name != name)
        lines.append(("layar-surat" if away else name, f"{label}: {sentence}" if label else sentence))
    return lines


def _step_title(service: Service, code: str) -> str:
    found = service.step(code)
    return found.name.in_language(language()) if found else code


def _question_label(service: Service, step: str, code: str) -> str:
    found = service.step(step)
    question = found.question(code) if found else None
    return question.label.in_language(language()) if question else code
