"""Who typed each part of a file when it wasn't its owner, and what was taken from what the office held."""

from collections.abc import Mapping

from flask_babel import gettext as _

from frame.language import day, language
from office import assistance
from office.applications import Application, StepAnswers
from office.catalogue import Service
from office.db import db
from office.papers import Paper
from office.staff import Officer


def words(application: Application) -> dict[int, str]:
    """By the number that a part keeps: the officer at the counter, or the helper whom the owner invited."""
    rows = assistance.of(application.id)
    return {number: _who(row.officer_id, row.name) for number, row in rows.items()}


def of_answers(service: Service, part: StepAnswers | Paper, typed: Mapping[int, str]) -> list[str]:
    """The sentences about one step of answers."""
    sentences = _typed(part, typed)
    step = service.step(part.code)
    if not isinstance(part, StepAnswers) or step is None:
        return sentences
    origins = {"register": _("Dari data penduduk: %(what)s"), "earlier": _("Dari permohonan sebelumnya: %(what)s")}
    for source, sentence in origins.items():
        taken = [q.label.in_language(language()) for q in step.questions if (part.sources or {}).get(q.code) == source]
        sentences += [sentence % {"what": ", ".join(taken)}] if taken else []
    return sentences


def of_paper(paper: Paper, typed: Mapping[int, str]) -> list[str]:
    """The sentences about one paper."""
    sentences = _typed(paper, typed)
    if paper.first_at:
        sentences.append(
            _("Dipakai lagi dari permohonan sebelumnya, pertama dikirim %(day)s.", day=day(paper.first_at))
        )
    return sentences


def _typed(part: StepAnswers | Paper, typed: Mapping[int, str]) -> list[str]:
    return [typed[part.typed_by]] if part.typed_by else []


def _who(officer_id: int | None, name: str) -> str:
    if officer_id is None:
        return _("Diisi oleh penolong yang diundang warga: %(name)s.", name=name)
    return _("Diisi di loket oleh %(name)s.", name=db.session.get_one(Officer, officer_id).name)
