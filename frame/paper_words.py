"""What pages say of an uploaded paper: why it wasn't taken, and what is hard to read in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from frame.language import say

MOST_BYTES = 10_000_000

# By the codes of the intake.
REFUSALS: Mapping[str, str] = {
    "too_big": "Berkas ini lebih dari 10 MB. Foto lagi, atau pilih berkas yang lebih kecil.",
    "empty": "Belum ada berkas yang dipilih, atau berkasnya kosong. Pilih foto atau PDF dulu.",
    "wrong_type": "Berkas ini bukan foto atau PDF. Pilih JPG, PNG, HEIC atau PDF.",
    "bomb": "Berkas ini terlalu besar untuk dibuka. Foto lagi suratnya.",
    "broken": "Berkas ini rusak dan tidak bisa dibuka. Foto lagi, atau pilih berkas lain.",
    "locked_pdf": "PDF ini terkunci kata sandi. Simpan tanpa kata sandi, atau foto suratnya.",
    "too_many_pages": "PDF ini lebih dari 20 halaman. Pilih halaman yang diminta saja.",
    "overran": "Berkas ini terlalu lama dibuka. Coba lagi, atau foto suratnya.",
}


@dataclass(frozen=True)
class Flaw:
    """Why a paper is hard to read, how a note names it in passing, and what to do about it."""

    reason: str
    short: str
    cure: str


FLAWS: Mapping[str, Flaw] = {
    "too_small": Flaw("Fotonya terlalu kecil.", "Foto kecil",
                      "Dekatkan telepon sampai surat memenuhi layar."),
    "too_dark": Flaw("Fotonya terlalu gelap.", "Foto gelap",
                     "Letakkan surat di tempat terang. Pastikan empat sudut terlihat."),
    "too_bright": Flaw("Fotonya terlalu terang, tulisannya pucat.", "Foto pucat",
                       "Matikan lampu kilat. Jauhkan dari pantulan cahaya."),
    "blurred": Flaw("Tulisannya kabur.", "Tulisan kabur",
                    "Tahan telepon dengan dua tangan. Tunggu sampai gambar tajam, lalu foto."),
    "blank": Flaw("Halamannya kosong.", "Halaman kosong",
                  "Pastikan sisi yang bertulisan menghadap ke atas."),
}  # fmt: skip
UNSURE = Flaw("Suratnya sulit dibaca.", "Sulit dibaca", "Foto lagi di tempat terang, tanpa bayangan.")


def refusal(code: str) -> str:
    """Why the intake didn't take a file, and what to do, in the reader's language."""
    return say(REFUSALS.get(code, REFUSALS["broken"]))


def reasons(flaws: Iterable[str]) -> str:
    """What is hard to read, as sentences."""
    return " ".join(say(FLAWS.get(code, UNSURE).reason) for code in flaws)


def cure(flaws: Iterable[str]) -> str:
    """What to do about the last flaw named, which is the one most seen."""
    return say(FLAWS.get([*flaws][-1], UNSURE).cure)


def noted(flaws: Iterable[str]) -> str:
    """What is hard to read, in a few words: `Foto kecil, Tulisan kabur`."""
    return ", ".join(say(FLAWS.get(code, UNSURE).short) for code in flaws)
