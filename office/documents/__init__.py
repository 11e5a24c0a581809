"""Documents: from an approved application to bytes that can be checked by anybody, and their end."""

from office.documents.access import DocumentLocked, NoPinYet, fits, reserve_try, settle_try, tries_left, unlock
from office.documents.making import (
    activate,
    begin,
    end,
    give_number,
    numbered_type,
    official,
    rendered,
    signed,
)
from office.documents.states import (
    ACTIVE,
    NUMBERED,
    RENDERED,
    REVOKED,
    SIGNED,
    SUPERSEDED,
    WAITING,
    Document,
    NumberTaken,
    NumberWrong,
    by_digest,
    by_token,
    of,
)

__all__ = [
    "ACTIVE", "NUMBERED", "RENDERED", "REVOKED", "SIGNED", "SUPERSEDED", "WAITING", "Document", "DocumentLocked",
    "NoPinYet", "NumberTaken", "NumberWrong", "activate", "begin", "by_digest", "by_token", "end", "fits", "give_number",
    "numbered_type", "of", "official", "rendered", "reserve_try", "settle_try", "signed", "tries_left", "unlock",
]
