"""The messages that the office sends: which texts each has, what may be filled in, and what must be.

Their words by default stand in templates/mail and templates/phone; what the office decides takes their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from office.wordings import samples

MAIL, PHONE = "mail", "phone"
LANGUAGES = ("id", "en")

# What each gap is called in the words of the templates.
GAPS: Mapping[str, str] = {
    "permohonan": "reference",
    "layanan": "service",
    "surat": "document",
    "kiriman": "delivered",
    "janji_selesai": "promised",
    "perbaikan": "failing",
    "alasan": "closing_reason",
    "pin": "pin",
    "tautan": "status_url",
    "tautan_unduh": "document_url",
    "tautan_cetak": "help_url",
    "tautan_periksa": "ours_url",
    "nomor": "label",
    "di_depan": "ahead",
    "tautan_antrean": "url",
    "kelompok": "group",
    "waktu": "when",
    "sebab": "reason",
    "kode": "code",
}


@dataclass(frozen=True)
class Message:
    """One message on one channel in one language."""

    channel: str
    template: str
    language: str
    label: str
    gaps: tuple[str, ...]
    required: tuple[str, ...]

    @property
    def part(self) -> str:
        """The name under which its versions are kept."""
        return f"{self.channel}.{self.template}.{self.language}"

    @property
    def boxes(self) -> tuple[tuple[str, int, int], ...]:
        """Its texts: name, most lines, most letters."""
        return (("subject", 1, 150), ("text", 60, 4000)) if self.channel == MAIL else (("text", 1, 480),)

    @property
    def file(self) -> str:
        """The template with its words by default."""
        return f"{self.channel}/{self.template}.txt"

    def markers(self) -> dict[str, str]:
        """What the template must be given so that it says the default text with its gaps open."""
        return {GAPS[gap]: f"{{{gap}}}" for gap in self.gaps}

    def invented(self) -> dict[str, str]:
        """Invented values for each gap."""
        return {gap: samples.GAPS[gap] for gap in self.gaps}


_FOOT = "tautan tautan_periksa kode"
_SENT: Mapping[str, tuple[str, str]] = {
    "received": ("Permohonan diterima", "permohonan layanan janji_selesai"),
    "mended": ("Perbaikan diterima", "permohonan layanan janji_selesai"),
    "returned": ("Perlu diperbaiki", "permohonan layanan perbaikan"),
    "rejected": ("Tidak dapat diterima", "permohonan layanan alasan"),
    "document": ("Surat sudah jadi", "permohonan surat kiriman tautan_unduh tautan_cetak"),
    "done": ("Permohonan selesai", "permohonan layanan"),
    "card_ready": ("Kartu siap diambil", "permohonan layanan"),
    "card_waits": ("Kartu belum diambil", "permohonan layanan"),
    "card_sent": ("Kartu dibawa kurir", "permohonan layanan"),
    "doubt_answered": ("Laporan tentang pembukaan berkas dijawab", "permohonan layanan"),
    "objection_refused": ("Keberatan atas surat ditolak", "permohonan layanan"),
    "appointment": ("Janji temu dicatat", "permohonan kelompok waktu"),
    "displaced": ("Janji temu batal karena loket tutup", "permohonan kelompok waktu sebab"),
}
# The letters that go by mail and by text message; a text message says less.
_TEXTED: Mapping[str, tuple[str, str, str]] = {
    "returned": ("Perlu diperbaiki", "permohonan", "tautan kode"),
    "rejected": ("Tidak dapat diterima", "permohonan", "tautan kode"),
    "document": ("Surat sudah jadi", "permohonan surat", "pin tautan_unduh kode"),
    "pin": ("PIN baru", "permohonan", "pin tautan_unduh kode"),
    "done": ("Permohonan selesai", "permohonan", "kode"),
    "card_ready": ("Kartu siap diambil", "permohonan", "tautan kode"),
    "card_waits": ("Kartu belum diambil", "permohonan", "tautan kode"),
    "card_sent": ("Kartu dibawa kurir", "permohonan", "tautan kode"),
    "doubt_answered": ("Laporan tentang pembukaan berkas dijawab", "permohonan", "tautan kode"),
    "objection_refused": ("Keberatan atas surat ditolak", "permohonan", "tautan kode"),
    "displaced": ("Janji temu batal karena loket tutup", "permohonan waktu", "tautan kode"),
    "almost": ("Antrean: hampir giliran", "nomor di_depan", "tautan_antrean kode"),
    "let_in": ("Antrean: silakan masuk", "nomor", "tautan_antrean kode"),
}

# These warn that somebody acts in a resident's name or bring a sign-in code, so their words stay as they are.
FIXED = frozenset({"assisted", "assisted_sent", "sign_in"})


def _all() -> dict[str, Message]:
    made = []
    for language in LANGUAGES:
        for template, (label, names) in _SENT.items():
            must = ("tautan", "kode", *(("tautan_unduh",) if template == "document" else ()))
            made.append(Message(MAIL, template, language, label, tuple(f"{names} {_FOOT}".split()), must))
        for template, (label, names, must_too) in _TEXTED.items():
            made.append(
                Message(PHONE, template, language, label, tuple(f"{names} {must_too}".split()), tuple(must_too.split()))
            )
    return {message.part: message for message in made}


MESSAGES: Mapping[str, Message] = _all()

# The letters of the alphabet of text messages (GSM 03.38); any other makes the whole message Unicode, of 70 letters a piece.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")


def find(part: str) -> Message | None:
    """One of the messages by the name of its part."""
    return MESSAGES.get(part)


def segments(text: str) -> tuple[int, int]:
    """The letters of a text message as a gateway counts them, and how many messages they are paid as."""
    plain = all(letter in _GSM or letter in _TWICE for letter in text)
    letters = sum(2 if letter in _TWICE else 1 for letter in text) if plain else len(text.encode("utf-16-le")) // 2
    one, several = (160, 153) if plain else (70, 67)
    return letters, 1 if letters <= one else -(-letters // several)
