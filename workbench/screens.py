"""The kiosk's and the display's own pages with invented facts, so that each state can be looked at without a queue.

The pages are the rooms' real ones: what is seen here is what a visitor sees. Only their scripts that talk to the server stay
away (`sample`), since no enrolled screen stands behind them.
"""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from flask import Response, request
from markupsafe import Markup

from frame.doors import doors
from frame.pages import page
from office.errors import NotFound
from workbench import room

QR = Callable[[str, str], Markup]
Scene = tuple[str, dict[str, Any]]
NOW_MS = 1591237440000  # Thursday 4 June 2020, 10.24 WITA
ADDRESS = "https://contoh.invalid/antrean/k7Qm2xVd9RtY4nWb"
SHOWN = "contoh"
SHAPES = {"huruf": "besar", "kontras": "tinggi", "tombol": "bawah"}
QUESTIONS = [
    ("mask", "Saya memakai masker", "face-mask"),
    ("hands", "Tangan sudah dicuci", "wash-hand"),
    ("symptoms", "Batuk, demam, atau sesak", "stethoscope"),
    ("contact", "Dekat orang sakit, 14 hari ini", "users"),
]
GROUPS = [
    ("B", "KTP-el dan perekaman", "12 menunggu, kira-kira 40 menit"),
    ("C", "Kartu Keluarga, pindah, datang", "5 menunggu, kira-kira 20 menit"),
    ("D", "Akta kelahiran, kematian, perkawinan", "2 menunggu, kira-kira 10 menit"),
    ("E", "Ambil surat jadi", "Langsung dilayani"),
    ("A", "Informasi dan pengaduan", "1 menunggu, kira-kira 5 menit"),
    ("F", "Pindah antarnegara", "Buka lagi Jumat, 08.00 WITA"),
]
WELL = {"mask": "ya", "hands": "ya", "symptoms": "tidak", "contact": "tidak", "suhu": "36,4"}
NEWS = [("face-mask", "Pakai masker. Jaga jarak 1 meter."), ("info-circle", "Semua layanan gratis, Rp0.")]


@room.get("/komponen/kios")
def kiosk_screen() -> Response:
    """One screen of the kiosk: ?lihat= names it, ?huruf=besar, ?kontras=tinggi and ?tombol=bawah shape it.

    Aborts: 404 NotFound.
    """
    template, facts = _chosen(kiosk_scenes(doors().qr_svg), "awal")
    return page(template, **facts, view=view(request.args), sample=True)


@room.get("/komponen/layar")
def display_screen() -> Response:
    """The display in one state: ?lihat= names it.

    Aborts: 404 NotFound.
    """
    template, facts = _chosen(display_scenes(), "panggilan")
    return page(template, **facts)


def view(given: Mapping[str, str]) -> SimpleNamespace:
    """How the screen is read and reached, as a visitor would have switched it; never idle, never live."""
    on = [given.get(name) == value for name, value in SHAPES.items()]
    return SimpleNamespace(large=on[0], contrast=on[1], low=on[2], idle=0, live=False, version="", now_ms=NOW_MS,
                           clock="10.24 WITA")  # fmt: skip


def kiosk_scenes(qr: QR) -> dict[str, Scene]:
    """The kiosk's screens by name, each a template and its facts; `qr` draws a code of (text, label)."""
    code = qr(ADDRESS, "QR untuk mengikuti antrean di telepon")
    welcome = {"groups": _groups(), "closed": "", "reason": "", "home": code, "prints_sheets": True, "trouble": "",
               "blanks": [("good", "Blangko KTP-el: ada")]}
    group = {"letter": "D", "name": "Akta kelahiran, kematian, perkawinan"}
    return _arrival(welcome, group, code) | _health(group, code) | _tickets(code) | _codes()


def _arrival(welcome: dict[str, Any], group: dict[str, str], code: Markup) -> dict[str, Scene]:
    shut = [one | {"open": False, "text": "Buka lagi Jumat, 08.00 WITA"} for one in _groups()]
    others = [{"letter": letter, "name": name} for letter, name, _ in GROUPS if letter != "D"]
    return {
        "awal": ("kiosk/welcome.html", welcome),
        "tutup": ("kiosk/welcome.html", welcome | {"closed": "Buka lagi Jumat, 08.00 WITA", "groups": shut}),
        "pencetak": ("kiosk/welcome.html", welcome | {"trouble": "Kertas habis."}),
        "dari-rumah": ("kiosk/from_home.html", {"group": group, "qr": code, "elsewhere": False}),
        "bukan-di-sini": ("kiosk/from_home.html", {"group": group, "qr": code, "elsewhere": True}),
        "terima-kasih": ("kiosk/thanks.html", {"group": group, "qr": code}),
        "keperluan": ("kiosk/wishes.html", {"group": group, "others": others, "at_once": False}),
        "keperluan-langsung": ("kiosk/wishes.html", {"group": group, "others": others, "at_once": True}),
    }


def _health(group: dict[str, str], code: Markup) -> dict[str, Scene]:
    asked = {
        "letter": "D", "name": group["name"], "questions": QUESTIONS, "at": "kiosk", "errors": {}, "given": {},
        "others": [], "measured": "", "checks_in": False, "paused": "",
    }  # fmt: skip
    wrong = {"suhu": "Isi suhu dari 30,0 sampai 45,0, satu angka di belakang koma.", "contact": "Pilih Ya atau Tidak."}
    refused = {"number": "07", "again_at": "10.29 WITA", "hot": True, "temperature": "38,1 °C", "limit": "37,3 °C",
               "mend": False, "puskesmas": "Puskesmas Bontang Utara 1", "qr": code}  # fmt: skip
    return {
        "kesehatan": ("kiosk/checklist.html", asked | {"given": WELL}),
        "kesehatan-salah": ("kiosk/checklist.html", asked | {"given": WELL | {"suhu": "364"}, "errors": wrong}),
        "kesehatan-pintu": ("kiosk/checklist.html", asked | {"at": "door", "measured": "36,4 °C"}),
        "belum": ("kiosk/not_today.html", refused),
        "masker": ("kiosk/not_today.html", refused | {"mend": True, "hot": False}),
    }


def _where(ahead: int, low: int, high: int, *, near: bool = False, staffed: bool = True) -> SimpleNamespace:
    return SimpleNamespace(ahead=ahead, low=low, high=high, near=near, staffed=staffed, timed=staffed)


def _tickets(code: Markup) -> dict[str, Scene]:
    inside = {
        "ticket": SimpleNamespace(label="D-014", slip="printed", token=SHOWN, state="waiting"),
        "name": "Akta kelahiran, kematian, perkawinan",
        "where": _where(6, 20, 40), "outside": False, "few": 3, "taken": "Kamis, 4 Juni 2020, 10.24 WITA",
        "trouble": "", "browser_prints": True, "calls": 3, "after": 5, "qr": code, "told": False,
    }  # fmt: skip
    outside = {
        "ticket": SimpleNamespace(label="B-K1-018", slip="failed", token=SHOWN, state="waiting"), "trouble": "Kertas habis.",
        "where": _where(12, 35, 45), "outside": True, "browser_prints": False, "told": True,
    }  # fmt: skip
    return {
        "tiket-dalam": ("kiosk/ticket.html", inside),
        "tiket-luar": ("kiosk/ticket.html", inside | outside),
        "tiket-dekat": ("kiosk/ticket.html", inside | {"where": _where(2, 10, 15, near=True)}),
        "tiket-belum-buka": ("kiosk/ticket.html", inside | {"where": _where(6, 20, 40, staffed=False)}),
        "kabari": ("kiosk/phone.html", {"token": "contoh", "error": "", "typed": "0812", "label": "D-014", "few": 3}),
    }


def _codes() -> dict[str, Scene]:
    unknown = "Nomor ini tidak dikenal. Periksa lagi huruf dan angkanya."
    found = {"letter": "E", "name": "Ambil surat jadi", "what": "Janji Anda pukul 10.00 WITA", "at_once": False}
    return {
        "masuk": ("kiosk/check_in.html", {"error": "", "typed": ""}),
        "masuk-salah": ("kiosk/check_in.html", {"error": unknown, "typed": "7K3MQX9D"}),
        "ditemukan": ("kiosk/checked_in.html", found),
        "cetak": ("kiosk/self_print.html", {"error": "", "code": ""}),
        "cetak-keluar": ("kiosk/sheet.html", {"sheet_print": SimpleNamespace(state="printed", document_id=1)}),
        "pasang": ("kiosk/pairing.html", {"error": "", "development": False}),
    }


def display_scenes() -> dict[str, Scene]:
    """The display's states by name, each a template and its facts."""
    before = [("B-011", 4), ("D-007", 1), ("P-002", 2), ("C-005", 3), ("E-020", 5)]
    calling: dict[str, Any] = {
        "now": SimpleNamespace(label="B-012", counter=2), "again": False, "closed": "", "film": "#", "mode": "slides",
        "before": [SimpleNamespace(label=label, counter=counter) for label, counter in before], "seen_at": "10.22",
        "next": [("B KTP-el", "B-013"), ("C KK, pindah", "C-006"), ("D Akta", "D-008"), ("E Ambil", "")], "calls": [],
        "places": SimpleNamespace(free=4, allowed=20, outside=7), "news": NEWS, "clock": "10.24 WITA", "now_ms": NOW_MS,
        "lost_since": "",
    }  # fmt: skip
    states: dict[str, dict[str, Any]] = {
        "panggilan": {}, "terputus": {"lost_since": "10.22"}, "berjalan": {"mode": "running"}, "film": {"mode": "film"},
        "ulang": {"again": True, "now": SimpleNamespace(label="B-K1-018", counter=12)},
        "belum": {"now": None, "before": []},
        "tutup": {"now": None, "closed": "Loket buka lagi Jumat, 5 Juni, 08.00 WITA."},
    }  # fmt: skip
    return {name: ("workbench/display.html", calling | facts) for name, facts in states.items()}


def _groups() -> list[dict[str, Any]]:
    return [{"letter": letter, "name": name, "text": text, "open": letter != "F"} for letter, name, text in GROUPS]


def _chosen(scenes: dict[str, Scene], first: str) -> Scene:
    try:
        return scenes[request.args.get("lihat", first)]
    except KeyError:
        raise NotFound() from None
