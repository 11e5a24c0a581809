"""What an officer or an invited helper types for the owner: whose NIK it is about, who typed, and how the owner hears of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from office import assistance, codes, events, notices
from office.applications.states import COUNTER, DRAFT, HELPER, HOME, RETURNED, Application, StepAnswers
from office.assistance import Assistance
from office.db import db
from office.errors import Refused
from office.staff import Officer

# Anybody may begin a draft and invite a helper, so one number gets texts about so many helpers a day.
MOST_TOLD = 3


class NeedsOwner(Refused):
    """The owner didn't allow this helper to send."""

    status = 403
    message = "Penolong tidak boleh mengirim permohonan ini."
    next_step = "Minta pemilik permohonan memeriksa dan mengirimnya."


class NothingReturned(Refused):
    """No application with this reference waits for its owner to mend it."""

    message = "Tidak ada permohonan dengan nomor ini yang perlu diperbaiki."
    next_step = "Periksa lagi nomornya di tanda terima, atau lihat dulu keadaan berkasnya."


class ContactFirst(Refused):
    """A helper is invited only when the owner can be told of what is typed."""

    message = "Isi dulu nomor telepon Anda."
    next_step = "Kabar tentang apa yang diisi penolong dikirim ke sana."


def applicant_key(answers: Mapping[str, Mapping[str, Any]]) -> str | None:
    """By what an applicant's own applications are found: an opaque name for the NIK; None while none is given."""
    applicant = answers.get("pemohon", {})
    holder = answers.get("pemilik", {}) if applicant.get("untuk") == "sendiri" else {}
    nik = applicant.get("nik") or holder.get("nik")
    return codes.person("nik", str(nik)) if nik else None


def contact_step(application: Application) -> str:
    """The step in which the owner says where news goes."""
    return application.service.roles["phone"].partition(".")[0]


def reachable(application: Application) -> bool:
    """Whether the owner can be told of what somebody else types."""
    return bool(application.phone or application.email)


def shut_to(by: Assistance | None, application: Application) -> frozenset[str]:
    """The steps that who types may neither read nor change: where the owner is told of it is the owner's own."""
    return frozenset() if by is None or by.by_officer else frozenset({contact_step(application)})


def noted(row: StepAnswers | Any, application: Application, by: Assistance | None, *, at: datetime) -> None:
    """Record who filled this part, and tell the owner the first time that it was somebody else."""
    row.typed_by = by.id if by else None
    if by is None:
        return
    if application.channel == HOME and application.state == DRAFT:
        application.channel = COUNTER if by.by_officer else HELPER
    if assistance.first_time(by, at=at):
        events.record("application.assisted", "application", application.id, by=by.actor, at=at)
        tell(application, "assisted", by, at=at)


def is_open(application: Application, by: Assistance, *, at: datetime) -> bool:
    """Whether something may still be typed through this row: its time isn't over, and the application wasn't sent.

    An officer also mends what was returned, through a row that was made since.
    """
    mending = application.state == RETURNED and by.by_officer and by.made_at >= application.state_since
    return (application.state == DRAFT or mending) and by.ended_at is None and by.until_at > at


def begin_mending(reference: str, officer: Officer, *, at: datetime) -> Assistance:
    """Let an officer mend a returned application together with its owner at the counter, for three hours.

    Raises:
        NothingReturned: no application with this reference was returned.
    """
    tidy = codes.tidy(reference)
    one = sa.select(Application).where(Application.reference == tidy, Application.state == RETURNED)
    application = db.session.scalar(one.with_for_update())
    if application is None:
        raise NothingReturned()
    return assistance.begin(application.id, officer, at=at)


def may_send(by: Assistance | None) -> None:
    """Refuse a helper who may only fill in.

    Raises:
        NeedsOwner: the owner didn't allow it.
    """
    if by is not None and not by.may_send:
        raise NeedsOwner()


def invite(application: Application, name: str, *, days: int, may_send: bool, at: datetime) -> Assistance:
    """Let the owner of a draft invite a helper.

    Raises:
        ContactFirst: nobody would hear of what the helper types.
        BadInput, TooManyHelpers: see `assistance.invite`.
    """
    if application.state != DRAFT or not reachable(application):
        raise ContactFirst()
    return assistance.invite(application.id, name, days=days, may_send=may_send, at=at)


def tell(application: Application, template: str, by: Assistance, *, at: datetime) -> None:
    """Tell the owner by e-mail and phone; from the fourth helper of a day about whom one number hears by e-mail alone."""
    spent = not by.by_officer and _helpers_heard_of(application.phone, at) > MOST_TOLD
    notices.tell(application.id, template, email=application.email, phone="" if spent else application.phone, at=at)


def _helpers_heard_of(phone: str, at: datetime) -> int:
    """Of how many helpers this number was told in the last day."""
    recent = (
        sa.select(sa.func.count())
        .select_from(Assistance)
        .join(Application, Application.id == Assistance.application_id)
    )
    lately = Assistance.told_at > at - timedelta(days=1)
    return db.session.scalar(recent.where(lately, Assistance.officer_id.is_(None), Application.phone == phone)) or 0
