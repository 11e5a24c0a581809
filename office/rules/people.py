"""Checks of who people are to each other: parties, witnesses, and where a marriage is registered."""

from datetime import date

from office import identity
from office.identity import BadInput
from office.rules.check import NUMBER, Answers, Finding, age, check, found, word

WITNESS_AGE = 21  # practice of some offices, so it only warns
ISLAM = "1"  # code of agama
WOMAN = "2"  # code of jenis_kelamin
SEX_IN_NIK = {
    True: "Angka NIK menunjukkan perempuan, bukan laki-laki. Periksa lagi.",
    False: "Angka NIK menunjukkan laki-laki, bukan perempuan. Periksa lagi.",
}


@check()
def witnesses_differ(answers: Answers, today: date) -> list[Finding]:
    """The two witnesses are different people, and neither is the reporter or a parent (general knowledge: a warning)."""
    return _witnesses(answers, ("pemohon.nik", "ibu.nik", "ayah.nik"), "Saksi sama dengan pelapor atau orang tua.")


@check("nik", "...")
def witnesses(answers: Answers, today: date, *parties: str) -> list[Finding]:
    """The two witnesses of the step `saksi` differ, are no party (general knowledge) and are 21 (local practice)."""
    all_found = _witnesses(answers, parties, "Saksi sama dengan pelapor atau orang yang dicatat.")
    for path in ("saksi.nik_saksi1", "saksi.nik_saksi2"):
        all_found += nik_age(answers, today, path, str(WITNESS_AGE))
    return all_found


@check("nik", "nik", "...")
def differ(answers: Answers, today: date, *paths: str) -> list[Finding]:
    """These people are different ones: none has the NIK of another."""
    seen, all_found = set[str](), list[Finding]()
    for path in paths:
        nik = word(answers, path)
        if nik and nik in seen:
            sentence = "NIK ini sama dengan NIK orang lain di formulir ini. Periksa lagi."
            all_found += found(path, "same_person", sentence, hard=True)
        seen.add(nik)
    return all_found


@check("nik", NUMBER)
def nik_age(answers: Answers, today: date, path: str, years: str) -> list[Finding]:
    """The age that a NIK tells is worth a look when it is too low; the number alone proves nothing."""
    try:
        born = identity.read_nik(word(answers, path)).birth_date(on=today)
    except BadInput:
        return []
    if born and age(born, today) < int(years):
        return found(path, "young_by_nik", "Menurut NIK belum berumur %(years)s tahun.", years=int(years))
    return []


@check("choice", "nik")
def sex_in_nik(answers: Answers, today: date, said: str, path: str) -> list[Finding]:
    """A sex that is asked for on another step than the NIK agrees with it."""
    try:
        nik = identity.read_nik(word(answers, path))
    except BadInput:
        return []
    if word(answers, said) and nik.female != (word(answers, said) == WOMAN):
        return found(said, "nik_sex_differs", SEX_IN_NIK[nik.female], told=True)
    return []


@check("choice", "choice")
def not_islam(answers: Answers, today: date, *paths: str) -> list[Finding]:
    """This office registers marriages of all religions but Islam; those of Muslims are registered at the KUA."""
    sentence = "Perkawinan orang Islam dicatat di KUA (Kantor Urusan Agama), bukan di kantor ini."
    return [each for path in paths if word(answers, path) == ISLAM for each in found(path, "kua", sentence, hard=True)]


def _witnesses(answers: Answers, parties: tuple[str, ...], sentence: str) -> list[Finding]:
    first, second = word(answers, "saksi.nik_saksi1"), word(answers, "saksi.nik_saksi2")
    all_found = []
    if first and first == second:
        wrong = "Saksi kedua harus orang yang berbeda dari saksi pertama."
        all_found += found("saksi.nik_saksi2", "same_witness", wrong, hard=True)
    if {first, second} & ({word(answers, path) for path in parties} - {""}):
        all_found += found("saksi.nik_saksi1", "witness_is_party", sentence)
    return all_found
