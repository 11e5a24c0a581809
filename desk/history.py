"""The history of a file, told from the journal with the names of those who did it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from desk.event_facts import OFFICERS, Known, code, told
from frame.language import day_hour
from office import events, places
from office.applications import Application
from office.db import db
from office.events import Event
from office.staff import Officer

SEEN = ("application.viewed",)


def of_file(application: Application) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What happened to a file, and who looked at it; newest first."""
    rows = events.of("application", application.id)[::-1]
    told = list(zip(rows, lines(rows), strict=True))
    return [line for row, line in told if row.kind not in SEEN], [line for row, line in told if row.kind in SEEN]


def lines(rows: Sequence[Event]) -> list[dict[str, Any]]:
    """Each event as a line: when, who, what."""
    known = Known(names_of(rows), {each.id: each.name for each in places.every(active_only=False)}, _services(rows))
    return [{"seq": row.seq, "when": day_hour(row.at), "who": _who(row, known.names), "what": _what(row, known)} for row in rows]


def names_of(rows: Iterable[Event]) -> dict[int, str]:
    """The names of the officers among the doers, and of those whom the facts name."""
    ids = {number for row in rows for number in (row.actor_id, *(row.facts.get(name) for name in OFFICERS))}
    return {officer.id: officer.name for officer in db.session.scalars(sa.select(Officer).where(Officer.id.in_(ids - {None})))}


def _services(rows: Iterable[Event]) -> dict[int, str]:
    ids = {row.subject_id for row in rows if row.subject == "application"}
    found = db.session.execute(sa.select(Application.id, Application.service_code).where(Application.id.in_(ids)))
    return {row[0]: row[1] for row in found}


def _who(row: Event, names: Mapping[int, str]) -> str:
    if row.actor_kind == "officer":
        return names.get(row.actor_id or 0) or _("petugas")
    kinds = {"resident": _("Warga"), "helper": _("Penolong"), "worker": _("Sistem"), "system": _("Sistem")}
    return kinds.get(row.actor_kind) or code(row.actor_kind)


def _what(row: Event, known: Known) -> str:
    name, said = words().get(row.kind) or code(row.kind), told(row, known)
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
        "signatory.added": _("Masa jabatan ditambahkan"), "signatory.ends": _("Hari terakhir jabatan diubah"),
        "signatory.called_off": _("Masa jabatan dibatalkan"),
        "application.doubted": _("Warga meragukan siapa yang membuka berkas"),
        "application.doubt_answered": _("Laporan warga dijawab"), "journal.searched": _("Orang dicari di jejak"),
        "look.judged": _("Pembukaan dinilai"), "wording.changed": _("Kata-kata surat diubah"),
        "number.voided": _("Nomor surat dibatalkan"), "document.refused": _("Surat tidak diterbitkan"),
        "document.self_print_asked": _("Cetak di kios diminta"), "document.self_printed": _("Dicetak di kios"),
        "document.self_print_failed": _("Cetak di kios gagal"),
        "card.retried": _("Cetak dicoba lagi"), "card.letter_shown": _("Surat kuasa ditunjukkan"),
        "card.reminded": _("Warga diingatkan mengambil kartu"), "card.sent": _("Kartu dibawa kurir"),
        "card.refused": _("Kartu tidak dibuat"),
        "delivery.asked": _("Pengantaran diminta"), "delivery.cancelled": _("Pengantaran dibatalkan"),
        "delivery.sent": _("Kartu dikirim"), "delivery.arrived": _("Kartu sampai"),
        "blanks.receipt": _("Blangko diterima"), "blanks.count": _("Blangko dihitung"),
        "blanks.low": _("Blangko tinggal sedikit"), "blanks.expected": _("Perkiraan datangnya blangko diubah"),
        "device.added": _("Perangkat ditambah"), "device.pairing_offered": _("Kode pemasangan dibuat"),
        "device.enrolled": _("Perangkat terpasang"), "device.revoked": _("Perangkat dicabut"),
        "device.printers_set": _("Pencetak perangkat diubah"), "device.moved": _("Perangkat dipindahkan"),
        "counter.added": _("Loket ditambah"), "counter.groups_set": _("Kelompok loket diubah"),
        "counter.moved": _("Loket dipindahkan"), "counter.opened": _("Loket dibuka"), "counter.break": _("Loket istirahat"),
        "counter.closed": _("Loket ditutup"), "room.corrected": _("Hitungan orang dibetulkan"),
        "ticket.called": _("Nomor dipanggil"), "ticket.served": _("Mulai dilayani"), "ticket.skipped": _("Nomor dilewati"),
        "ticket.put_back": _("Nomor dikembalikan ke antrean"), "ticket.held": _("Nomor ditahan"),
        "ticket.passed_on": _("Nomor diteruskan"), "ticket.finished": _("Pelayanan selesai"),
        "ticket.absent": _("Dipanggil, tidak ada"), "ticket.absent_for_good": _("Tidak ada sampai panggilan terakhir"),
        "ticket.errand_done": _("Satu keperluan selesai"), "ticket.left": _("Pengunjung melepas nomor"),
        "ticket.expired": _("Nomor habis masanya"),
        "appointment.booked": _("Janji dibuat"), "appointment.moved": _("Janji dipindahkan"),
        "appointment.cancelled": _("Janji dibatalkan"), "appointment.displaced": _("Janji digeser, loket tutup"),
        "appointment.arrived": _("Datang sesuai janji"), "survey.answered": _("Survei diisi"),
        "place.added": _("Tempat ditambah"), "place.changed": _("Tempat diubah"), "officer.placed": _("Tempat petugas diubah"),
    }  # fmt: skip
