"""Every service walked from its form to what it gives, by its own definition, through officers, worker and signature."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from commands.checking import violations
from commands.workers import build
from office import cards, documents
from office.applications import APPROVED, FINISHED, READY, Application, drafts, review, states
from office.applications.results import Verdict
from office.catalogue import Service, services
from office.db import db, transaction
from office.staff import Role
from office.vault import Store
from tests.factories import NOON, a_draft, all_right, an_attached_in, an_officer
from tests.services.filling import answers_for, elsewhere

EVERY = [*services()]


@pytest.fixture
def worker(app):
    elsewhere()
    return build(app)


def sent(
    service: Service, store: Store | None, forms: Mapping[str, Mapping[str, str]] | None = None, *, at: datetime = NOON
) -> Application:
    """An application filled in by the service's own definition, every paper attached, and sent."""
    application = a_draft(service.code, at=at)
    with transaction():
        for step, typed in (forms or answers_for(service)).items():
            reading = drafts.save(application, step, typed, at=at)
            assert not reading.errors, (step, {code: wrong.code for code, wrong in reading.errors.items()})
        for paper in states.papers_of(application):
            drafts.attach(application, paper.code, an_attached_in(store), at=at)
    with transaction():
        drafts.submit(application, at=at)
    return application


def approved(application: Application, verdict: Verdict) -> None:
    all_right(application, an_officer())
    registrar = an_officer(Role.REGISTRAR)
    with transaction():
        review.take(application, registrar, at=NOON)
        review.approve(application, registrar, at=NOON, verdict=verdict)


@pytest.mark.parametrize("code", EVERY)
def test_a_service_leads_from_its_form_to_all_that_it_gives(app, worker, code):
    store = app.extensions["lamin"].store
    application = sent(services()[code], store)
    wanted = application.service.results_for(states.answers_of(application))
    # The register is empty: family cards come from the national system then, everything else from the answers alone.
    approved(application, Verdict(official=frozenset(result.code for result in wanted if result.kind == "kk")))
    worker.drain(at=NOON)
    db.session.expire_all()
    made = {each.result: each for each in documents.of(application.id)}
    assert {*made} | {card.result for card in cards.of(application.id)} == {result.code for result in wanted}
    for document in made.values():
        if document.kind == "kk":
            assert (document.origin, document.state) == ("official", documents.WAITING)
            continue
        assert document.state == documents.ACTIVE, document.kind
        stored = store.get(document.file_key)
        assert worker.signer.verify(stored).intact and worker.signer.verify(stored).covers_whole
    waits = any(result.kind == "kk" or result.is_card for result in wanted)
    assert application.state in ((APPROVED, READY) if waits else (FINISHED,))
    assert list(violations(store, at=NOON)) == []
