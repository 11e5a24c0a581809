"""What documents print until the office decides otherwise; in Indonesian on every document, so never translated."""

from collections.abc import Mapping

CHECK = "Pindai kode atau buka alamat ini untuk memeriksa keaslian:"
CHECK_ENGLISH = "Scan the code or open this address to check that it is genuine:"
# By kind of document: the opening and the closing sentence.
LETTERS: Mapping[str, tuple[str, str]] = {
    "skpwni": ("", ""),
    "skdwni": ("", ""),
    "skpln": ("", ""),
    "sktt": ("Menerangkan bahwa orang asing tersebut di bawah ini bertempat tinggal di alamat berikut.", ""),
    "biodata-wni": ("", ""),
    "suket": ("Surat ini diberikan kepada penduduk di bawah ini selama blangko KTP-el belum tersedia.", ""),
    "surat-keterangan-pembatalan": (
        "Menerangkan bahwa telah dicatat pembatalan berikut, berdasarkan putusan pengadilan.",
        "Dengan pembatalan ini kutipan akta tersebut tidak berlaku lagi.",
    ),
}
