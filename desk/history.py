"""The history of a file, told from the journal with the names of those who did it."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from desk.failures import notice_words
from frame.language import day_hour, language
from office import events
from office.applications import Application
from office.db import db
from office.events import Event
from office.staff import Officer

SEEN = ("application.viewed",)
TOLD = ("what", "part", "template", "key", "service", "role", "job", "trouble")


def of_file(application: Application) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What happened to a file, and who looked at it; newest first."""
    rows = events.of("application", application.id)[::-1]
    names, labels = names_of(rows), _labels(application)
    told = [(line(row, names, labels), row.kind in SEEN) for row in rows]
    return [each for each, seen in told if not seen], [each for each, seen in told if seen]


def line(row: Event, names: Mapping[int, str], labels: Mapping[str, str]) -> dict[str, Any]:
    """One event as a line: when, who, what; codes that `labels` knows are said in its words."""
    return {"seq": row.seq, "when": day_hour(row.at), "who": _who(row, names), "what": _what(row, labels)}


def names_of(rows: Iterable[Event]) -> dict[int, str]:
    """The names of the officers among the doers."""
    ids = {row.actor_id for row in rows if row.actor_kind == "officer"}
    return {officer.id: officer.name for officer in db.session.scalars(sa.select(Officer).where(Officer.id.in_(ids)))}


def _labels(application: Application) -> dict[str, str]:
    service, said = application.service, language()
    papers = {f"paper:{paper.code}": paper.label.in_language(said) for paper in service.papers}
    steps = {f"answers:{step.code}": step.name.in_language(said) for step in service.steps}
    niks = {f"nik:{step.code}": f"NIK, {step.name.in_language(said)}" for step in service.steps}
    about = notice_words() | {service.code: service.name.in_language(said)}
    about |= {"correct": _("pembetulan surat"), "revoke": _("pencabutan surat")}
    others = {"file": _("berkas"), "card": _("kartu"), "forms": _("formulir"), "document:": _("Surat")}
    return papers | steps | niks | about | others


def _who(row: Event, names: Mapping[int, str]) -> str:
    kinds = {"resident": _("Warga"), "helper": _("Penolong"), "worker": _("Sistem"), "system": _("Sistem")}
    return names.get(row.actor_id or 0, "") or kinds.get(row.actor_kind, row.actor_kind)


def _what(row: Event, labels: Mapping[str, str]) -> str:
    verdicts = {"ok": _("benar"), "fix": _("perbaiki"), "": _("belum dinilai")}
    codes = [str(row.facts[name]) for name in TOLD if name in row.facts]
    said = [labels.get(code, labels.get(code.partition(":")[0] + ":", code)) for code in codes]
    said += [verdicts.get(row.facts["verdict"], "")] if "verdict" in row.facts else []
    name = words().get(row.kind, row.kind)
    return f"{name}: {', '.join(said)}" if said else name


def words() -> dict[str, str]:
    """Each kind of event as people say it."""
    return {
        "application.started": _("Permohonan dimulai"), "application.submitted": _("Dikirim"),
        "application.resubmitted": _("Perbaikan dikirim"), "application.taken": _("Berkas diambil"),
        "application.released": _("Berkas dilepas"), "application.viewed": _("Dilihat"), "application.judged": _("Dinilai"),
        "application.returned": _("Dikembalikan ke warga"), "application.checked": _("Diteruskan untuk disetujui"),
        "application.handed_back": _("Dikembalikan ke pemeriksa"), "application.approved": _("Disetujui"),
        "application.moved": _("Berkas dipindahkan"), "application.late": _("Lewat batas, atasan dikabari"),
        "officer.away": _("Dicatat tidak bertugas"), "officer.back": _("Bertugas lagi"),
        "officer.email_set": _("E-mail petugas diubah"),
        "application.helper_invited": _("Penolong diundang"), "application.helper_ended": _("Undangan penolong dicabut"),
        "application.counter_help": _("Diisi di loket"), "application.assisted": _("Diisi untuk warga"),
        "account.phone_recorded": _("Telepon warga dicatat"),
        "application.compared": _("Dibandingkan, bukan ganda"),
        "application.rejected": _("Ditolak"), "application.withdrawn": _("Ditarik warga"), "application.finished": _("Selesai"),
        "application.ready": _("Kartu siap diambil"), "application.deleted": _("Dihapus"),
        "application.expired": _("Lewat 30 hari"),
        "document.numbered": _("Surat diberi nomor"), "document.rendered": _("Surat digambar"),
        "document.signed": _("Surat bertanda tangan disimpan"), "document.waiting": _("PDF resmi diganti"),
        "document.active": _("Surat berlaku"), "document.superseded": _("Surat diganti"), "document.revoked": _("Surat dicabut"),
        "document.damaged": _("Berkas surat tidak utuh"), "book.viewed": _("Buku dilihat"),
        "book.printed": _("Buku diambil sebagai PDF"),
        "document.locked": _("Surat dikunci, PIN salah 5 kali"), "document.unlocked": _("Kunci dibuka, PIN baru"),
        "document.downloaded": _("Surat diunduh"), "notice.email_sent": _("E-mail terkirim"),
        "notice.email_failed": _("E-mail gagal"), "notice.phone_sent": _("Pesan telepon terkirim"),
        "notice.phone_failed": _("Pesan telepon gagal"), "card.printed": _("Kartu tercetak"),
        "card.print_failed": _("Cetak gagal"), "card.ready": _("Kartu disiapkan"), "card.handed_over": _("Kartu diserahkan"),
        "card.old_handed_in": _("Kartu lama diterima"), "job.failed": _("Pekerjaan gagal"), "job.retried": _("Pekerjaan diulang"),
        "officer.added": _("Petugas ditambah"), "officer.signed_in": _("Petugas masuk"),
        "officer.sign_in_failed": _("Kata sandi salah"), "officer.disabled": _("Petugas dinonaktifkan"),
        "officer.password_set": _("Kata sandi diganti"), "officer.invited": _("Petugas diundang"),
        "officer.invitation_used": _("Undangan dipakai"), "officer.renamed": _("Nama petugas diubah"),
        "officer.role_given": _("Peran petugas diubah"), "officer.proven": _("Faktor kedua dibuktikan"),
        "officer.code_failed": _("Kode salah"), "officer.second_factor_set": _("Aplikasi kode dipasang"),
        "officer.recovery_codes_made": _("Kode cadangan dibuat"), "officer.passkey_added": _("Kunci sandi ditambah"),
        "officer.passkey_dropped": _("Kunci sandi dihapus"), "signing.ordered": _("Tanda tangan diperintahkan"),
        "notice.dropped": _("Kabar batal dikirim"),
        "correction.objected": _("Warga menyatakan surat salah"), "correction.asked": _("Diminta"),
        "correction.approved": _("Permintaan disetujui"), "correction.refused": _("Permintaan ditolak"),
        "application.reopened": _("Dibuka lagi untuk surat baru"),
        "resident.viewed": _("Data penduduk dilihat"), "family.viewed": _("Data keluarga dilihat"),
        "register.searched": _("Penduduk dicari"), "register.exported": _("Penduduk diekspor"),
        "register.imported": _("Penduduk diimpor"), "register.import_dropped": _("Impor penduduk dibatalkan"),
        "register.incomplete": _("Sebagian orang belum ada di buku penduduk"),
        "setting.changed": _("Pengaturan diubah"),
        "setting.called_off": _("Perubahan pengaturan dibatalkan"),
        "application.doubted": _("Warga meragukan siapa yang membuka berkas"),
        "application.doubt_answered": _("Laporan warga dijawab"), "journal.searched": _("Orang dicari di jejak"),
        "look.judged": _("Pembukaan dinilai"),
    }  # fmt: skip
