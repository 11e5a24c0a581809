"""The review screen: every look is noted, verdicts are kept as they are chosen, and a decision is made once."""

import re

import pytest

from office import cards, documents, events, papers
from office.applications import drafts, review, states
from office.db import transaction
from office.staff import Role
from tests.desk.conftest import all_right_form, file_url
from tests.factories import NOON, all_right, an_application, an_attached, an_officer

NIK = "9999014805880001"


@pytest.fixture
def store(app):
    return app.extensions["lamin"].store


@pytest.fixture
def held(desk):
    """A file in the hands of an officer, and the officer's browser."""
    application, officer = an_application(), an_officer(name="Rahmawati")
    with transaction():
        review.take(application, officer, at=NOON)
    return application, desk(officer)


@pytest.fixture
def checked(desk):
    """A checked file in the hands of the approving officer."""
    application, registrar = an_application(), an_officer(Role.REGISTRAR)
    all_right(application, an_officer())
    with transaction():
        review.take(application, registrar, at=NOON)
    return application, desk(registrar)


def looks(application):
    rows = events.of("application", application.id, kinds=("application.viewed",))
    return [row.facts["what"] for row in rows]


def part(application, code):
    return next(row for row in (*states.papers_of(application), *states.steps_of(application)) if row.code == code)


def test_opening_a_file_is_noted_with_who_did_it(held):
    application, browser = held
    page = browser.get(file_url(application))
    assert page.status_code == 200 and looks(application) == ["file"]
    assert events.of("application", application.id)[-1].actor_id == browser.officer.id
    assert "Rahmawati" in browser.get(file_url(application)).text


def test_a_draft_and_an_unknown_reference_are_not_found(desk):
    from tests.factories import a_full_draft

    browser = desk(Role.VERIFIER)
    assert (
        browser.get(file_url(a_full_draft())).status_code == browser.get("/petugas/berkas/22222222").status_code == 404
    )


def test_niks_are_masked_until_shown_and_showing_is_noted(held):
    application, browser = held
    page = browser.get(file_url(application)).text
    assert NIK not in page.replace(" ", "") and "9999********0001" in page
    shown = browser.post(file_url(application, "/tampilkan/ibu"))
    assert "9999 0148 0588 0001" in shown.text and "9999********0006" in shown.text
    assert looks(application) == ["file", "nik:ibu"]


def test_showing_a_nik_with_script_answers_with_that_part_alone(held):
    application, browser = held
    shown = browser.post(file_url(application, "/tampilkan/ibu"), fragment=True)
    assert shown.text.strip().startswith('<dl class="facts cmp" id="isi-ibu">') and "<html" not in shown.text
    assert shown.vary == {"HX-Request", "Cookie"} or "HX-Request" in shown.vary


def test_an_unknown_step_is_not_noted_and_not_found(held):
    application, browser = held
    assert browser.post(file_url(application, "/tampilkan/entah")).status_code == 404
    assert looks(application) == []


def test_a_paper_is_shown_in_the_page_and_that_is_noted(desk, store):
    application = an_application(store=store)
    browser = desk(Role.VERIFIER)
    answer = browser.get(file_url(application, "/surat/surat-lahir"))
    assert answer.data.startswith(b"\xff\xd8\xff") and answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'inline; filename="surat-lahir.jpg"'
    assert answer.headers["Cache-Control"] == "no-store" and "sandbox" in answer.headers["Content-Security-Policy"]
    assert looks(application) == ["paper:surat-lahir"]


def test_a_paper_that_is_brought_has_no_bytes_to_show(desk):
    application = an_application()
    with transaction():
        papers.bring(part(application, "surat-lahir"), at=NOON)
    browser = desk(Role.VERIFIER)
    assert browser.get(file_url(application, "/surat/surat-lahir")).status_code == 404
    assert "Asli dibawa ke kantor." in browser.get(file_url(application)).text


def test_the_machine_and_the_checks_warn_the_officer(held):
    application, browser = held
    with transaction():
        papers.fill(part(application, "surat-lahir"), an_attached(flaws=("blurred",)), at=NOON)
    page = browser.get(file_url(application)).text
    assert "Yang terlihat sistem: kabur." in page
    assert "NIK ibu: Kode wilayah di dalam NIK tidak dikenal." in page


def test_a_file_held_by_another_can_only_be_looked_at(held, desk):
    application, _browser = held
    page = desk(Role.VERIFIER).get(file_url(application)).text
    assert "Berkas ini dipegang Rahmawati." in page
    assert 'type="radio"' not in page and "/kembalikan" not in page


def test_a_verdict_is_kept_as_it_is_chosen(held):
    application, browser = held
    bar = browser.post(
        file_url(application, "/nilai"), fragment=True, **{"answers-anak": "ok", "answers-anak_alasan": ""}
    )
    assert part(application, "anak").verdict == "ok"
    assert bar.status_code == 200 and "1 dari 10 bagian benar" in bar.text and "<html" not in bar.text


def test_the_bar_alone_is_the_foot_of_the_page(held):
    application, browser = held
    bar = browser.post(file_url(application, "/nilai"), fragment=True).text
    squeezed = [re.sub(r"\s+", " ", text) for text in (bar, browser.get(file_url(application)).text)]
    assert squeezed[0].strip() in squeezed[1]


def test_the_answers_alone_are_a_part_of_the_page(held, desk):
    application, _browser = held
    browser = desk(Role.VERIFIER)
    alone = browser.post(file_url(application, "/tampilkan/ibu"), fragment=True).text
    whole = browser.post(file_url(application, "/tampilkan/ibu")).text
    assert re.sub(r"\s+", " ", alone).strip() in re.sub(r"\s+", " ", whole)


def test_to_mend_without_a_reason_is_not_kept_and_takes_an_earlier_verdict_back(held):
    application, browser = held
    browser.post(file_url(application, "/nilai"), fragment=True, **{"answers-anak": "ok", "answers-anak_alasan": ""})
    bar = browser.post(
        file_url(application, "/nilai"), fragment=True, **{"answers-anak": "fix", "answers-anak_alasan": " "}
    )
    assert part(application, "anak").verdict == "" and "1 belum ada alasannya" in bar.text


def test_a_page_that_does_not_show_a_part_leaves_its_verdict_alone(held):
    application, browser = held
    browser.post(file_url(application, "/nilai"), fragment=True, **{"answers-anak": "ok", "answers-anak_alasan": ""})
    browser.post(file_url(application, "/nilai"), fragment=True, **{"answers-ibu": "ok", "answers-ibu_alasan": "",
                                                                    "answers-anak_alasan": ""})  # fmt: skip
    assert (part(application, "anak").verdict, part(application, "ibu").verdict) == ("ok", "ok")


def test_without_script_one_button_keeps_all_verdicts_and_says_what_is_missing(held):
    application, browser = held
    form = all_right_form(application)
    assert browser.post(file_url(application, "/nilai"), **form).status_code == 303
    assert {row.verdict for row in (*states.papers_of(application), *states.steps_of(application))} == {"ok"}
    refused = browser.post(file_url(application, "/nilai"), **form | {"answers-ibu": "fix"})
    assert refused.status_code == 422 and "Ibu dari anak: Tulis alasannya" in refused.text
    assert 'href="#answers-ibu"' in refused.text


def test_a_verdict_on_a_file_that_was_freed_meanwhile_is_told_in_place(held):
    (application, browser), administrator = held, an_officer(Role.ADMINISTRATOR)
    with transaction():
        review.release(application, administrator, at=NOON)
    bar = browser.post(
        file_url(application, "/nilai"), fragment=True, **{"answers-anak": "ok", "answers-anak_alasan": ""}
    )
    assert bar.status_code == 409 and "Belum disimpan" in bar.text and "Ambil dulu berkas ini" in bar.text
    assert part(application, "anak").verdict == ""


def test_a_verdict_on_a_file_that_another_holds_names_the_holder(held, desk):
    application, _browser = held
    other = desk(Role.VERIFIER)
    answer = other.post(file_url(application, "/nilai"), **{"answers-anak": "ok", "answers-anak_alasan": ""})
    assert answer.status_code == 409 and "Berkas ini sedang dipegang Rahmawati." in answer.text


def test_returning_opens_only_what_failed_and_keeps_the_reason(held):
    application, browser = held
    form = all_right_form(application) | {
        "paper-surat-lahir": "fix",
        "paper-surat-lahir_alasan": "  Tanggal\ntertutup jari. ",
    }
    done = browser.post(file_url(application, "/kembalikan"), **form)
    assert (done.status_code, application.state) == (303, states.RETURNED)
    assert [row.code for row in states.papers_of(application) if row.open] == ["surat-lahir"]
    assert part(application, "surat-lahir").reason == "Tanggal tertutup jari."
    assert "dikembalikan ke warga" in browser.get(done.location).text


def test_returning_without_a_reason_is_refused_with_the_form_still_filled(held):
    application, browser = held
    form = {
        "answers-ibu": "fix",
        "answers-ibu_alasan": "",
        "answers-anak": "fix",
        "answers-anak_alasan": "Nama <b>salah</b>.",
    }
    answer = browser.post(file_url(application, "/kembalikan"), **form)
    assert answer.status_code == 422 and application.state == states.SUBMITTED
    assert "Nama &lt;b&gt;salah&lt;/b&gt;." in answer.text and 'class="field reason wrong"' in answer.text


def test_a_refused_decision_shows_the_paper_that_was_on_the_screen_again(held):
    application, browser = held
    form = {"paper-kartu-keluarga": "fix", "paper-kartu-keluarga_alasan": ""}
    answer = browser.post(file_url(application, "/kembalikan"), **form)
    assert answer.status_code == 422 and 'name="paper-kartu-keluarga" value="fix" checked' in answer.text


def test_nothing_to_mend_is_nothing_to_return(held):
    application, browser = held
    answer = browser.post(file_url(application, "/kembalikan"), **all_right_form(application))
    assert answer.status_code == 422 and "Belum ada bagian yang ditandai Perbaiki." in answer.text


def test_a_file_is_passed_on_only_when_every_part_is_right(held):
    application, browser = held
    form = all_right_form(application)
    refused = browser.post(file_url(application, "/teruskan"), **{k: v for k, v in form.items() if k != "answers-ibu"})
    assert refused.status_code == 422 and "Ibu dari anak: Belum semua" in refused.text
    assert application.state == states.SUBMITTED
    assert browser.post(file_url(application, "/teruskan"), **form).status_code == 303
    assert (application.state, application.maker_id, application.holder_id) == (
        states.CHECKED,
        browser.officer.id,
        None,
    )


def test_a_double_tap_decides_once_and_shows_the_same_place(held):
    application, browser = held
    form = all_right_form(application)
    taps = [
        browser.post(file_url(application, "/teruskan"), once="one key for both the taps", **form) for _ in range(2)
    ]
    assert [tap.status_code for tap in taps] == [303, 303] and taps[0].location == taps[1].location
    kinds = [row.kind for row in events.of("application", application.id)]
    assert kinds.count("application.checked") == 1


def test_releasing_keeps_the_verdicts_given_so_far(held):
    application, browser = held
    browser.post(file_url(application, "/lepas"), **{"answers-anak": "ok", "answers-anak_alasan": ""})
    assert application.holder_id is None and part(application, "anak").verdict == "ok"


def test_a_mended_part_is_told_apart_with_what_was_asked(held):
    application, browser = held
    form = all_right_form(application) | {
        "paper-surat-lahir": "fix",
        "paper-surat-lahir_alasan": "Tanggal tertutup jari.",
    }
    browser.post(file_url(application, "/kembalikan"), **form)
    with transaction():
        drafts.attach(application, "surat-lahir", an_attached(), at=NOON)
        drafts.submit(application, at=NOON)
    page = browser.get(file_url(application)).text
    assert "Warga sudah memperbaiki ini." in page and "Yang diminta: Tanggal tertutup jari." in page


def test_a_second_officer_approves_and_the_document_is_begun_here(checked):
    application, browser = checked
    assert "Buat di sini" in browser.get(file_url(application)).text
    assert browser.post(file_url(application, "/setujui"), hasil_akta="sini").status_code == 303
    document = documents.of(application.id)[0]
    assert (application.state, document.origin, document.state) == (states.APPROVED, "here", documents.WAITING)


def test_the_official_pdf_can_be_awaited_instead(checked):
    application, browser = checked
    browser.post(file_url(application, "/setujui"), hasil_akta="resmi")
    assert documents.of(application.id)[0].origin == "official"
    assert "Ni Luh Putu Sekar" in browser.get("/petugas/", daftar="resmi").text


def test_an_approved_card_joins_the_print_queue_whatever_the_form_says(desk):
    application, registrar = an_application("ktp-hilang-rusak"), an_officer(Role.REGISTRAR)
    all_right(application, an_officer())
    with transaction():
        review.take(application, registrar, at=NOON)
    browser = desk(registrar)
    assert "Cetak kartunya" in browser.get(file_url(application)).text
    browser.post(file_url(application, "/setujui"), hasil_akta="resmi")
    assert cards.of(application.id)[0].state == cards.QUEUED and documents.of(application.id) == []


def test_the_second_officer_can_hand_a_file_back(checked):
    application, browser = checked
    assert browser.post(file_url(application, "/kembalikan-ke-pemeriksa")).status_code == 303
    assert (application.state, application.maker_id) == (states.SUBMITTED, None)


def test_a_refusal_for_good_needs_a_reason_that_the_resident_reads(checked):
    application, browser = checked
    assert browser.post(file_url(application, "/tolak"), alasan="  ").status_code == 422
    assert browser.post(file_url(application, "/tolak"), alasan="Sudah tercatat dengan akta lain.").status_code == 303
    assert (application.state, application.closing_reason) == (states.REJECTED, "Sudah tercatat dengan akta lain.")
    assert "Sudah tercatat dengan akta lain." in browser.get(file_url(application)).text


def test_a_file_withdrawn_while_it_was_read_is_not_approved(checked):
    application, browser = checked
    with transaction():
        drafts.withdraw(application, at=NOON)
    assert browser.post(file_url(application, "/setujui"), hasil_akta="sini").status_code == 409
    assert documents.of(application.id) == []


def test_the_history_tells_who_did_what_without_naming_a_resident_in_the_journal(held):
    application, browser = held
    browser.post(file_url(application, "/nilai"), fragment=True, **{"answers-anak": "ok", "answers-anak_alasan": ""})
    page = browser.get(file_url(application)).text
    assert "Dinilai: Anak yang lahir, benar" in page and "Berkas diambil" in page
    assert all("Sekar" not in str(row.facts) for row in events.of("application", application.id))
