"""Checks of days and ages, for any question that holds a date."""

from datetime import date

from office.rules.check import NUMBER, Answers, Finding, age, check, day, found, said, word

NEVER_MARRIED = "1"  # code of status_perkawinan
OLDEST = 110


@check("date")
def not_ahead(answers: Answers, today: date, path: str) -> list[Finding]:
    """What is reported has happened."""
    given = day(answers, path)
    if given and given > today:
        return found(path, "ahead", "Tanggal ini belum terjadi. Periksa lagi.", hard=True)
    return []


@check("date")
def born(answers: Answers, today: date, path: str) -> list[Finding]:
    """Somebody who lives was born by now; and more than 110 years ago is rather a slip of the finger."""
    given = day(answers, path)
    if given and age(given, today) > OLDEST:
        return found(path, "very_old", "Umurnya %(years)s tahun. Periksa lagi tahun lahirnya.", told=True,
                     years=age(given, today))  # fmt: skip
    return not_ahead(answers, today, path)


@check("date", NUMBER)
def far(answers: Answers, today: date, path: str, days: str) -> list[Finding]:
    """A plan for a day further ahead than so many days is worth a look."""
    given = day(answers, path)
    if given and (given - today).days > int(days):
        return found(path, "far", "Tanggal ini masih lama sekali. Periksa lagi tahunnya.", told=True)
    return []


@check("date")
def still_valid(answers: Answers, today: date, path: str) -> list[Finding]:
    """A permit or passport that has ended is worth a look."""
    until = day(answers, path)
    if until and until < today:
        return found(path, "expired", "Masa berlakunya sudah lewat pada hari ini.", told=True)
    return []


@check("date", "date")
def after(answers: Answers, today: date, later: str, earlier: str) -> list[Finding]:
    """The first day is not before the second: nobody dies before being born."""
    last, first = day(answers, later), day(answers, earlier)
    if last and first and last < first:
        sentence = "Tanggal ini tidak mungkin sebelum %(day)s. Periksa lagi."
        return found(later, "before", sentence, hard=True, day=said(first))
    return []


@check("date", "date")
def before(answers: Answers, today: date, earlier: str, later: str) -> list[Finding]:
    """The first day is not after the second: `after`, for where the earlier day is asked for last."""
    first, last = day(answers, earlier), day(answers, later)
    if last and first and first > last:
        sentence = "Tanggal ini tidak mungkin setelah %(day)s. Periksa lagi."
        return found(earlier, "behind", sentence, hard=True, day=said(last))
    return []


@check("date", "date", NUMBER)
def married_young(answers: Answers, today: date, wedding: str, path: str, years: str) -> list[Finding]:
    """Who is younger than so many years on the day of the wedding is worth a look."""
    on, birth = day(answers, wedding), day(answers, path)
    if on and birth and birth <= on and age(birth, on) < int(years):
        sentence = "Menurut tanggal ini, yang kawin baru berumur %(years)s tahun. Periksa lagi."
        return found(wedding, "married_young", sentence, told=True, years=age(birth, on))
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
    birth = day(answers, path)
    if birth and age(birth, today) < int(years):
        return found(path, "too_young", "Hanya untuk yang sudah berumur %(years)s tahun.", hard=True, years=int(years))
    return []


@check("date", NUMBER)
def younger_than(answers: Answers, today: date, path: str, years: str) -> list[Finding]:
    """Who must be below some age is."""
    birth = day(answers, path)
    if birth and age(birth, today) >= int(years):
        return found(path, "too_old", "Hanya untuk yang belum berumur %(years)s tahun.", hard=True, years=int(years))
    return []


@check("date", "choice", NUMBER)
def age_or_married(answers: Answers, today: date, path: str, marital: str, years: str) -> list[Finding]:
    """Of some age, or married or ever married: for a first KTP-el and for a family card of one's own."""
    birth, status = day(answers, path), word(answers, marital)
    if birth and status == NEVER_MARRIED and age(birth, today) < int(years):
        sentence = "Untuk yang sudah berumur %(years)s tahun, atau pernah kawin."
        return found(marital, "too_young", sentence, hard=True, years=int(years))
    return []
