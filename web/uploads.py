"""An uploaded paper on its way into the store: made safe, put away, and only then named in a transaction."""

import hashlib
from contextlib import closing
from typing import Any

from werkzeug.datastructures import FileStorage

from frame import paper_words
from frame.doors import Taken, doors, store_bytes
from office.db import db
from office.errors import Refused
from office.papers import Attached


class PaperRefused(Refused):
    """The file wasn't taken in; `code` is one of the intake's."""

    message = "Berkas ini tidak bisa diterima."
    next_step = "Foto lagi, atau pilih berkas lain."

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.status = 413 if code == "too_big" else 422


def put_away(upload: FileStorage | None) -> Attached:
    """Make an uploaded file safe and store it, up to 15 seconds of work, so outside of any transaction.

    Raises:
        PaperRefused: it can't be taken in.
        NoRoomLeft: the disk is full.
    """
    # No connection waits while the photo is worked on.
    db.session.rollback()
    try:
        return _store(doors().take_in(content(upload)))
    except doors().unreadable as refusal:
        raise PaperRefused(getattr(refusal, "code", "broken")) from None


def content(upload: FileStorage | None) -> bytes:
    """The bytes of an uploaded file, or enough of them to see that it is too large; none was chosen: b""."""
    if upload is None:
        return b""
    with closing(upload):
        return upload.read(paper_words.MOST_BYTES + 1)


def _store(taken: Taken) -> Attached:
    facts: dict[str, Any] = {
        "key": store_bytes("papers", taken.data), "digest": taken.sha256, "size": len(taken.data),
        "media_type": taken.media_type, "pages": taken.pages, "flaws": tuple(taken.flaws),
    }  # fmt: skip
    if taken.thumbnail is None:
        return Attached(**facts)
    small = store_bytes("thumbs", taken.thumbnail)
    digest = hashlib.sha256(taken.thumbnail).hexdigest()
    return Attached(**facts, thumb_key=small, thumb_digest=digest, thumb_size=len(taken.thumbnail))
