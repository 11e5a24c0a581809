"""What the invented residents answered; everybody lives in region 99.99, where nobody lives."""

from datetime import timedelta

from office import clock, opening

Answers = dict[str, dict[str, str]]


def _born(days_ago: int) -> dict[str, str]:
    day = opening.local_day(clock.now() - timedelta(days=days_ago))
    return {"tanggal_lahir_tgl": str(day.day), "tanggal_lahir_bln": str(day.month), "tanggal_lahir_thn": str(day.year)}


def _birth(child: str, sex: str, days_ago: int, mother: str, father: str, phone: str) -> Answers:
    name, nik = mother, "9999014805880001"
    return {
        "pemohon": {"nama": name, "nik": nik, "hubungan": "ibu", "telepon": phone, "email": "warga@contoh.id"},
        "anak": {"nama": child, "kelamin": sex, "jam": "04:15", "anak_ke": "1"} | _born(days_ago),
        "kelahiran": {"tempat": "1", "kota": "Bontang", "jenis": "1", "penolong": "2", "surat": "ada",
                      "berat": "3200", "panjang": "49"},
        "ibu": {"nama": name, "nik": nik, "tempat_lahir": "Bontang", "tanggal_lahir_tgl": "8", "tanggal_lahir_bln": "5",
                "tanggal_lahir_thn": "1988", "nikah": "ada"},
        "ayah": {"nama": father, "nik": "9999011203860006", "tempat_lahir": "Samarinda", "tanggal_lahir_tgl": "12",
                 "tanggal_lahir_bln": "3", "tanggal_lahir_thn": "1986"},
        "saksi": {"nama_saksi1": "Sulastri", "nik_saksi1": "9999015507700002",
                  "nama_saksi2": "Yohanes Lerik", "nik_saksi2": "9999010101650003"},
        "tambahan": {"kk": "9999010203150001", "sekalian": "tidak"},
    }  # fmt: skip


def _card(name: str, cause: str, phone: str) -> Answers:
    event = {"sebab": cause, "nomor_polisi": "SKTLK/12", "keadaan": "Retak di tengah, foto tidak terlihat."}
    day = {key.replace("_lahir", ""): value for key, value in _born(4).items()}
    return {
        "pemohon": {"untuk": "sendiri", "nama": name, "telepon": phone, "email": ""},
        "pemilik": {"nama": name, "nik": "9999016112900004", "kk": "9999010203150001", "tanggal_lahir_tgl": "21",
                    "tanggal_lahir_bln": "12", "tanggal_lahir_thn": "1990", "kelurahan": "64.74.01.1006"},
        "kartu": {"kelamin": "2", "tempat_lahir": "Bontang", "alamat": "Jalan Contoh 12", "rt": "5"},
        "kejadian": event | day,
    }  # fmt: skip


APPLICATIONS: tuple[tuple[str, Answers, str], ...] = (
    ("akta-kelahiran", _birth("Muhammad Al-Fatih Ramadhan Syahputra bin Haji Abdurrahman Sidiq", "1", 9,
                              "Nur'aini binti Syarifuddin", "Abdurrahman Sidiq", "081200000189"), "sent"),
    ("ktp-hilang-rusak", _card("Maria Goretti Dalung", "hilang", "081200000277"), "sent"),
    ("akta-kelahiran", _birth("Ni Luh Putu Sekar", "2", 75, "Sulastri", "I Gusti Ngurah Rai", "081200000312"), "checked"),
    ("ktp-hilang-rusak", _card("Lalu Mahendra Wirasakti", "rusak", "081200000455"), "checked"),
    ("akta-kelahiran", _birth("Sulaiman", "1", 20, "Andi Tenri", "Baso Makkulau", "081200000571"), "returned"),
)  # fmt: skip
