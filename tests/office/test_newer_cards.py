"""A family card under correction while a newer one is made: the newest facts stay in force, whichever is ready first."""

import pytest
import sqlalchemy as sa

from commands.checking import violations
from office import corrections, documents, events, jobs
from office.applications import FINISHED, Application, review
from office.catalogue import services
from office.db import db, transaction
from office.documents import Document
from office.staff import Officer, Role
from tests.factories import NOON, all_right, an_officer
from tests.faults.desks import in_parallel
from tests.office.test_corrections import approve, ask, born, worker
from tests.services.filling import answers_for
from tests.services.test_bundles import DEATH, by_result, issued
from tests.services.test_walks import approved, sent

__all__ = ["born", "worker"]


def a_death(app) -> Application:
    """A death in the same family, sent."""
    service = services()["akta-kematian"]
    forms = answers_for(service, {"tambahan.sekalian": "ya"} if service.step("tambahan") else {})
    return sent(
        service, app.extensions["lamin"].store, {step: typed | DEATH.get(step, {}) for step, typed in forms.items()}
    )


def test_what_says_newer_facts_keeps_its_place_when_an_older_one_is_ready_later(app, born, worker):
    """A correction of the card waits for its signature while a death in the family is approved and its card made."""
    old = by_result(born)["kk"]
    made = approve(ask(old, {"address": [old.facts["address"], "Jl. Baru 7"]}))
    with transaction():
        jobs.put_off(jobs.of("document", made.id), trouble="drawing", at=NOON, final=True)
    newer = by_result(issued(app, worker, "akta-kematian", DEATH))["kk"]
    assert (newer.state, old.replaced_by_id, made.state) == ("active", newer.id, documents.WAITING)
    assert newer.facts["address"] == "Jl. Baru 7"
    with transaction():
        jobs.retry(jobs.of("document", made.id), by=events.SYSTEM, at=NOON)
    worker.drain(at=NOON)
    db.session.expire_all()
    assert (made.state, made.replaced_by_id, newer.state) == ("superseded", newer.id, "active")
    assert documents.replacement(old).id == newer.id and born.state == FINISHED
    assert list(violations(app.extensions["lamin"].store, at=NOON)) == []


def test_a_card_is_not_corrected_while_a_newer_one_is_underway_nor_after_it_is_there(app, born, worker):
    old = by_result(born)["kk"]
    change = {"address": [old.facts["address"], "Jl. Baru 7"]}
    asked = ask(old, change)
    approved(a_death(app), review.ALL_HERE)
    with pytest.raises(corrections.NewerUnderway):
        approve(asked)
    assert asked.state == corrections.ASKED and len(documents.of(born.id)) == 2
    worker.drain(at=NOON)
    db.session.expire_all()
    with pytest.raises(corrections.NoLongerValid):
        approve(asked)


@pytest.mark.both_engines
def test_a_correction_and_a_newer_card_approved_at_once_see_each_other(app, born, worker):
    old = by_result(born)["kk"]
    asked = ask(old, {"address": [old.facts["address"], "Jl. Baru 7"]}).id
    registrar, other, death = an_officer(Role.REGISTRAR).id, an_officer(Role.REGISTRAR).id, a_death(app)
    all_right(death, an_officer())
    with transaction():
        review.take(death, db.session.get_one(Officer, other), at=NOON)
    number = death.id
    db.session.remove()

    def tap(place: int) -> str:
        with transaction():
            if place:
                review.approve(db.session.get_one(Application, number), db.session.get_one(Officer, other), at=NOON)
            else:
                corrections.approve(corrections.find(asked), db.session.get_one(Officer, registrar), at=NOON)
        return "done"

    first, second = in_parallel(app, 2, tap)
    assert second == "done" and (first == "done" or isinstance(first, corrections.NewerUnderway))
    worker.drain(at=NOON)
    in_force = db.session.scalars(sa.select(Document).where(Document.kind == "kk", Document.state == "active")).all()
    assert [each.application_id for each in in_force] == [number]
    assert in_force[0].facts["address"] == ("Jl. Baru 7" if first == "done" else "Jl. Damai No. 4")
