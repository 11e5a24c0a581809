"""What officers do with an application: take, look, judge, return, pass on, approve, refuse."""

from datetime import datetime

from office import absences, assistance, events, notices, opening, reasons
from office.applications import processing
from office.applications.results import ALL_HERE, Verdict
from office.applications.states import (
    APPROVED,
    CHECKED,
    DRAFT,
    REJECTED,
    RETURNED,
    SUBMITTED,
    Application,
    StepAnswers,
    answers_of,
    lock,
    move,
    papers_of,
    steps_of,
)
from office.catalogue.reading import check
from office.db import change_row, db
from office.errors import Conflict, NotFound, Refused
from office.identity import one_line
from office.papers import FIX, OK, Paper
from office.rules import Finding
from office.staff import Officer

LONGEST_REASON = 500


class HeldByOther(Conflict):
    """Another officer holds this file."""

    message = "Berkas ini sedang dipegang %(holder)s."
    next_step = "Pilih berkas lain, atau minta petugas itu melepasnya."


class NotHeld(Conflict):
    """The officer doesn't hold the file, so may not change it."""

    message = "Ambil dulu berkas ini sebelum mengubahnya."
    next_step = "Tekan Ambil, lalu ulangi."


class ReasonMissing(Refused):
    """A verdict of "mend" or a refusal needs a reason that the resident will read."""

    message = "Tulis alasannya: warga akan membacanya."
    next_step = "Isi alasan, lalu simpan lagi."


class NotAllJudged(Refused):
    """Something has no verdict yet, or needs mending, so the file can't be passed on."""

    message = "Belum semua surat dan jawaban dinilai benar."
    next_step = "Beri penilaian pada setiap bagian, lalu ulangi."


class NothingToMend(Refused):
    """Nothing was marked for mending, so there is nothing to return."""

    message = "Belum ada bagian yang ditandai Perbaiki."
    next_step = "Tandai bagian yang salah dan tulis alasannya."


class SameOfficer(Refused):
    """Who checked a file may not approve it."""

    status = 403
    message = "Berkas ini Anda periksa sendiri, jadi petugas lain yang harus menyetujui."
    next_step = "Serahkan kepada pejabat lain."


class TypedIt(SameOfficer):
    """Who filled a file in at the counter may not approve it."""

    message = "Berkas ini Anda isi sendiri di loket, jadi petugas lain yang harus menyetujui."


def may_approve(application: Application, officer: Officer) -> None:
    """Refuse the officers who had a hand in the file: whoever checked it, and whoever filled it in at the counter.

    Raises:
        SameOfficer, TypedIt: this officer did.
    """
    if application.maker_id == officer.id:
        raise SameOfficer()
    if officer.id in assistance.officers_of(application.id):
        raise TypedIt()


def take(application: Application, officer: Officer, *, at: datetime) -> None:
    """Take a file into one's hands, also out of those of an officer who is away or disabled; taking it twice changes nothing.

    Raises:
        HeldByOther: somebody else, who is there, holds it; carries the name.
        Conflict: it isn't at the desk.
    """
    if application.state not in (SUBMITTED, CHECKED):
        raise Conflict()
    if application.holder_id == officer.id:
        return
    left = application.holder_id if application.holder_id and absences.is_gone(application.holder_id, at=at) else None
    holder = Application.holder_id
    free = holder.is_(None) if left is None else holder == left, Application.state == application.state
    try:
        change_row(application, *free, reread=("holder_id", "held_since"), holder_id=officer.id, held_since=at)
    except Conflict:
        db.session.refresh(application)
        raise HeldByOther(holder=_holder_name(application)) from None
    over = {"from_officer": left} if left else {}
    events.record("application.taken", "application", application.id, by=officer.actor, at=at, **over)


def release(application: Application, officer: Officer, *, at: datetime) -> None:
    """Put a file back; who steers the office may also free a file that another officer left behind.

    Raises:
        NotHeld: nobody holds it, or somebody else and the officer doesn't steer the office.
    """
    lock(application)
    if application.holder_id is None or (application.holder_id != officer.id and officer.role not in absences.STEER):
        raise NotHeld()
    _let_go(application)
    events.record("application.released", "application", application.id, by=officer.actor, at=at)


def look(application: Application, officer: Officer, *, at: datetime, what: str = "file") -> None:
    """Record that an officer saw a person's data; `what` is a code: file, paper:<code>, nik:<step>."""
    events.record("application.viewed", "application", application.id, by=officer.actor, at=at, what=what)


def judge(
    application: Application, kind: str, code: str, verdict: str, reason: str, officer: Officer, *, at: datetime
) -> None:
    """Give one paper (`kind` "paper") or one step of answers ("answers") a verdict: `ok`, or `fix` with a reason.

    An empty verdict takes an earlier one back.

    Raises:
        NotHeld: the officer doesn't hold the file.
        ReasonMissing: `fix` without a reason.
        NotFound: there is no such part.
    """
    _must_hold(application, officer, SUBMITTED)
    part = _part(application, kind, code)
    if verdict not in ("", OK, FIX):
        raise NotFound()
    words = one_line(reason, LONGEST_REASON) if verdict == FIX else ""
    if verdict == FIX and not words:
        raise ReasonMissing()
    if (part.verdict, part.reason) == (verdict, words):
        return
    part.verdict, part.reason = verdict, words
    events.record("application.judged", "application", application.id, by=officer.actor, at=at,
                  part=f"{kind}:{code}", verdict=verdict, **({"reason": reasons.code_of(words)} if words else {}))  # fmt: skip


def send_back(application: Application, officer: Officer, *, at: datetime) -> None:
    """Return the file: only the failing answers and papers open again, each with its reason.

    Raises:
        NotHeld: the officer doesn't hold the file.
        NothingToMend: no part was marked.
    """
    _must_hold(application, officer, SUBMITTED)
    parts = _parts(application)
    failing = [part for part in parts if part.verdict == FIX]
    if not failing:
        raise NothingToMend()
    for part in parts:
        part.open = part.verdict == FIX
    _let_go(application)
    move(application, RETURNED, by=officer.actor, at=at, kind="returned", parts=len(failing))
    _tell(application, "returned", at)


def pass_on(application: Application, officer: Officer, *, at: datetime) -> None:
    """Declare the file complete and correct, and hand it to another officer for approval.

    Raises:
        NotHeld: the officer doesn't hold the file.
        NotAllJudged: a part has no verdict or needs mending.
    """
    _must_hold(application, officer, SUBMITTED)
    if any(part.verdict != OK for part in _parts(application)):
        raise NotAllJudged()
    application.maker_id = officer.id
    _let_go(application)
    move(application, CHECKED, by=officer.actor, at=at, kind="checked")


def hand_back(application: Application, officer: Officer, *, at: datetime) -> None:
    """The approving officer sees something wrong and puts the file back to be checked anew.

    Raises:
        NotHeld: the officer doesn't hold the file.
    """
    _must_hold(application, officer, CHECKED)
    application.maker_id = None
    _let_go(application)
    move(application, SUBMITTED, by=officer.actor, at=at, kind="handed_back")


def approve(application: Application, officer: Officer, *, at: datetime, verdict: Verdict = ALL_HERE) -> None:
    """Approve the file: the register changes, its documents are begun and its cards queued, in the same transaction.

    Raises:
        NotHeld: the officer doesn't hold the file.
        SameOfficer: the officer checked it, or filled it in at the counter.
        Refused: a result can't be made as `verdict` wants it; see `processing.begin`.
    """
    _must_hold(application, officer, CHECKED)
    may_approve(application, officer)
    application.approver_id = officer.id
    _let_go(application)
    move(application, APPROVED, by=officer.actor, at=at, kind="approved")
    processing.begin(application, officer, verdict, at=at)


def reject(application: Application, reason: str, officer: Officer, *, at: datetime) -> None:
    """Refuse the application for good, with a reason the resident will read.

    Raises:
        NotHeld: the officer doesn't hold the file.
        ReasonMissing: no reason.
    """
    _must_hold(application, officer, SUBMITTED, CHECKED)
    words = one_line(reason, LONGEST_REASON)
    if not words:
        raise ReasonMissing()
    application.closing_reason = words
    _let_go(application)
    move(application, REJECTED, by=officer.actor, at=at, kind="rejected")
    _tell(application, "rejected", at)


def findings(application: Application, *, at: datetime) -> list[Finding]:
    """What the checks say of the answers on the day they were sent in, or today while they can still be changed."""
    sent = None if application.state in (DRAFT, RETURNED) else application.submitted_at
    return check(application.service, answers_of(application), today=opening.local_day(sent or at))


def _tell(application: Application, template: str, at: datetime) -> None:
    notices.tell(application.id, template, email=application.email, phone=application.phone, at=at)


def _parts(application: Application) -> list[StepAnswers | Paper]:
    return [*steps_of(application), *papers_of(application)]


def _part(application: Application, kind: str, code: str) -> StepAnswers | Paper:
    wanted = {"paper": Paper, "answers": StepAnswers}.get(kind, ())
    part = next((part for part in _parts(application) if isinstance(part, wanted) and part.code == code), None)
    if part is None:
        raise NotFound()
    return part


def _must_hold(application: Application, officer: Officer, *states: str) -> None:
    lock(application)
    if application.state not in states:
        raise Conflict()
    if application.holder_id is None:
        raise NotHeld()
    if application.holder_id != officer.id:
        raise HeldByOther(holder=_holder_name(application))


def _let_go(application: Application) -> None:
    application.holder_id = application.held_since = None


def _holder_name(application: Application) -> str:
    holder = db.session.get(Officer, application.holder_id) if application.holder_id else None
    return holder.name if holder else "-"
