"""The section about what residents think: the index of the nine elements, by service, and what they wrote."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from desk import report_words as words
from desk.report_parts import Cell, Part, Table, cell
from frame import charts
from frame.language import language
from frame.survey import about_words
from office import survey
from office.reports.scope import Scope
from office.survey import ABOUT, ELEMENTS, Index, Report
from office.survey.elements import HIGH
from office.survey.index import rounded


def parts(scope: Scope, at: datetime) -> list[Part]:
    """The index to the second decimal with its grade, its elements, the services, the respondents and their comments."""
    found = survey.report(scope.first, scope.last, scope.service)
    if found.whole is None:
        return [Part(_("Indeks Kepuasan Masyarakat"), Table([_("Unsur"), _("Nilai")], []))]
    index = _index(found.whole, scope)
    return [index, _elements(found.whole), _services(found), _respondents(found), _comments(scope)]


def grades() -> dict[str, str]:
    """Each grade as the ministry's scale names it."""
    return {"A": _("Sangat baik"), "B": _("Baik"), "C": _("Kurang baik"), "D": _("Tidak baik")}


def decimals(value: Fraction | Decimal, places: int = 2) -> str:
    """A number with so many decimals: `83,61`."""
    return cell(rounded(value, places) if isinstance(value, Fraction) else value)


def _index(whole: Index, scope: Scope) -> Part:
    rows: list[list[Cell]] = [
        [_("Indeks Kepuasan Masyarakat (IKM)"), whole.converted],
        [_("Mutu pelayanan"), f"{whole.grade} ({grades()[whole.grade]})"],
        [_("Nilai indeks, dari 1 sampai 4"), rounded(whole.value, 3)],
        [_("Responden"), whole.respondents],
    ]
    rule = _("Sembilan unsur berbobot sama; IKM adalah nilai indeks dikali 25 (Permenpan-RB 14/2017).")
    everywhere = _("Penilaian tidak menyebut tempat: angka ini untuk semua tempat.") if scope.place else ""
    note = f"{rule} {everywhere}".strip()
    return Part(_("Indeks Kepuasan Masyarakat"), Table([_("Angka"), _("Nilai")], rows), note=note)


def _elements(whole: Index) -> Part:
    lang = language()
    names = {code: f"{code.upper()} {each.name.in_language(lang)}" for code, each in ELEMENTS.items()}
    rows: list[list[Cell]] = [
        [names[code], whole.sums[code], rounded(whole.average(code), 2), rounded(whole.weighted(code), 3)]
        for code in names
    ]
    heads = [_("Unsur"), _("Jumlah nilai"), _("NRR"), _("NRR tertimbang")]
    bars = [(name, (float(rounded(whole.average(code), 2)),)) for code, name in names.items()]
    drawing = charts.bars(bars, [_("NRR")], _("Nilai rata-rata tiap unsur, dari 1 sampai 4."), _mean, HIGH)
    return Part(_("Nilai rata-rata (NRR) tiap unsur"), Table(heads, rows), drawing)


def _errand(code: str) -> str:
    return words.service(code) if code else _("Beberapa urusan sekaligus")


def _mean(value: float) -> str:
    return cell(Decimal(f"{value:.2f}"))


def _services(found: Report) -> Part:
    rows: list[list[Cell]] = [
        [_errand(code), each.respondents, each.converted, each.grade]
        for code, each in found.services.items()
    ]  # fmt: skip
    return Part(_("Per layanan"), Table([_("Layanan"), _("Responden"), _("IKM"), _("Mutu")], rows))


def _respondents(found: Report) -> Part:
    lang, rows = language(), list[list[Cell]]()
    for name, title in about_words().items():
        for code, text in ABOUT[name].items():
            rows.append([f"{title}: {text.in_language(lang)}", found.about[name].get(code, 0)])
        rows.append([_("%(what)s: tidak disebut", what=title), found.about[name].get("", 0)])
    for code, said in {"phone": _("Telepon"), "kiosk": _("Kios"), "paper": _("Kertas")}.items():
        rows.append([_("Cara mengisi: %(way)s", way=said), found.channels.get(code, 0)])
    return Part(_("Responden"), Table([_("Siapa"), _("Orang")], [row for row in rows if row[1]]))


def _comments(scope: Scope) -> Part:
    rows: list[list[Cell]] = [
        [each.day, _errand(each.service_code), each.mean, each.words]
        for each in survey.comments(scope.first, scope.last, scope.service)
    ]  # fmt: skip
    heads = [_("Hari"), _("Layanan"), _("Nilai"), _("Saran atau keluhan")]
    return Part(_("Saran dan keluhan"), Table(heads, rows), note=_("Paling banyak seratus yang terbaru."))
