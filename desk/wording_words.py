"""What the pages of wordings call the parts, the messages and the gaps."""

from flask_babel import gettext as _

from frame.language import language, say
from office.documents.kinds import KINDS
from office.wordings import messages, sheets
from office.wordings.messages import Message


def part_name(part: str) -> str:
    """What a part is called."""
    message = messages.find(part)
    if message is not None:
        return ", ".join((say(message.label), channel(message), tongue(message)))
    names = {sheets.HEAD: _("Kop dan kaki surat"), sheets.CHECK: _("Ajakan memeriksa keaslian, di semua surat")}
    return names.get(part) or KINDS[part].name.in_language(language())


def channel(message: Message) -> str:
    """By which way a message goes."""
    return _("e-mail") if message.channel == messages.MAIL else _("pesan telepon")


def tongue(message: Message) -> str:
    """The language of a message."""
    return _("bahasa Indonesia") if message.language == "id" else _("bahasa Inggris")


def gap_words() -> dict[str, str]:
    """What each gap is filled with."""
    return {
        "kantor": _("nama kantor"), "kota": _("kota kantor"), "nomor": _("nomor surat atau nomor antrean"),
        "tanggal": _("tanggal terbit"), "nama": _("nama yang diterangkan"), "permohonan": _("nomor permohonan atau kode janji"),
        "layanan": _("nama layanan"), "surat": _("jenis surat"), "kiriman": _("kalimat cara PDF dikirim"),
        "janji_selesai": _("janji selesai"), "perbaikan": _("bagian yang perlu diperbaiki"), "alasan": _("alasan penolakan"),
        "pin": _("PIN"), "tautan": _("tautan halaman status"), "tautan_unduh": _("tautan unduhan"),
        "tautan_cetak": _("tautan cara mencetak"), "tautan_periksa": _("tautan memeriksa pesan"),
        "di_depan": _("jumlah orang di depan"), "tautan_antrean": _("tautan nomor antrean"),
        "kelompok": _("kelompok antrean"), "waktu": _("hari dan jam janji"), "sebab": _("sebab loket tutup"),
        "kode": _("kode keaslian pesan"),
    }  # fmt: skip
