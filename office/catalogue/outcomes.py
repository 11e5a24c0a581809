"""The names that a service file may use for what comes of it: kinds of document with their facts, effects with their values.

The documents and the register stand above the catalogue and can't be asked; a test holds these tables equal to
`office.documents.kinds` and `office.register.effects`. A name with a question mark may be left out.
"""

from collections.abc import Mapping
from types import MappingProxyType

Names = Mapping[str, bool]


def _names(words: str) -> Names:
    return MappingProxyType({word.rstrip("?"): not word.endswith("?") for word in words.split()})


def _table(rows: Mapping[str, str]) -> Mapping[str, Names]:
    # A second kutipan bears the number that the akta has already.
    return MappingProxyType({
        name: _names(f"{words} number?" if name.startswith("kutipan-") else words) for name, words in rows.items()
    })  # fmt: skip


_CHILD = "child_name sex birth_place birth_date"
_LEGITIMATE = f"{_CHILD} birth_number father_name mother_name marriage_date? marriage_number?"
_RULING = "court ruling_number ruling_date"
_MOVE = (
    "kk head_name applicant_nik applicant_name origin_address origin_village origin_rt? origin_rw? target_address"
    " target_village target_rt? target_rw? reason move_kind stay_status? move_status planned_date movers"
)
_PERSON = (
    "nik? kk? name sex birth_place birth_date blood? religion? marital? shdk? education? occupation? mother_name?"
    " mother_nik? father_name? father_nik? birth_number? address rt? rw? village"
)
_CARD = (
    "nik? kk? name sex birth_place birth_date blood? religion? marital? occupation? address rt? rw? village valid_until?"
    " birth_number? head_name? photo_needed?"
)

# Their facts come from the register, not from the answers.
FROM_THE_REGISTER = frozenset({"kk"})
# What a file may say of them: whose family it is. Without it the one that the effect changed; "=" the one whose number
# the officer enters.
WHOSE = MappingProxyType({"kk": False})

KINDS = _table({
    "kutipan-akta-kelahiran": f"nik? {_CHILD} child_order mother_name father_name?",
    "kutipan-akta-kematian":
        "nik? name sex birth_place? birth_date? father_name? mother_name? death_place death_date",
    "kutipan-akta-perkawinan":
        "husband_name husband_birth_place husband_birth_date husband_father husband_mother"
        " wife_name wife_birth_place wife_birth_date wife_father wife_mother wedding_place wedding_date religion leader",
    "kutipan-akta-perceraian": f"husband_name wife_name marriage_number marriage_date? {_RULING}",
    "kutipan-akta-pengakuan-anak": _LEGITIMATE,
    "kutipan-akta-pengesahan-anak": _LEGITIMATE,
    "catatan-pinggir":
        "akta_kind akta_number subject_name matter old_value? new_value? court? ruling_number? ruling_date?",
    "surat-keterangan-lahir-mati": "father_name? mother_name sex birth_place birth_date weeks? cause?",
    "surat-keterangan-pembatalan": f"matter husband_name wife_name akta_number {_RULING}",
    "skpwni": _MOVE,
    "skdwni": _MOVE,
    "skpln":
        "kk head_name applicant_nik applicant_name origin_address origin_village country target_address responsible"
        " planned_date movers",
    "sktt":
        "name sex birth_place birth_date nationality passport permit_number permit_until sponsor address village nik?",
    "biodata-wni": _PERSON,
    "suket": _PERSON,
    "kk": "kk head_name address rt? rw? postal_code? village members",
    "ktp": _CARD,
    "kia": _CARD,
})  # fmt: skip

EFFECTS = _table({
    "birth":
        "kk name sex birth_place birth_date mother_nik mother_name child_order? father_nik? father_name? nik? shdk?"
        " religion? blood? birth_number?",
    "death": "nik name death_date new_head_nik?",
    "move_out": "kk movers target_village target_address new_head_nik? planned_date?",
    "move_within": "kk movers village address rt? rw? postal_code? new_kk? new_head_nik?",
    "move_in": "movers village address kk? rt? rw? postal_code?",
    "split": "kk movers new_kk? village? address? rt? rw? new_head_nik?",
    "new_family": "kk movers new_kk? village? address? rt? rw? new_head_nik?",
    "head_change": "kk new_head_nik",
    "correct": "nik element value",
    "marry": "husband_nik wife_nik wedding_date marriage_number? new_kk? village? address? rt? rw?",
    "divorce": "husband_nik wife_nik ruling_date divorce_number?",
    "name_change": "nik name",
    "citizenship": "nik citizenship decree?",
    "adopt": "nik father_nik father_name mother_nik mother_name",
})  # fmt: skip

# Of a move to another country the register keeps the words.
FREE_IN_EFFECTS = frozenset({"target_village"})

# What must be answered by a question of this kind; a fixed text may stand for any but people.
ANSWERED_BY: Mapping[str, str] = MappingProxyType({
    "movers": "people",
    **dict.fromkeys(("village", "origin_village", "target_village"), "village"),
    **dict.fromkeys(("birth_date", "death_date", "wedding_date", "marriage_date", "ruling_date", "planned_date",
                     "permit_until", "husband_birth_date", "wife_birth_date"), "date"),
    **dict.fromkeys(("nik", "mother_nik", "father_nik", "new_head_nik", "applicant_nik", "husband_nik", "wife_nik"), "nik"),
    **dict.fromkeys(("kk", "new_kk"), "kk"),
    "child_order": "number", "weeks": "number",
})  # fmt: skip
