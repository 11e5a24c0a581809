"""The names of what reports count: services, channels, states, kelurahan, parts of an application, reasons, deeds, things."""

from datetime import date, datetime

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from frame.language import day, language
from office import catalogue, places, reasons, regions
from office.applications import APPROVED, CHECKED, FINISHED, READY, REJECTED, RETURNED, SUBMITTED, WITHDRAWN
from office.documents.kinds import KINDS
from office.queue import groups
from office.reports.applications import COUNTER, HELPER, HOME
from office.reports.cases import ELSEWHERE
from office.reports.scope import Scope


def service(code: str) -> str:
    """A service as people call it; the code of one that is no longer on offer."""
    found = catalogue.services().get(code)
    return found.name.in_language(language()) if found else code


def channels() -> dict[str, str]:
    """How an application came."""
    return {HOME: _("Dari rumah"), COUNTER: _("Di loket"), HELPER: _("Lewat pendamping")}


def states() -> dict[str, str]:
    """Where a file stands."""
    return {
        SUBMITTED: _("Perlu diperiksa"), RETURNED: _("Tunggu warga"), CHECKED: _("Menunggu persetujuan"),
        APPROVED: _("Disetujui"), READY: _("Siap diambil"), FINISHED: _("Selesai"), REJECTED: _("Ditolak"),
        WITHDRAWN: _("Ditarik warga"),
    }  # fmt: skip


def villages() -> dict[str, str]:
    """The kelurahan of the city by code, with elsewhere and unknown."""
    named = {each.code: each.name for each in regions.villages_of(regions.BONTANG)}
    return named | {ELSEWHERE: _("Luar kota"), "": _("Tidak disebut")}


def letters(at: datetime) -> dict[str, str]:
    """The groups of the queue by their letter."""
    return {each.letter: f"{each.letter} {each.short_in(language())}" for each in groups.groups(at)}


def part(code: str, of_service: str) -> str:
    """`paper:kk` or `answers:ibu` of a service as people call it."""
    kind, _colon, name = code.partition(":")
    found = catalogue.services().get(of_service)
    if found is None:
        return name
    paper, step = found.paper(name), found.step(name)
    if kind == "paper" and paper:
        return paper.label.in_language(language())
    return _("Isian: %(step)s", step=step.title.in_language(language())) if step else name


def why() -> dict[str, str]:
    """What a reason speaks of."""
    return {
        "nik": _("NIK tidak cocok"), "cut": _("Foto terpotong atau tertutup"), "blurred": _("Kabur atau tidak terbaca"),
        "wrong_paper": _("Bukan surat yang diminta"), "missing": _("Belum ada atau tidak lengkap"),
        "differs": _("Tidak sama dengan suratnya"), "expired": _("Habis masa berlakunya"), reasons.OTHER: _("Alasan lain"),
    }  # fmt: skip


def deeds() -> dict[str, str]:
    """What officers do."""
    return {
        "checked": _("Diperiksa"), "returned": _("Dikembalikan"), "approved": _("Disetujui"), "rejected": _("Ditolak"),
        "printed": _("Kartu dicetak"), "handed_over": _("Kartu diserahkan"),
    }  # fmt: skip


def thing(code: str) -> str:
    """`printed:ktp` or `issued:kk` as people call it."""
    what, _colon, kind = code.partition(":")
    names = {"ktp": _("KTP-el"), "kia": _("KIA")}
    if what == "printed":
        return _("%(card)s dicetak", card=names.get(kind, kind.upper()))
    return KINDS[kind].name.in_language(language()) if kind in KINDS else kind


def weekdays() -> list[str]:
    """Monday to Saturday and Sunday, short."""
    return [_("Sen"), _("Sel"), _("Rab"), _("Kam"), _("Jum"), _("Sab"), _("Min")]


def hours(minutes: float | None) -> float | None:
    """Minutes as hours with one decimal."""
    return None if minutes is None else round(minutes / 60, 1)


def minutes(value: float | None) -> str:
    """`27 mnt`; a dash for nothing."""
    return "-" if value is None else _("%(n)s mnt", n=format_decimal(round(value)))


def days(count: int) -> str:
    """`79 hari`."""
    return str(ngettext("%(num)d hari", "%(num)d hari", count))


def period(found: Scope, today: date) -> str:
    """`Senin, 1 Juni 2020 sampai Kamis, 4 Juni 2020 (belum selesai), 4 hari`: whether it still runs is part of its name."""
    given = {"first": day(found.first), "last": day(found.last), "days": days(found.days)}
    if found.running(today):
        return _("%(first)s sampai %(last)s (belum selesai), %(days)s", **given)
    return _("%(first)s sampai %(last)s, %(days)s", **given)


def reach(found: Scope) -> str:
    """Which service and which place it is of: `Semua layanan, semua tempat`."""
    names = {each.id: each.name for each in places.every(active_only=False)}
    of_service = service(found.service) if found.service else _("Semua layanan")
    at_place = names.get(found.place) or _("semua tempat")
    return f"{of_service}, {at_place}"
