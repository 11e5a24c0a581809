"""Where one is in an application, and which page comes before and after."""

from flask import url_for

from office.applications import DRAFT, RETURNED, Application, drafts, steps_of
from office.assistance import Assistance
from office.catalogue import Step
from office.errors import NotFound
from web.assistance import shut


class Elsewhere(Exception):
    """What was asked for stands at another address by now."""

    def __init__(self, place: str) -> None:
        super().__init__("elsewhere")
        self.place = place


def begun(token: str) -> Application:
    """The application behind a link, while it is a draft.

    Raises:
        NotFound, DraftExpired: there is none, or none any more.
        NotOpen: it was sent.
        Elsewhere: it was returned, and what is to be mended stands on the status page.
    """
    application = drafts.by_token(token)
    if application.state == RETURNED:
        raise Elsewhere(status_of(application))
    if application.state != DRAFT:
        raise drafts.NotOpen()
    return application


def sent(token: str) -> Application:
    """The application behind a link, once it was sent.

    Raises:
        NotFound, DraftExpired: there is none, or none any more.
        Elsewhere: it is a draft.
    """
    application = drafts.by_token(token)
    if application.state == DRAFT:
        raise Elsewhere(tasks_of(application))
    return application


def tasks_of(application: Application) -> str:
    """The task list of a draft: the address that people keep."""
    return url_for("web.tasks", token=application.token)


def status_of(application: Application) -> str:
    """The status page."""
    return url_for("web.status_page", token=application.token)


def sent_from(application: Application, helper: Assistance | None) -> str:
    """Where one is after sending: the receipt, or for an invited helper, who may not see it, a word of thanks."""
    endpoint = "web.helped" if helper and not helper.by_officer else "web.receipt"
    return url_for(endpoint, token=application.token)


def step_of(application: Application, code: str) -> str:
    """The page of one step."""
    return url_for("web.step", token=application.token, code=code)


def papers_of(application: Application) -> str:
    """The page on which the papers stand."""
    return status_of(application) if application.state == RETURNED else url_for("web.papers", token=application.token)


def definition(application: Application, code: str) -> Step:
    """What a step asks.

    Raises:
        NotFound: the service has no such step.
    """
    step = application.service.step(code)
    if step is None:
        raise NotFound()
    return step


def before(application: Application, code: str = "") -> str:
    """The page before a step, or before the papers: the step before it, or the list it was chosen from."""
    if application.state == RETURNED:
        return status_of(application)
    codes = [row.code for row in steps_of(application) if row.code not in shut(application) or row.code == code]
    earlier = codes[: codes.index(code)] if code in codes else codes
    return step_of(application, earlier[-1]) if earlier else tasks_of(application)


def after(application: Application, code: str) -> str:
    """The next thing to do after a step."""
    steps, slots = drafts.missing(application)
    codes = [row.code for row in steps_of(application)]
    done = codes.index(code) if code in codes else -1
    mine = [row for row in steps if row.code not in shut(application)]
    later = [row.code for row in mine if codes.index(row.code) > done] + [row.code for row in mine]
    if later:
        return step_of(application, later[0])
    if application.state == RETURNED:
        return status_of(application)
    return papers_of(application) if slots else url_for("web.answers", token=application.token)


def onward(application: Application) -> str:
    """The next thing to do after the papers: what is still empty, else the answers to check."""
    steps, slots = drafts.missing(application)
    mine = [row for row in steps if row.code not in shut(application)]
    if mine:
        return step_of(application, mine[0].code)
    return tasks_of(application) if slots else url_for("web.answers", token=application.token)
