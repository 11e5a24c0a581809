"""The register of residents: searching with a reason, a resident's page, a family's page. Every look is an event."""

from datetime import date, datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import register_reasons as reasons
from desk import register_words as words
from desk import room
from desk.roles import CARDS, DECISIONS, FILES
from frame.access import officer, open_to
from frame.language import say
from frame.pages import page
from office import clock, once, opening, regions
from office.db import transaction
from office.errors import Refused
from office.identity import BadInput, one_line, read_day
from office.register import Cause, Family, Resident, changes, families, looking, residents, search
from office.register.search import Found


@room.route("/penduduk", methods=["GET", "POST"])
@open_to(*CARDS)
def find_resident() -> Response:
    """Find residents by NIK, KK, name or day of birth; by POST, since none of these may stand in an address.

    Aborts: 422 without a reason, or with a date that isn't one.
    """
    at = clock.now()
    if request.method == "GET":
        return _search_page(at)
    try:
        why, born = reasons.from_form(at), _born()
    except (Refused, BadInput) as wrong:
        return _search_page(at, errors=_where(wrong))
    found = search.find(one_line(request.form.get("q", ""), 100), born)
    with transaction():
        looking.searched(found.by, len(found.hits), why, by=officer().actor, at=at)
    return _search_page(at, found=found)


@room.get("/penduduk/<int(max=2147483647):number>")
@open_to(*CARDS)
def show_resident(number: int) -> Response:
    """Show a resident with family and history, numbers masked.

    Aborts: 303 to the search page without a reason, 404 no such resident.
    """
    at, person = clock.now(), residents.find(number)
    reasons.look("resident", person.id, at)
    return _resident_page(residents.find(number), at)


@room.post("/penduduk/<int(max=2147483647):number>/tampilkan")
@open_to(*CARDS)
def reveal_resident(number: int) -> Response:
    """Show the whole numbers of a resident; that they were shown is noted first.

    Aborts: 303 to the search page without a reason, 404 no such resident.
    """
    at, person = clock.now(), residents.find(number)
    reasons.look("resident", person.id, at, what="nik")
    return _resident_page(residents.find(number), at, masked=False)


@room.post("/penduduk/<int(max=2147483647):number>/nik")
@open_to(*FILES)
def confirm_resident(number: int) -> Response:
    """Take over the NIK from the national system.

    Aborts: 404 no such resident, 409 another one has it, 422 not a NIK.
    """
    at, place = clock.now(), url_for("desk.show_resident", number=number)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            residents.confirm_nik(residents.find(number), request.form.get("nik", ""), cause("confirmed", at))
    except Refused as wrong:
        reasons.look("resident", number, at)
        return _resident_page(residents.find(number), at, errors={"nik": sentence(wrong)}, status=wrong.status)
    flash(_("NIK disimpan sebagai nomor dari sistem nasional."))
    return redirect(place, 303)


@room.get("/penduduk/keluarga/<int(max=2147483647):number>")
@open_to(*CARDS)
def show_family(number: int) -> Response:
    """Show a family with its members and history, numbers masked.

    Aborts: 303 to the search page without a reason, 404 no such family.
    """
    at, family = clock.now(), families.find(number)
    reasons.look("family", family.id, at)
    return _family_page(families.find(number), at)


@room.post("/penduduk/keluarga/<int(max=2147483647):number>/tampilkan")
@open_to(*CARDS)
def reveal_family(number: int) -> Response:
    """Show the whole numbers of a family; that they were shown is noted first.

    Aborts: 303 to the search page without a reason, 404 no such family.
    """
    at, family = clock.now(), families.find(number)
    reasons.look("family", family.id, at, what="nik")
    return _family_page(families.find(number), at, masked=False)


@room.post("/penduduk/keluarga/<int(max=2147483647):number>/nomor")
@open_to(*FILES)
def confirm_family(number: int) -> Response:
    """Take over the KK number from the national system.

    Aborts: 404 no such family, 409 another one has it, 422 not a KK number.
    """
    at, place = clock.now(), url_for("desk.show_family", number=number)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            families.confirm_kk(families.find(number), request.form.get("kk", ""), cause("confirmed", at))
    except Refused as wrong:
        reasons.look("family", number, at)
        return _family_page(families.find(number), at, errors={"kk": sentence(wrong)}, status=wrong.status)
    flash(_("Nomor KK disimpan sebagai nomor dari sistem nasional."))
    return redirect(place, 303)


def cause(what: str, at: datetime) -> Cause:
    """This officer as the cause of a change."""
    return Cause(what, officer().actor, at)


def sentence(wrong: Refused) -> str:
    """A refusal in the reader's language."""
    return f"{say(wrong.message, wrong.params)} {say(wrong.next_step)}"


def _search_page(at: datetime, *, found: Found | None = None, errors: dict[str, str] | None = None) -> Response:
    hits = found.hits if found else ()
    places = regions.paths_of({hit.village_code for hit in hits if hit.village_code})
    why = reasons.kept(at)
    form = request.form or {"alasan": why.code if why else "", "nomor": why.number if why else ""}
    return page(
        "desk/register/search.html", status=422 if errors else 200, form=form, errors=errors or {}, found=found,
        rows=[words.hit_line(hit, places) for hit in hits], reasons=reasons.words(), may_enter=officer().role in FILES,
        may_import=officer().role in DECISIONS,
    )  # fmt: skip


def _resident_page(
    person: Resident, at: datetime, *, masked: bool = True, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    family, today = person.family, opening.local_day(at)
    members = families.members(family) if family else []
    lines: dict[str, Any] = {
        "groups": words.person_facts(person, masked=masked), "badges": words.person_badges(person),
        "history": words.history(changes.of_resident(person), masked=masked),
        "members": [words.member_line(each, today, masked=masked) for each in members],
        "children": [words.member_line(each, today, masked=masked) for each in residents.children_of(person)],
    }  # fmt: skip
    return page("desk/register/resident.html", status=status, resident=person, family=family, masked=masked, errors=errors or {},
                shdk=words.relation(person.shdk), may_enter=officer().role in FILES, form=request.form, **lines)  # fmt: skip


def _family_page(
    family: Family, at: datetime, *, masked: bool = True, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    today = opening.local_day(at)
    here, gone = families.members(family), families.former_members(family)
    head = families.head_of(here)
    lines: dict[str, Any] = {
        "facts_of": words.family_facts(family, masked=masked), "badge_origin": words.origin_badge(family),
        "history": words.history(changes.of_family(family), masked=masked, of_family=True),
        "members": [words.member_line(each, today, masked=masked) for each in here],
        "former": [words.member_line(each, today, masked=masked) for each in gone],
    }  # fmt: skip
    return page("desk/register/family.html", status=status, family=family, masked=masked, errors=errors or {}, form=request.form,
                head=head.name if head else "", may_enter=officer().role in FILES, **lines)  # fmt: skip


def _born() -> date | None:
    """The day of birth in the search form; None when nothing was typed.

    Raises:
        BadInput: it isn't a day of the calendar.
    """
    typed = request.form.get("lahir", "").strip()
    return read_day(typed) if typed else None


def _where(wrong: Refused | BadInput) -> dict[str, str]:
    if isinstance(wrong, BadInput):
        return {"lahir": say(wrong.sentence, wrong.params)}
    return {"nomor" if isinstance(wrong, looking.NumberWanted) else "alasan": sentence(wrong)}
