"""Checks of cards: who gets a KTP-el, who a KIA, and when a KIA bears a photo."""

from datetime import date

from office.rules import days
from office.rules.check import WORD, Answers, Finding, age, check, day, found, word

ADULT, PHOTO_FROM = 17, 5
_BORN, _LOST = "pemilik.tanggal_lahir", "kejadian.tanggal"


@check()
def event_not_ahead(answers: Answers, today: date) -> list[Finding]:
    """A card can't be lost on a day to come, or before its holder was born."""
    return days.not_ahead(answers, today, _LOST) or days.after(answers, today, _LOST, _BORN)


@check()
def old_enough_for_card(answers: Answers, today: date) -> list[Finding]:
    """A KTP-el is for those of 17 or ever married; a younger holder is worth a look, and one not yet born impossible."""
    return days.not_ahead(answers, today, _BORN) or card_age(answers, today, _BORN)


@check("date")
def card_age(answers: Answers, today: date, path: str) -> list[Finding]:
    """A KTP-el is for those of 17 or ever married; a younger holder is worth a look."""
    born = day(answers, path)
    if born and age(born, today) < ADULT:
        return found(path, "under_17", "Pemilik KTP-el berumur di bawah 17 tahun. Pastikan sudah pernah kawin.")
    return []


@check("date")
def kia_age(answers: Answers, today: date, path: str) -> list[Finding]:
    """A KIA asked for together with an akta: not from 17 on, and with a photo from the fifth birthday."""
    born = day(answers, path)
    if born and age(born, today) >= ADULT:
        return found(path, "kia_too_old", "Sudah berumur 17 tahun: KTP-el, bukan KIA.")
    if born and age(born, today) >= PHOTO_FROM:
        return found(path, "kia_photo", "Sudah berumur 5 tahun: KIA memerlukan foto. Minta foto kepada pemohon.")
    return []


@check("date", "choice", WORD)
def photo_said(answers: Answers, today: date, path: str, said: str, with_photo: str) -> list[Finding]:
    """What was said of the child's age, which decides on the photo, agrees with the date of birth."""
    born = day(answers, path)
    if born and word(answers, said) and (age(born, today) >= PHOTO_FROM) != (word(answers, said) == with_photo):
        sentence = "Pilihan umur tidak cocok dengan tanggal lahir. Foto diperlukan sejak ulang tahun kelima."
        return found(said, "photo_unclear", sentence, hard=True)
    return []


@check("choice")
def not_needed(answers: Answers, today: date, path: str) -> list[Finding]:
    """Documents signed electronically and KTP-el are not legalised: their QR or chip proves them."""
    sentences = {
        "qr": "Tidak perlu dilegalisasi: surat dengan kode QR dapat diperiksa keasliannya lewat kode itu.",
        "ktp": "KTP-el tidak dilegalisasi: keasliannya diperiksa dengan pembaca kartu.",
    }
    sentence = sentences.get(word(answers, path))
    return found(path, "not_needed", sentence, hard=True) if sentence else []
