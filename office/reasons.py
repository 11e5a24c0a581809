"""What an officer's sentence about a failing part speaks of, as a code: reports count codes, never what was written."""

from collections.abc import Mapping

OTHER = "other"
# Beginnings of words in the two languages that residents read, the narrowest first.
_SPEAKS_OF: Mapping[str, tuple[str, ...]] = {
    "nik": ("nik ", "nik."),
    "cut": ("terpotong", "potong", "tertutup", "cut off", "covered"),
    "blurred": ("kabur", "buram", "gelap", "tidak terbaca", "tidak jelas", "blur", "unreadable", "dark"),
    "wrong_paper": ("bukan surat", "salah surat", "surat lain", "not the paper", "wrong paper"),
    "missing": ("belum ada", "tidak ada", "kurang", "tidak lengkap", "belum lengkap", "missing", "incomplete", "not complete"),
    "differs": ("tidak sama", "berbeda", "beda", "tidak cocok", "tidak sesuai", "not the same", "differ", "does not match"),
    "expired": ("kedaluwarsa", "kadaluarsa", "habis masa", "expired"),
}  # fmt: skip
CODES = (*_SPEAKS_OF, OTHER)


def code_of(words: str) -> str:
    """The code of a reason as an officer wrote it; OTHER for what none of the known words says, '' for no words."""
    plain = f"{words.lower().strip()} "
    if not plain.strip():
        return ""
    return next((code for code, signs in _SPEAKS_OF.items() if any(sign in plain for sign in signs)), OTHER)
