"""A service is one file, and a mistake in it is named by file, key and allowed values."""

import tomllib

import pytest

from office import catalogue
from office.catalogue import BadDefinition, services
from office.catalogue.definition import parse
from office.catalogue.shelf import FOLDER

RAW = tomllib.loads((FOLDER / "akta-kelahiran.toml").read_text("utf-8"))


def changed(**keys):
    return {**RAW, **keys}


def test_the_two_services_are_on_the_shelf_with_both_languages():
    assert set(services()) == {"akta-kelahiran", "ktp-hilang-rusak"}
    for service in services().values():
        for step in service.steps:
            assert all(q.label.id and q.label.en for q in step.questions)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (changed(delivry="pdf"), "'delivry' is not one of"),
        ({k: v for k, v in RAW.items() if k != "name"}, "'name' is missing"),
        (changed(delivery="fax"), "delivery: 'fax' is not one of card, pdf"),
        (changed(checks=["birth_not_ahed"]), "checks: 'birth_not_ahed' is not one of"),
        (changed(roles={**RAW["roles"], "phone": "pemohon.telpon"}), "roles.phone: 'pemohon.telpon' is not one of"),
        (changed(name={"id": "Akta"}), "name: 'en' is missing"),
        (changed(steps=[{"code": "x", "title": RAW["name"], "questions": [{"code": "a", "kind": "nmae"}]}]),
         "steps[0]: questions[0]: 'label' is missing"),
        (changed(papers=[{**RAW["papers"][0], "when": {"ibu.nikah": ["mungkin"]}}]), "'mungkin' is not one of"),
        (changed(papers="none"), "papers: must be a list"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_service_file_names_its_key_and_the_allowed_values(raw, told):
    with pytest.raises(BadDefinition) as refused:
        parse(raw, "akta-kelahiran.toml", "")
    assert str(refused.value).startswith("akta-kelahiran.toml") and told in str(refused.value)


def test_a_new_service_is_one_new_file(tmp_path):
    text = (
        (FOLDER / "akta-kelahiran.toml").read_text("utf-8").replace('code = "akta-kelahiran"', 'code = "lahir-mati"', 1)
    )
    (tmp_path / "lahir-mati.toml").write_text(text, "utf-8")
    assert list(services(tmp_path)) == ["lahir-mati"]


def test_a_running_application_keeps_the_definition_it_began_with(app, monkeypatch):
    from office.catalogue import shelf
    from tests.factories import a_draft

    application = a_draft()
    later = parse(changed(promise_hours=99), "akta-kelahiran.toml", "another digest")
    monkeypatch.setattr(shelf, "services", lambda folder=FOLDER: {"akta-kelahiran": later})
    assert application.service.promise_hours == 7
    assert catalogue.find("akta-kelahiran").promise_hours == 99
