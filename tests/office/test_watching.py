"""Who watches the watchers: the journal's head of each day, its search, doubts of residents, looks without a case."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from office import events, jobs, notices, opening, settings, settings_typed
from office.applications import review
from office.db import db, transaction
from office.documents import Document
from office.errors import Conflict, NotAllowed, NotFound
from office.events import Event
from office.identity import BadInput
from office.jobs import Job
from office.register import looking
from office.staff import Role
from office.watching import doubts, heads, lookups, sampling, search
from office.watching.heads import DayHead, HeadMail
from office.watching.sampling import EXPLAIN, FAIR, WatchedCount, WatchedLook
from office.watching.search import Wanted
from tests.factories import NOON, an_application, an_approved, an_officer
from tests.test_commands import run

DAY = timedelta(days=1)
MORNING = NOON + timedelta(hours=14)
NIK = "9999014107900001"


def viewed(application, officer, at):
    with transaction():
        review.look(application, officer, at=at)


def closed(at):
    made = []
    while (day := heads.next_day(at)) is not None:
        with transaction():
            made.append(heads.close(day, at=at))
    return made


@pytest.mark.both_engines
def test_each_local_day_has_one_head_whose_counts_add_up_to_the_chain(app):
    an_application(at=NOON)
    assert closed(NOON) == [head := heads.newest()] and head.day == opening.local_day(NOON) - DAY
    first, second = an_officer(at=NOON + DAY), an_application(at=NOON + DAY)
    assert closed(NOON + 3 * DAY) and second and first
    rows = list(db.session.scalars(sa.select(DayHead).order_by(DayHead.day)))
    assert [row.day for row in rows] == [opening.local_day(NOON) + number * DAY for number in (-1, 0, 1, 2)]
    assert rows[-1].seq == sum(row.events for row in rows) == db.session.scalar(sa.select(sa.func.max(Event.seq)))
    assert rows[2].hash == rows[3].hash and heads.fits(rows[1].seq, rows[1].hash) and heads.broken() is None
    assert closed(NOON + 3 * DAY) == [] and closed(NOON) == []  # nor when the clock is set back
    with transaction():
        assert heads.close(rows[1].day, at=MORNING) is None


def test_a_head_is_mailed_once_to_each_address_of_the_setting(app):
    with transaction():
        settings.put("audit_addresses", "arsip@example.go.id, kepala@example.go.id", by=events.SYSTEM, at=NOON)
    closed(NOON), closed(MORNING)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job).where(Job.kind == heads.JOB)) == 4
    assert len({mail.message_id for mail in db.session.scalars(sa.select(HeadMail))}) == 4
    with pytest.raises(settings.NotAnAddress):
        settings_typed.read("audit_addresses", ["arsip@example.go.id, kepala"])
    assert settings_typed.read("audit_addresses", [" a@example.go.id ,,a@example.go.id"]) == "a@example.go.id"


def test_the_command_compares_a_head_from_paper_and_finds_a_rewritten_journal(app):
    an_application()
    (head,) = closed(MORNING)
    typed = heads.fours(head.hash).upper()
    assert "the head fits" in run(app, "audit", "verify", "--head", str(head.seq), typed).output
    assert run(app, "audit", "verify", "--head", str(head.seq), typed[::-1]).exit_code == 1
    assert run(app, "audit", "verify", "--head", "x", "y").exit_code == 2
    with transaction():
        db.session.execute(sa.update(DayHead).values(hash="0" * 64))
    refused = run(app, "audit", "verify")
    assert refused.exit_code == 1 and str(head.day) in refused.output


@pytest.mark.parametrize(
    ("seq", "digest"), [("", "a" * 64), ("9999999999", "a" * 64), ("1", "g" * 64), ("1", "a" * 63), ("-1", "")]
)
def test_what_is_no_head_is_refused(seq, digest):
    with pytest.raises(heads.BadHead):
        heads.read(seq, digest)


@pytest.mark.both_engines
def test_the_journal_is_searched_by_officer_kind_period_and_file_a_page_at_a_time(app):
    sari, application = an_officer(), an_application()
    for number in range(5):
        viewed(application, sari, NOON + number * DAY)
    rows, more = search.page(Wanted(officer=sari.id), most=2)
    older, last = search.page(Wanted(officer=sari.id), before=rows[-1].seq, most=10)
    assert (len(rows), more, last) == (2, True, False) and rows[-1].seq > older[0].seq
    day = opening.local_day(NOON + DAY)
    assert len(search.page(Wanted(kind="application.viewed", first=day, last=day))[0]) == 1
    assert search.page(Wanted(first=date(2019, 1, 1), last=date(2019, 1, 2))) == ([], False)
    assert {row.subject_id for row in search.page(Wanted(subjects={"application": [application.id]}))[0]} == {application.id}
    assert search.page(Wanted(subjects={"application": []}))[0] == []


def test_a_file_is_found_by_its_reference_and_its_documents_number_but_never_by_a_nik(app):
    application = an_approved()
    document = db.session.scalar(sa.select(Document).where(Document.application_id == application.id))
    with transaction():
        document.number = "9999-LU-04062020-0001"
    assert search.file_with(f" {application.reference.lower()} ") == application.id
    assert search.file_with("9999-LU-04062020-0001") == application.id
    for wrong in (NIK, "9999 0141 0790 0001", "9999.01.410790.0001"):
        with pytest.raises(search.PersonalNumber):
            search.file_with(wrong)
    for wrong in ("", "\x00", "TIDAKADA"):
        with pytest.raises(search.NothingHasIt):
            search.file_with(wrong)


@pytest.mark.both_engines
def test_a_person_is_looked_for_with_a_reason_that_is_kept_without_the_number(app):
    head, application = an_officer(Role.HEAD), an_application()
    with transaction():
        application.applicant_key = lookups.codes.person("nik", NIK)
        row = lookups.look_up("nik", NIK, lookups.COMPLAINT, "Surat aduan 12", head, at=NOON)
    assert row.subjects["application"] == [application.id] and row.found == search.count(row.subjects) > 0
    (event,) = search.page(Wanted(kind="journal.searched"))[0]
    assert event.facts == {"purpose": "aduan", "found": row.found} and NIK not in f"{row.words}{row.subjects}"
    assert lookups.find(row.id, head, at=NOON + timedelta(minutes=29)) is row
    for officer, at in ((head, NOON + timedelta(minutes=31)), (an_officer(Role.HEAD), NOON)):
        with pytest.raises(NotFound):
            lookups.find(row.id, officer, at=at)
    refused = {
        (lookups.COMPLAINT, " "): lookups.PurposeWanted, ("", "x"): lookups.PurposeWanted,
        (lookups.CHECK, f"NIK {NIK}"): lookups.NumberInWords,
    }  # fmt: skip
    for (purpose, words), refusal in refused.items():
        with pytest.raises(refusal):
            lookups.look_up("nik", NIK, purpose, words, head, at=NOON)
    with pytest.raises(BadInput):
        lookups.look_up("kk", "12", lookups.CHECK, "x", head, at=NOON)
    with pytest.raises(NotAllowed):
        lookups.look_up("nik", NIK, lookups.CHECK, "x", an_officer(Role.SECTION_HEAD), at=NOON)


@pytest.mark.both_engines
def test_a_doubt_is_open_once_a_file_and_its_answer_reaches_the_resident(app):
    sari, section, application = an_officer(), an_officer(Role.SECTION_HEAD), an_application()
    viewed(application, sari, NOON), viewed(application, sari, NOON + timedelta(minutes=2))
    (line,) = doubts.lines(application)
    assert (line.role, line.officers, len(line.times)) == ("verifier", (sari.id,), 2)
    for chosen, words, refusal in (("x", "Saya tidak kenal.", doubts.LineWanted), (line.code, " \n", BadInput)):
        with pytest.raises(refusal), transaction():
            doubts.report(application, chosen, words, at=NOON)
    with transaction():
        doubt = doubts.report(application, line.code, "Berkas saya sudah selesai.", at=NOON)
    with pytest.raises(doubts.AlreadyDoubted), transaction():
        doubts.report(application, line.code, "Lagi.", at=NOON)
    assert [event.kind for event in doubts.deeds(doubt)] == ["application.viewed"] * 2 and doubts.waiting_count() == 1
    with pytest.raises(doubts.OwnMatter), transaction():
        doubts.answer(doubt, "Wajar.", sari, at=NOON)
    with transaction():
        doubts.answer(doubt, "Petugas itu memeriksa aduan.", section, at=MORNING)
    with pytest.raises(Conflict), transaction():
        doubts.answer(doubt, "Lagi.", section, at=MORNING)
    told = [each for each in notices.of(application.id) if each.template == doubts.NOTICE]
    assert {each.channel for each in told} == {"email", "phone"} and all(jobs.of("notice", each.id) for each in told)
    with transaction():
        assert doubts.report(application, line.code, "Masih ragu.", at=MORNING).id != doubt.id


@pytest.mark.both_engines
def test_only_looks_without_a_case_are_sampled_and_the_same_way_each_time(app):
    sari, yohanes, kept = an_officer(), an_officer(Role.REGISTRAR), an_application()
    strange = [an_application() for _ in range(4)]
    with transaction():
        review.take(kept, sari, at=NOON - 6 * DAY)
        settings.put("watch_sample", 2, by=events.SYSTEM, at=NOON)
        why = looking.reason(looking.FILE, kept.reference)
        looking.viewed("resident", 7, why, by=sari.actor, at=NOON)  # for a file on which sari works
        looking.viewed("resident", 8, looking.reason(looking.COUNTER), by=sari.actor, at=NOON)
    viewed(kept, sari, NOON), viewed(kept, yohanes, NOON)
    for application in strange:
        viewed(application, sari, NOON), viewed(application, sari, NOON + DAY)
    month = date(2020, 6, 1)
    assert sampling.due_month(NOON) == date(2020, 4, 1)
    due = opening.instant(date(2020, 7, 8), sampling.MIDNIGHT)
    assert (sampling.due_month(due - timedelta(seconds=1)), sampling.due_month(due)) == (date(2020, 5, 1), month)
    drawn = sampling.draw(month, at=due)
    assert drawn.counts == {sari.id: (7, 5), yohanes.id: (1, 1)} and drawn == sampling.draw(month, at=due)
    assert len(drawn.chosen[sari.id]) == 2 and len(drawn.chosen[yohanes.id]) == 1
    with transaction():
        assert sampling.keep(drawn, at=due) and not sampling.keep(drawn, at=due)
    assert sampling.due_month(due) is None and sampling.unjudged_count() == 3
    assert {(count.looks, count.caseless) for _name, count in sampling.counts()} == {(7, 5), (1, 1)}


def test_an_act_more_than_seven_days_away_is_no_case(app):
    sari, application = an_officer(), an_application()
    with transaction():
        review.take(application, sari, at=NOON - 7 * DAY - timedelta(seconds=1))
    viewed(application, sari, NOON)
    assert sampling.draw(date(2020, 6, 1), at=NOON).counts == {sari.id: (1, 1)}


def test_a_look_is_judged_by_another_once_or_explained_later(app):
    sari, section = an_officer(), an_officer(Role.SECTION_HEAD)
    viewed(an_application(), sari, NOON)
    with transaction():
        sampling.keep(sampling.draw(date(2020, 6, 1), at=NOON), at=NOON)
    look = db.session.scalars(sa.select(WatchedLook)).one()
    for verdict, note, officer, refusal in (
        (FAIR, "", sari, doubts.OwnMatter), ("", "", section, sampling.VerdictWanted),
        (EXPLAIN, " ", section, sampling.NoteWanted),
    ):  # fmt: skip
        with pytest.raises(refusal), transaction():
            sampling.judge(look, verdict, note, officer, at=NOON)
    with transaction():
        sampling.judge(look, EXPLAIN, "Mengapa dibuka?", section, at=NOON)
    with transaction():
        sampling.judge(look, FAIR, "", section, at=MORNING)
    assert (look.verdict, look.note) == (FAIR, "Mengapa dibuka?") and sampling.unjudged() == []
    with pytest.raises(Conflict), transaction():
        sampling.judge(look, EXPLAIN, "Lagi.", section, at=MORNING)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(WatchedCount)) == 1
