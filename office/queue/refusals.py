"""What a counter can't do now, and why."""

from office.errors import Refused


class NobodyWaits(Refused):
    """No ticket of this counter's groups can be called now."""

    status = 409
    message = "Tidak ada nomor yang bisa dipanggil untuk loket ini."
    next_step = "Halaman ini berubah sendiri begitu ada yang menunggu."


class OnlyOutside(NobodyWaits):
    """Whoever could be called waits outside, and the room is full."""

    message = "Yang menunggu untuk loket ini ada di luar, dan ruang sedang penuh."
    next_step = "Tunggu satu orang selesai, atau minta petugas pintu membetulkan hitungan."


class CounterBusy(Refused):
    """The counter has somebody before it."""

    status = 409
    message = "Nomor %(label)s masih di loket ini."
    next_step = "Selesaikan, tahan atau alihkan dulu."


class CounterNotOpen(Refused):
    """The officer does not sit at this counter, or it is closed or on a break."""

    status = 409
    message = "Loket ini tidak sedang Anda buka."
    next_step = "Buka loketnya dulu, lalu ulangi."


class NobodyHere(Refused):
    """The counter has nobody before it."""

    status = 409
    message = "Belum ada nomor di loket ini."
    next_step = "Panggil nomor berikutnya."


class AlreadyCalled(Refused):
    """Another counter has this ticket, or it is over."""

    status = 409
    message = "Nomor ini sudah dipanggil loket lain, atau sudah selesai."
    next_step = "Panggil nomor berikutnya."


class RoomFull(Refused):
    """The person waits outside and the room has no place."""

    status = 409
    message = "Orangnya menunggu di luar, dan ruang sedang penuh."
    next_step = "Tunggu satu orang selesai, atau minta petugas pintu membetulkan hitungan."


class CallMore(Refused):
    """Not called often enough to be counted as absent."""

    status = 409
    message = "Baru dipanggil %(calls)s kali dari %(wanted)s."
    next_step = "Panggil ulang dulu, baru tandai tidak hadir."


class NowhereToGo(Refused):
    """The group or counter a ticket should go to doesn't exist or is this one."""

    message = "Pilih kelompok atau loket lain untuk nomor ini."
    next_step = "Pilih salah satu dari daftar."
