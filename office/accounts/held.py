"""What the office already holds of a signed-in resident and isn't asked again: answers offered on a step, to be confirmed.

Each question that can be offered has a name of the fact that answers it: of the person (`me`), the spouse on the same KK,
or the home. The facts come from the register when an officer recorded the phone, else from what the same person sent before.
Decision 15 says why.
"""

from collections.abc import Mapping
from typing import Any

from office.accounts import own
from office.accounts.phones import COUNTER, resident_of
from office.accounts.sessions import AccountSession
from office.applications import DRAFT, WITHDRAWN, Application, answers_of
from office.catalogue import Service
from office.register import Resident, families

Answers = Mapping[str, Mapping[str, Any]]
Held = dict[str, tuple[Any, str]]
REGISTER, BEFORE = "register", "earlier"
NEWEST = 10

_ME = {"nama": "me.name", "nik": "me.nik", "tempat_lahir": "me.birth_place", "tanggal_lahir": "me.birth_date",
       "kelamin": "me.sex"}  # fmt: skip
_SPOUSE = {code: path.replace("me.", "spouse.") for code, path in _ME.items()}
_HOME = {"kk": "home.kk", "alamat": "home.address", "rt": "home.rt", "rw": "home.rw", "kelurahan": "home.village",
         "nama_kepala": "home.head_name"}  # fmt: skip
_PARENTS = {"ayah": {"ayah": _ME, "ibu": _SPOUSE}, "ibu": {"ibu": _ME, "ayah": _SPOUSE}}
# A step that asks about a family: whose it is follows from what the applicant said of the relation.
_OWN_HOME = frozenset({"sendiri", "keluarga", "ayah", "ibu", "ortu"})
_HOME_STEPS = frozenset({"alamat", "asal", "keluarga", "tambahan"})


def of(account: AccountSession, application: Application, code: str) -> Held:
    """What can be offered on a step of this application: by question, the value as it is kept, and its source."""
    step = application.service.step(code)
    if step is None:
        return {}
    asked = facts_asked(application.service, code, answers_of(application))
    known = _known(account, application) if asked else {}
    usable = {q.code: asked[q.code] for q in step.questions if q.code in asked and known.get(asked[q.code], ("",))[0]}
    return {
        name: known[fact] for name, fact in usable.items() if _answers(application.service, code, name, known[fact][0])
    }


def facts_asked(service: Service, code: str, answers: Answers) -> dict[str, str]:
    """The name of the fact that each question of a step asks for, as far as it is about the applicant's own family."""
    applicant = answers.get("pemohon", {})
    relation = applicant.get("hubungan") or applicant.get("untuk") or ("sendiri" if applicant else "")
    if code == "pemohon":
        return {"nama": "me.name", "nik": "me.nik", "telepon": "me.phone", "email": "me.email"}
    if code in ("pemilik", "kartu", "diri", "orang") and relation == "sendiri":
        return _ME | _HOME
    if code in ("pemilik", "kartu") and relation in _OWN_HOME:
        return {"kk": "home.kk", **({} if code == "pemilik" else _HOME)}
    if code in ("ayah", "ibu") and service.family == "kelahiran":
        return _PARENTS.get(relation, {}).get(code, {})
    return _HOME if code in _HOME_STEPS and relation in _OWN_HOME else {}


def _known(account: AccountSession, application: Application) -> dict[str, tuple[Any, str]]:
    """Facts by name with their source; the register's go before what was sent earlier, which alone tells the e-mail."""
    person = resident_of(account.person_key) if account.proof == COUNTER else None
    known = {name: (value, BEFORE) for name, value in _sent_before(account, application).items()}
    known |= {name: (value, REGISTER) for name, value in (_registered(person) if person else {}).items() if value}
    return known | {"me.phone": (account.phone, BEFORE)}


def _sent_before(account: AccountSession, now: Application) -> dict[str, Any]:
    """What this person sent with this phone, the newest first; never what an officer found wrong."""
    found: dict[str, Any] = {}
    mine = [one for one in own.applications(account) if own.opens(account, one) and one.id != now.id]
    for application in [one for one in mine if one.state not in (DRAFT, WITHDRAWN)][:NEWEST]:
        answers = answers_of(application)
        wrong = {row.code for row in application.all_steps if row.verdict == "fix"}
        for code in answers.keys() - wrong:
            for question, fact in facts_asked(application.service, code, answers).items():
                value = answers[code].get(question)
                if value not in (None, ""):
                    found.setdefault(fact, value)
    return found


def _registered(person: Resident) -> dict[str, Any]:
    """The person, the spouse on the same KK, and the home: no more of the family than a form about it asks for."""
    home = person.family
    facts = _person("me", person)
    if home is None:
        return facts
    members = families.members(home)
    head = families.head_of(members)
    facts |= {"home.kk": home.kk, "home.address": home.address, "home.rt": _number(home.rt), "home.rw": _number(home.rw),
              "home.village": home.village_code, "home.head_name": head.name if head else ""}  # fmt: skip
    couple = {"1", "2", "3"} if person.shdk in ("1", "2", "3") else set()
    spouses = [one for one in members if one.id != person.id and one.shdk in couple and one.sex != person.sex]
    return facts | (_person("spouse", spouses[0]) if len(spouses) == 1 and person.marital == "2" else {})


def _person(whose: str, person: Resident) -> dict[str, Any]:
    return {f"{whose}.name": person.name, f"{whose}.nik": person.nik, f"{whose}.birth_place": person.birth_place,
            f"{whose}.birth_date": person.birth_date.isoformat(), f"{whose}.sex": person.sex}  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and int(text) else None


_KINDS = {
    "nama": "name", "nik": "nik", "kk": "kk", "nama_kepala": "name", "telepon": "phone", "email": "email",
    "tanggal_lahir": "date", "kelurahan": "village", "rt": "number", "rw": "number",
}  # fmt: skip


def _answers(service: Service, code: str, name: str, value: Any) -> bool:
    """Whether a fact is of the kind that this service's question takes; a file may give the same code to another kind."""
    step = service.step(code)
    question = step.question(name) if step else None
    if question is None:
        return False
    if question.kind == "choice":
        return str(value) in question.options
    return question.kind == _KINDS.get(name, "text") and (
        question.kind != "text" or len(value) <= (question.high or 100)
    )
