"""One event, one form, several documents: the four bundles with the register behind them."""

import io
from collections.abc import Mapping

import pypdf
import pytest

from commands.workers import build
from office import cards, documents, events
from office.applications import FINISHED, Application, drafts, processing, review
from office.applications.results import Verdict
from office.catalogue import services
from office.db import db, transaction
from office.documents import Document
from office.register import families, residents
from office.staff import Role
from tests.factories import NOON, a_full_draft, all_right, an_officer
from tests.register.people import BABY, FATHER, KK, MOTHER, SON, a_family, a_person, the_family
from tests.services.filling import answers_for, elsewhere
from tests.services.test_walks import approved, sent

OF_MOTHER = {"nik": MOTHER, "nama": "Nur'aini", "tanggal_lahir_tgl": "8", "tanggal_lahir_bln": "5",
             "tanggal_lahir_thn": "1988"}  # fmt: skip
OF_FATHER = {"nik": FATHER, "nama": "I Gusti Ngurah Rai"}
BIRTH = {"ibu": OF_MOTHER, "ayah": OF_FATHER, "anak": {"nama": "Made Rai"}, "tambahan": {"kk": KK}}
DEATH = {"almarhum": OF_FATHER, "keluarga": {"kk": KK, "nik_kepala": MOTHER, "nama_kepala": "Nur'aini"},
         "pasangan": OF_MOTHER | {"kelamin": "2"}}  # fmt: skip
MOVE = {"asal": {"kk": KK, "nama_kepala": "I Gusti Ngurah Rai"}, "tinggal": {"nik_kepala": MOTHER, "nama_kepala": "Nur'aini"},
        "rombongan": {"orang_0_nik": FATHER, "orang_0_nama": "I Gusti Ngurah Rai", "orang_0_shdk": "1"}}  # fmt: skip
HUSBAND, WIFE = "9999011203860044", "9999015203860045"
COUPLE = {"suami": {"nik": HUSBAND, "nama": "Yohanes"}, "istri": {"nik": WIFE, "nama": "Maria"}}
NUMBERS = {"nik": "9999010106200031"}


@pytest.fixture
def worker(app):
    elsewhere()
    return build(app)


def issued(
    app, worker, code: str, answers: Mapping[str, Mapping[str, str]], verdict: Verdict = review.ALL_HERE
) -> Application:
    """An application for a whole bundle, approved, with its documents made."""
    service = services()[code]
    forms = answers_for(service, {"tambahan.sekalian": "ya"} if service.step("tambahan") else {})
    merged = {step: typed | dict(answers.get(step, {})) for step, typed in forms.items()}
    application = sent(service, app.extensions["lamin"].store, merged)
    approved(application, verdict)
    worker.drain(at=NOON)
    db.session.expire_all()
    return application


def text_of(app, document: Document) -> str:
    stored = app.extensions["lamin"].store.get(document.file_key)
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(stored)).pages).split())


def by_result(application: Application) -> dict[str, Document]:
    return {each.result: each for each in documents.of(application.id)}


def test_a_birth_gives_the_akta_a_new_kk_with_the_child_and_a_kia_in_the_queue(app, worker):
    the_family()
    application = issued(app, worker, "akta-kelahiran", BIRTH, Verdict(numbers=NUMBERS))
    made, child = by_result(application), residents.by_nik(NUMBERS["nik"])
    assert {code: each.state for code, each in made.items()} == {"akta": "active", "kk": "active"}
    assert child and child.name == "Made Rai" and child.family.kk == KK
    assert "Made Rai" in text_of(app, made["akta"]) and NUMBERS["nik"] in text_of(app, made["akta"])
    kk = text_of(app, made["kk"]).upper()
    assert all(name in kk for name in ("MADE RAI", "NUR'AINI", "WAYAN RAI", KK))
    assert [(card.kind, card.state, card.facts["nik"]) for card in cards.of(application.id)] == [
        ("kia", "queued", NUMBERS["nik"])
    ]
    assert application.state != FINISHED


def test_a_death_gives_the_akta_and_a_kk_without_the_deceased_and_the_widows_card(app, worker):
    the_family()
    application = issued(app, worker, "akta-kematian", DEATH)
    kk = text_of(app, by_result(application)["kk"]).upper()
    widow = residents.by_nik(MOTHER)
    assert "WAYAN RAI" in kk and widow and widow.shdk == "1" and widow.marital == "4"
    assert FATHER not in kk and FATHER in text_of(app, by_result(application)["akta"])
    assert [card.result for card in cards.of(application.id)] == ["ktp-pasangan"]


def test_a_move_out_gives_a_skpwni_and_the_kk_of_those_who_stay(app, worker):
    the_family()
    application = issued(app, worker, "pindah-antar-kota", MOVE)
    made = by_result(application)
    assert FATHER in text_of(app, made["skpwni"]) and made["skpwni"].number.startswith("SKPWNI/6474/")
    stays = text_of(app, made["kk-tinggal"])
    assert FATHER not in stays and MOTHER in stays and BABY in stays
    family = families.by_kk(KK)
    assert family and {each.nik for each in families.members(family)} == {MOTHER, SON, BABY}
    assert application.state == FINISHED


def test_a_marriage_gives_the_akta_a_new_kk_and_two_cards(app, worker):
    husband, wife = HUSBAND, WIFE
    a_family(
        [a_person(nik="9999011507700046", shdk="1", sex="1"), a_person(nik=husband, sex="1", shdk="4", name="Yohanes")],
        kk="9999010203150002",
    )
    a_family(
        [a_person(nik="9999011507700047", shdk="1", sex="1"), a_person(nik=wife, shdk="4", name="Maria")],
        kk="9999010203150003",
    )
    application = issued(app, worker, "akta-perkawinan", COUPLE, Verdict(numbers={"new_kk": "9999010106200004"}))
    made, couple = by_result(application), families.by_kk("9999010106200004")
    assert couple and [each.nik for each in families.members(couple)] == [husband, wife]
    assert {residents.by_nik(nik).marital for nik in (husband, wife)} == {"2"}
    assert husband in text_of(app, made["kk"]) and "Yohanes" in text_of(app, made["akta"])
    assert [card.result for card in cards.of(application.id)] == ["ktp-suami", "ktp-istri"]


def test_a_newer_kk_takes_the_place_of_the_one_before(app, worker):
    the_family()
    first = by_result(issued(app, worker, "akta-kelahiran", BIRTH, Verdict(numbers=NUMBERS)))["kk"]
    second = by_result(issued(app, worker, "akta-kematian", DEATH))["kk"]
    assert (first.state, second.state, first.replaced_by_id) == ("superseded", "active", second.id)


def test_one_refused_result_does_not_hold_back_the_others(app, worker):
    the_family()
    verdict = Verdict(refused={"kia": "Umur anak belum cocok."}, numbers=NUMBERS)
    application = issued(app, worker, "akta-kelahiran", BIRTH, verdict)
    assert [card.state for card in cards.of(application.id)] == ["refused"] and application.state == FINISHED


def test_a_kk_of_a_family_the_register_does_not_hold_is_refused_and_nothing_is_changed(app, worker):
    with pytest.raises(processing.FamilyUnknown):
        issued(app, worker, "akta-kelahiran", BIRTH)
    db.session.rollback()
    assert db.session.query(Document).count() == 0 and residents.by_nik(NUMBERS["nik"]) is None


def test_refusing_every_result_is_refusing_the_file(app):
    application, registrar = a_full_draft(), an_officer(Role.REGISTRAR)
    with transaction():
        drafts.submit(application, at=NOON)
    all_right(application, an_officer())
    with transaction():
        review.take(application, registrar, at=NOON)
    with pytest.raises(processing.NothingIssued), transaction():
        review.approve(application, registrar, at=NOON, verdict=Verdict(refused={"akta": "x"}))
    assert application.state == "checked"


def test_what_may_be_registered_already_waits_for_an_officer_who_compared_it(app, worker):
    the_family()
    issued(app, worker, "akta-kelahiran", BIRTH, Verdict(numbers=NUMBERS))
    with pytest.raises(processing.MaybeDouble):
        issued(app, worker, "akta-kelahiran", BIRTH)
    db.session.rollback()
    second = issued(app, worker, "akta-kelahiran", BIRTH, Verdict(compared=True))
    (event,) = events.of("application", second.id, kinds=("application.compared",))
    assert {*event.facts["why"]} == {"same_child"} and "Made" not in str(event.facts)
