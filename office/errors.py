"""Refusals: each is a class with a status, a sentence for people and a next step."""


class Refused(Exception):
    """The office says no, and says why.

    `message` and `next_step` are Indonesian msgids that the frame translates; `params` fills their named gaps.
    """

    status = 422
    message = "Permintaan ini tidak bisa diproses."
    next_step = "Kembali dan coba lagi."

    def __init__(self, **params: object) -> None:
        super().__init__(type(self).__name__)
        self.params = params


class NotFound(Refused):
    """Nothing stands at this address, or it is not for this person: the two look alike."""

    status = 404
    message = "Halaman atau berkas ini tidak ditemukan."
    next_step = "Periksa lagi tautan atau nomornya."


class NotAllowed(Refused):
    """The officer's role does not open this door."""

    status = 403
    message = "Peran Anda tidak membuka halaman ini."
    next_step = "Minta petugas yang berwenang."


class Conflict(Refused):
    """Somebody was faster, or the thing has moved on since it was read."""

    status = 409
    message = "Berkas ini sudah berubah sejak halaman dibuka."
    next_step = "Muat ulang halaman, lalu lihat keadaannya."


class TooMany(Refused):
    """The tries allowed in this time are used up."""

    status = 429
    message = "Terlalu banyak percobaan."
    next_step = "Tunggu 10 menit, lalu coba lagi."


class Busy(Refused):
    """The store can't take the change at this moment; nothing was changed."""

    status = 503
    message = "Sistem sedang sibuk, belum ada yang berubah."
    next_step = "Tunggu sebentar, lalu tekan lagi. Isian Anda tidak hilang."
