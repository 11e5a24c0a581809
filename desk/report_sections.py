"""The sections of the report, in the order of its menu: to add one is to add a line."""

from flask_babel import gettext as _

from desk import report_applications, report_compare, report_hall, report_survey
from desk.report_parts import Section

SECTIONS = (
    Section("ringkasan", lambda: _("Ringkasan"), report_applications.summary),
    Section("permohonan", lambda: _("Permohonan"), report_applications.volume),
    Section("waktu", lambda: _("Lama sampai selesai"), report_applications.times),
    Section("mutu", lambda: _("Mutu dan perbaikan"), report_applications.quality),
    Section("antrean", lambda: _("Antrean"), report_hall.queue),
    Section("petugas", lambda: _("Beban petugas"), report_hall.load),
    Section("skm", lambda: _("Kepuasan warga (SKM)"), report_survey.parts),
    Section("banding", lambda: _("Dua masa berdampingan"), report_compare.beside),
)
