"""Files in a folder: safe on the disk when `put` returns, never overwritten, never outside the folder."""

import os
import resource
import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from outside.storage import AlreadyThere, Files, Missing, NoRoom

NOON = datetime(2020, 6, 4, 4, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files")


def a_key(kind="papers"):
    return f"{kind}/{secrets.token_hex(16)}"


def test_what_was_put_comes_back(files):
    key = a_key()
    files.put(key, b"abc")
    assert files.get(key) == b"abc"


def test_the_same_content_twice_is_stored_once(files):
    key = a_key()
    files.put(key, b"abc")
    files.put(key, b"abc")
    assert list(files.keys()) == [key]


def test_another_content_never_replaces_a_stored_one(files):
    key = a_key()
    files.put(key, b"abc")
    with pytest.raises(AlreadyThere):
        files.put(key, b"xyz")
    assert files.get(key) == b"abc"


def test_of_many_writers_of_one_key_exactly_one_wins(files):
    key = a_key()

    def put(number):
        try:
            files.put(key, b"%d" % number)
        except AlreadyThere:
            return None
        return b"%d" % number

    with ThreadPoolExecutor(8) as threads:
        won = [content for content in threads.map(put, range(40)) if content is not None]
    assert won == [files.get(key)]


def test_a_missing_file_is_told(files):
    with pytest.raises(Missing):
        files.get(a_key())


def test_a_deleted_file_is_gone_and_deleting_again_is_no_fault(files):
    key = a_key()
    files.put(key, b"abc")
    files.delete(key)
    files.delete(key)
    with pytest.raises(Missing):
        files.get(key)


@pytest.mark.parametrize(
    "key",
    [
        "../../etc/passwd",
        "papers/../x",
        "/etc/passwd",
        "papers/" + "A" * 32,
        "papers/" + "a" * 31,
        "papers/" + "a" * 33,
        "Papers/" + "a" * 32,
        "papers/" + "a" * 32 + "\n",
        "papers/" + "a" * 31 + "\0",
        "pa/pers/" + "a" * 32,
        "",
        "a" * 32,
    ],
)
def test_a_key_that_the_server_did_not_make_is_no_key(files, key):
    for use in (lambda: files.put(key, b"x"), lambda: files.get(key), lambda: files.delete(key)):
        with pytest.raises(ValueError, match="not a key"):
            use()


def test_only_the_own_user_may_read_files_and_folders(files, tmp_path):
    files.put(a_key(), b"abc")
    for path in [tmp_path / "files", *(tmp_path / "files").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_files_older_than_a_moment_are_named(files, tmp_path):
    old, new = a_key(), a_key("documents")
    files.put(old, b"old")
    files.put(new, b"new")
    for key, written in ((old, NOON - timedelta(hours=2)), (new, NOON)):
        [path] = (tmp_path / "files").rglob(key.partition("/")[2])
        os.utime(path, (written.timestamp(), written.timestamp()))
    assert list(files.keys(older_than=NOON - timedelta(hours=1))) == [old]
    assert sorted(files.keys()) == sorted([old, new])


def test_what_a_power_cut_left_is_no_file_and_can_be_swept(files, tmp_path):
    key = a_key()
    files.put(key, b"abc")
    [path] = (tmp_path / "files").rglob(key.partition("/")[2])
    draft = path.with_name(f".{path.name}.{'0' * 16}")
    draft.write_bytes(b"ab")
    os.utime(draft, (NOON.timestamp(), NOON.timestamp()))
    assert list(files.keys()) == [key]
    assert files.sweep(NOON) == 0
    assert files.sweep(NOON + timedelta(hours=1)) == 1
    assert not draft.exists()


def test_no_room_is_told_leaves_nothing_and_ends_when_there_is_room(files, tmp_path):
    key, (soft, hard) = a_key(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(NoRoom):
            files.put(key, bytes(300_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    files.put(key, bytes(300_000))
    assert len(files.get(key)) == 300_000


def test_a_folder_without_a_file_names_nothing(files):
    assert list(files.keys()) == []
