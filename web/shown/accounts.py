"""A resident's own account as its page shows it."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.language import day, language
from office import applications as states
from office import codes, masks
from office.accounts import AccountSession, own
from office.applications import DRAFT, Application
from office.documents.kinds import KINDS
from web import places


def account_page(account: AccountSession, *, at: datetime) -> dict[str, Any]:
    """Own applications, the documents in force, and the papers that may be used again."""
    mine = own.applications(account)
    return {
        "phone": masks.mask_phone(account.phone), "applications": [_application(account, each) for each in mine],
        "documents": [
            {"name": KINDS[document.kind].name.in_language(language()), "label": document.label,
             "url": url_for("web.pdf", token=document.access_token)}
            for _application_, document in own.issued(account, mine)
        ],
        "papers": [
            (_paper(application, paper.code), _("dikirim %(day)s", day=day(paper.first_at or paper.changed_at)))
            for application, paper in own.papers(account, at=at)
        ],
    }  # fmt: skip


def _application(account: AccountSession, application: Application) -> dict[str, Any]:
    place = places.tasks_of(application) if application.state == DRAFT else places.status_of(application)
    return {
        "name": application.service.name.in_language(language()), "reference": codes.fours(application.reference),
        "state": _state(application), "url": place if own.opens(account, application) else "",
        "when": day(application.submitted_at or application.started_at),
    }  # fmt: skip


def _state(application: Application) -> tuple[str, str]:
    """The kind of badge and its word."""
    words = {
        states.DRAFT: ("quiet", _("Belum dikirim")), states.RETURNED: ("warn", _("Perlu perbaikan")),
        states.READY: ("good", _("Kartu siap diambil")), states.FINISHED: ("good", _("Selesai")),
        states.REJECTED: ("bad", _("Tidak diterima")), states.WITHDRAWN: ("quiet", _("Ditarik")),
    }  # fmt: skip
    return words.get(application.state, ("info", _("Sedang diproses")))


def _paper(application: Application, code: str) -> str:
    paper = application.service.paper(code)
    return paper.label.in_language(language()) if paper else code
