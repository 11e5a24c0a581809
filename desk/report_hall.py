"""The sections about people and the hall: the queue by hour, who did not come, and what each officer did."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask_babel import gettext as _

from desk import report_words as words
from desk.report_parts import Cell, Part, Table, said
from frame import charts
from frame.charts import Drawing
from office import opening, places
from office.reports import counts, hall, officers
from office.reports import hall as halls
from office.reports.scope import Scope
from office.staff import Role

HOURS = range(8, 15)


def queue(scope: Scope, at: datetime) -> list[Part]:
    """Tickets and waits by weekday and hour, by group, and who did not come."""
    found = halls.hall(scope, today=opening.local_day(at))
    crowd = Part(_("Ramai per jam: nomor yang diambil"), *heat(found.cells, lambda cell: cell.tickets))
    waits = Part(_("Lama menunggu per jam, dalam menit"), *heat(found.cells, lambda cell: cell.wait))
    return [_figures(found, scope), crowd, waits, _groups(found, at), *_places(found)]


def load(scope: Scope, at: datetime) -> list[Part]:
    """What each officer did."""
    names, roles = words.deeds(), _roles()
    rows: list[list[Cell]] = [
        [each.name, roles.get(each.role, each.role), *(each.deeds[deed] for deed in names), each.served]
        for each in officers.load(scope)
    ]
    heads = [_("Petugas"), _("Peran"), *names.values(), _("Dilayani di loket")]
    note = _("Banyaknya pekerjaan, bukan mutu atau beratnya. Semua layanan dan semua tempat bersama.")
    return [Part(_("Beban petugas"), Table(heads, rows), note=note)]


def heat(
    found: Mapping[tuple[int, int], hall.Cell], value: Callable[[hall.Cell], float | None]
) -> tuple[Table, Drawing]:
    """A weekday a row, an hour a column: as table and drawn."""
    columns = [hour for hour in range(24) if hour in HOURS or any(key[1] == hour for key in found)]
    rows = []
    for weekday, name in enumerate(words.weekdays()):
        here = [value(found[weekday, hour]) if (weekday, hour) in found else None for hour in columns]
        if weekday < 6 or any(here):
            rows.append((name, here))
    heads = [f"{hour:02d}" for hour in columns]
    whole = [(name, [None if each is None else round(each) for each in here]) for name, here in rows]
    table = Table([_("Hari"), *heads], [[name, *here] for name, here in whole] if found else [])
    return table, charts.heat(heads, whole, _("Baris hari, kolom jam mulai; makin tua warnanya makin banyak."), said)


def _figures(found: hall.Hall, scope: Scope) -> Part:
    def of_tickets(count: int) -> float | None:
        return counts.share(count, found.tickets)

    rows: list[list[Cell]] = [
        [_("Nomor diambil"), found.tickets, None], [_("Dilayani"), found.served, of_tickets(found.served)],
        [_("Tidak hadir saat dipanggil"), found.absent, of_tickets(found.absent)],
        [_("Melepas nomornya"), found.left, of_tickets(found.left)],
        [_("Tidak sempat dilayani"), found.unserved, of_tickets(found.unserved)],
        [_("Janji temu yang tidak ditepati"), found.missed_appointments,
         counts.share(found.missed_appointments, found.appointments)],
        [_("Kunjungan dihemat: memilih mengurus dari rumah"), found.saved, None],
        [_("Rata-rata menunggu (menit)"), _whole(found.wait), None],
        [_("Rata-rata dilayani (menit)"), _whole(found.service), None],
    ]  # fmt: skip
    seen = found.tickets or found.saved or found.appointments
    note = _("Antrean mengenal kelompok, bukan layanan: angka ini untuk semua layanan.") if scope.service else ""
    return Part(_("Ruang antrean"), Table([_("Ukuran"), _("Banyaknya"), _("Persen")], rows if seen else []), note=note)


def _groups(found: hall.Hall, at: datetime) -> Part:
    names = words.letters(at)
    rows: list[list[Cell]] = [[names.get(letter, letter), count] for letter, count in found.by_group.items()]
    bars = [(names.get(letter, letter), [count]) for letter, count in found.by_group.items()]
    title = _("Nomor menurut kelompok")
    return Part(title, Table([_("Kelompok"), _("Nomor")], rows), charts.bars(bars, [""], title, said))


def _places(found: hall.Hall) -> list[Part]:
    """Tickets by place, where the office has more than one."""
    names = {each.id: each.name for each in places.every(active_only=False)}
    if len(names) < 2:
        return []
    rows: list[list[Cell]] = [[names.get(number, _("Tanpa kios")), count] for number, count in found.by_place.items()]
    return [Part(_("Nomor menurut tempat"), Table([_("Tempat"), _("Nomor")], rows))]


def _roles() -> dict[str, str]:
    from desk.roles import words as role_words

    return {str(Role(role)): name for role, name in role_words().items()}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
