"""A writer that stands still in the middle of its transaction keeps nobody waiting for ever."""

import office.db
from office.db import db
from tests.factories import NOON, a_full_draft
from tests.faults.desks import approved, in_parallel
from tests.faults.forks import ENDED
from tests.faults.test_store_busy import form_of, sent
from tests.faults.truth import store, untrue


def test_who_sends_while_a_worker_stands_still_in_the_middle_of_writing_is_told_to_try_again(
    app, worker, mother, monkeypatch
):
    monkeypatch.setattr(office.db, "TURN_SECONDS", 1.0)
    approved(app)
    token, client = a_full_draft(store=store(app)).token, app.test_client()
    (form,) = in_parallel(app, 1, lambda _n: form_of(client, token))
    db.session.remove()
    stuck = mother.start(app, at=NOON, STOP_AT="in-number").until_stopped()
    ((answer, waited),) = in_parallel(app, 1, lambda _n: sent(client, token, form))
    assert answer.status_code == 503 and waited < 4
    assert stuck.go_on().wait() == ENDED
    ((answer, _),) = in_parallel(app, 1, lambda _n: sent(client, token, form))
    assert answer.status_code == 303
    assert untrue(app, at=NOON) == []
