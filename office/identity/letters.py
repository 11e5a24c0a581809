"""Single characters: what they are, and which of them never belong in an answer."""

import unicodedata

APOSTROPHES = frozenset("'’‘ʼʻ`´")
HYPHENS = frozenset("-‐‑–—−")
# Pasted numbers carry invisible direction marks, above all out of a phone's address book.
SEPARATORS = HYPHENS | frozenset("._")

_ORNATE = ("<font>", "<circle>", "<wide>", "<square>", "<super>", "<sub>")
_PICTURE_BLOCKS = ((0x2300, 0x23FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF))
_PICTURE_PARTS = frozenset("\u200d\u20e3\ufe0f")


def is_picture(sign: str) -> bool:
    """Whether a character is an emoji, a dingbat or a part of one."""
    if sign in _PICTURE_PARTS:
        return True
    return any(low <= ord(sign) <= high for low, high in _PICTURE_BLOCKS)


def is_hidden(sign: str) -> bool:
    """Whether a character cannot be seen: control, format, direction override, broken or private."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def is_letter(sign: str) -> bool:
    """Whether a character is a letter, or a mark on one, of any script but not ornamental."""
    if unicodedata.category(sign)[0] not in "LM" or is_picture(sign):
        return False
    return not unicodedata.decomposition(sign).startswith(_ORNATE)


def is_written_in_documents(sign: str) -> bool:
    """Whether a letter is Latin or Arabic: what the register writes and what the face of the documents can draw."""
    return unicodedata.name(sign, "").startswith(("LATIN ", "COMBINING ", "MODIFIER ")) or "\u0600" <= sign <= "\u06ff"


def is_mark(sign: str) -> bool:
    """Whether a character stands on the one before it, like an Arabic vowel."""
    return unicodedata.category(sign).startswith("M")


def folded_space(text: str) -> str:
    """The text without outer white space, each run of inner spaces made one; control characters stay to be refused."""
    return " ".join(part for part in "".join(_space(sign) for sign in text.strip()).split(" ") if part)


def _space(sign: str) -> str:
    return " " if unicodedata.category(sign) == "Zs" else sign


def one_line(text: str, most: int) -> str:
    """What an officer typed, on one line of at most `most` characters, without what can't be seen.

    PostgreSQL keeps no NUL, and nobody reads the rest.
    """
    return " ".join("".join(sign for sign in text if sign.isspace() or sign.isprintable()).split())[:most]


def plain_digits(text: str) -> str:
    """The text with digits of every script made ASCII, and white space, separators and invisible marks taken out."""
    kept = (sign for sign in text if not (sign.isspace() or sign in SEPARATORS or unicodedata.category(sign) == "Cf"))
    return ascii_digits("".join(kept))


def ascii_digits(text: str) -> str:
    """The text with digits of every script made ASCII and all else left as it is."""
    return "".join(_ascii_digit(sign) for sign in text)


def _ascii_digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
