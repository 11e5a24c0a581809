"""The kinds of document: their names, numbers, sheets, and the facts that each says.

Letters marked unconfirmed are defaults of a setting and no law: the office changes them without a programmer.
Facts that the office adds to every document by itself (number, signatory, QR ...) are not listed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from office.catalogue.definition import Text

AKTA, LETTER, KK, NONE, CARD = "akta", "letter", "kk", "none", "card"
PORTRAIT, LANDSCAPE = "portrait", "landscape"
CONFIRMED, UNCONFIRMED = "confirmed", "unconfirmed"


@dataclass(frozen=True)
class Kind:
    """One kind of document.

    `shape` says how its number is built: `akta` (6474-LU-01062020-0001), `letter` (SKPWNI/6474/16062020/0001), `kk` (the
    number of the family itself), `none`, or `card` (a print job, whose sheet is the desk's and no document).
    `confidence` is that of the letters. `pages` is how many sheets it must come to, None any number.
    `facts` are names with whether each is required.
    """

    code: str
    name: Text
    shape: str
    letters: str
    confidence: str
    orientation: str
    pages: int | None
    facts: Mapping[str, bool]

    @property
    def template(self) -> str:
        """The file of templates/documents that draws it."""
        return f"{self.code}.html"


def _facts(words: str) -> Mapping[str, bool]:
    """Names apart by blanks; one with a question mark may be missing."""
    return MappingProxyType({word.rstrip("?"): not word.endswith("?") for word in words.split()})


def _kind(code: str, indonesian: str, english: str, shape: str, letters: str, facts: str, **other: object) -> Kind:
    held = {"confidence": UNCONFIRMED if letters else CONFIRMED, "orientation": PORTRAIT, "pages": 1} | other
    # A second kutipan bears the number that the akta has already.
    words = f"{facts} number?" if code.startswith("kutipan-") else facts
    return Kind(code, Text(indonesian, english), shape, letters, facts=_facts(words), **held)  # type: ignore[arg-type]


_CHILD = "child_name sex birth_place birth_date"
_PAIR = " ".join(f"{who}_{what}" for who in ("husband", "wife") for what in
                 ("name", "birth_place", "birth_date", "father", "mother"))  # fmt: skip
_RULING = "court ruling_number ruling_date"
_LEGITIMATE = f"{_CHILD} birth_number father_name mother_name marriage_date? marriage_number?"
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

# What a row of `movers` and of `members` says; a register that was brought over has gaps, which print as a dash.
MOVER = _facts("nik? name shdk")
MEMBER = _facts(
    "name nik? sex birth_place? birth_date religion? education? occupation? blood? marital? marital_date? shdk"
    " citizenship? passport? permit? father? mother?"
)

_ALL = (
    _kind(
        "kutipan-akta-kelahiran", "Kutipan Akta Kelahiran", "Excerpt of Birth Certificate", AKTA, "LU",
        "nik? child_name sex birth_place birth_date child_order mother_name father_name?", confidence=CONFIRMED,
    ),
    _kind(
        "kutipan-akta-kematian", "Kutipan Akta Kematian", "Excerpt of Death Certificate", AKTA, "KM",
        "nik? name sex birth_place? birth_date? father_name? mother_name? death_place death_date",
    ),
    _kind(
        "kutipan-akta-perkawinan", "Kutipan Akta Perkawinan", "Excerpt of Marriage Certificate", AKTA, "KW",
        f"{_PAIR} wedding_place wedding_date religion leader",
    ),
    _kind(
        "kutipan-akta-perceraian", "Kutipan Akta Perceraian", "Excerpt of Divorce Certificate", AKTA, "CR",
        f"husband_name wife_name marriage_number marriage_date? {_RULING}",
    ),
    _kind(
        "kutipan-akta-pengakuan-anak", "Kutipan Akta Pengakuan Anak", "Excerpt of Certificate of Acknowledgement of a Child",
        AKTA, "PA", _LEGITIMATE,
    ),
    _kind(
        "kutipan-akta-pengesahan-anak", "Kutipan Akta Pengesahan Anak", "Excerpt of Certificate of Legitimation of a Child",
        AKTA, "PS", _LEGITIMATE,
    ),
    _kind(
        "catatan-pinggir", "Catatan Pinggir", "Marginal Note", NONE, "",
        "akta_kind akta_number subject_name matter old_value? new_value? court? ruling_number? ruling_date?",
    ),
    _kind(
        "surat-keterangan-lahir-mati", "Surat Keterangan Lahir Mati", "Certificate of Stillbirth", AKTA, "LM",
        "father_name? mother_name sex birth_place birth_date weeks? cause?",
    ),
    _kind(
        "surat-keterangan-pembatalan", "Surat Keterangan Pembatalan", "Certificate of Annulment", LETTER, "SKPB",
        f"matter husband_name wife_name akta_number {_RULING}",
    ),
    _kind("skpwni", "Surat Keterangan Pindah WNI", "Moving Certificate", LETTER, "SKPWNI", _MOVE,
          confidence=CONFIRMED, pages=None),
    _kind("skdwni", "Surat Keterangan Datang WNI", "Arrival Certificate", LETTER, "SKDWNI", _MOVE, pages=None),
    _kind(
        "skpln", "Surat Keterangan Pindah Luar Negeri", "Certificate of Moving Abroad", LETTER, "SKPLN",
        "kk head_name applicant_nik applicant_name origin_address origin_village country target_address responsible"
        " planned_date movers", pages=None,
    ),
    _kind(
        "sktt", "Surat Keterangan Tempat Tinggal", "Certificate of Residence for a Foreigner", LETTER, "SKTT",
        "name sex birth_place birth_date nationality passport permit_number permit_until sponsor address village nik?",
    ),
    _kind("biodata-wni", "Biodata WNI", "Personal Record of a Citizen", LETTER, "BIO", _PERSON),
    _kind("suket", "Surat Keterangan Pengganti KTP-el", "Letter in Place of a KTP-el", LETTER, "SKET", _PERSON),
    _kind("kk", "Kartu Keluarga", "Family Card", KK, "", "kk head_name address rt? rw? postal_code? village members",
          orientation=LANDSCAPE, pages=None),
    _kind("ktp", "KTP-el", "Identity Card (KTP-el)", CARD, "", _CARD),
    _kind("kia", "Kartu Identitas Anak", "Child Identity Card (KIA)", CARD, "", _CARD),
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in _ALL})
