"""The disk is full: a clear refusal, nothing acknowledged that isn't kept, and work goes on when there is room again."""

import contextlib
import os
import resource
import shutil
import subprocess

import pytest

from office import notices, papers
from office.applications import DRAFT, SUBMITTED, Application
from office.db import db
from office.documents import ACTIVE
from tests.factories import NOON, a_draft, a_full_draft
from tests.faults.browser import hidden_fields
from tests.faults.desks import approved, document_of
from tests.faults.truth import store, unfinished, untrue
from workbench import sample_papers


@contextlib.contextmanager
def no_room_for_files():
    """No file of this process may grow beyond 4 kB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk(settings):
    """The data folder on a disk of 6 MB of its own; only root can mount one."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    aside = settings.data.with_name("aside")
    settings.data.rename(aside)
    settings.data.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs", settings.data], capture_output=True
    )
    if done.returncode:
        settings.data.rmdir()
        aside.rename(settings.data)
        pytest.skip("this machine lets nobody mount a small disk")
    shutil.copytree(aside, settings.data, dirs_exist_ok=True)
    yield settings.data
    subprocess.run(["umount", "-l", settings.data], check=True)


@contextlib.contextmanager
def filled(disk):
    """Not a byte is free on this disk."""
    rubbish = disk / "rubbish"
    with rubbish.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        rubbish.unlink()


def upload(app, client, token):
    form = hidden_fields(client.get(f"/permohonan/{token}/surat").text)
    import io

    file = (io.BytesIO(sample_papers.photo("surat-lahir")), "foto.jpg")
    return client.post(f"/permohonan/{token}/surat/surat-lahir", data=form | {"file": file})


def kept(draft):
    db.session.rollback()
    return papers.slot(draft.id, "surat-lahir").file_key


def test_a_photo_for_which_there_is_no_room_is_refused_in_plain_words_and_taken_when_there_is(app):
    draft, client = a_draft(), app.test_client()
    app.jinja_env.bytecode_cache = None  # the tests' own, which would want room too
    with no_room_for_files():
        answer = upload(app, client, draft.token)
    assert answer.status_code == 507
    assert "penuh" in answer.text and "Isian Anda tidak hilang" in answer.text
    assert kept(draft) is None
    assert [path for path in (app.extensions["lamin"].settings.data / "files").rglob("*") if path.is_file()] == []
    assert upload(app, client, draft.token).status_code == 303
    assert kept(draft) is not None
    assert untrue(app, at=NOON) == []


def test_a_full_disk_acknowledges_nothing_and_works_again_without_a_restart(small_disk, app):
    client, empty, full = app.test_client(), a_draft(), a_full_draft(store=store(app))
    form = hidden_fields(client.get(f"/permohonan/{full.token}/periksa").text) | {"setuju": "1"}
    with filled(small_disk):
        assert upload(app, client, empty.token).status_code in (503, 507)
        refused = client.post(f"/permohonan/{full.token}/kirim", data=form)
        assert (refused.status_code, refused.headers.get("Retry-After")) == (503, "5")
        db.session.rollback()
        assert db.session.get_one(Application, full.id).state == DRAFT
    assert client.post(f"/permohonan/{full.token}/kirim", data=form).status_code == 303
    assert upload(app, client, empty.token).status_code == 303
    db.session.rollback()
    assert db.session.get_one(Application, full.id).state == SUBMITTED and kept(empty)
    assert untrue(app, at=NOON) == []


def test_a_worker_without_room_leaves_the_document_waiting_and_makes_it_when_there_is(
    app, worker, postbox, monkeypatch
):
    from datetime import timedelta

    from outside.storage import NoRoom

    (application,) = approved(app)
    real = worker.store.put

    def no_room(_key, _data):
        raise NoRoom

    monkeypatch.setattr(worker.store, "put", no_room)
    for hour in range(6):
        worker.drain(at=NOON + timedelta(hours=hour))
    document = document_of(application)
    assert (document.state, document.number) == ("numbered", "6474-LU-04062020-0001")
    assert untrue(app, at=NOON) == []
    monkeypatch.setattr(worker.store, "put", real)
    worker.drain(at=NOON + timedelta(hours=7))
    db.session.rollback()
    assert document.state == ACTIVE and len(notices.of(application.id)) == 3
    assert unfinished(app, postbox) == []
