"""How the desk says things of cards and blanks: kinds, failures, who collects and how they were checked."""

from flask_babel import gettext as _

from office import blanks


def blank_words() -> dict[str, str]:
    """Each kind of blank."""
    return {"ktp": _("Blangko KTP-el"), "kia": _("Blangko KIA")}


def kind_words() -> dict[str, str]:
    """Each kind of card, as a list is filtered by it."""
    return {"ktp": _("KTP-el"), "kia": _("KIA")}


def movement_words() -> dict[str, str]:
    """Each kind of line in the ledger."""
    return {
        blanks.RECEIPT: _("Diterima"), blanks.USE: _("Dicetak"), blanks.SPOILED: _("Rusak saat dicetak"),
        blanks.COUNT: _("Dihitung"),
    }  # fmt: skip


def failure_words() -> dict[str, str]:
    """Why a print can fail."""
    return {
        "kotor": _("Cetakan kotor, pudar, atau bergeser"), "macet": _("Kartu macet di pencetak"),
        "chip": _("Chip tidak bisa ditulis atau dibaca"), "putus": _("Pencetak atau jaringan terputus"), "lain": _("Sebab lain"),
    }  # fmt: skip


def relation_words() -> dict[str, str]:
    """Who may collect a card."""
    return {
        "sendiri": _("Pemilik kartu sendiri"),
        "keluarga": _("Keluarga dalam satu KK"),
        "kuasa": _("Orang lain, dengan surat kuasa"),
    }


def check_words() -> dict[str, str]:
    """How the collector's identity was checked."""
    return {
        "ktp": _("KTP-el"), "kk": _("Kartu Keluarga"), "paspor": _("Paspor"), "sim": _("SIM"),
        "wajah": _("Wajah sama dengan foto pada kartu"),
    }  # fmt: skip
