"""At the counter for somebody without a phone: filling in or mending an application, and writing down whose number is whose."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from desk import room
from desk.places import here
from desk.roles import COUNTERS
from frame.access import officer, open_to
from frame.doors import doors
from frame.language import language, say
from frame.pages import page
from office import accounts, assistance, catalogue, clock, codes, once
from office.applications import COUNTER, Application, drafts, helping
from office.db import db, transaction
from office.errors import NotFound, Refused
from office.identity import BadInput


class NotSeen(Refused):
    """The officer didn't say that the KTP was seen."""

    message = "Beri tanda bahwa KTP asli sudah dilihat."
    next_step = "Nomor ini membuka data orang itu."


@room.get("/bantu")
@open_to(*COUNTERS)
def show_assist() -> Response:
    """Offer both: to fill in an application for somebody, and to write down a phone."""
    return _assist_page({})


@room.post("/bantu")
@open_to(*COUNTERS)
def begin_assist() -> Answer:
    """Begin an application for somebody at the counter, and lead to its forms.

    Aborts: 404 no such service, 409 ServiceClosed.
    """
    chosen, at = catalogue.find(request.form.get("layanan", "")), clock.now()
    with transaction():
        application = drafts.start(chosen, language="id", at=at, channel=COUNTER, by=officer().actor, place=here())
        begun = assistance.begin(application.id, officer(), at=at)
        place = url_for("desk.show_assisted", number=begun.id)
        once.spend(request.form.get("once", ""), place=place, at=at)
    return redirect(place, 303)


@room.post("/bantu/perbaikan")
@open_to(*COUNTERS)
def begin_mending() -> Answer:
    """Begin to mend a returned application together with its owner at the counter, and lead to what was returned.

    Aborts: 422 nothing with this reference waits to be mended.
    """
    at = clock.now()
    try:
        with transaction():
            begun = helping.begin_mending(request.form.get("nomor", "")[:40], officer(), at=at)
            place = url_for("desk.show_assisted", number=begun.id)
            once.spend(request.form.get("once", ""), place=place, at=at)
    except helping.NothingReturned as refusal:
        return _assist_page({"nomor": f"{say(refusal.message)} {say(refusal.next_step)}"})
    return redirect(place, 303)


@room.get("/bantu/<int(max=2147483647):number>")
@open_to(*COUNTERS)
def show_assisted(number: int) -> Response:
    """Show the way into the forms of an application that this officer began for somebody.

    Aborts: 404 another officer's, or none.
    """
    begun = assistance.find(number)
    if begun.officer_id != officer().id:
        raise NotFound()
    application = db.session.get_one(Application, begun.application_id)
    return page("desk/assisted.html", name=application.service.name.in_language(language()), until=begun.until_at,
                reference=codes.fours(application.reference), open=helping.is_open(application, begun, at=clock.now()),
                link=f"{doors().base_url}/permohonan/{begun.link}")  # fmt: skip


@room.post("/bantu/telepon")
@open_to(*COUNTERS)
def record_phone() -> Answer:
    """Write down a person's phone after seeing the KTP; whoever is signed in as this person is signed out.

    Aborts: 422 with what is wrong.
    """
    at, place = clock.now(), url_for("desk.show_assist")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            _must_be_seen()
            accounts.record_phone(
                request.form.get("nik", "")[:40], request.form.get("telepon", "")[:40], officer(), at=at
            )
    except (BadInput, NotSeen) as wrong:
        return _assist_page(_where(wrong))
    flash(_("Nomor telepon dicatat. Warga bisa masuk dengan nomor ini."))
    return redirect(place, 303)


def _must_be_seen() -> None:
    if request.form.get("ktp") != "1":
        raise NotSeen()


def _where(wrong: BadInput | NotSeen) -> dict[str, str]:
    if isinstance(wrong, NotSeen):
        return {"ktp": f"{say(wrong.message)} {say(wrong.next_step)}"}
    return {"telepon" if wrong.code.startswith("phone") else "nik": say(wrong.sentence, wrong.params)}


def _assist_page(errors: dict[str, str]) -> Response:
    found = [each for each in catalogue.services().values() if not drafts.is_closed(each, at=clock.now(), place=here())]
    services = sorted(((each.code, each.name.in_language(language())) for each in found), key=lambda pair: pair[1])
    return page("desk/assist.html", status=422 if errors else 200, services=services, errors=errors, form=request.form)
