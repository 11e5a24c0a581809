"""What the register refuses: each with a sentence for people and a next step."""

from office.errors import Conflict, Refused
from office.identity import BadInput


class NotPossible(Refused):
    """An element or a family can't be as it was given; carries the sentence of what is wrong, and its `code`."""

    next_step = "Perbaiki bagian itu, lalu ulangi."

    def __init__(self, wrong: BadInput) -> None:
        super().__init__(**wrong.params)
        self.code, self.message = wrong.code, wrong.sentence


class NikTaken(Conflict):
    """Another resident has this NIK."""

    message = "NIK ini sudah dimiliki penduduk lain."
    next_step = "Cari NIK itu di Penduduk, lalu bandingkan orangnya."


class KkTaken(Conflict):
    """Another family has this number."""

    message = "Nomor KK ini sudah dimiliki keluarga lain."
    next_step = "Cari nomor KK itu di Penduduk, lalu bandingkan keluarganya."


class NoMovers(Refused):
    """A move or a split of nobody."""

    message = "Belum ada anggota keluarga yang dipilih."
    next_step = "Pilih paling sedikit satu orang, lalu ulangi."


class NotAMember(Refused):
    """Somebody who is named is not a living member of this family."""

    message = "Satu orang yang dipilih bukan anggota KK ini."
    next_step = "Buka halaman keluarga, lalu pilih dari anggotanya."


class HeadWanted(Refused):
    """The head leaves and others stay, so one of them must become the head."""

    message = "Kepala keluarga pergi dan anggota lain tinggal: KK ini perlu kepala keluarga baru."
    next_step = "Pilih kepala keluarga baru, paling muda 17 tahun."


class HeadTooYoung(Refused):
    """A head of family is 17 or older; who founds a family of their own may also be (or have been) married."""

    message = "Kepala keluarga paling muda berumur 17 tahun."
    next_step = "Pilih anggota lain sebagai kepala keluarga."


class EveryoneLeaves(Refused):
    """A split needs somebody who stays."""

    message = "Semua anggota dipilih, jadi tidak ada yang tinggal di KK lama."
    next_step = "Kalau semua pindah, pilih layanan pindah."


class LivesElsewhere(Refused):
    """Somebody who is to move in is a living member of another family here."""

    message = "Satu orang yang pindah masih tercatat sebagai anggota KK lain di kota ini."
    next_step = "Pilih layanan pindah dalam kota untuk orang itu."


class NotAlive(Refused):
    """The person is recorded as dead or moved away, so nothing of this kind can happen to them."""

    message = "Orang ini tercatat sudah meninggal atau pindah."
    next_step = "Buka halaman orang itu, lalu lihat riwayatnya."


# What an effect may refuse: the register can't be changed as the answers say.
REFUSALS = (
    NotPossible, NikTaken, KkTaken, NoMovers, NotAMember, HeadWanted, HeadTooYoung, EveryoneLeaves, LivesElsewhere, NotAlive,
)  # fmt: skip
