"""Reading what a person typed into one step: values as they will be kept, and what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from office import enumerations, identity, regions, rules
from office.catalogue.definition import Answers, Question, Service, Step, holds
from office.identity import BadInput
from office.rules import Finding, people
from office.rules.check import said

Typed = Mapping[str, str]
SHDK = enumerations.ALL["shdk"]
MOST_PEOPLE = 10


@dataclass
class Reading:
    """One step as read: `values` by question, `errors` by question, `findings` that only warn the officer."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, BadInput] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_step(service: Service, step: Step, typed: Typed, others: Answers, *, today: date) -> Reading:
    """Read a step's form; `others` are the answers of the other steps, `today` the office's local day.

    Questions whose condition does not hold are neither read nor kept. Nothing is raised: see `Reading.errors`.
    """
    reading = Reading()
    for question in step.questions:
        if holds(question.when, {**others, step.code: reading.values}):
            _read_question(question, typed, reading)
    for finding in check(service, {**others, step.code: reading.values}, today=today, step=step):
        if finding.hard:
            reading.errors.setdefault(finding.question, BadInput(finding.code, finding.sentence, **finding.params))
        else:
            reading.findings.append(finding)
    return reading


def check(service: Service, answers: Answers, *, today: date, step: Step | None = None) -> list[Finding]:
    """Everything the service's checks and the NIKs themselves say of the answers, or of one step of them."""
    found = [finding for named in service.checks for finding in rules.carry_out(named, answers, today)]
    for each in service.steps_for(answers):
        found += [finding for q in each.questions if q.kind == "nik" for finding in _of_nik(each, q, answers, today)]
    return [finding for finding in found if step is None or finding.step == step.code]


def asked(step: Step, others: Answers, values: Mapping[str, Any]) -> list[Question]:
    """The questions of a step whose condition holds, given its own values so far."""
    return [q for q in step.questions if holds(q.when, {**others, step.code: values})]


def _read_question(question: Question, typed: Typed, reading: Reading) -> None:
    given = _given(question, typed)
    if not any(part.strip() for part in given):
        reading.values[question.code] = None
        if question.required:
            reading.errors[question.code] = BadInput("missing", _missing(question))
        return
    try:
        reading.values[question.code] = READ[question.kind](question, *given)
    except BadInput as wrong:
        reading.errors[question.code] = wrong


def _given(question: Question, typed: Typed) -> list[str]:
    if question.kind == "date":
        return [typed.get(f"{question.code}_{part}", "") for part in ("tgl", "bln", "thn")]
    if question.kind == "village":
        return [typed.get(question.code, ""), typed.get(f"{question.code}_cari", "")]
    if question.kind == "people":
        return [typed.get(name, "") for row in people_fields(question) for name in row]
    return [typed.get(question.code, "")]


def people_fields(question: Question) -> list[tuple[str, str, str]]:
    """The names of the boxes of a `people` question: NIK, name and place in the family, row by row."""
    return [
        (f"{question.code}_{row}_nik", f"{question.code}_{row}_nama", f"{question.code}_{row}_shdk")
        for row in range(question.high or MOST_PEOPLE)
    ]


MISSING: Mapping[str, str] = {
    "choice": "Pilih salah satu.",
    "village": "Ketik nama kelurahan atau desa, lalu pilih dari daftar yang muncul.",
}


def _missing(question: Question) -> str:
    return MISSING.get(question.kind, "Bagian ini belum diisi.")


def _choice(question: Question, text: str) -> str:
    if text not in question.options:
        raise BadInput("not_a_choice", "Pilih salah satu yang ditawarkan.")
    return text


def _village(_question: Question, code: str, sought: str) -> str:
    """The village that was chosen, or the only one that what was typed finds."""
    if code and not sought.strip() and regions.is_village(code):
        return code
    found = [village.code for village in regions.search_villages(sought)]
    if code in found or len(found) == 1:
        return code if code in found else found[0]
    if found:
        raise BadInput("many_villages", "Pilih kelurahan yang dimaksud dari daftar di bawahnya.")
    raise BadInput("not_a_village", "Kelurahan ini tidak ditemukan. Periksa ejaannya.")


def _people(question: Question, *given: str) -> list[dict[str, str]]:
    rows = [given[start : start + 3] for start in range(0, len(given), 3)]
    people = [_person(number, *row) for number, row in enumerate(rows, 1) if any(part.strip() for part in row)]
    if len(people) < question.low:
        raise BadInput("too_few_people", "Isi paling sedikit %(low)s orang.", low=question.low)
    if len({person["nik"] for person in people}) < len(people):
        raise BadInput("same_person", "NIK yang sama ditulis dua kali.")
    return people


def _person(number: int, nik: str, name: str, shdk: str) -> dict[str, str]:
    if shdk not in SHDK:
        raise BadInput("person_wrong", "Orang ke-%(number)s: pilih hubungannya dalam keluarga.", number=number)
    try:
        return {"nik": identity.read_nik(nik).digits, "name": identity.read_name(name), "shdk": shdk}
    except BadInput:
        raise BadInput("person_wrong", "Orang ke-%(number)s: periksa NIK dan namanya.", number=number) from None


def _of_nik(step: Step, question: Question, answers: Answers, today: date) -> list[Finding]:
    values = answers.get(step.code, {})
    nik = values.get(question.code)
    if not nik:
        return []
    born = values.get(question.born) if question.born else None
    sex = question.sex if question.sex in ("", "1", "2") else str(values.get(question.sex) or "")
    read, birth = identity.read_nik(nik), date.fromisoformat(born) if born else None
    codes = identity.warnings(read, birth_date=birth, sex=sex or None, known_region=regions.known_district)
    return [_doubt(step, question, code, read, birth, today) for code in codes if (code, codes[0]) != SAID_ALREADY]


def _doubt(step: Step, question: Question, code: str, nik: identity.Nik, birth: date | None, today: date) -> Finding:
    """What a NIK says otherwise, in words; the person is told, but of a region, which they can't put right."""
    sentence, params = NIK_SENTENCES.get(code, ""), dict[str, object]()
    if code == "sex_differs":
        sentence = people.SEX_IN_NIK[nik.female]
    elif code == "date_differs" and birth:
        params = {"nik": said(nik.birth_date(on=today) or birth), "typed": said(birth)}
    return Finding(step.code, question.code, f"nik_{code}", sentence, params=params, told=code != "region_unknown")


# A NIK whose date no calendar has differs from any date of birth.
SAID_ALREADY = ("date_differs", "date_impossible")
NIK_SENTENCES: Mapping[str, str] = {
    "date_differs": "Angka NIK menunjukkan lahir %(nik)s, yang diisi %(typed)s. Periksa lagi.",
    "date_impossible": "Tanggal di dalam NIK tidak ada di kalender. Periksa lagi angkanya.",
    "region_unknown": "Kode wilayah di dalam NIK tidak dikenal.",
}

READ: Mapping[str, Callable[..., Any]] = {
    "name": lambda q, text: identity.read_name(text),
    "text": lambda q, text: identity.read_text(text, q.high or 100),
    "long_text": lambda q, text: identity.read_text(text, q.high or 500, lines=True),
    "nik": lambda q, text: identity.read_nik(text).digits,
    "kk": lambda q, text: identity.read_kk(text).digits,
    "phone": lambda q, text: identity.read_phone(text),
    "email": lambda q, text: identity.read_email(text),
    "number": lambda q, text: identity.read_number(text, q.low, q.high),
    "date": lambda q, day, month, year: identity.read_date(day, month, year).isoformat(),
    "time": lambda q, text: identity.read_time(text).strftime("%H:%M"),
    "choice": _choice,
    "village": _village,
    "people": _people,
}
