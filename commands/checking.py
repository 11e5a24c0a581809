"""`flask check`: the invariants that must hold after any fault."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from commands import checking_hall
from office import cards, clock, events, vault
from office.applications import FINISHED, SUBMITTED, Application
from office.cards import Card
from office.db import db
from office.documents import ACTIVE, REFUSED, SETTLED, Document, signing
from office.documents.kinds import AKTA, KINDS, LETTER
from office.documents.voided import VoidedNumber
from office.jobs import Job
from office.notices import FAILED, QUEUED, SENT, Notice
from office.numbers import Counter
from office.papers import Paper
from office.vault import Store, StoredFile

NEEDS = {"numbered": "number", "rendered": "draft_key", "signed": "file_key"}
SERIES = re.compile(r"\d{4}-[A-Z]{2}-\d{8}|[A-Z]+/\d{4}/\d{8}")
LABEL = re.compile(f"({SERIES.pattern})[-/]([0-9]+)")


@click.command("check")
@with_appcontext
def check() -> None:
    """Check every invariant; exit 1 and list what is broken."""
    broken = list(violations(current_app.extensions["lamin"].store, at=clock.now()))
    for sentence in broken:
        click.echo(sentence)
    if broken:
        raise click.ClickException(f"{len(broken)} invariants are broken")
    click.echo("all invariants hold")


def violations(store: Store, *, at: datetime) -> Iterator[str]:
    """What is broken, a sentence each, without personal data."""
    yield from _files(store, at)
    yield from _numbers()
    yield from _documents(at)
    yield from _notices(at)
    yield from checking_hall.violations()
    if (row := events.verify()) is not None:
        yield f"I7 the journal does not fit together at row {row}"


def _files(store: Store, at: datetime) -> Iterator[str]:
    for row in db.session.scalars(sa.select(StoredFile)):
        try:
            right = hashlib.sha256(store.get(row.key)).hexdigest() == row.digest
        except Exception as trouble:
            yield f"I1 file {row.key}: {type(trouble).__name__}"
            continue
        if not right:
            yield f"I1 file {row.key} is not what was stored"
    kept = {row.key: row.digest for row in db.session.scalars(sa.select(StoredFile))}
    columns = (Paper.file_key, Paper.thumb_key, Document.draft_key, Document.file_key, Document.sealed_key)
    for column in columns:
        for key in db.session.scalars(sa.select(column).where(column.is_not(None))):
            if key not in kept:
                yield f"I8 {column} names {key}, which is not kept"
    for document in db.session.scalars(sa.select(Document).where(Document.file_key.is_not(None))):
        if kept.get(document.file_key or "") != document.digest:
            yield f"I5 document {document.id} does not have the digest of its file"
    for key in vault.orphans(store, at=at):
        yield f"I8 file {key} belongs to nothing"


def _numbers() -> Iterator[str]:
    counted = {row.series: row.value for row in db.session.scalars(sa.select(Counter))}
    ours: dict[str, list[int]] = {}
    theirs: dict[str, set[int]] = {}
    given = sa.select(Document.origin, Document.number).where(Document.number.is_not(None))
    # A voided number fills its place too.
    voided = sa.select(sa.literal("here"), VoidedNumber.number)
    for origin, number in [*db.session.execute(given), *db.session.execute(voided)]:
        found = LABEL.fullmatch(number or "")
        if found is None:
            yield f"I3 number of a document from {origin} is of no known form"
        elif origin == "here":
            ours.setdefault(found[1], []).append(int(found[2]))
        else:
            theirs.setdefault(found[1], set()).add(int(found[2]))
    for series in sorted({name for name in counted if SERIES.fullmatch(name)} | set(ours)):
        # A number entered from the national system's PDF is passed over by the counter, so it fills its place.
        every = range(1, counted.get(series, 0) + 1)
        if sorted(ours.get(series, [])) != [serial for serial in every if serial not in theirs.get(series, ())]:
            yield f"I3 series {series} has a gap or a double"


def _documents(at: datetime) -> Iterator[str]:
    asked = set(db.session.scalars(sa.select(Job.subject_id).where(Job.kind == "document", Job.done_at.is_(None))))
    for document in db.session.scalars(sa.select(Document)):
        numbered = KINDS[document.kind].shape in (AKTA, LETTER) and not document.facts.get("number")
        unmade = document.active_at is None and document.state != REFUSED
        if document.origin == "here" and unmade and document.id not in asked and not signing.waits(document, at):
            yield f"I4 document {document.id} waits but nobody was asked to make it"
        for state, column in NEEDS.items():
            if document.state == state and getattr(document, column) is None and (numbered or column != "number"):
                yield f"I5 document {document.id} is {state} without its {column}"
        whole = document.digest and document.file_key and document.pin_hash and (document.number or not numbered)
        if document.state == ACTIVE and not whole:
            yield f"I5 document {document.id} is active without its bytes, number or PIN"
    # A corrected document has the result of the one that it replaces.
    first = sa.select(Document.application_id).where(Document.replaces_id.is_(None))
    doubled = first.group_by(Document.application_id, Document.result)
    for number in db.session.scalars(doubled.having(sa.func.count() > 1)):
        yield f"I3 application {number} has one result twice"
    for number, finished in _settled():
        if finished != (db.session.get_one(Application, number).state == FINISHED):
            yield f"I5 application {number} and its results disagree about being finished"


def _settled() -> Iterator[tuple[int, bool]]:
    """Applications with results, and whether each of these is issued, refused or handed over."""
    states: dict[int, list[bool]] = {}
    for document in db.session.scalars(sa.select(Document)):
        states.setdefault(document.application_id, []).append(document.state in SETTLED)
    for card in db.session.scalars(sa.select(Card)):
        states.setdefault(card.application_id, []).append(card.state in cards.SETTLED)
    for number, settled in states.items():
        yield number, all(settled)


def _notices(at: datetime) -> Iterator[str]:
    told = sa.select(Notice.application_id)
    silent = sa.select(Application.id).where(
        Application.state == SUBMITTED, Application.email != "", Application.id.not_in(told)
    )
    for number in db.session.scalars(silent):
        yield f"I4 application {number} was taken without a word to the resident"
    issued = sa.select(Document.id).where(
        Document.active_at.is_not(None),
        Document.id.not_in(sa.select(Notice.document_id).where(Notice.document_id.is_not(None))),
    )
    for number in db.session.scalars(issued):
        yield f"I4 document {number} was issued without a notice"
    waiting = sa.select(Job.subject_id).where(Job.kind == "notice", Job.done_at.is_(None))
    for number in db.session.scalars(sa.select(Notice.id).where(Notice.state == QUEUED, Notice.id.not_in(waiting))):
        yield f"I4 notice {number} waits but nobody was asked to send it"
    for number in db.session.scalars(sa.select(Notice.id).where(Notice.state == SENT, Notice.sent_at.is_(None))):
        yield f"I4 notice {number} is called sent, but not when"
    given_up = sa.select(Job.subject_id).where(Job.kind == "notice", Job.failed_at.is_not(None))
    for number in db.session.scalars(sa.select(Notice.id).where(Notice.state == FAILED, Notice.id.not_in(given_up))):
        yield f"I4 notice {number} failed but its job is not on the desk's list"
    stuck = sa.select(Job.id).where(
        Job.done_at.is_(None), Job.failed_at.is_(None), Job.leased_until < at - timedelta(hours=1)
    )
    for number in db.session.scalars(stuck):
        yield f"I4 job {number} has been in hand for over an hour"
