"""What stands in the boxes of the forms when an application fills them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from office import enumerations
from office.catalogue import Service, resolve
from office.catalogue.definition import Answers
from office.documents import says
from office.documents.kinds import KINDS
from office.forms.events import attached_to, event_of, move_of, ticks_of
from office.forms.paths import ADDRESSES, GIVER, HOLDER, MEMBER, PATHS

Boxes = dict[str, Any]
PlaceOf = Callable[[str], Mapping[str, str] | None]

_ELEMENTS = {"pendidikan": "pendidikan", "pekerjaan": "pekerjaan", "agama": "agama"}
_OTHER_ELEMENTS = {"gol_darah": "gol_darah", "status_perkawinan": "status_perkawinan"}
_DIVORCED = ("4", "5")  # of the six states that a KK counts
_ASKED_AS = {"status_perkawinan": "status"}


def filled(
    service: Service, answers: Answers, *, on: date | None = None, place: str = "", place_of: PlaceOf | None = None
) -> Boxes:
    """The boxes of every form of this service that its answers fill; a box that nothing answers is left out.

    Dates are ISO text and choices their codes. `on` and `place` are said above the signature; `place_of` finds a village
    with all above it (default: the region table).
    """
    find = place_of or says.place
    boxes: Boxes = {box: value for box, path in PATHS.items() if (value := resolve(path, answers)) is not None}
    boxes |= _applicant(service, answers, boxes) | _addresses(answers, find) | _written(answers)
    boxes |= _family(service, answers, boxes) | _changes(answers) | _move(service, answers)
    boxes |= {
        "peristiwa": event_of(service, answers),
        "permohonan": ticks_of(service, answers),
        "lampiran": attached_to(service, answers),
        "kuasa.layanan": service.name.id,
        "tanggal": on.isoformat() if on else None,
        "tempat": place,
    }
    return {box: _said(value) for box, value in boxes.items() if value not in (None, "", [])}


def family_boxes(facts: Mapping[str, Any], *, place_of: PlaceOf | None = None) -> Boxes:
    """The boxes of F-1.01 for a whole family, from the facts of its KK (`office.register.families.kk_facts`)."""
    members = [_member(row) for row in facts.get("members", ())]
    address = {"alamat": facts.get("address"), "rt": facts.get("rt"), "rw": facts.get("rw")}
    address["kode_pos"] = facts.get("postal_code")
    found = {
        "keluarga.kepala": facts.get("head_name"),
        "keluarga.jumlah": str(len(members)),
        "keluarga.jenis": "wni",
        "kk": facts.get("kk"),
        "anggota": members,
    }
    found |= {
        f"alamat.{box}": value
        for box, value in (address | _place(place_of or says.place, facts.get("village"))).items()
    }
    return {box: value for box, value in found.items() if value}


def _member(row: Mapping[str, Any]) -> Boxes:
    same = ("name", "sex", "birth_place", "birth_date", "religion", "education", "occupation", "blood", "shdk")
    as_well = ("citizenship", "passport", "permit", "father", "mother")
    event = "divorce_date" if str(row.get("marital")) in _DIVORCED else "marriage_date"
    found = {name: row.get(name) for name in (*same, *as_well)}
    found |= {event: row.get("marital_date"), "marital": _base_marital(row.get("marital"))}
    return {name: value for name, value in found.items() if value}


def _base_marital(code: Any) -> str | None:
    """F-1.01 counts the four states of a marriage; the newer KK six."""
    return {"1": "1", "2": "2", "3": "2", "4": "3", "5": "3", "6": "4"}.get(str(code)) if code else None


def _people(answers: Answers, paths: Mapping[str, str], prefix: str) -> Boxes:
    return {f"{prefix}.{box}": resolve(path, answers) for box, path in paths.items()}


def _applicant(service: Service, answers: Answers, boxes: Boxes) -> Boxes:
    """Who applies, with what other steps say of the same person; the same as the one who reports."""
    asks = answers.get("pemohon", {})
    known = {box: boxes.get(f"pemohon.{box}") for box in ("nama", "nik", "telepon", "email")}
    own = "sendiri" in (asks.get("hubungan"), asks.get("untuk"))
    if own:
        known |= {box: known.get(box) or resolve(path, answers) for box, path in HOLDER.items()}
    known |= {box: known.get(box) or value for box, value in _born(answers, known.get("nik")).items()}
    same = {f"{who}.{box}": value for who in ("pemohon", "pelapor") for box, value in known.items() if value}
    found = same | {"subjek1.kk": boxes.get("kk"), "pelapor.kk": boxes.get("kk") if own else None}
    # A child gives no power by itself, and the holder of a KIA is one.
    return found if service.family == "kia" else found | _people(answers, GIVER, "kuasa.pemberi")


def _born(answers: Answers, nik: Any) -> Boxes:
    """Where and when the person with this NIK was born, if any step says."""
    for step in answers.values():
        if nik and step.get("nik") == nik and step.get("tanggal_lahir"):
            return {box: step.get(box) for box in ("tempat_lahir", "tanggal_lahir")}
    return {}


def _addresses(answers: Answers, place_of: PlaceOf) -> Boxes:
    found: Boxes = {}
    for prefix, steps in ADDRESSES.items():
        step = next((answers[code] for code in steps if answers.get(code, {}).get("alamat")), {})
        village = step.get("kelurahan") or (
            resolve("pemilik.kelurahan", answers) if step and prefix == "alamat" else None
        )
        found |= {f"{prefix}.{box}": step.get(box) for box in ("alamat", "rt", "rw")}
        found |= {f"{prefix}.{box}": value for box, value in _place(place_of, village).items()}
    found["alamat.penuh"] = ", ".join(_parts(found))
    region = {"kelurahan": "kelurahan", "kecamatan": "kecamatan", "kota": "kota", "kode": "kode"}
    return found | {f"wilayah.{box}": found.get(f"alamat.{other}") for box, other in region.items()}


def _parts(found: Boxes) -> Iterable[str]:
    if found.get("alamat.alamat"):
        yield str(found["alamat.alamat"])
        for box, words in (("rt", "RT"), ("rw", "RW")):
            if found.get(f"alamat.{box}"):
                yield f"{words} {found[f'alamat.{box}']}"
        if found.get("alamat.jalur"):
            yield str(found["alamat.jalur"])


def _place(place_of: PlaceOf, village: Any) -> dict[str, str]:
    place = place_of(str(village)) if village else None
    if place is None:
        return {}
    levels = {"provinsi": "province", "kota": "regency", "kecamatan": "district", "kelurahan": "village"}
    parts = place["code"].split(".")
    coded = {
        f"kode_{box}": f"{'.'.join(parts[:depth])} - {place[name]}"
        for depth, (box, name) in enumerate(levels.items(), start=1)
    }
    return {box: place[name] for box, name in levels.items()} | coded | {"kode": place["code"], "jalur": place["path"]}


def _written(answers: Answers) -> Boxes:
    """What is asked in other words than the form's."""
    akta = KINDS.get(str(resolve("akta.jenis", answers)))
    married = resolve("anggota.kawin|perubahan.jenis", answers)
    return {
        "batal_akta.jenis": akta.name.id.removeprefix("Kutipan ") if akta else None,
        "lain.kelamin_lama": _sex(resolve("peristiwa.semula", answers)),
        "lain.kelamin_baru": _sex(resolve("peristiwa.menjadi", answers)),
        "kawin.keadaan": {"belum": "kawin"}.get(str(married)),
    }


def _sex(words: Any) -> str | None:
    """The code of a sex that was written out; None for any other words."""
    codes = {label["id"].casefold(): code for code, label in enumerations.ALL["jenis_kelamin"].items()}
    return codes.get(str(words).strip().casefold())


def _family(service: Service, answers: Answers, boxes: Boxes) -> Boxes:
    """F-1.01, where its one member is registered for the first time."""
    head = resolve("asal.nama_kepala|keluarga.nama_kepala|akta.kepala", answers)
    if "F-1.01" not in service.form:
        return {"keluarga.kepala": head}
    foreign = "izin" in answers
    member = {box: value for box, path in MEMBER.items() if (value := resolve(path, answers)) is not None}
    member["citizenship"] = resolve("orang.kewarganegaraan", answers) or ("2" if foreign else "1")
    return {
        "keluarga.kepala": head,
        "keluarga.jenis": "oa" if foreign else "wni",
        "anggota": [member] if "name" in member else [],
    }


def _changes(answers: Answers) -> Boxes:
    """The rows of F-1.06: whose data change, and the element that does."""
    change = answers.get("perubahan", {})
    if not change:
        return {}
    people = change.get("orang") or []
    rows = [{"nama": one.get("name"), "nik": one.get("nik"), "shdk": one.get("shdk")} for one in people]
    rows = rows or [{box: resolve(HOLDER[box], answers) for box in ("nama", "nik")}]
    rows[0] |= {"keterangan": change.get("keterangan")} | _element(change)
    other = _OTHER_ELEMENTS.get(str(change.get("unsur")))
    words = {"gol_darah": "golongan darah", "status_perkawinan": "status perkawinan"}
    return {
        "perubahan": [{box: value for box, value in row.items() if value} for row in rows],
        "perubahan.lainnya": words[other] if other else None,
    }


def _element(change: Mapping[str, Any]) -> Boxes:
    element = str(change.get("unsur"))
    enumeration = (_ELEMENTS | _OTHER_ELEMENTS).get(element)
    if enumeration is None:
        return {}
    column = element if element in _ELEMENTS else "lainnya"
    becomes = change.get(_ASKED_AS.get(element, element))
    return {
        f"{column}.semula": change.get("semula"),
        f"{column}.menjadi": enumerations.label(enumeration, str(becomes)) if becomes else None,
    }


def _move(service: Service, answers: Answers) -> Boxes:
    origin, target = (resolve(path, answers) for path in ("asal.kelurahan", "tujuan.kelurahan"))
    return {"pindah.permohonan": move_of(service), "pindah.klasifikasi": _distance(origin, target)}


def _distance(origin: Any, target: Any) -> str | None:
    """How far a move goes, as `klasifikasi_pindah` counts: 1 within one village to 5 into another province."""
    if not origin or not target:
        return None
    pairs = zip(str(origin).split("."), str(target).split("."), strict=False)
    same = next((depth for depth, (one, other) in enumerate(pairs) if one != other), 4)
    return str(5 - same)


def _said(value: Any) -> Any:
    """A phone number as people write it, an hour with a point; the rest as it is."""
    if isinstance(value, str) and value.startswith("+62"):
        return f"0{value[3:]}"
    if isinstance(value, str) and len(value) == 5 and value[2] == ":":
        return value.replace(":", ".")
    return value
