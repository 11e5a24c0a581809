"""The web process is killed while people send: what they were told is kept, once; what they weren't told, they send again."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from office import events, notices, papers
from office.applications import DRAFT, SUBMITTED, Application
from office.db import db
from office.once import OnceKey
from tests.factories import NOON, a_draft, a_full_draft
from tests.faults.browser import Browser
from tests.faults.pages import Pages
from tests.faults.truth import store, untrue
from workbench import sample_papers

CLIENTS = 6


@pytest.fixture
def pages(app, settings, tmp_path):
    running = Pages(settings, tmp_path / "log")
    yield running
    running.kill()


def send_all(port, client, tokens):
    """One resident sends one finished draft after the other; where each was told to look."""
    browser, told = Browser(port, f"127.0.1.{client + 1}"), []
    for token in tokens:
        form = browser.hidden(f"/permohonan/{token}/periksa") | {"setuju": "1"}
        told.append(browser.send(f"/permohonan/{token}/kirim", form))
    return told


def begin_many(port, client, count):
    """One resident begins several applications; where each was told to go on."""
    browser, told = Browser(port, f"127.0.2.{client + 1}"), []
    for _ in range(count):
        told.append(browser.send("/ajukan/akta-kelahiran", browser.hidden("/layanan/akta-kelahiran")))
    return told


def photograph(port, client, token):
    """One resident sends a photo for each paper of a draft; the answers."""
    browser, told = Browser(port, f"127.0.3.{client + 1}"), []
    for code, photo in PHOTOS.items():
        form = browser.hidden(f"/permohonan/{token}/surat")
        told.append(browser.send_file(f"/permohonan/{token}/surat/{code}", form, photo))
    return told


PHOTOS = {code: sample_papers.photo(code) for code in ("surat-lahir", "kartu-keluarga")}


def while_killed(pages, jobs, kills, *, seed, apart=(0.15, 0.6)):
    """Do the jobs, each in a thread, while the pages are killed and started again; their outcomes, and the seconds to restart."""
    chance, down = random.Random(seed), []
    with ThreadPoolExecutor(len(jobs)) as pool:
        waiting = [pool.submit(job) for job in jobs]
        for _ in range(kills):
            time.sleep(chance.uniform(*apart))
            pages.kill()
            down.append(pages.start())
        return [job.result(timeout=120) for job in waiting], down


def submitted_once(app, tokens):
    """Each of these drafts was sent, once: one event, one letter to come, and a promise."""
    db.session.rollback()
    for token in tokens:
        application = db.session.scalar(db.select(Application).where(Application.token == token))
        sent = events.of("application", application.id, kinds=("application.submitted",))
        assert (application.state, len(sent), len(notices.of(application.id))) == (SUBMITTED, 1, 1)
    assert untrue(app, at=NOON) == []


def test_a_form_that_is_sent_while_the_pages_are_killed_is_kept_once_when_it_is_answered(app, pages):
    tokens = [a_full_draft(store=store(app)).token for _ in range(CLIENTS * 2)]
    jobs = [lambda n=n: send_all(pages.port, n, tokens[n::CLIENTS]) for n in range(CLIENTS)]
    jobs.append(lambda: begin_many(pages.port, 0, 6))
    (*sent, begun), down = while_killed(pages, jobs, 1, seed=1, apart=(0.1, 0.2))
    assert {answer.status for told in sent for answer in told} == {303}
    submitted_once(app, tokens)
    assert len({answer.location for answer in begun}) == 6
    assert db.session.scalar(db.select(db.func.count()).where(Application.state == DRAFT)) == 6
    print(f"restart {down[0]:.2f} s")


def test_a_photo_that_is_sent_while_the_pages_are_killed_is_kept_with_its_bytes_when_it_is_answered(app, pages):
    drafts = [a_draft() for _ in range(2)]
    jobs = [lambda n=n, token=draft.token: photograph(pages.port, n, token) for n, draft in enumerate(drafts)]
    answered, _ = while_killed(pages, jobs, 1, seed=2, apart=(0.3, 0.5))
    assert {answer.status for told in answered for answer in told} == {303}
    db.session.rollback()
    for draft in drafts:
        assert all(papers.slot(draft.id, code).file_key for code in PHOTOS)
    assert untrue(app, at=NOON) == []


@pytest.mark.slow
@pytest.mark.both_engines
def test_thirty_kills_in_traffic_lose_nothing_and_double_nothing(app, engine, pages, record_property):
    tokens, told, down = [a_full_draft(store=store(app)).token for _ in range(30 * CLIENTS)], [], []
    for number in range(30):
        mine = tokens[number * CLIENTS : (number + 1) * CLIENTS]
        jobs = [lambda n=n, mine=mine: send_all(pages.port, n, mine[n : n + 1]) for n in range(CLIENTS)]
        jobs += [lambda n=n: begin_many(pages.port, n, 3) for n in range(2)]
        (*sent, first, second), seconds = while_killed(pages, jobs, 1, seed=number, apart=(0.02, 0.4))
        assert {answer.status for answers in sent for answer in answers} == {303}
        told += [answer.location for answer in first + second]
        down += seconds
    submitted_once(app, tokens)
    assert (
        len(set(told)) == len(told) == db.session.scalar(db.select(db.func.count()).where(Application.state == DRAFT))
    )
    assert db.session.scalar(db.select(db.func.count()).select_from(OnceKey)) == len(tokens) + len(told)
    middle = sorted(down)[len(down) // 2]
    record_property("fault", f"F01 30/30 kills of the pages in traffic, {len(tokens) + len(told)} forms answered and kept once, "
                             f"restart {middle:.2f} s (worst {max(down):.2f} s), {engine}")  # fmt: skip
