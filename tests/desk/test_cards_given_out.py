"""Blanks, slots, couriers and reminders at the desk and on the resident's page: what people see, and what happens once."""

from datetime import timedelta

import pytest

from office import appointments, blanks, cards, clock, documents, events, notices, settings
from office.applications import FINISHED, READY, processing
from office.db import transaction
from office.handover import courier, slots, uncollected
from office.staff import Role
from tests.factories import NOON, an_application, an_approved, an_officer

COLLECTOR = {"nama": "Nur'aini", "hubungan": "kuasa", "pemeriksaan": "ktp"}
ADDRESS = {"nama": "Maria Goretti Dalung", "alamat": "Jalan Contoh 12 RT 5\nApi-api, Bontang"}
DAY = timedelta(days=1)


@pytest.fixture
def front(desk):
    return desk(Role.FRONT_DESK)


@pytest.fixture
def phone(desk):
    return desk(None)


def a_ready(at=NOON, **facts):
    application, officer = an_approved("ktp-hilang-rusak", **facts), an_officer()
    with transaction():
        cards.move(cards.of(application.id)[0], cards.PRINTED, by=officer.actor, at=at)
        processing.card_ready(cards.of(application.id)[0], application, officer, at=at)
    return application


def card_of(application):
    return cards.of(application.id)[0]


def received(amount, **facts):
    head = an_officer(Role.SECTION_HEAD)
    with transaction():
        blanks.receive("ktp", amount, by=head.actor, at=clock.now(), **facts)


def test_the_last_blank_is_used_and_the_public_page_says_so_and_a_suket_is_one_press(front, phone):
    received(1)
    first, second = an_approved("ktp-hilang-rusak"), an_approved("ktp-hilang-rusak")
    assert "Blangko KTP-el: tersedia hari ini" in phone.get("/").text
    front.post(f"/petugas/kartu/{card_of(first).id}/tercetak")
    for place in ("/", "/layanan/ktp-hilang-rusak"):
        assert "Blangko KTP-el: habis, kapan ada lagi belum diketahui" in phone.get(place).text
    waiting = an_application("ktp-hilang-rusak", answers={"pemohon": {"email": ""}})
    for page in ("status", "tanda-terima"):
        seen = phone.get(f"/permohonan/{waiting.token}/{page}").text
        assert "Dicetak begitu blangko datang." in seen and "Selesai paling lambat" not in seen, page
    assert "Bila dikirim sekarang" not in phone.get("/layanan/ktp-hilang-rusak").text
    assert "Blangko" not in phone.get("/layanan/kia-balita").text  # KIA blanks aren't counted
    refused = front.post(f"/petugas/kartu/{card_of(second).id}/tercetak")
    assert refused.status_code == 409 and "blangko KTP-el sudah habis" in refused.text
    assert "Beri suket" in front.get("/petugas/cetak").text
    assert "Minta surat keterangan pengganti" in phone.get(f"/permohonan/{second.token}/status").text
    for _ in range(2):  # a second press finds the letter made
        front.post(f"/petugas/kartu/{card_of(second).id}/suket")
    assert [each.kind for each in documents.of(second.id)] == ["suket"]
    assert "sedang dibuat" in phone.get(f"/permohonan/{second.token}/status").text


def test_a_receipt_and_a_count_at_the_cupboard_keep_what_was_typed(desk, front):
    head = desk(Role.SECTION_HEAD)
    wrong = head.post("/petugas/blangko/ktp/terima", jumlah="dua ratus", catatan="Surat jalan 7")
    assert wrong.status_code == 422 and 'value="dua ratus"' in wrong.text and "Surat jalan 7" in wrong.text
    for _ in range(2):
        head.post("/petugas/blangko/ktp/terima", jumlah="200", once="one key for both the taps")
    assert blanks.find("ktp").balance == 200
    differs = head.post("/petugas/blangko/ktp/hitung", hitungan="190", catatan_saat_itu="200")
    assert differs.status_code == 422 and "Selisihnya -10" in differs.text and 'value="190"' in differs.text
    assert 'name="sebab"' in differs.text and blanks.find("ktp").balance == 200
    head.post("/petugas/blangko/ktp/hitung", hitungan="190", catatan_saat_itu="200", sebab="Basah")
    page = front.get("/petugas/blangko").text
    assert "190" in page and "Basah" in page and "belum bisa diperkirakan" in page and "Simpan penerimaan" not in page
    for day in ("31-2-2030", "1-1-2019", "x"):
        assert head.post("/petugas/blangko/ktp/perkiraan", perkiraan=day).status_code == 422
    assert head.post("/petugas/blangko/paspor/terima", jumlah="1").status_code == 404


def test_a_failed_print_shows_its_reason_and_note_until_it_is_tried_again(front):
    card = card_of(an_approved("ktp-hilang-rusak"))
    unsaid = front.post(f"/petugas/kartu/{card.id}/gagal-cetak", catatan="Pita habis")
    assert unsaid.status_code == 422 and 'value="Pita habis"' in unsaid.text
    front.post(f"/petugas/kartu/{card.id}/gagal-cetak", sebab="chip", catatan="Pencetak 2", blangko="utuh")
    listed = front.get("/petugas/cetak?daftar=gagal&jenis=ktp").text
    assert "Chip tidak bisa ditulis atau dibaca: Pencetak 2" in listed and "Cetak lagi" in listed
    assert "Tidak ada cetakan yang gagal" in front.get("/petugas/cetak?daftar=gagal&jenis=kia").text
    front.post(f"/petugas/kartu/{card.id}/coba-lagi")
    assert "Tidak ada cetakan yang gagal" in front.get("/petugas/cetak?daftar=gagal").text


def test_somebody_outside_the_family_shows_a_power_of_attorney_and_their_own_papers(front):
    application = a_ready()
    place = f"/petugas/kartu/{card_of(application).id}/serah"
    refused = front.post(place, **COLLECTOR)
    assert refused.status_code == 422 and "Surat kuasa belum diperlihatkan" in refused.text
    assert front.post(place, surat_kuasa="1", **COLLECTOR | {"pemeriksaan": "wajah"}).status_code == 422
    assert front.post(place, surat_kuasa="1", **COLLECTOR).status_code == 303
    assert "card.letter_shown" in [row.kind for row in events.of("application", application.id)]


def test_who_chose_an_hour_is_listed_on_its_day_and_the_hour_is_free_again_when_they_come_before(front, phone):
    application, at = a_ready(), clock.now()
    day = appointments.days(at)[0]
    hour = appointments.hours("E", day, at)[0].hour
    with transaction():
        appointments.book("E", day, hour, phone="+6281200000277", token="t" * 24, at=at, application_id=application.id)
    assert "Maria Goretti Dalung" in front.get(f"/petugas/pengambilan?hari={day}").text
    assert "Tidak ada yang memilih hari ini" in front.get("/petugas/pengambilan?hari=kemarin").text
    assert "Janji mengambil kartu" in phone.get(f"/permohonan/{application.token}/status").text
    front.post(f"/petugas/kartu/{card_of(application).id}/serah", nama="Maria", hubungan="sendiri", pemeriksaan="kk")
    assert application.state == FINISHED and slots.of(application.id, at) is None


def test_a_card_goes_with_a_courier_and_the_address_is_forgotten_when_it_arrived(front, phone):
    application = a_ready()
    status = f"/permohonan/{application.token}"
    assert phone.get(f"{status}/antar").status_code == 409  # the office sends nothing
    with transaction():
        settings.put("courier_on", True, by=events.SYSTEM, at=clock.now() - DAY)
    assert "Minta kartu diantar kurir" in phone.get(f"{status}/status").text
    short = phone.post(f"{status}/antar", nama="Maria", alamat="sini")
    assert short.status_code == 422 and 'value="Maria"' in short.text and ">sini<" in short.text
    assert phone.post(f"{status}/antar", **ADDRESS).status_code == 303
    waiting = phone.get(f"{status}/status").text
    assert "menunggu kurir" in waiting and "Ambil kartu di kantor" not in waiting
    asked = courier.of(application.id)
    assert asked.address == "Jalan Contoh 12 RT 5, Api-api, Bontang"
    assert "Contoh 12" not in front.get("/petugas/kurir").text
    assert "Contoh 12" in front.get(f"/petugas/kurir/{asked.id}").text
    assert events.of("application", application.id)[-1].facts == {"what": "address"}
    kept = front.post(f"/petugas/kurir/{asked.id}/kirim", kurir="Pos Contoh", resi="")
    assert kept.status_code == 422 and 'value="Pos Contoh"' in kept.text
    assert front.post(f"/petugas/kurir/{asked.id}/kirim", kurir="Pos Contoh", resi="R-77").status_code == 303
    seen = phone.get(f"{status}/status").text
    assert "R-77" in seen and "Kartu dibawa kurir" in seen and card_of(application).state == cards.SENT
    assert [n.channel for n in notices.of(application.id) if n.template == "card_sent"] == ["email", "phone"]
    assert phone.post(f"{status}/antar/batal").status_code == 409  # the courier has it
    assert phone.post(f"{status}/diterima").status_code == 303
    assert (card_of(application).state, card_of(application).collector_relation) == (cards.HANDED_OVER, "kurir")
    assert application.state == FINISHED and courier.of(application.id).address == ""
    assert front.post(f"/petugas/kurir/{asked.id}/sampai").status_code == 409


def test_a_damaged_card_is_not_sent_since_the_old_one_must_be_handed_in(app):
    application = a_ready(answers={"kejadian": {"sebab": "rusak", "keadaan": "Retak."}})
    with transaction():
        settings.put("courier_on", True, by=events.SYSTEM, at=NOON)
    assert not courier.is_offered(application, NOON)


@pytest.mark.both_engines
def test_who_does_not_come_is_reminded_twice_each_time_once_and_then_listed(app):
    application = a_ready()
    for days, told in ((13, 0), (14, 1), (15, 1), (30, 2), (31, 2), (90, 2)):
        with transaction():
            uncollected.remind(at=NOON + days * DAY)
        waits = [n for n in notices.of(application.id) if n.template == "card_waits" and n.channel == "email"]
        assert len(waits) == told, days
    late = cards.Wanted(cards.READY, before=uncollected.since(NOON + 31 * DAY))
    assert application.state == READY and [card.id for card in cards.listing(late).rows] == [card_of(application).id]
    assert cards.count(cards.Wanted(cards.READY, before=uncollected.since(NOON + 29 * DAY))) == 0


def test_a_card_that_waited_past_both_times_is_spoken_of_once(app):
    application = a_ready()
    for _ in range(2):
        with transaction():
            uncollected.remind(at=NOON + 60 * DAY)
    assert [n.channel for n in notices.of(application.id) if n.template == "card_waits"] == ["email", "phone"]
