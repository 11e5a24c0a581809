"""The kinds of event of F-2.01, the boxes of F-1.02 that are ticked, and which service is which.

A service that is not named here is known by the documents that come of it; one that isn't known either way leaves the
choice to the officer's pen, and its form shows every kind.
"""

from collections.abc import Mapping

from office.catalogue import Service
from office.catalogue.definition import Answers, When, holds

# In the order in which F-2.01 lists them.
EVENTS: Mapping[str, str] = {
    "kelahiran": "Kelahiran",
    "lahir_mati": "Lahir mati",
    "perkawinan": "Perkawinan",
    "pembatalan_perkawinan": "Pembatalan perkawinan",
    "perceraian": "Perceraian",
    "pembatalan_perceraian": "Pembatalan perceraian",
    "kematian": "Kematian",
    "pengangkatan": "Pengangkatan anak",
    "pengakuan": "Pengakuan anak",
    "pengesahan": "Pengesahan anak",
    "perubahan_nama": "Perubahan nama",
    "kewarganegaraan": "Perubahan status kewarganegaraan",
    "peristiwa_lain": "Peristiwa penting lainnya",
    "pembetulan": "Pembetulan akta",
    "pembatalan_akta": "Pembatalan akta",
    "luar_nkri": "Pelaporan dari luar wilayah NKRI",
}
NO_KIND = "-"

_EVENT_OF: list[tuple[str, str, When]] = [
    ("akta-kelahiran", "kelahiran", {}),
    ("lahir-mati", "lahir_mati", {}),
    ("akta-perkawinan", "perkawinan", {}),
    ("pembatalan-perkawinan", "pembatalan_perceraian", {"pembatalan.jenis": ("cerai",)}),
    ("pembatalan-perkawinan", "pembatalan_perkawinan", {}),
    ("akta-perceraian", "perceraian", {}),
    ("akta-kematian", "kematian", {}),
    ("pengangkatan-anak", "pengangkatan", {}),
    ("pengakuan-anak", "pengakuan", {}),
    ("pengesahan-anak", "pengesahan", {}),
    ("perubahan-nama", "perubahan_nama", {}),
    ("kewarganegaraan", "kewarganegaraan", {}),
    ("peristiwa-lain", "peristiwa_lain", {}),
    ("pembetulan-akta", "pembetulan", {}),
    ("pembatalan-akta", "pembatalan_akta", {}),
    # A second excerpt is no event of its own: the form has no box for it.
    ("kutipan-kedua", NO_KIND, {}),
]
_EVENT_OF_KIND = {
    "kutipan-akta-kelahiran": "kelahiran",
    "kutipan-akta-kematian": "kematian",
    "kutipan-akta-perkawinan": "perkawinan",
    "kutipan-akta-perceraian": "perceraian",
    "kutipan-akta-pengakuan-anak": "pengakuan",
    "kutipan-akta-pengesahan-anak": "pengesahan",
    "surat-keterangan-lahir-mati": "lahir_mati",
}

_LOST: When = {"kejadian.sebab": ("hilang",)}
_DAMAGED: When = {"kejadian.sebab": ("rusak",)}
_TICKS: list[tuple[str, str, When]] = [
    ("kk-keluarga-baru", "kk.a1", {}),
    ("kk-ganti-kepala", "kk.a2", {}),
    ("kk-pisah", "kk.a3", {}),
    ("pindah-datang", "kk.a4", {}),
    ("datang-luar-negeri", "kk.a5", {}),
    ("penduduk-rentan", "kk.a6", {}),
    ("kk-perubahan", "kk.b1", {"perubahan.jenis": ("tambah",)}),
    ("kk-perubahan", "kk.b2", {"perubahan.jenis": ("kurang", "kawin")}),
    ("kk-perubahan", "kk.b3", {"perubahan.jenis": ("data",)}),
    ("kk-perubahan", "data.a", {"perubahan.jenis": ("data",)}),
    ("kk-hilang-rusak", "kk.c1", _LOST),
    ("kk-hilang-rusak", "kk.c2", _DAMAGED),
    ("perubahan-data", "kk.b3", {}),
    ("perubahan-data", "data.a", {}),
    ("perubahan-data", "data.b", {"perubahan.ktp": ("ya",)}),
    ("ktp-baru", "ktp.a", {}),
    ("ktp-pindah-datang", "ktp.b", {}),
    ("ktp-hilang-rusak", "ktp.c1", _LOST),
    ("ktp-hilang-rusak", "ktp.c2", _DAMAGED),
    ("ktp-orang-asing", "ktp.a", {"izin.keperluan": ("baru",)}),
    ("ktp-orang-asing", "ktp.d", {"izin.keperluan": ("perpanjang",)}),
    ("ktp-luar-domisili", "ktp.f", {}),
    ("ktp-luar-domisili", "ktp.c1", _LOST),
    ("ktp-luar-domisili", "ktp.c2", _DAMAGED),
    ("ktp-ubah-data", "data.b", {}),
    ("kia-balita", "kia.a", {}),
    ("kia-anak", "kia.a", {}),
    ("kia-ganti", "kia.b1", {"penggantian.sebab": ("hilang",)}),
    ("kia-ganti", "kia.b2", {"penggantian.sebab": ("rusak",)}),
    ("kia-ganti", "kia.d", {"penggantian.sebab": ("habis", "pindah")}),
]
# Papers of the catalogue as F-1.02 calls what is attached.
_ATTACHED = {
    "kartu-keluarga": "kk", "kk-asal": "kk", "kk-tujuan": "kk", "buku-nikah": "nikah", "akta-perkawinan": "nikah",
    "akta-perceraian": "cerai", "skpwni": "pindah", "skpln": "pindah-ln", "paspor": "perjalanan",
    "surat-kehilangan": "polisi", "bukti": "bukti", "sptjm-kawin": "sptjm", "akta-kematian": "mati",
    "surat-perwakilan": "perwakilan", "pernyataan-wali": "asuh", "itap": "itap",
}  # fmt: skip
# F-1.03, question 4.
_MOVES = {"pindah-dalam-kota": "1", "pindah-antar-kota": "2", "pindah-luar-negeri": "3", "sktt": "4"}


def event_of(service: Service, answers: Answers) -> str:
    """The kind of event that F-2.01 is about: a key of EVENTS, or `-` where the form has no box for it."""
    for code, event, when in _EVENT_OF:
        if code == service.code and holds(when, answers):
            return event
    return next((_EVENT_OF_KIND[one.kind] for one in service.results if one.kind in _EVENT_OF_KIND), NO_KIND)


def ticks_of(service: Service, answers: Answers) -> list[str]:
    """The boxes of F-1.02 that say what is asked for."""
    return [tick for code, tick, when in _TICKS if code == service.code and holds(when, answers)]


def attached_to(service: Service, answers: Answers) -> list[str]:
    """The papers of an application as F-1.02 lists them."""
    found = [_ATTACHED[paper.code] for paper in service.papers_for(answers) if paper.code in _ATTACHED]
    return sorted(set(found))


def move_of(service: Service) -> str:
    """What F-1.03 is asked for, by its code there; '' where that is not sure."""
    return _MOVES.get(service.code, "")
