"""Fills any service's form by its own definition, with invented people and answers that fit together."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from office import rules
from office.catalogue import Question, Service, Step, holds
from office.catalogue.reading import people_fields
from office.db import db, transaction
from office.regions import Region, folded

TODAY = date(2020, 6, 4)  # the local day of factories.NOON
HERE, ELSEWHERE = "64.74.01.1006", "64.72.01.1001"
EVENT, BIRTH, LONG_AHEAD = date(2020, 6, 1), date(1986, 3, 12), date(2030, 5, 1)
NAMES = ("I Gusti Ngurah Rai", "Nur'aini binti Syarifuddin", "Yohanes Lerik", "Sulastri", "Maria Goretti Dalung",
         "Ahmad Fauzi", "Dewi Kartika", "Petrus Lawing", "Siti Rahmah", "Bambang", "Agnes Ulau", "Made Suardana")  # fmt: skip
WORDS = {"text": "Contoh 12", "long_text": "Contoh keterangan.", "phone": "0812 0000 0189", "email": "rai@contoh.id",
         "time": "04.15", "kk": "9999010203150001"}  # fmt: skip

Variant = Mapping[str, str]
Typed = dict[str, dict[str, str]]


def elsewhere() -> None:
    """A village outside Bontang, to move to or from."""
    names = {"64.72": "Kota Samarinda", "64.72.01": "Palaran", ELSEWHERE: "Rawa Makmur"}
    with transaction():
        for code, name in names.items():
            level, parent = code.count(".") + 1, code.rpartition(".")[0]
            db.session.add(Region(code=code, parent_code=parent, name=name, folded=folded(name), level=level))


def variants(service: Service) -> list[Variant]:
    """Answers to force, so that each condition of the service is met by one of them; the first forces none."""
    found: list[Variant] = [{}]
    for when in _conditions(service):
        for path, allowed in when.items():
            for answer in allowed:
                forced: dict[str, str] = {}
                _force(service, path, answer, forced)
                for other, others in when.items():
                    _force(service, other, others[0], forced)
                if forced not in found:
                    found.append(forced)
    return found


def answers_for(service: Service, variant: Variant | None = None, *, sparse: bool = False) -> Typed:
    """What a person types into each step that this variant calls for, as `drafts.save` takes it.

    `sparse` leaves blank what may be left blank.
    """
    return _Filling(service, variant or {}).typed(sparse)


def _conditions(service: Service) -> Iterator[Mapping[str, tuple[str, ...]]]:
    things = [*service.steps, *service.papers, *service.results, *(q for s in service.steps for q in s.questions)]
    yield from (thing.when for thing in things if thing.when)
    yield from (called.when for called in map(rules.read_call, service.checks) if called.when)


def _force(service: Service, path: str, answer: str, forced: dict[str, str]) -> None:
    """Force an answer, and what must be answered for its question to be asked at all."""
    forced.setdefault(path, answer)
    step = service.step(path.partition(".")[0])
    assert step is not None
    question = step.question(path.partition(".")[2])
    assert question is not None
    for when in (step.when, question.when):
        for other, allowed in when.items():
            if other not in forced:
                _force(service, other, allowed[0], forced)


class _Filling:
    """One filling-in: the choices first, then days that keep the checks, then the numbers that bear those days."""

    def __init__(self, service: Service, variant: Variant) -> None:
        self.service = service
        self.paths = {f"{s.code}.{q.code}": q for s in service.steps for q in s.questions}
        self.calls = [rules.read_call(text) for text in service.checks]
        self.chosen = {path: self._choice(path, q) for path, q in self.paths.items() if q.kind == "choice"} | dict(
            variant
        )
        self.days = {path: self._day(path) for path, q in self.paths.items() if q.kind == "date"}

    def typed(self, sparse: bool) -> Typed:
        answers: dict[str, dict[str, str]] = {}
        for path, value in self.chosen.items():
            step, _, code = path.partition(".")
            answers.setdefault(step, {})[code] = value
        return {
            step.code: self._step(step, answers, sparse) for step in self.service.steps if holds(step.when, answers)
        }

    def _step(self, step: Step, answers: Mapping[str, Mapping[str, str]], sparse: bool) -> dict[str, str]:
        typed: dict[str, str] = {}
        for question in step.questions:
            if holds(question.when, answers) and (question.required or not sparse):
                typed |= self._question(f"{step.code}.{question.code}", question)
        return typed

    def _question(self, path: str, question: Question) -> dict[str, str]:
        if question.kind == "date":
            day = self.days[path]
            return {f"{question.code}_{part}": str(number) for part, number in
                    (("tgl", day.day), ("bln", day.month), ("thn", day.year))}  # fmt: skip
        if question.kind == "people":
            return self._people(path, question)
        return {question.code: self._word(path, question)}

    def _word(self, path: str, question: Question) -> str:
        if question.kind == "choice":
            return self.chosen[path]
        if question.kind == "name":
            return NAMES[self._place(path) % len(NAMES)]
        if question.kind == "nik":
            return self._nik(path)
        if question.kind == "number":
            return str(max(question.low, 1))
        if question.kind == "village":
            return ELSEWHERE if any(path == each[1] for each in self._arguments("other_city")) else HERE
        return WORDS[question.kind]

    def _nik(self, path: str) -> str:
        step, question = path.partition(".")[0], self.paths[path]
        born = self.days.get(f"{step}.{question.born}", date(1970, 7, 15))
        sex = question.sex if question.sex in ("1", "2") else self.chosen.get(f"{step}.{question.sex}", "1")
        return a_nik(born, sex, self._place(path) + 1)

    def _people(self, path: str, question: Question) -> dict[str, str]:
        kind = next((self.chosen[each[0]] for each in self._arguments("head_moves") if each[1] == path), "2")
        first = next(
            (self._nik(each[0]) for each in self._arguments("among") if each[1] == path), a_nik(BIRTH, "1", 801)
        )
        rows = [(first, NAMES[-1], "1" if kind in "123" else "4"), (a_nik(date(2012, 3, 4), "2", 802), NAMES[-2], "4")]
        boxes = people_fields(question)[: 1 if kind == "1" else 2]
        return {
            name: value for names, row in zip(boxes, rows, strict=False) for name, value in zip(names, row, strict=True)
        }

    def _choice(self, path: str, question: Question) -> str:
        outsider = any(path in each for each in self._arguments("not_islam"))
        return [*question.options][1 if outsider else 0]

    def _day(self, path: str) -> date:
        if any(path == each[0] for each in self._arguments("still_valid")):
            return LONG_AHEAD
        child = [each[0] for each in self._arguments("parents_older")] + ["anak.tanggal_lahir"]
        event = not path.endswith("tanggal_lahir") or (
            path in child and self._arguments("parents_older", "birth_in_time")
        )
        day, low, high = EVENT if event else BIRTH, date.min, date.max
        for born, years in self._arguments("younger_than"):
            low = max(low, _years_ago(int(years)) + timedelta(days=1)) if born == path else low
        for born, years in self._arguments("age_at_least"):
            high = min(high, _years_ago(int(years))) if born == path else high
        for born, said, with_photo in self._arguments("photo_said"):
            if born == path:
                old = self.chosen[said] == with_photo
                low, high = (
                    (low, min(high, _years_ago(5))) if old else (max(low, _years_ago(5) + timedelta(days=1)), high)
                )
        return min(max(day, low), high)

    def _arguments(self, *names: str) -> list[tuple[str, ...]]:
        return [called.arguments for called in self.calls if called.name in names]

    def _place(self, path: str) -> int:
        return [*self.paths].index(path)


def a_nik(born: date, sex: str, serial: int) -> str:
    """An invented NIK of region 99.99 that bears a birth date and a sex ("1" man, "2" woman)."""
    return f"999901{born.day + (40 if sex == '2' else 0):02}{born:%m%y}{serial:04}"


def _years_ago(years: int) -> date:
    return TODAY.replace(year=TODAY.year - years)
