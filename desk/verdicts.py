"""The verdicts of the review screen: read from its one form, which holds the parts that are on the screen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from office.applications import Application, StepAnswers, papers_of, review, steps_of
from office.identity import one_line
from office.papers import FIX, OK, Paper
from office.staff import Officer

REASON = "_alasan"
Form = Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """One part with its verdict as typed, or as stored when it isn't on the screen."""

    kind: str
    part: StepAnswers | Paper
    value: str
    reason: str

    @property
    def name(self) -> str:
        """Its name in the form."""
        return name_of(self.kind, self.part.code)

    @property
    def unreasoned(self) -> bool:
        """Whether it is to be mended and nobody says why."""
        return self.value == FIX and not self._words

    @property
    def kept(self) -> tuple[str, str]:
        """What is stored of it: a "mend" without its reason counts as not judged yet."""
        value = "" if self.unreasoned else self.value
        return value, self._words if value == FIX else ""

    @property
    def changed(self) -> bool:
        """Whether it differs from what is stored; a reason that lies there from before is no verdict."""
        return self.kept != (self.part.verdict, self.part.reason) and bool(self.kept[0] or self.part.verdict)

    @property
    def _words(self) -> str:
        return one_line(self.reason, review.LONGEST_REASON)


def name_of(kind: str, code: str) -> str:
    """How a part is called in the form and in the page: `paper-kartu-keluarga`, `answers-ibu`."""
    return f"{kind}-{code}"


def read(application: Application, form: Form) -> list[Verdict]:
    """The verdict of each part of a file, papers first: as typed where the form holds it, else as stored."""
    return [_read(kind, part, form) for kind, part in _parts(application)]


def keep(application: Application, form: Form, officer: Officer, *, at: datetime) -> None:
    """Store what changed on the screen."""
    for verdict in read(application, form):
        if verdict.changed:
            review.judge(application, verdict.kind, verdict.part.code, *verdict.kept, officer, at=at)


def counts(verdicts: list[Verdict]) -> dict[str, int]:
    """How many parts there are, are right, are to be mended, and still lack a reason."""
    return {
        "all": len(verdicts),
        "ok": sum(verdict.value == OK for verdict in verdicts),
        "fix": sum(verdict.value == FIX for verdict in verdicts),
        "unreasoned": sum(verdict.unreasoned for verdict in verdicts),
    }


def paper_on_screen(form: Form) -> str:
    """The code of the paper that stood on the screen: its verdict is in the form, so it must stand there again."""
    names = (name for name in form if name.startswith("paper-") and name.endswith(REASON))
    return next(names, "").removeprefix("paper-").removesuffix(REASON)


def _read(kind: str, part: StepAnswers | Paper, form: Form) -> Verdict:
    name = name_of(kind, part.code)
    if form.get(name) not in (OK, FIX):  # not on the screen, or no opinion yet: what another page stored stays
        return Verdict(kind, part, part.verdict, part.reason)
    return Verdict(kind, part, form[name], form.get(name + REASON, ""))


def _parts(application: Application) -> Iterator[tuple[str, StepAnswers | Paper]]:
    yield from (("paper", paper) for paper in papers_of(application))
    yield from (("answers", step) for step in steps_of(application))
