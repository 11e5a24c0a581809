"""Checks of families and moves: who goes, who stays at the head, and how far the move is."""

from datetime import date
from typing import Any

from office import regions
from office.rules.check import Answers, Finding, check, found, value, word

HEAD = "1"  # code of shdk
HEAD_MOVES = frozenset("123")  # codes of jenis_kepindahan in which the head of the family goes
CITY = 5  # letters of a region code up to the city: 64.74


@check("choice", "people")
def head_moves(answers: Answers, today: date, kind: str, movers: str) -> list[Finding]:
    """The kind of move agrees with the list of those who go: the head is on it, or is not."""
    people, said = _people(answers, movers), word(answers, kind)
    if not people or not said:
        return []
    head_goes = any(person.get("shdk") == HEAD for person in people)
    if head_goes and said not in HEAD_MOVES:
        sentence = "Kepala keluarga ada dalam daftar, padahal yang dipilih anggota keluarga saja. Ubah salah satunya."
        return found(movers, "head_listed", sentence, hard=True)
    if not head_goes and said in HEAD_MOVES:
        sentence = "Kepala keluarga ikut pindah, tetapi belum ada dalam daftar. Tambahkan, atau ubah pilihannya."
        return found(movers, "head_not_listed", sentence, hard=True)
    if said == HEAD and len(people) > 1:
        sentence = "Yang dipilih hanya kepala keluarga, padahal daftarnya memuat orang lain. Ubah salah satunya."
        return found(movers, "head_alone", sentence, hard=True)
    return []


@check("people")
def one_head(answers: Answers, today: date, people: str) -> list[Finding]:
    """A family has one head, and not more."""
    heads = [person for person in _people(answers, people) if person.get("shdk") == HEAD]
    if len(heads) == 1 or not _people(answers, people):
        return []
    return found(people, "heads", "Harus ada satu kepala keluarga, tidak kurang dan tidak lebih.", hard=True)


@check("nik", "people")
def stays(answers: Answers, today: date, path: str, movers: str) -> list[Finding]:
    """Who will head those who stay isn't among those who go."""
    nik = word(answers, path)
    if nik and nik in {person.get("nik") for person in _people(answers, movers)}:
        sentence = "Orang ini ada dalam daftar yang pindah. Pilih orang yang tinggal."
        return found(path, "goes_too", sentence, hard=True)
    return []


@check("nik", "people")
def among(answers: Answers, today: date, path: str, people: str) -> list[Finding]:
    """A person named elsewhere stands in the list."""
    nik, listed = word(answers, path), _people(answers, people)
    if nik and listed and nik not in {person.get("nik") for person in listed}:
        return found(
            people, "not_listed", "Kepala keluarga yang baru belum ada dalam daftar ini. Tambahkan.", hard=True
        )
    return []


@check("village", "village")
def same_city(answers: Answers, today: date, start: str, end: str) -> list[Finding]:
    """A move within the city ends in the city where it began."""
    if _known(answers, start, end) and word(answers, start)[:CITY] != word(answers, end)[:CITY]:
        sentence = "Alamat ini di kota lain. Pakai layanan pindah antarkota."
        return found(end, "other_city", sentence, hard=True)
    return []


@check("village", "village")
def other_city(answers: Answers, today: date, start: str, end: str) -> list[Finding]:
    """A move that needs a certificate ends in another city."""
    if _known(answers, start, end) and word(answers, start)[:CITY] == word(answers, end)[:CITY]:
        sentence = "Alamat ini di kota yang sama. Pakai layanan pindah dalam kota."
        return found(end, "same_city", sentence, hard=True)
    return []


@check("village")
def lives_here(answers: Answers, today: date, path: str) -> list[Finding]:
    """An address outside the office's city is worth a look: another office may have to do it."""
    if word(answers, path) and word(answers, path)[:CITY] != regions.BONTANG:
        return found(
            path, "lives_elsewhere", "Alamat ini di luar wilayah kantor. Pastikan layanan ini dapat diberikan."
        )
    return []


def _people(answers: Answers, path: str) -> list[Any]:
    return value(answers, path) or []


def _known(answers: Answers, *paths: str) -> bool:
    return all(word(answers, path) for path in paths)
