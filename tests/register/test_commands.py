"""`flask register`: in from a file and out to one, without a page in between."""

import stat

import pytest
from click.testing import Result

from commands.register import register
from office.db import db
from office.register import Resident
from office.register.staging import StagedResident
from tests.register.people import FATHER, a_row, csv_of, the_family


@pytest.fixture
def run(app):
    def call(*words: str, **more: str) -> Result:
        return app.test_cli_runner().invoke(register, list(words), **more)

    return call


def test_a_file_is_brought_in_after_a_question(app, run, tmp_path):
    file = tmp_path / "residents.csv"
    file.write_bytes(csv_of([a_row(nik=FATHER, shdk="1")]))
    refused = run("import", str(file), input="n\n")
    assert refused.exit_code == 1 and "1 new residents in 1 new families" in refused.output
    assert db.session.query(Resident).count() == 0 and db.session.query(StagedResident).count() == 0
    taken = run("import", str(file), input="y\n")
    assert taken.exit_code == 0 and db.session.query(Resident).count() == 1
    assert db.session.query(StagedResident).count() == 0


def test_a_bad_file_is_told_and_leaves_nothing(app, run, tmp_path):
    file = tmp_path / "residents.csv"
    file.write_bytes(csv_of([a_row(nik=FATHER, agama="99", shdk="1"), a_row(shdk="1", no_kk="9999010203150002")]))
    told = run("import", str(file), "--yes")
    assert told.exit_code == 1 and "line 2, agama:" in told.output and FATHER not in told.output
    file.write_bytes(b"\xff\xfe")
    assert "bukan UTF-8" in run("import", str(file), "--yes").output
    assert db.session.query(Resident).count() == 0 and db.session.query(StagedResident).count() == 0


def test_the_register_is_written_to_a_file_that_only_its_owner_reads(app, run, tmp_path):
    the_family()
    file = tmp_path / "out.csv"
    assert run("export", str(file)).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and FATHER in file.read_text("utf-8-sig")
    assert run("import", str(file), "--yes").output.startswith("4 rows: 0 new residents")
