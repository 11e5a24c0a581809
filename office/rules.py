"""The checks a service file may name: what the law or good sense says of a whole set of answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]
BIRTH_LATE_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class Finding:
    """What a check found: `hard` ones send the person back to the field, the others warn the officer."""

    step: str
    question: str
    code: str
    sentence: str
    hard: bool = False
    params: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[Answers, date], list[Finding]]


def birth_not_ahead(answers: Answers, today: date) -> list[Finding]:
    """A birth can't be reported before it happened."""
    born = _day(answers, "anak", "tanggal_lahir")
    if born and born > today:
        sentence = "Tanggal lahir ini belum terjadi. Periksa lagi."
        return [Finding("anak", "tanggal_lahir", "birth_ahead", sentence, hard=True)]
    return []


def birth_in_time(answers: Answers, today: date) -> list[Finding]:
    """A birth reported after 60 days is registered all the same, as late (LT).

    Source: deadline of 60 days confirmed; no court order since MK 18/PUU-XI/2013.
    """
    born = _day(answers, "anak", "tanggal_lahir")
    if born and is_late_birth(born, today):
        sentence = "Dilaporkan lebih dari 60 hari setelah lahir: dicatat sebagai terlambat (LT)."
        return [Finding("anak", "tanggal_lahir", "birth_late", sentence)]
    return []


def parents_before_child(answers: Answers, today: date) -> list[Finding]:
    """A parent is born before the child; less than 12 years before is worth a look."""
    born = _day(answers, "anak", "tanggal_lahir")
    found = []
    for step in ("ibu", "ayah"):
        parent = _day(answers, step, "tanggal_lahir")
        if born and parent and parent >= born:
            sentence = "Tanggal lahir orang tua harus sebelum tanggal lahir anak."
            found.append(Finding(step, "tanggal_lahir", "parent_after_child", sentence, hard=True))
        elif born and parent and (born - parent).days < 12 * 365:
            found.append(Finding(step, "tanggal_lahir", "parent_very_young", "Orang tua berumur di bawah 12 tahun."))
    return found


def witnesses_differ(answers: Answers, today: date) -> list[Finding]:
    """The two witnesses are different people, and neither is the reporter or a parent (general knowledge: a warning)."""
    first, second = _nik(answers, "saksi", "nik_saksi1"), _nik(answers, "saksi", "nik_saksi2")
    found = []
    if first and first == second:
        sentence = "Saksi kedua harus orang yang berbeda dari saksi pertama."
        found.append(Finding("saksi", "nik_saksi2", "same_witness", sentence, hard=True))
    others = {_nik(answers, "pemohon", "nik"), _nik(answers, "ibu", "nik"), _nik(answers, "ayah", "nik")} - {""}
    if {first, second} & others:
        found.append(Finding("saksi", "nik_saksi1", "witness_is_party", "Saksi sama dengan pelapor atau orang tua."))
    return found


def event_not_ahead(answers: Answers, today: date) -> list[Finding]:
    """A card can't be lost on a day to come."""
    day = _day(answers, "kejadian", "tanggal")
    if day and day > today:
        sentence = "Tanggal ini belum terjadi. Periksa lagi."
        return [Finding("kejadian", "tanggal", "event_ahead", sentence, hard=True)]
    return []


def old_enough_for_card(answers: Answers, today: date) -> list[Finding]:
    """A KTP-el is for those of 17 or ever married; a younger holder is worth a look."""
    born = _day(answers, "pemilik", "tanggal_lahir")
    if born and _age(born, today) < 17:
        sentence = "Pemilik KTP-el berumur di bawah 17 tahun. Pastikan sudah pernah kawin."
        return [Finding("pemilik", "tanggal_lahir", "under_17", sentence)]
    return []


CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        birth_not_ahead,
        birth_in_time,
        parents_before_child,
        witnesses_differ,
        event_not_ahead,
        old_enough_for_card,
    )
}


def is_late_birth(born: date, today: date) -> bool:
    """Whether a birth is reported later than 60 days after it (day of the event is day 0)."""
    return today - born > BIRTH_LATE_AFTER


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _day(answers: Answers, step: str, question: str) -> date | None:
    value = answers.get(step, {}).get(question)
    return date.fromisoformat(value) if value else None


def _nik(answers: Answers, step: str, question: str) -> str:
    return str(answers.get(step, {}).get(question) or "")
