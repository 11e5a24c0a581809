"""What an officer or an invited helper types for the owner: whose NIK it is about, who typed, and how the owner hears of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from office import assistance, codes, events, notices
from office.applications.states import COUNTER, DRAFT, HELPER, HOME, Application, StepAnswers
from office.assistance import Assistance
from office.db import db
from office.errors import Refused

# Anybody may begin a draft and invite a helper, so one number gets texts about so many helpers a day.
MOST_TOLD = 3


class NeedsOwner(Refused):
    """The owner didn't allow this helper to send."""

    status = 403
    message = "Penolong tidak boleh mengirim permohonan ini."
    next_step = "Minta pemilik permohonan memeriksa dan mengirimnya."


class ContactFirst(Refused):
    """A helper is invited only when the owner can be told of what is typed."""

    message = "Isi dulu nomor telepon dan e-mail Anda."
    next_step = "Kabar tentang bantuan dikirim ke sana."


def applicant_key(answers: Mapping[str, Mapping[str, Any]]) -> str | None:
    """By what an applicant's own applications are found: an opaque name for the NIK; None while none is given."""
    applicant = answers.get("pemohon", {})
    holder = answers.get("pemilik", {}) if applicant.get("untuk") == "sendiri" else {}
    nik = applicant.get("nik") or holder.get("nik")
    return codes.person("nik", str(nik)) if nik else None


def contact_step(application: Application) -> str:
    """The step in which the owner says where news goes."""
    return application.service.roles["phone"].partition(".")[0]


def shut_to(by: Assistance | None, application: Application) -> frozenset[str]:
    """The steps that who types may neither read nor change: where the owner is told of it is the owner's own."""
    return frozenset() if by is None or by.by_officer else frozenset({contact_step(application)})


def noted(row: StepAnswers | Any, application: Application, by: Assistance | None, *, at: datetime) -> None:
    """Record who filled this part, and tell the owner the first time that it was somebody else."""
    row.typed_by = by.id if by else None
    if by is None:
        return
    if application.channel == HOME:
        application.channel = COUNTER if by.by_officer else HELPER
    if assistance.first_time(by, at=at):
        events.record("application.assisted", "application", application.id, by=by.actor, at=at)
        tell(application, "assisted", by, at=at)


def is_open(application: Application, by: Assistance, *, at: datetime) -> bool:
    """Whether something may still be typed through this row: its time isn't over, and the application wasn't sent."""
    return application.state == DRAFT and by.ended_at is None and by.until_at > at


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
    if application.state != DRAFT or not (application.phone or application.email):
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
