"""A CSV file comes in after a preview, all of it or nothing, and goes out so that it comes in again."""

import io
from datetime import timedelta

import pytest

from office.db import db, transaction
from office.errors import Conflict
from office.events import SYSTEM
from office.register import Family, RegisterChange, Resident, changes, exporting, families, importing, search, taking
from office.register.csv_lines import BadFile, EmptyFile, WrongColumns, WrongEncoding
from office.register.elements import FAMILY, PERSON
from office.register.staging import BAD, DROPPED, READY, TAKEN, ImportTrouble, StagedResident
from tests.factories import NOON
from tests.register.people import (
    BABY,
    FATHER,
    KK,
    MOTHER,
    SON,
    a_row,
    csv_of,
    imported,
    lines,
    person,
    staged,
    the_family,
)
from tools import invented_residents

both_engines = pytest.mark.both_engines


def trouble_of(data: bytes) -> list[tuple[int, str, str]]:
    job = staged(data)
    assert job.state == BAD and db.session.query(Resident).count() == 0
    return [(row.line, row.column, row.sentence) for row in importing.troubles(job)]


def an_invented_file(count: int) -> bytes:
    file = io.StringIO(newline="")
    invented_residents.write(file, count)
    return file.getvalue().encode()


@both_engines
def test_a_file_is_previewed_and_then_taken_over_whole(app):
    job = staged(an_invented_file(300))
    assert (job.state, job.bad_rows, job.changed_residents) == (READY, 0, 0)
    assert job.rows == job.new_residents >= 300 and db.session.query(Resident).count() == 0
    with transaction():
        taking.take_over(job, by=SYSTEM, at=NOON)
    assert db.session.query(Resident).count() == job.rows and db.session.query(Family).count() == job.new_families
    assert db.session.query(RegisterChange).count() == job.rows + job.new_families
    for family in db.session.query(Family):
        families.check(family)


@both_engines
def test_an_imported_resident_is_found_and_has_a_history(app):
    imported(csv_of([a_row(nik=FATHER, nama="Abdurrahman Sidiq", shdk="1")]))
    hit = search.find("abdurahman").hits[0]
    assert (hit.name, hit.nik) == ("Abdurrahman Sidiq", FATHER)
    assert [row.what for row in changes.of_resident(person(FATHER))] == ["import"]


@both_engines
def test_what_differs_is_changed_with_its_old_value_and_the_rest_is_left_alone(app):
    first = [a_row(nik=FATHER, nama="Rai", shdk="1", jenis_kelamin="1"), a_row(nik=MOTHER, nama="Nur'aini", shdk="3")]
    imported(csv_of(first))
    again = [first[0] | {"agama": "4", "alamat": "Jl. Baru"}, first[1] | {"alamat": "Jl. Baru"}]
    job = staged(csv_of([*again, a_row(nik=SON, nama="Wayan", alamat="Jl. Baru")]))
    assert (job.new_residents, job.changed_residents, job.new_families) == (1, 2, 0)
    with transaction():
        taking.take_over(job, by=SYSTEM, at=NOON)
    assert person(FATHER).religion == "4" and person(SON).family.address == "Jl. Baru"
    assert ("religion", "", "4") in {(row.element, row.old, row.new) for row in changes.of_resident(person(FATHER))}
    assert staged(csv_of([*again, a_row(nik=SON, nama="Wayan", alamat="Jl. Baru")])).changed_residents == 0


@both_engines
def test_a_file_of_the_national_system_confirms_what_it_brings(app):
    imported(csv_of([a_row(nik=FATHER, shdk="1")]), origin="confirmed")
    assert (person(FATHER).origin, person(FATHER).family.origin, person(FATHER).confirmed_at) == (
        "confirmed",
        "confirmed",
        NOON,
    )


@both_engines
def test_each_bad_row_is_named_with_its_line_and_sentence_and_nothing_comes_in(app):
    rows = [
        a_row(shdk="1"), a_row(tgl_lahir="29-02-2019"), a_row(agama="12"), a_row(nik="123"), a_row(nama="Budi 2"),
        a_row(tgl_lahir="2030-01-01"), a_row(kode_kelurahan="99.99.99.9999"), a_row(jenis_kelamin=""),
    ]  # fmt: skip
    found = {(line, column) for line, column, _ in trouble_of(csv_of(rows))}
    assert found == {(3, "tgl_lahir"), (4, "agama"), (5, "nik"), (6, "nama"), (7, "tgl_lahir"), (8, "kode_kelurahan"),
                     (9, "jenis_kelamin")}  # fmt: skip


def test_doubled_niks_are_named_on_both_lines(app):
    rows = [a_row(nik=FATHER, shdk="1"), a_row(nik=FATHER), a_row(no_kk="9999010203150009", nik=FATHER, shdk="1")]
    assert [line for line, column, _ in trouble_of(csv_of(rows)) if column == "nik"] == [2, 3, 4]


def test_a_family_with_two_heads_or_none_or_two_addresses_is_named(app):
    two = [a_row(shdk="1"), a_row(shdk="1")]
    none = [a_row(no_kk="9999010203150002")]
    scattered = [a_row(no_kk="9999010203150003", shdk="1"), a_row(no_kk="9999010203150003", alamat="Lain")]
    assert trouble_of(csv_of(two + none + scattered)) == [
        (2, "no_kk", "KK ini punya %(count)s kepala keluarga. Seharusnya satu."),
        (4, "no_kk", "KK ini tidak punya kepala keluarga."),
        (5, "no_kk", "Alamat anggota dalam KK ini tidak sama."),
    ]


def test_circular_parents_are_named_in_one_family_and_across_two(app):
    one = [a_row(nik=FATHER, shdk="1", nik_ibu=MOTHER), a_row(nik=MOTHER, nik_ibu=FATHER)]
    assert [sentence for _, _, sentence in trouble_of(csv_of(one))] == [
        "Dua anggota saling tercatat sebagai orang tua."
    ]
    two = [
        a_row(nik=FATHER, shdk="1", nik_ibu=MOTHER),
        a_row(no_kk="9999010203150002", nik=MOTHER, shdk="1", nik_ibu=FATHER),
    ]
    assert {sentence for _, _, sentence in trouble_of(csv_of(two))} == {"Orang tua harus lahir sebelum anaknya."}


def test_who_died_or_another_head_in_the_register_is_named(app):
    the_family()
    with transaction():
        person(SON).state = "dead"
    job = staged(csv_of([a_row(nik=SON), a_row(shdk="1")]))
    assert {(row.line, row.column) for row in importing.troubles(job)} == {(2, "nik"), (3, "shdk")}


def test_wrong_encodings_and_columns_are_told_by_a_sentence(app):
    latin = csv_of([a_row(nama="José")]).decode().encode("latin-1")
    with pytest.raises(WrongEncoding):
        lines(latin)
    with pytest.raises(WrongEncoding):
        lines(csv_of([a_row()]).decode().encode("utf-16"))
    with pytest.raises(WrongColumns) as refusal:
        lines(csv_of([a_row()], columns=["nik", "nama", "nama", "warna"]))
    assert refusal.value.params["unknown"] == "warna" and refusal.value.params["doubled"] == "nama"
    assert "no_kk" in str(refusal.value.params["missing"])
    for nothing in (b"", b"\r\n", csv_of([])):
        with pytest.raises(EmptyFile):
            lines(nothing)
    with pytest.raises(BadFile):
        lines(b"PK\x03\x04" + bytes(range(256)) * 50)


def test_bom_commas_and_foreign_heads_are_read(app):
    data = b"\xef\xbb\xbf" + csv_of([a_row(shdk="1")], delimiter=",").replace(b"no_kk", b" No KK ").replace(
        b"nama,", b"NAMA,"
    )
    line = lines(data)[0]
    assert line.wrong == [] and line.values["kk"] == KK and line.values["name"] == "Sulastri"


def test_a_row_of_another_width_and_a_broken_quote_are_named(app):
    heads, row = csv_of([a_row(shdk="1")]).split(b"\r\n")
    found = lines(b"\r\n".join((heads, row + b";x", row)))
    assert [bool(line.wrong) for line in found] == [True, False]
    huge = lines(heads + b"\r\n" + b'"' + b"x" * 200_000)
    assert huge[-1].wrong


@both_engines
def test_what_goes_out_comes_in_again_as_it_was(app):
    the_family()
    with transaction():
        person(MOTHER).family.address = "=1+1"
    text = "".join(exporting.rows())
    assert text.startswith("\ufeffno_kk;") and ";'=1+1;" in text
    job = staged(text.encode())
    assert (job.state, job.rows, job.new_residents, job.changed_residents) == (READY, 4, 0, 0)


def test_no_cell_that_goes_out_is_a_formula(app):
    the_family()
    for sign in ("=", "+", "-", "@", "\t", "\r"):
        with transaction():
            person(BABY).birth_place = f"{sign}SUM(A1)"
        text = "".join(exporting.rows())
        assert f";'{sign}SUM(A1);" in text or f'"\'{sign}SUM(A1)"' in text


def test_an_import_that_was_given_up_or_taken_leaves_no_staged_people(app):
    dropped, taken = staged(csv_of([a_row(shdk="1")])), staged(csv_of([a_row(shdk="1", no_kk="9999010203150002")]))
    with transaction():
        importing.drop(dropped, by=SYSTEM, at=NOON)
        taking.take_over(taken, by=SYSTEM, at=NOON)
        while importing.clear(dropped) or importing.clear(taken):
            continue
    assert db.session.query(StagedResident).count() == 0 and (dropped.state, taken.state) == (DROPPED, TAKEN)


def test_a_forgotten_import_is_found_after_a_day(app):
    job = staged(csv_of([a_row(shdk="1")]))
    assert importing.abandoned(at=NOON + timedelta(hours=23)) == []
    assert importing.abandoned(at=NOON + timedelta(hours=25)) == [job]


@both_engines
def test_an_import_is_taken_over_once_and_only_as_it_was_previewed(app):
    data = csv_of([a_row(nik=FATHER, shdk="1")])
    first, second = staged(data), staged(data)
    with transaction():
        taking.take_over(first, by=SYSTEM, at=NOON)
    for job in (first, second):
        with pytest.raises(Conflict), transaction():
            taking.take_over(job, by=SYSTEM, at=NOON)
    assert db.session.query(Resident).count() == 1


def test_troubles_never_repeat_what_stood_in_a_cell(app):
    staged(csv_of([a_row(nik="RAHASIA", nama="RAHASIA 2", agama="RAHASIA")]))
    assert "RAHASIA" not in repr([(row.sentence, row.params) for row in db.session.query(ImportTrouble)])


def test_the_file_has_every_column_of_f101(app):
    assert len(PERSON) == 41 - 1 + 1  # the row's number is left out, the NIK is added
    assert len({each.column for each in FAMILY + PERSON}) == len(FAMILY + PERSON)


def test_the_invented_people_are_the_same_each_time_and_of_region_9999(app):
    assert an_invented_file(50) == an_invented_file(50)
    assert all(row["nik"].startswith("9999") for row in invented_residents.people(200))


def test_two_elements_that_are_only_right_together_change_together(app):
    row = a_row(nik=FATHER, shdk="1", tgl_lahir="1980-01-01", tgl_perkawinan="2000-01-01")
    imported(csv_of([row]))
    imported(csv_of([row | {"tgl_lahir": "2000-02-02", "tgl_perkawinan": "2019-01-01", "nama": "Bambang"}]))
    assert person(FATHER).birth_date.year == 2000 and search.find("bambang").hits and not search.find("sulastri").hits


@both_engines
def test_somebody_who_stands_in_another_family_in_the_file_changes_over(app):
    the_family()
    rows = [
        a_row(no_kk="9999010203150002", nik=SON, nama="Wayan Rai", shdk="1", tgl_lahir="2002-01-01", nik_ibu=MOTHER)
    ]
    imported(csv_of(rows))
    assert person(SON).family.kk == "9999010203150002" and len(families.members(families.by_kk(KK))) == 3


def test_a_parent_in_the_file_who_is_younger_than_a_child_in_the_register_is_named(app):
    the_family()
    job = staged(csv_of([a_row(no_kk="9999010203150002", nik=MOTHER, shdk="1", tgl_lahir="2014-06-01")]))
    assert [(row.line, row.column) for row in importing.troubles(job)] == [(2, "tgl_lahir")]
