"""Names and plain text: kept letter for letter, or refused with what to do."""

import unicodedata

from office.identity.bad_input import N_, BadInput
from office.identity.letters import (
    APOSTROPHES,
    HYPHENS,
    folded_space,
    is_hidden,
    is_letter,
    is_mark,
    is_picture,
    is_written_in_documents,
)

LONGEST_NAME = 100
MOST_MARKS = 4  # on one letter; Arabic needs two or three, a joke dozens

_NAME_SIGNS = APOSTROPHES | HYPHENS | frozenset(" .,")

_EMPTY = N_("Bagian ini belum diisi.")
_NAME_EMPTY = N_("Nama belum diisi.")
_NAME_LONG = N_("Nama paling banyak %(most)s huruf. Yang diketik %(count)s huruf.")
_NAME_DIGITS = N_("Nama tidak memakai angka. Hapus angkanya.")
_NAME_PICTURE = N_("Nama hanya boleh berisi huruf. Hapus gambar atau emoji.")
_NAME_SCRIPT = N_("Tulis nama dengan huruf Latin atau Arab, seperti di KTP.")
_NAME_ORNATE = N_("Ada huruf hias di dalam nama. Ketik ulang dengan huruf biasa.")
_NAME_SIGN = N_("Tanda %(sign)s tidak dipakai dalam nama. Hapus tanda itu.")
_HIDDEN = N_("Ada tanda yang tidak terlihat. Hapus, lalu ketik ulang.")
_PICTURE = N_("Hapus gambar atau emoji. Tulis dengan huruf dan angka.")
_LONG = N_("Paling banyak %(most)s huruf. Yang diketik %(count)s huruf.")
_MARKS = N_("Terlalu banyak tanda pada satu huruf. Ketik ulang.")


def read_name(text: str) -> str:
    """Read a person's name as the register writes it: Latin or Arabic letters, apostrophes, hyphens, dots.

    Marks on letters too. Kept exactly but for outer and doubled white space, in Unicode NFC. One word is enough;
    a title (`S.Pd.`) may follow a comma; at most 100 letters.

    Raises:
        BadInput: other scripts, digits, emoji, ornamental letters, markup, control characters or direction overrides.
    """
    name = folded_space(unicodedata.normalize("NFC", text))
    if not name:
        raise BadInput("name_empty", _NAME_EMPTY)
    for sign in name:
        _check_name_sign(sign)
    if not any(is_letter(sign) and not is_mark(sign) for sign in name):
        raise BadInput("name_empty", _NAME_EMPTY)
    _check_marks(name)
    if len(name) > LONGEST_NAME:
        raise BadInput("name_long", _NAME_LONG, most=LONGEST_NAME, count=len(name))
    return name


def _check_name_sign(sign: str) -> None:
    if is_letter(sign) and not is_written_in_documents(sign):
        raise BadInput("name_script", _NAME_SCRIPT)
    if is_letter(sign) or sign in _NAME_SIGNS:
        return
    if is_picture(sign) or unicodedata.category(sign) == "So":
        raise BadInput("name_picture", _NAME_PICTURE)
    if is_hidden(sign):
        raise BadInput("hidden", _HIDDEN)
    if sign.isdecimal():
        raise BadInput("name_digits", _NAME_DIGITS)
    if sign.isalpha():
        raise BadInput("name_ornate", _NAME_ORNATE)
    raise BadInput("name_sign", _NAME_SIGN, sign=sign)


def read_text(text: str, max_length: int, *, lines: bool = False) -> str:
    """Read a plain answer such as an address: NFC, trimmed, one line unless `lines`; `max_length` counts characters.

    Raises:
        BadInput: nothing typed, too long, emoji, control characters or direction overrides.
    """
    normal = unicodedata.normalize("NFC", text)
    rows = normal.replace("\r\n", "\n").replace("\r", "\n").split("\n") if lines else [normal]
    answer = "\n".join(folded_space(row) for row in rows).strip()
    if not answer:
        raise BadInput("empty", _EMPTY)
    for sign in answer:
        if is_picture(sign):
            raise BadInput("picture", _PICTURE)
        if is_hidden(sign) and not (lines and sign == "\n"):
            raise BadInput("hidden", _HIDDEN)
    _check_marks(answer)
    if len(answer) > max_length:
        raise BadInput("long", _LONG, most=max_length, count=len(answer))
    return answer


def _check_marks(text: str) -> None:
    run = 0
    for sign in text:
        run = run + 1 if is_mark(sign) else 0
        if run > MOST_MARKS:
            raise BadInput("marks", _MARKS)
