"""`flask documents check`: with the register and without it."""

import pytest

from office import documents
from office.db import transaction
from office.events import SYSTEM
from outside.seal import Seal
from tests.factories import NOON
from tests.web.makers import a_finished


@pytest.fixture
def issued(app):
    return a_finished(app.extensions["lamin"].store)[1]


@pytest.fixture
def link(app, issued):
    seal = Seal.from_folder(app.extensions["lamin"].settings.data / "keys")
    return seal.link(f"https://layanan.example/periksa/{issued.token}", issued, specimen=False)


@pytest.fixture
def check(app):
    def run(*words):
        answer = app.test_cli_runner().invoke(args=["documents", "check", *words])
        return answer.exit_code, answer.output

    return run


def test_a_link_is_checked_by_its_signature_and_in_the_register(check, link, issued):
    code, said = check(link)
    assert code == 0 and "signature: fits\n" in said and f"register: active, {issued.number}" in said
    assert "Sekar" not in said


def test_a_name_from_the_paper_is_compared(check, link):
    assert check(link, "--name", "NI LUH PUTU SEKAR")[0] == 0
    code, said = check(link, "--name", "Ni Luh Putu Ayu")
    assert code == 1 and "not the one that was signed" in said


def test_a_changed_link_and_an_unknown_code_fail(check, link):
    code, said = check(link.replace("#", "#A"))
    assert code == 1 and "does not fit" in said and "active" in said
    assert check("xxxxxxxxxxxxxxxxxxxxxxxx") == (1, "signature: the code carries none\nregister: not found\n")


def test_a_code_alone_is_looked_up(check, issued):
    assert check(issued.token)[0] == 0


def test_a_revoked_document_fails_though_its_signature_fits(check, link, issued):
    with transaction():
        documents.end(issued, documents.REVOKED, "Data ibu keliru", by=SYSTEM, at=NOON)
    code, said = check(link)
    assert code == 1 and "signature: fits" in said and "register: revoked" in said
