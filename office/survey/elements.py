"""The nine elements and what may be told of oneself; the wording of the questions is the office's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from office.catalogue import Text

LOW, HIGH = 1, 4


@dataclass(frozen=True)
class Element:
    """One element: its official name, the question that asks for it, and its four answers from 1 to 4."""

    code: str
    name: Text
    question: Text
    answers: tuple[Text, Text, Text, Text]


def _element(code: str, name: tuple[str, str], question: tuple[str, str], *answers: tuple[str, str]) -> Element:
    one, two, three, four = (Text(*each) for each in answers)
    return Element(code, Text(*name), Text(*question), (one, two, three, four))


def _graded(word: str, english: str) -> tuple[tuple[str, str], ...]:
    return (
        (f"Tidak {word}", f"Not {english}"), (f"Kurang {word}", f"Not very {english}"), (word.capitalize(), english.capitalize()),
        (f"Sangat {word}", f"Very {english}"),
    )  # fmt: skip


_ALL = (
    _element("u1", ("Persyaratan", "Requirements"),
             ("Apakah surat yang diminta mudah dipenuhi?", "Were the papers asked for easy to provide?"),
             *_graded("mudah", "easy")),
    _element("u2", ("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
             ("Apakah caranya mudah diikuti?", "Was the way to do it easy to follow?"), *_graded("mudah", "easy")),
    _element("u3", ("Waktu penyelesaian", "Time taken"),
             ("Apakah selesainya cepat?", "Was it done quickly?"), *_graded("cepat", "quick")),
    _element("u4", ("Biaya/tarif", "Cost"),
             ("Bagaimana biayanya?", "What did it cost?"), ("Sangat mahal", "Very expensive"),
             ("Cukup mahal", "Rather expensive"), ("Murah", "Cheap"), ("Gratis", "Free of charge")),
    _element("u5", ("Produk spesifikasi jenis pelayanan", "What the service delivers"),
             ("Apakah surat atau kartu yang Anda terima benar dan lengkap?",
              "Is the paper or card you received right and complete?"), ("Tidak sesuai", "Wrong"),
             ("Kurang sesuai", "Partly wrong"), ("Sesuai", "Right"), ("Sangat sesuai", "Right in every way")),
    _element("u6", ("Kompetensi pelaksana", "Competence of the staff"),
             ("Apakah petugas menguasai pekerjaannya?", "Did the officers know their work?"),
             *_graded("mampu", "able")),
    _element("u7", ("Perilaku pelaksana", "Conduct of the staff"),
             ("Apakah petugas sopan dan ramah?", "Were the officers polite and friendly?"), *_graded("ramah", "friendly")),
    _element("u8", ("Sarana dan prasarana", "Facilities"),
             ("Apakah tempat atau halaman layanannya baik?", "Was the place, or the web page, good?"), *_graded("baik", "good")),
    _element("u9", ("Penanganan pengaduan, saran, dan masukan", "Handling of complaints and suggestions"),
             ("Bila bertanya atau mengadu, apakah ditanggapi dengan baik?", "If you asked or complained, was it answered well?"),
             *_graded("baik", "good")),
)  # fmt: skip
ELEMENTS: Mapping[str, Element] = MappingProxyType({each.code: each for each in _ALL})

# Told freely, never a name or a NIK.
ABOUT: Mapping[str, Mapping[str, Text]] = MappingProxyType({
    "sex": {"1": Text("Laki-laki", "Male"), "2": Text("Perempuan", "Female")},
    "age": {
        "17": Text("Di bawah 26 tahun", "Under 26"), "26": Text("26 sampai 35 tahun", "26 to 35"),
        "36": Text("36 sampai 45 tahun", "36 to 45"), "46": Text("46 sampai 55 tahun", "46 to 55"),
        "56": Text("56 tahun ke atas", "56 and over"),
    },
    "education": {
        "sd": Text("SD atau di bawahnya", "Primary school or less"), "smp": Text("SMP", "Junior high school"),
        "sma": Text("SMA atau SMK", "Senior high school"), "d": Text("D1 sampai D3", "Diploma"),
        "s1": Text("S1 atau D4", "Bachelor"), "s2": Text("S2 ke atas", "Master or higher"),
    },
    "work": {
        "pns": Text("PNS", "Civil servant"), "tni": Text("TNI atau Polri", "Armed forces or police"),
        "swasta": Text("Swasta", "Private employee"), "usaha": Text("Wirausaha", "Self-employed"),
        "rumah": Text("Mengurus rumah tangga", "Homemaker"), "lain": Text("Lainnya", "Other"),
    },
})  # fmt: skip
