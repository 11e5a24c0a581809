"""Filling in for somebody else: the same pages under another link, and the owner's page of invitations.

An officer's or helper's link stands in the address where the owner's token would. It is turned into the token as the request
comes in, and back into the link in every address that the answer names, so the owner's token never reaches them.
"""

from typing import Any

from flask import Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from frame.doors import doors
from frame.language import say
from frame.limits import STARTING, limiter
from frame.pages import page
from office import assistance, clock, once
from office.applications import DRAFT, RETURNED, Application, drafts, helping
from office.assistance import PREFIX, Assistance, HelpEnded, NotForHelpers
from office.db import db, transaction
from office.errors import Refused
from office.identity import BadInput
from web import room

# What a helper may open; the receipt, with its secrets, is the officer's alone, to be handed over.
FILLING = frozenset({
    "tasks", "step", "save", "ask", "papers", "paper", "upload", "bring", "insist", "take_away", "thumbnail", "papers_done",
    "answers", "sending", "send",
})  # fmt: skip
# What an officer opens besides while a returned application is mended: the page on which that stands.
MENDING = frozenset({"status_page"})
STEPS = frozenset({"web.step", "web.save", "web.ask"})
AFTERWARDS = {False: "web.helped", True: "web.receipt"}
DAYS = (1, 2, 3, 5, 7)


def helper() -> Assistance | None:
    """Who fills in for the owner in this request; None when it is the owner."""
    found: Assistance | None = g.get("helper")
    return found


def shut(application: Application) -> frozenset[str]:
    """The steps that whoever asks may not change."""
    return helping.shut_to(helper(), application)


@room.url_value_preprocessor
def _know_the_helper(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Turn a helper's link into the application's token.

    Raises:
        NotFound, HelpEnded: the link is none, or is over.
        NotForHelpers: this page, or this step, is the owner's alone.
    """
    g.helper, g.links = None, {}
    link = str((values or {}).get("token", ""))
    if values is None or not link.startswith(PREFIX):
        return
    found = assistance.by_link(link, at=clock.now())
    application = db.session.get_one(Application, found.application_id)
    over = endpoint == AFTERWARDS[found.by_officer]
    if not over and not helping.is_open(application, found, at=clock.now()):
        raise HelpEnded()
    opened = FILLING | (MENDING if application.state == RETURNED else frozenset())
    if not over and str(endpoint).removeprefix("web.") not in opened:
        raise NotForHelpers()
    if endpoint in STEPS and values.get("code") in helping.shut_to(found, application):
        raise NotForHelpers()
    # The receipt that an officer hands over bears the owner's own addresses.
    g.helper, g.links = found, {} if over and found.by_officer else {application.token: found.link}
    values["token"] = application.token


@room.url_defaults
def _name_the_link(_endpoint: str, values: dict[str, Any]) -> None:
    if values.get("token") in g.get("links", {}):
        values["token"] = g.links[values["token"]]


@room.context_processor
def _helped() -> dict[str, Any]:
    return {"helped": helper()}


@room.errorhandler(NotForHelpers)
def not_for_helpers(refusal: NotForHelpers) -> Response:
    """Say whose page it is, and lead a helper back to what they may fill in."""
    back = url_for("web.tasks", token=(request.view_args or {})["token"])
    sentence, next_step = say(refusal.message), say(refusal.next_step)
    return page("web/not_for_helpers.html", status=refusal.status, sentence=sentence, next_step=next_step, back=back)


@room.get("/permohonan/<token>/terkirim")
def helped(token: str) -> Response:
    """Thank a helper who sent an application; nothing of it is shown any more.

    Aborts: 404 NotFound, 410 HelpEnded.
    """
    if helper() is None or drafts.by_token(token).state == DRAFT:
        raise HelpEnded()
    return page("web/helped.html")


@room.get("/permohonan/<token>/bantuan")
def helpers(token: str) -> Response:
    """Show whom the owner invited, and invite another.

    Aborts: 404 NotFound, 409 NotOpen once it was sent, 410 DraftExpired.
    """
    return _helpers_page(_draft(token))


@room.post("/permohonan/<token>/bantuan")
@limiter.limit(STARTING)
def invite_helper(token: str) -> Answer:
    """Invite a helper for this draft and some days.

    Aborts: 404, 409 NotOpen, 410; 422 with what is wrong, 429.
    """
    application, at, days = _draft(token), clock.now(), request.form.get("hari", 3, type=int)
    place, allowed = url_for("web.helpers", token=token), request.form.get("kirim") == "1"
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            helping.invite(application, request.form.get("nama", "")[:200], days=days, may_send=allowed, at=at)
    except (BadInput, helping.ContactFirst, assistance.TooManyHelpers) as wrong:
        return _helpers_page(application, wrong)
    return redirect(place, 303)


@room.post("/permohonan/<token>/bantuan/<int(max=2147483647):number>/cabut")
def revoke_helper(token: str, number: int) -> Answer:
    """Take an invitation back.

    Aborts: 404, 410.
    """
    application, at, place = drafts.by_token(token), clock.now(), url_for("web.helpers", token=token)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        assistance.revoke(application.id, number, at=at)
    return redirect(place, 303)


def _draft(token: str) -> Application:
    application = drafts.by_token(token)
    if application.state != DRAFT:
        raise drafts.NotOpen()
    return application


def _helpers_page(application: Application, wrong: Refused | BadInput | None = None) -> Response:
    sentence = (
        "" if wrong is None else say(wrong.sentence if isinstance(wrong, BadInput) else wrong.message, wrong.params)
    )
    if isinstance(wrong, Refused):
        sentence = f"{sentence} {say(wrong.next_step, wrong.params)}"
    invited = [
        {"number": each.id, "name": each.name, "until": each.until_at, "may_send": each.may_send, "used": bool(each.told_at),
         "link": doors().base_url + url_for("web.tasks", token=each.link)}
        for each in assistance.open_of(application.id, at=clock.now())
    ]  # fmt: skip
    return page("web/helpers.html", status=422 if wrong else 200, application=application, invited=invited, error=sentence,
                contact_step="" if helping.reachable(application) else helping.contact_step(application),
                typed=request.form.get("nama", "")[:100], days=DAYS, chosen=str(request.form.get("hari", "3")))  # fmt: skip
