"""A service is one file, and a mistake in it is named by file, key and allowed values."""

import os
import shutil
from pathlib import Path

import pytest

from office import catalogue
from office.catalogue import BadDefinition, blocks, older, services, shelf, unusable
from office.catalogue.parsing import parse
from office.catalogue.shelf import BLOCKS, FOLDER, read_file
from office.db import db, transaction
from tests.factories import NOON, a_draft

RAW = services()["akta-kelahiran"].raw
RESULT, EFFECT = RAW["results"][0], RAW["effect"]
STEP = {"code": "x", "title": RAW["name"], "questions": [{"code": "a", "kind": "text", "label": RAW["name"]}]}


def changed(**keys):
    return {**RAW, **keys}


def a_result(**keys):
    return changed(results=[{**RESULT, **keys}])


def an_effect(**values):
    kept = {name: path for name, path in {**EFFECT["values"], **values}.items() if path is not None}
    return changed(effect={**EFFECT, "values": kept})


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (changed(delivry="pdf"), "'delivry' is not one of"),
        (changed(delivery="pdf"), "'delivery' is not one of"),
        ({k: v for k, v in RAW.items() if k != "name"}, "'name' is missing"),
        (changed(family="keluarga"), "family: 'keluarga' is not one of akta, kelahiran"),
        (changed(in_person="ya"), "in_person: must be true or false"),
        (changed(promise_hours="7"), "promise_hours: must be a whole number"),
        (changed(step_hours={"chek": 2}), "step_hours: 'chek' is not one of approve, check, hand_over, make"),
        (changed(step_hours={"check": "2"}), "step_hours.check: must be working hours above 0"),
        (changed(step_hours={"check": 6}), "step_hours: check, approve, make come to 9.5 hours, more than promise_hours = 7"),
        (changed(step_hours=3), "step_hours: must be a table such as"),
        (changed(checks=["birth_not_ahed"]), "checks: 'birth_not_ahed' is not one of"),
        (changed(checks=["late:anak.tanggal_lahir"]), "checks: late:anak.tanggal_lahir: wants date, a number"),
        (changed(checks=["late:anak.tanggal_lahir,banyak"]), "'banyak' must be a number"),
        (changed(checks=["not_ahead:anak.nama"]), "not_ahead:anak.nama: 'anak.nama' is not one of anak.tanggal_lahir"),
        (changed(checks=["not_ahead:anak.tanggal_lahir if ibu.nikah=mungkin"]), "'mungkin' is not one of ada, belum, tidak"),
        (changed(roles={**RAW["roles"], "phone": "pemohon.telpon"}), "roles.phone: 'pemohon.telpon' is not one of"),
        (changed(roles={**RAW["roles"], "fone": "pemohon.telepon"}), "roles: 'fone' is not one of"),
        (changed(name={"id": "Akta"}), "name: 'en' is missing"),
        (changed(steps=[{"code": "x", "title": RAW["name"], "questions": [{"code": "a", "kind": "nmae"}]}]),
         "steps[0]: questions[0]: 'label' is missing"),
        (changed(steps=[*RAW["steps"], RAW["steps"][0]]), "steps: 'pemohon' is there twice"),
        (changed(steps=[*RAW["steps"], {**STEP, "code": "Satu Dua"}]), "code 'Satu Dua' must be small letters"),
        (changed(papers=[{**RAW["papers"][0], "when": {"ibu.nikah": ["mungkin"]}}]), "'mungkin' is not one of"),
        (changed(papers=[{**RAW["papers"][0], "when": {"ibu.nikah": []}}]), "must name at least one answer"),
        (changed(papers="none"), "papers: must be a list"),
        (a_result(kind="akta"), "kind: 'akta' is not one of biodata-wni"),
        (a_result(facts={**RESULT["facts"], "nama": "anak.nama"}), "facts: 'nama' is not one of birth_date"),
        (a_result(facts={"child_name": "anak.nama"}), "results.akta: facts: 'sex' is missing"),
        (a_result(facts={**RESULT["facts"], "child_name": "anak.nma"}), "facts.child_name: 'anak.nma' is not one of"),
        (a_result(facts={**RESULT["facts"], "birth_date": "anak.nama"}), "'anak.nama' is a name, and must be a date"),
        (a_result(kind="kk"), "is not one of kk"),
        (a_result(letters="Lu"), "letters: 'Lu' must be capital letters"),
        (a_result(late_days=0), "late_letters, late_from and late_days go together"),
        (changed(effect={**EFFECT, "kind": "brith"}), "effect: kind: 'brith' is not one of adopt, birth"),
        (an_effect(kk=None), "effect.values: 'kk' is missing"),
        (an_effect(nama="anak.nama"), "effect.values: 'nama' is not one of"),
        (an_effect(kk="ibu.nama|tambahan.kk"), "effect.values.kk: 'ibu.nama' is a name, and must be a kk"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_service_file_names_its_key_and_the_allowed_values(raw, told):
    with pytest.raises(BadDefinition) as refused:
        parse(raw, "akta-kelahiran.toml", "")
    assert str(refused.value).startswith("akta-kelahiran.toml") and told in str(refused.value)


def expanded(**keys):
    return blocks.expand(keys, FOLDER / BLOCKS, "baru.toml")


def test_a_block_is_taken_in_whole_with_what_the_file_changes_drops_and_adds():
    own = {"code": "email", "required": False}
    added = {"code": "umur", "kind": "number", "label": RAW["name"]}
    (step,) = expanded(steps=[{"use": "pemohon", "drop": ["nik"], "title": RAW["name"], "questions": [own, added]}])[
        "steps"
    ]
    codes = [question["code"] for question in step["questions"]]
    assert codes == ["nama", "hubungan", "telepon", "email", "umur"] and step["title"] == RAW["name"]
    email = step["questions"][3]
    assert email["required"] is False and email["kind"] == "email" and step["code"] == "pemohon"


def test_a_paper_of_the_house_keeps_its_words_and_takes_the_files_condition():
    (paper,) = expanded(papers=[{"use": "pas-foto", "when": {"anak.umur": ["besar"]}}])["papers"]
    assert paper["code"] == "pas-foto" and paper["label"]["id"] and paper["when"] == {"anak.umur": ["besar"]}


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"steps": [{"use": "pemohom"}]}, "baru.toml: steps[0]: use: 'pemohom' is not one of alamat, "),
        ({"steps": [{"use": "pemohon", "drop": ["nikk"]}]}, "steps[0]: drop: 'nikk' is not one of nama, nik"),
        ({"steps": [{"use": "pemohon", "questions": "nama"}]}, "steps[0]: questions: must be a list"),
        ({"papers": [{"use": "kartu"}]}, "papers[0]: use: 'kartu' is not one of "),
    ],
)
def test_a_mistake_with_a_block_names_the_blocks_there_are(keys, told):
    with pytest.raises(BadDefinition) as refused:
        expanded(**keys)
    assert told in str(refused.value)


@pytest.mark.parametrize("text", ["code = ", "name = '\ud800'"])
def test_a_file_that_is_no_toml_is_named(tmp_path, text):
    (tmp_path / "rusak.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(BadDefinition) as refused:
        services(tmp_path)
    assert str(refused.value).startswith("rusak.toml")


@pytest.fixture
def served(app, tmp_path, monkeypatch):
    """A running application whose service files lie in a folder of the test."""
    shutil.copytree(FOLDER, tmp_path / "services")
    monkeypatch.setattr(shelf, "FOLDER", tmp_path / "services")
    assert "sewa-tenda" not in services()
    return tmp_path / "services"


def drop_in(folder: Path) -> Path:
    """One more file, `sewa-tenda.toml`, laid into a folder of services."""
    text = (folder / "nik-tidak-ditemukan.toml").read_text("utf-8").replace("nik-tidak-ditemukan", "sewa-tenda")
    path = folder / "sewa-tenda.toml"
    path.write_text(text.replace("NIK tidak ditemukan", "Sewa tenda", 1), "utf-8")
    return path


def test_a_service_dropped_in_is_offered_by_the_running_office_at_once(app, served):
    client = app.test_client()
    assert "Sewa tenda" not in client.get("/").text
    drop_in(served)
    assert 'href="/layanan/sewa-tenda"' in client.get("/").text
    assert "Sewa tenda" in client.get("/layanan/sewa-tenda").text
    assert a_draft("sewa-tenda").service.steps[0].code == "pemohon"


def test_a_service_taken_away_is_offered_no_longer_and_its_applications_go_on(app, served):
    path = drop_in(served)
    begun = a_draft("sewa-tenda")
    path.unlink()
    assert app.test_client().get("/layanan/sewa-tenda").status_code == 404
    assert begun.service.name.id == "Sewa tenda"


def test_a_bad_file_dropped_in_stops_nothing_is_named_and_is_read_again_once_mended(app, served):
    path = drop_in(served)
    offered = list(services())
    good = path.read_text("utf-8")
    (served / "baru.toml").write_text(good.replace("code =", "kode ="), "utf-8")
    path.rename(served / "lama")
    path.write_text("code = ", "utf-8")
    assert list(services()) == offered
    assert [told.partition(":")[0] for told in unusable()] == ["baru.toml", "sewa-tenda.toml"]
    path.write_text(good, "utf-8")
    os.utime(path, ns=(1, 1))
    assert [told.partition(":")[0] for told in unusable()] == ["baru.toml"]


def test_a_running_application_keeps_the_definition_it_began_with(app, monkeypatch):
    application = a_draft()
    later = parse(changed(promise_hours=99), "akta-kelahiran.toml", "another digest")
    monkeypatch.setattr(shelf, "services", lambda folder=None: {"akta-kelahiran": later})
    assert application.service.promise_hours == 7
    assert catalogue.find("akta-kelahiran").promise_hours == 99


def test_a_running_application_does_not_feel_a_block_that_changes_later(app, monkeypatch, tmp_path):
    application = a_draft("kk-pisah")
    asked = [question.code for question in application.service.steps[0].questions]
    (tmp_path / BLOCKS).mkdir()
    for path in (FOLDER / BLOCKS).glob("*.toml"):
        (tmp_path / BLOCKS / path.name).write_text(path.read_text("utf-8"), "utf-8")
    text = (tmp_path / BLOCKS / "pemohon.toml").read_text("utf-8")
    (tmp_path / BLOCKS / "pemohon.toml").write_text(text.replace('code = "nik"', 'code = "nomor"'), "utf-8")
    (tmp_path / "kk-pisah.toml").write_text((FOLDER / "kk-pisah.toml").read_text("utf-8"), "utf-8")
    later = read_file(tmp_path / "kk-pisah.toml")
    monkeypatch.setattr(shelf, "services", lambda folder=None: {"kk-pisah": later})
    assert "nomor" in [question.code for question in later.steps[0].questions]
    assert [question.code for question in application.service.steps[0].questions] == asked


@pytest.mark.parametrize(
    ("code", "document", "kind"),
    [("akta-kelahiran", "kutipan-akta-kelahiran", "pdf"), ("ktp-hilang-rusak", "ktp-el", "card")],
)
def test_an_application_begun_when_a_service_had_one_result_goes_on(app, code, document, kind):
    new = services()[code].raw
    raw = {k: v for k, v in new.items() if k not in ("family", "results", "effect")} | {
        "delivery": kind,
        "document": document,
    }
    with transaction():
        db.session.add(shelf.ServiceDefinition(digest="b" * 64, code=code, body=raw, first_used_at=NOON))
    service = shelf._stored("b" * 64)
    assert service.results[0].is_card == (kind == "card") and len(service.results) == 1 and service.effect is None
    assert service.family == new["family"] and older.translated(new) is new
