"""The store of a simulation: real files under real keys, of which the same content lies on the disk only once."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from outside.storage import Files


class Copies(Files):
    """As `Files`, but a content that was put before is linked: thousands of applications bring the same invented photos.

    Nothing is synced to the disk: who switches the machine off begins the simulation again.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the files under `folder`."""
        super().__init__(folder)
        self._known: dict[bytes, Path] = {}

    def put(self, key: str, data: bytes) -> None:
        """Store `data`, or link it to the same content.

        Raises:
            ValueError: not a key.
        """
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        known = self._known.get(data)
        if known is None or not _linked(known, path):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            self._known[data] = path

    def delete(self, key: str) -> None:
        """Remove the file under `key`. Raises ValueError for no key."""
        path = self._path(key)
        self._known = {data: known for data, known in self._known.items() if known != path}
        with suppress(FileNotFoundError):
            path.unlink()


def _linked(known: Path, path: Path) -> bool:
    """Whether a link could be made: a file system allows only so many names for one content."""
    try:
        os.link(known, path)
    except OSError as trouble:
        if trouble.errno != errno.EMLINK:
            raise
        return False
    return True
