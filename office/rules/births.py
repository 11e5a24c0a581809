"""Checks of a birth: lateness, and who the parents can be."""

from datetime import date, timedelta

from office.rules.check import Answers, Finding, check, day, found

BIRTH_LATE_AFTER = timedelta(days=60)
_BORN = "anak.tanggal_lahir"


@check()
def birth_not_ahead(answers: Answers, today: date) -> list[Finding]:
    """A birth can't be reported before it happened."""
    born = day(answers, _BORN)
    if born and born > today:
        return found(_BORN, "birth_ahead", "Tanggal lahir ini belum terjadi. Periksa lagi.", hard=True)
    return []


@check()
def birth_in_time(answers: Answers, today: date) -> list[Finding]:
    """A birth reported after 60 days is registered all the same, as late (LT).

    Source: deadline of 60 days confirmed; no court order since MK 18/PUU-XI/2013.
    """
    born = day(answers, _BORN)
    if born and is_late_birth(born, today):
        return found(
            _BORN, "birth_late", "Dilaporkan lebih dari 60 hari setelah lahir: dicatat sebagai terlambat (LT)."
        )
    return []


@check()
def parents_before_child(answers: Answers, today: date) -> list[Finding]:
    """A parent is born before the child; less than 12 years before is worth a look."""
    return parents_older(answers, today, _BORN, "ibu.tanggal_lahir", "ayah.tanggal_lahir")


@check("date", "date", "...")
def parents_older(answers: Answers, today: date, child: str, *parents: str) -> list[Finding]:
    """Each parent is born before the child; less than 12 years before is worth a look."""
    born, all_found = day(answers, child), list[Finding]()
    for path in parents:
        parent = day(answers, path)
        if born and parent and parent >= born:
            sentence = "Tanggal lahir orang tua harus sebelum tanggal lahir anak."
            all_found += found(path, "parent_after_child", sentence, hard=True)
        elif born and parent and (born - parent).days < 12 * 365:
            all_found += found(path, "parent_very_young", "Orang tua berumur di bawah 12 tahun.", told=True)
    return all_found


def is_late_birth(born: date, today: date) -> bool:
    """Whether a birth is reported later than 60 days after it (day of the event is day 0)."""
    return today - born > BIRTH_LATE_AFTER
