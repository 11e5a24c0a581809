"""A helper's link opens the forms of one draft and nothing else; the owner makes it and takes it back."""

import re

import pytest

from office import assistance
from office.applications import COUNTER, drafts
from office.catalogue import find
from office.db import db, transaction
from tests.factories import BIRTH, NOON, a_full_draft, an_officer
from tests.web.phone import Phone


@pytest.fixture(autouse=True)
def noon(app, monkeypatch):
    from office import clock

    monkeypatch.setattr(clock, "now", lambda: NOON)


def invite(phone, draft, **typed):
    place = f"/permohonan/{draft.token}/bantuan"
    phone.open(place).send(place, {"nama": "Sulastri", "hari": "3", **typed})
    return re.findall(r"/permohonan/(bantu-[\w-]+)", phone.page)[-1]


def test_the_helper_never_reads_the_owners_link_and_opens_only_the_forms(app, phone):
    draft, helper = a_full_draft(), Phone(app)
    link = f"/permohonan/{invite(phone, draft)}"
    for page in ("", "/langkah/anak", "/langkah/ibu", "/surat", "/periksa"):
        assert helper.open(link + page).status == 200, page
        assert draft.token not in helper.page and link in helper.page, page
        assert "Anda menolong mengisi permohonan orang lain." in helper.words
    for page in ("/status", "/bantuan", "/hapus", "/tanda-terima", "/tarik"):
        assert helper.open(link + page).status in (403, 410), page
    assert "rai@contoh.id" in phone.open(f"/permohonan/{draft.token}/periksa").page
    assert "rai@contoh.id" not in helper.open(link + "/periksa").page and "189" not in helper.words
    assert helper.open(link + "/langkah/pemohon").status == 403 and "rai@contoh.id" not in helper.page
    assert "Lanjutkan langkah yang lain." in helper.words and f'href="{link}"' in helper.page
    token = helper.open(link + "/langkah/anak").form("/langkah/anak").fields["csrf_token"]
    for way in ("", "/pertanyaan"):
        sent = helper.client.post(f"{link}/langkah/pemohon{way}", data={"csrf_token": token, "telepon": "081200000999"})
        assert sent.status_code == 403 and "rai@contoh.id" not in sent.text
    helper.open(link + "/langkah/anak").send(f"{link}/langkah/anak", {"nama": "Ni Luh Sekar"})
    db.session.expire_all()
    assert draft.subject_name == "Ni Luh Sekar" and draft.phone == "+6281200000189"


def test_the_owner_takes_the_invitation_back(app, phone):
    draft, helper = a_full_draft(), Phone(app)
    link = invite(phone, draft)
    phone.send("/cabut")
    assert "Sulastri" not in phone.words
    assert helper.open(f"/permohonan/{link}").status == 410 and "sudah berakhir" in helper.words


def test_a_helper_who_may_send_sends_and_sees_no_more(app, phone):
    draft, helper = a_full_draft(), Phone(app)
    link = f"/permohonan/{invite(phone, draft, kirim='1')}"
    helper.open(f"{link}/periksa").send("/kirim", {"setuju": "1"})
    assert (
        helper.status == 200
        and "Terima kasih sudah menolong" in helper.words
        and draft.reference[:4] not in helper.page
    )
    assert helper.open(link).status == 410
    refused = Phone(app)
    assert refused.open("/permohonan/bantu-zzzzzzzzzzzzzzzzzzzzzzzz").status == 404
    assert refused.open("/permohonan/bantu-%00").status == 404


def test_without_leave_sending_is_neither_offered_nor_done(app, phone):
    draft, helper = a_full_draft(), Phone(app)
    link = f"/permohonan/{invite(phone, draft)}"
    assert "beri tahu pemiliknya" in helper.open(link).words
    fields = helper.open(f"{link}/langkah/anak").form("/langkah/anak").fields
    helper.post(f"{link}/kirim", {**fields, "once": "x" * 24, "setuju": "1"})
    assert helper.status == 403 and draft.state == "draft"


def test_a_name_that_is_none_is_refused_and_stays_in_its_box(phone):
    draft = a_full_draft()
    place = f"/permohonan/{draft.token}/bantuan"
    phone.open(place).send(place, {"nama": "1234", "hari": "abc"})
    assert phone.status == 422 and 'value="1234"' in phone.page


def test_the_officers_receipt_bears_the_owners_own_address(app, phone):
    officer = an_officer()
    with transaction():
        application = drafts.start(find("akta-kelahiran"), language="id", at=NOON, channel=COUNTER, by=officer.actor)
        by = assistance.begin(application.id, officer, at=NOON)
    assert "Anda mengisi untuk warga di loket." in phone.open(f"/permohonan/{by.link}").words
    with transaction():
        for step, typed in BIRTH.items():
            drafts.save(application, step, typed, at=NOON, by=by)
        for code in ("surat-lahir", "kartu-keluarga", "buku-nikah"):
            drafts.bring(application, code, at=NOON, by=by)
    phone.open(f"/permohonan/{by.link}/periksa").send("/kirim", {"setuju": "1"})
    assert "Permohonan diterima" in phone.words
    assert f"/permohonan/{application.token}/status" in phone.page and by.link not in phone.page.replace(
        phone.place, ""
    )
