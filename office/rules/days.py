"""Checks of days and ages, for any question that holds a date."""

from datetime import date

from office.rules.check import NUMBER, Answers, Finding, age, check, day, found, word

NEVER_MARRIED = "1"  # code of status_perkawinan


@check("date")
def not_ahead(answers: Answers, today: date, path: str) -> list[Finding]:
    """What is reported has happened."""
    given = day(answers, path)
    if given and given > today:
        return found(path, "ahead", "Tanggal ini belum terjadi. Periksa lagi.", hard=True)
    return []


@check("date")
def still_valid(answers: Answers, today: date, path: str) -> list[Finding]:
    """A permit or passport that has ended is worth a look."""
    until = day(answers, path)
    if until and until < today:
        return found(path, "expired", "Masa berlakunya sudah lewat pada hari ini.")
    return []


@check("date", "date")
def after(answers: Answers, today: date, later: str, earlier: str) -> list[Finding]:
    """The first day is not before the second: nobody dies before being born."""
    last, first = day(answers, later), day(answers, earlier)
    if last and first and last < first:
        sentence = "Tanggal ini tidak mungkin sebelum %(day)s. Periksa lagi."
        return found(later, "before", sentence, hard=True, day=f"{first.day}-{first.month}-{first.year}")
    return []


@check("date", NUMBER)
def late(answers: Answers, today: date, path: str, days: str) -> list[Finding]:
    """Reported later than so many calendar days after the event (day 0): registered all the same, and flagged."""
    given = day(answers, path)
    if given and (today - given).days > int(days):
        return found(path, "late", "Dilaporkan lebih dari %(days)s hari setelah kejadian: terlambat.", days=int(days))
    return []


@check("date", NUMBER)
def age_at_least(answers: Answers, today: date, path: str, years: str) -> list[Finding]:
    """Who must be of some age is."""
    born = day(answers, path)
    if born and age(born, today) < int(years):
        return found(path, "too_young", "Hanya untuk yang sudah berumur %(years)s tahun.", hard=True, years=int(years))
    return []


@check("date", NUMBER)
def younger_than(answers: Answers, today: date, path: str, years: str) -> list[Finding]:
    """Who must be below some age is."""
    born = day(answers, path)
    if born and age(born, today) >= int(years):
        return found(path, "too_old", "Hanya untuk yang belum berumur %(years)s tahun.", hard=True, years=int(years))
    return []


@check("date", "choice", NUMBER)
def age_or_married(answers: Answers, today: date, path: str, marital: str, years: str) -> list[Finding]:
    """Of some age, or married or ever married: for a first KTP-el and for a family card of one's own."""
    born, status = day(answers, path), word(answers, marital)
    if born and status == NEVER_MARRIED and age(born, today) < int(years):
        sentence = "Untuk yang sudah berumur %(years)s tahun, atau pernah kawin."
        return found(marital, "too_young", sentence, hard=True, years=int(years))
    return []
