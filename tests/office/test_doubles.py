"""Which open applications are laid beside another: those of the same mother, those without her NIK, those not keyed yet."""

import sqlalchemy as sa

from office.applications import Application, doubles
from office.db import db, transaction
from tests.factories import an_application

OTHER_MOTHER = {"ibu": {"nama": "Siti Aminah", "nik": "9999014805880099", "tanggal_lahir_tgl": "8"}}


def suspected(application: Application) -> list[tuple[str, str]]:
    return [(each.suspicion.code, each.suspicion.reference) for each in doubles.of(application)]


def looked_at(monkeypatch, application: Application) -> list[str]:
    """The references that were read to be compared."""
    seen: list[str] = []
    monkeypatch.setattr(
        doubles.duplicates, "of", lambda kind, values, among: seen.extend(each.reference for each in among) or []
    )
    doubles.of(application)
    return seen


def test_an_open_birth_of_the_same_mother_is_found_and_one_of_another_is_not_even_read(app, monkeypatch):
    mine, same = an_application(), an_application()
    an_application(answers=OTHER_MOTHER)
    assert suspected(mine) == [("same_child", same.reference)]
    assert looked_at(monkeypatch, mine) == [same.reference]


def test_a_row_without_its_key_is_compared_by_its_answers(app):
    mine, same = an_application(), an_application()
    with transaction():
        db.session.execute(sa.update(Application).values(double_who=None, double_on=None))
    assert suspected(mine) == [("same_child", same.reference)]


def test_the_key_names_nobody_and_changes_with_a_mended_answer(app):
    one, other = an_application(), an_application(answers=OTHER_MOTHER)
    assert one.double_who != other.double_who and "9999" not in one.double_who
    assert one.double_on == other.double_on is not None
    assert an_application("ktp-hilang-rusak").double_who == ""
