"""A resident applies from home: from the service's page to the receipt, on a phone without script."""

import pytest

from office import events, papers
from office.applications import Application, answers_of, drafts, papers_of, review, states, tracking
from office.db import db, transaction
from tests.factories import BIRTH, CARD, NOON, a_draft, a_full_draft, an_application, bontang  # noqa: F401
from tests.web.conftest import good_photo
from tests.web.makers import a_returned
from tests.web.phone import Phone, same_but_for_keys

HTMX = {"HX-Request": "true"}


def only_application() -> Application:
    return db.session.scalars(db.select(Application)).one()


@pytest.mark.both_engines
def test_a_lost_card_is_reported_from_the_front_page_to_the_receipt(app, phone):
    phone.open("/").open("/layanan/ktp-hilang-rusak").send("/ajukan/ktp-hilang-rusak")
    application = only_application()
    link = f"/permohonan/{application.token}"
    assert phone.place == link and "0 dari 5 langkah selesai" in phone.words
    for step in ("pemohon", "pemilik", "kartu", "kejadian"):
        phone.open(f"{link}/langkah/{step}").send(f"/langkah/{step}", dict(CARD[step]))
        assert phone.status == 200, phone.words
    assert phone.place == f"{link}/surat"
    for paper in papers_of(application):
        phone.send(f"/surat/{paper.code}", file=good_photo())
        assert phone.status == 200 and "Foto diterima" in phone.words
    phone.open(f"{link}/surat/selesai")
    assert (
        phone.place == f"{link}/periksa"
        and "Maria Goretti Dalung" in phone.words
        and "9999 0161 1290 0004" in phone.words
    )
    phone.send("/kirim", {"setuju": "1"})
    assert phone.place == f"{link}/tanda-terima"
    db.session.expire_all()
    assert application.state == states.SUBMITTED and application.reference[:4] in phone.words
    phone.open(f"{link}/status")
    assert "menunggu diperiksa" in phone.words and "Di depan Anda" in phone.words


def test_each_step_leads_to_the_next_one_that_is_unfinished(app, phone):
    application = a_draft("ktp-hilang-rusak")
    link = f"/permohonan/{application.token}/langkah"
    phone.open(f"{link}/pemohon").send("/pemohon", dict(CARD["pemohon"]))
    assert phone.place == f"{link}/pemilik"
    phone.open(f"{link}/kejadian").send("/kejadian", dict(CARD["kejadian"]))
    assert phone.place == f"{link}/pemilik", "the one left out comes before the papers"


def test_a_refused_step_keeps_what_was_typed_and_names_the_fields(app, phone):
    application = a_draft()
    phone.open(f"/permohonan/{application.token}/langkah/ibu")
    phone.send("/langkah/ibu", {**BIRTH["ibu"], "nik": "999901480588000"})
    assert phone.status == 422 and "Ada 1 isian yang perlu diperbaiki" in phone.words
    assert 'href="#nik"' in phone.page and 'value="999901480588000"' in phone.page
    assert "Nur&#39;aini binti Syarifuddin" in phone.page
    assert answers_of(application) == {}


@pytest.mark.parametrize(
    "name",
    ["Nur'aini", "I Gusti Ngurah Rai", "Sulastri", "نور عيني", "Muhammad Al-Fatih Ramadhan Syahputra bin Abdurrahman Sidiq As",
     "Raden Ajeng Kartini, S.Pd."],
)  # fmt: skip
def test_a_name_is_kept_exactly_as_it_was_typed(app, phone, name):
    application = a_draft()
    link = f"/permohonan/{application.token}/langkah/anak"
    phone.open(link).send("/anak", {**BIRTH["anak"], "nama": name})
    db.session.expire_all()
    assert answers_of(application)["anak"]["nama"] == name
    phone.open(link)
    assert f'value="{name.replace(chr(39), "&#39;")}"' in phone.page


def test_an_emoji_in_a_name_is_refused_with_the_form_still_filled(app, phone):
    application = a_draft()
    phone.open(f"/permohonan/{application.token}/langkah/anak").send("/anak", {**BIRTH["anak"], "nama": "Sekar 🌸"})
    assert phone.status == 422 and "Sekar 🌸" in phone.page


@pytest.mark.parametrize("odd", ["\x00", "\u202e", "x" * 100_000, "<script>alert(1)</script>", "%(name)s", "{{ 7*7 }}"])
def test_odd_input_is_answered_with_a_sentence_and_runs_nothing(app, phone, odd):
    application = a_draft("ktp-hilang-rusak")
    link = f"/permohonan/{application.token}/langkah/kejadian"
    phone.open(link).send("/kejadian", {**CARD["kejadian"], "nomor_polisi": odd, "tanggal_thn": odd})
    assert phone.status == 422
    assert "<script>alert" not in phone.page and "49" not in phone.words.replace("2049", "")


def test_a_question_that_is_called_up_by_an_answer_is_drawn_without_keeping_anything(app, phone):
    application = a_draft("ktp-hilang-rusak")
    link = f"/permohonan/{application.token}/langkah/kejadian"
    phone.open(link)
    assert "nomor_polisi" not in phone.page and 'hx-trigger="change target:[name=sebab]"' in phone.page
    token = phone.form("/kejadian").fields["csrf_token"]
    phone.post(f"{link}/pertanyaan", {"csrf_token": token, "sebab": "hilang", "tanggal_tgl": "2"}, htmx=True)
    assert phone.status == 200 and 'name="nomor_polisi"' in phone.page and 'value="2"' in phone.page
    assert "<html" not in phone.page and answers_of(application) == {}


def test_without_script_a_question_called_up_appears_at_the_next_sending(app, phone):
    application = a_draft("ktp-hilang-rusak")
    without_number = {name: value for name, value in CARD["kejadian"].items() if name != "nomor_polisi"}
    phone.open(f"/permohonan/{application.token}/langkah/kejadian").send("/kejadian", without_number)
    assert phone.status == 422 and 'name="nomor_polisi"' in phone.page and 'value="hilang" checked' in phone.page


def test_the_questions_alone_are_the_middle_of_their_page(app, phone):
    application = a_draft("ktp-hilang-rusak")
    link = f"/permohonan/{application.token}/langkah/kejadian"
    whole = phone.open(link).page
    alone = phone.open(link, headers=HTMX).page
    assert same_but_for_keys(alone) in same_but_for_keys(whole) and len(alone) < len(whole)
    assert phone.response.vary.as_set() >= {"hx-request"}


def test_a_double_tap_on_start_makes_one_draft(app, phone):
    phone.open("/layanan/akta-kelahiran")
    form = phone.form("/ajukan/akta-kelahiran")
    first = phone.post(form.action, form.fields, follow=False).response.location
    second = phone.post(form.action, form.fields, follow=False).response.location
    assert first == second and only_application().service_code == "akta-kelahiran"


def test_looking_at_the_start_address_begins_nothing(app, phone):
    phone.open("/ajukan/akta-kelahiran")
    assert phone.place == "/layanan/akta-kelahiran" and db.session.scalars(db.select(Application)).all() == []


@pytest.mark.both_engines
def test_a_double_tap_on_send_makes_one_application(app, phone):
    application = a_full_draft()
    phone.open(f"/permohonan/{application.token}/periksa")
    form = phone.form("/kirim")
    for _tap in range(2):
        phone.post(form.action, {**form.fields, "setuju": "1"})
        assert phone.place.endswith("/tanda-terima") and phone.status == 200
    assert len(events.of("application", application.id, kinds=("application.submitted",))) == 1


def test_sending_from_a_second_tab_says_that_it_was_sent_and_leads_to_the_status(app, phone):
    application = a_full_draft()
    other = phone.open(f"/permohonan/{application.token}/periksa").form("/kirim")
    phone.open(f"/permohonan/{application.token}/periksa").send("/kirim", {"setuju": "1"})
    phone.post(other.action, {**other.fields, "setuju": "1"})
    assert phone.status == 409 and f"/permohonan/{application.token}/status" in phone.page


@pytest.mark.parametrize("page", ["surat", "periksa", "langkah/anak", "hapus"])
def test_back_after_sending_leads_to_the_status(app, phone, page):
    application = an_application()
    phone.open(f"/permohonan/{application.token}/{page}")
    assert phone.status == 409 and f"/permohonan/{application.token}/status" in phone.page


def test_the_secret_link_leads_to_the_status_once_it_was_sent(app, phone):
    application = an_application()
    assert phone.open(f"/permohonan/{application.token}").place == f"/permohonan/{application.token}/status"
    draft = a_draft()
    assert phone.open(f"/permohonan/{draft.token}/status").place == f"/permohonan/{draft.token}"


def test_an_incomplete_draft_is_told_what_is_missing_each_with_its_link(app, phone):
    application = a_full_draft()
    with transaction():
        drafts.take_away(application, "surat-lahir", at=NOON)
        step = next(row for row in states.steps_of(application) if row.code == "saksi")
        step.saved_at = None
    link = f"/permohonan/{application.token}"
    phone.open(f"{link}/periksa").send("/kirim", {"setuju": "1"})
    assert phone.status == 422 and f'href="{link}/langkah/saksi"' in phone.page
    assert f'href="{link}/surat#surat-surat-lahir"' in phone.page
    assert application.state == states.DRAFT


def test_answers_that_contradict_each_other_by_now_lead_back_to_their_field(app, phone):
    application = a_full_draft()
    with transaction():
        row = next(row for row in states.steps_of(application) if row.code == "anak")
        row.values = {**row.values, "tanggal_lahir": "1980-01-01"}
    phone.open(f"/permohonan/{application.token}/periksa").send("/kirim", {"setuju": "1"})
    assert phone.status == 422 and "/langkah/ibu#tanggal_lahir" in phone.page
    phone.open(f"/permohonan/{application.token}")
    assert "Periksa lagi" in phone.words


def test_what_is_odd_is_told_once_and_may_be_left_so(app, phone):
    """The number of a card and its holder's birthday can differ by an old mistake that only an officer puts right."""
    application = a_draft("ktp-hilang-rusak")
    link, odd = f"/permohonan/{application.token}/langkah", {**CARD["pemilik"], "tanggal_lahir_tgl": "22"}
    phone.open(f"{link}/pemilik").send("/pemilik", dict(odd))
    assert phone.place == f"{link}/pemilik" and "menunjukkan lahir 21-12-1990, yang diisi 22-12-1990" in phone.words
    phone.send("/pemilik", {**odd, "tanggal_lahir_tgl": "23"})
    assert phone.place == f"{link}/pemilik" and "yang diisi 23-12-1990" in phone.words, "a new doubt is told anew"
    phone.send("/pemilik")
    assert phone.place != f"{link}/pemilik"
    assert [each.code for each in review.findings(application, at=NOON) if each.told] == ["nik_date_differs"]


def test_a_mended_answer_that_makes_another_impossible_opens_it(app, phone):
    application = a_returned("answers:anak")
    phone.open(f"/permohonan/{application.token}/langkah/anak")
    phone.send("/anak", {**BIRTH["anak"], "tanggal_lahir_thn": "1980"})
    assert phone.open(f"/permohonan/{application.token}/langkah/ibu").status == 200


def test_the_tick_is_asked_for_before_anything_is_sent(app, phone):
    application = a_full_draft()
    phone.open(f"/permohonan/{application.token}/periksa").send("/kirim")
    assert phone.status == 422 and "Beri tanda" in phone.words and application.state == states.DRAFT


def test_a_draft_can_be_deleted_after_a_second_question(app, phone):
    application = a_full_draft()
    phone.open(f"/permohonan/{application.token}").open(f"/permohonan/{application.token}/hapus").send("/hapus")
    assert phone.status == 200 and "Isian sudah dihapus" in phone.words
    phone.open(f"/permohonan/{application.token}")
    assert phone.status == 410 and "sudah dihapus" in phone.words


def test_an_unknown_link_is_not_found_and_an_unknown_service_or_step_too(app, phone):
    draft = a_draft()
    for address in ("/permohonan/tidak-ada", "/layanan/tidak-ada", f"/permohonan/{draft.token}/langkah/tidak-ada",
                    f"/permohonan/{draft.token}/surat/tidak-ada", "/ajukan/tidak-ada"):  # fmt: skip
        assert phone.open(address).status == 404, address


@pytest.mark.both_engines
def test_a_control_character_in_an_address_or_a_key_is_simply_refused(app, phone):
    draft = a_draft()
    for address in (
        "/permohonan/a%00b",
        f"/permohonan/{draft.token}/surat/%00",
        "/periksa/%00",
        "/dokumen/%00",
        "/layanan/%00",
    ):
        assert phone.open(address).status == 404, address
    form = phone.open("/layanan/akta-kelahiran").form("/ajukan/akta-kelahiran")
    assert phone.post(form.action, {**form.fields, "once": "\0" * 24}).status == 422
    phone.open("/lacak").send("/lacak", {"nomor": "\0", "kode": "\0"})
    assert phone.status == 422


def test_the_task_list_says_what_is_done_and_opens_sending_only_at_the_end(app, phone):
    application = a_full_draft()
    phone.open(f"/permohonan/{application.token}")
    assert "9 dari 8" not in phone.words and "8 dari 8 langkah selesai" in phone.words
    assert f'href="/permohonan/{application.token}/periksa"' in phone.page
    with transaction():
        drafts.take_away(application, "surat-lahir", at=NOON)
    phone.open(f"/permohonan/{application.token}")
    assert "7 dari 8 langkah selesai" in phone.words and "disabled" in phone.page


def test_no_address_carries_a_nik_a_name_or_a_phone_number(app, phone):
    application = an_application()
    seen = []
    for page in ("", "/status", "/tanda-terima"):
        phone.open(f"/permohonan/{application.token}{page}")
        seen.append(phone.page)
    addresses = " ".join(part for page in seen for part in page.split('"') if part.startswith(("/", "http")))
    assert not any(secret in addresses for secret in ("9999", "0189", "Sekar", "rai@"))


def test_forms_from_elsewhere_are_refused(app, phone):
    """Without the page's own token nothing is begun: the rest of these tests fetch it as a browser does."""
    phone.post("/ajukan/akta-kelahiran", {"once": "x" * 24})
    assert phone.status == 400 and db.session.scalars(db.select(Application)).all() == []


def test_a_form_whose_session_is_lost_can_be_sent_again_with_one_tap(app, phone):
    application = a_draft()
    form = phone.open(f"/permohonan/{application.token}/langkah/anak").form("/anak")
    late = Phone(app)
    late.post(form.action, {**form.fields, **BIRTH["anak"]})
    assert late.status == 400 and "Kirim sekali lagi" in late.words
    late.send("/anak")
    assert late.status == 200 and answers_of(application)["anak"]["nama"] == BIRTH["anak"]["nama"]


def test_every_answer_of_an_application_is_kept_out_of_caches(app, phone):
    application = an_application()
    for page in ("/status", "/tanda-terima"):
        assert phone.open(f"/permohonan/{application.token}{page}").response.headers["Cache-Control"] == "no-store"


def test_the_tracking_secret_on_the_receipt_finds_the_application(app, phone):
    application = an_application()
    phone.open(f"/permohonan/{application.token}/tanda-terima")
    with transaction():
        secret = next(word for word in phone.words.split() if len(word) == 6 and word.isalnum() and word.isupper()
                      and tracking.find(application.reference, word, at=NOON))  # fmt: skip
    assert secret


def test_english_stands_behind_its_switch_and_stays(app, phone):
    phone.open("/layanan/akta-kelahiran?bahasa=en")
    assert 'lang="en"' in phone.page and "Birth certificate" in phone.words
    phone.open("/layanan/ktp-hilang-rusak")
    assert "Lost or damaged KTP-el" in phone.words
    phone.send("/ajukan/ktp-hilang-rusak")
    assert only_application().language == "en"


def test_a_paper_that_is_brought_is_named_on_receipt_and_status(app, phone):
    application = a_full_draft()
    with transaction():
        drafts.bring(application, "kartu-keluarga", at=NOON)
        drafts.submit(application, at=NOON)
    for page in ("tanda-terima", "status"):
        phone.open(f"/permohonan/{application.token}/{page}")
        assert "Bawa surat asli ke kantor" in phone.words
    assert papers.slot(application.id, "kartu-keluarga").state == papers.BROUGHT
