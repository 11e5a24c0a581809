"""Uploaded papers and finished documents as files in a folder: on the disk before any row says so."""

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

_KEY = re.compile(r"([a-z]{1,40})/([0-9a-f]{2})[0-9a-f]{30}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Missing(Exception):
    """No file is stored under this key."""


class AlreadyThere(Exception):
    """Another content is stored under this key, and a stored file never changes."""


class NoRoom(Exception):
    """The disk is full, or the share of this user is."""


class Files:
    """Files under server-made keys in one folder, each in a subfolder by the first two digits of its key.

    A key is `[a-z]+/[0-9a-f]{32}`, such as `papers/0123…`; any other raises ValueError, so that no path can be built
    from what a client sent. Files have mode 0600, folders 0700.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the files under `folder`; it is made when the first one comes."""
        self._folder = folder

    def put(self, key: str, data: bytes) -> None:
        """Store `data`, and return only when it would survive a power cut. The same content twice is stored once.

        Raises:
            AlreadyThere: another content is stored under `key`.
            NoRoom: the disk is full; nothing is left behind.
            ValueError: not a key.
        """
        path = self._path(key)
        with _room_wanted():
            self._make_folder(path.parent)
            draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
            try:
                _write_durably(draft, data)
                self._name(draft, path, data)
            finally:
                draft.unlink(missing_ok=True)
            for folder in (path.parent, path.parent.parent, self._folder):  # another request may just have made them
                _sync_folder(folder)

    def get(self, key: str) -> bytes:
        """Read the content stored under `key`.

        Raises:
            Missing: nothing is stored there.
            ValueError: not a key.
        """
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise Missing(key) from None

    def delete(self, key: str) -> None:
        """Remove the file under `key` for good; that it is gone already is no fault. Raises ValueError for no key."""
        path = self._path(key)
        with suppress(FileNotFoundError):
            path.unlink()
            _sync_folder(path.parent)

    def keys(self, older_than: datetime | None = None) -> Iterator[str]:
        """Name every stored file, or those last written before `older_than` (aware UTC), in no promised order."""
        for path in self._folder.glob("*/??/*"):
            key = f"{path.parent.parent.name}/{path.name}"
            with suppress(FileNotFoundError):  # deleted while we walk
                if _KEY.fullmatch(key) and (older_than is None or _written_at(path) < older_than):
                    yield key

    def sweep(self, older_than: datetime) -> int:
        """Remove what a power cut in the middle of `put` left, begun before `older_than` (aware UTC); say how many."""
        removed = 0
        for draft in self._folder.glob("*/??/.*"):
            with suppress(FileNotFoundError):
                if _written_at(draft) < older_than:
                    draft.unlink()
                    removed += 1
        return removed

    def _path(self, key: str) -> Path:
        parts = _KEY.fullmatch(key)
        if parts is None:
            raise ValueError("not a key made by this server")
        return self._folder / parts[1] / parts[2] / key.rpartition("/")[2]

    def _make_folder(self, folder: Path) -> None:
        """Make `folder` and what is missing above it, each one's name safe on the disk."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        with suppress(FileExistsError):  # another request was faster
            folder.mkdir(mode=0o700)
        _sync_folder(folder.parent)

    @staticmethod
    def _name(draft: Path, path: Path, data: bytes) -> None:
        """Give the draft its name; a hard link, unlike a rename, cannot replace what another writer put there first."""
        try:
            os.link(draft, path)
        except FileExistsError:
            if path.read_bytes() != data:
                raise AlreadyThere(path.name) from None


@contextmanager
def _room_wanted() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom from error
        raise


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _write_durably(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader or a crash meets the old content or the new, never half; folders are made.

    Raises:
        NoRoom: the disk is full.
    """
    with _room_wanted():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            _write_durably(draft, data)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
        _sync_folder(path.parent)
