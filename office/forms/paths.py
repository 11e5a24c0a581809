"""Where the boxes of the official forms are answered: `step.question` of the catalogue, or the first given of several.

What a service doesn't ask is an empty box. The steps and codes are those of office/services and its blocks, so a new
service that uses them fills its forms without a line here.
"""

from collections.abc import Mapping

_EVERYWHERE = {
    "pemohon.nama": "pemohon.nama",
    "pemohon.nik": "pemohon.nik",
    "pemohon.telepon": "pemohon.telepon",
    "pemohon.email": "pemohon.email",
    "kk": "pemilik.kk|keluarga.kk|asal.kk|tambahan.kk|orang.kk|diri.kk|pindah.kk_tujuan",
    "suami.nama": "suami.nama|pasangan.nama_suami|ayah.nama",
    "suami.nik": "suami.nik|pasangan.nik_suami|ayah.nik",
    "istri.nama": "istri.nama|pasangan.nama_istri|ibu.nama",
    "istri.nik": "istri.nik|pasangan.nik_istri|ibu.nik",
}

# F-1.03
_MOVE = {
    "pindah.alasan": "pindah.alasan",
    "pindah.jenis": "pindah.jenis",
    "pindah.status_tinggal": "tinggal.status",
    "pindah.status_pindah": "pindah.status",
    "pindah.tanggal": "pindah.tanggal|kedatangan.tanggal",
    "pindah.orang": "rombongan.orang|kedatangan.orang",
    "sponsor.nama": "sponsor.nama",
    "sponsor.tipe": "sponsor.tipe",
    "sponsor.alamat": "sponsor.alamat",
    "izin.nomor": "izin.nomor",
    "negara.nama": "negara.negara",
    "negara.alamat": "negara.alamat",
    "negara.penanggung": "negara.penanggung",
}

# F-1.04 and F-1.05
_STATEMENTS = {
    "diri.nama": "diri.nama",
    "diri.kelamin": "diri.kelamin",
    "diri.tempat_lahir": "diri.tempat_lahir",
    "diri.tanggal_lahir": "diri.tanggal_lahir",
    "kuasa.penerima.nama": "pemohon.nama",
    "kuasa.penerima.nik": "pemohon.nik",
    "kuasa.penerima.telepon": "pemohon.telepon",
}

# F-2.01: the people
_PEOPLE = {
    "subjek1.nama": "anak.nama|almarhum.nama|subjek.nama|suami.nama|pasangan.nama_suami|lahir.nama|meninggal.nama"
    "|perceraian.nama_suami",
    "subjek1.nik": "anak.nik|almarhum.nik|subjek.nik|suami.nik|pasangan.nik_suami|lahir.nik",
    "subjek1.kewarganegaraan": "suami.kewarganegaraan",
    "subjek2.nama": "istri.nama|pasangan.nama_istri|perceraian.nama_istri",
    "subjek2.nik": "istri.nik|pasangan.nik_istri",
    "subjek2.kewarganegaraan": "istri.kewarganegaraan",
    "saksi1.nama": "saksi.nama_saksi1",
    "saksi1.nik": "saksi.nik_saksi1",
    "saksi2.nama": "saksi.nama_saksi2",
    "saksi2.nik": "saksi.nik_saksi2",
    "ayah.nama": "ayah.nama|orang_tua.nama_ayah",
    "ayah.nik": "ayah.nik|orang_tua.nik_ayah",
    "ayah.tempat_lahir": "ayah.tempat_lahir",
    "ayah.tanggal_lahir": "ayah.tanggal_lahir",
    "ibu.nama": "ibu.nama|orang_tua.nama_ibu",
    "ibu.nik": "ibu.nik|orang_tua.nik_ibu",
    "ibu.tempat_lahir": "ibu.tempat_lahir",
    "ibu.tanggal_lahir": "ibu.tanggal_lahir",
}

# F-2.01: the sections
_BIRTHS = {
    "kelahiran.nama": "anak.nama",
    "kelahiran.kelamin": "anak.kelamin",
    "kelahiran.tempat": "kelahiran.tempat",
    "kelahiran.kota": "kelahiran.kota|anak.tempat_lahir",
    "kelahiran.tanggal": "anak.tanggal_lahir",
    "kelahiran.pukul": "anak.jam",
    "kelahiran.jenis": "kelahiran.jenis",
    "kelahiran.anak_ke": "anak.anak_ke",
    "kelahiran.penolong": "kelahiran.penolong",
    "kelahiran.berat": "kelahiran.berat",
    "kelahiran.panjang": "kelahiran.panjang",
    "anak.nama": "anak.nama",
    "anak.kelamin": "anak.kelamin",
    "lahir_mati.minggu": "kandungan.minggu",
    "lahir_mati.kelamin": "bayi.kelamin",
    "lahir_mati.tanggal": "bayi.tanggal_lahir",
    "lahir_mati.jenis": "bayi.jenis",
    "lahir_mati.anak_ke": "bayi.anak_ke",
    "lahir_mati.tempat": "bayi.tempat",
    "lahir_mati.kota": "bayi.kota",
    "lahir_mati.penolong": "kandungan.penolong",
    "lahir_mati.sebab": "kandungan.sebab",
    "lahir_mati.penentu": "kandungan.penentu",
    "kematian.nik": "almarhum.nik",
    "kematian.nama": "almarhum.nama",
    "kematian.tanggal": "kematian.tanggal",
    "kematian.pukul": "kematian.jam",
    "kematian.sebab": "kematian.sebab",
    "kematian.tempat": "kematian.tempat",
    "kematian.menerangkan": "kematian.menerangkan",
}
_MARRIAGES = {
    "perkawinan.ayah_suami.nama": "orang_tua_suami.nama_ayah",
    "perkawinan.ayah_suami.nik": "orang_tua_suami.nik_ayah",
    "perkawinan.ibu_suami.nama": "orang_tua_suami.nama_ibu",
    "perkawinan.ibu_suami.nik": "orang_tua_suami.nik_ibu",
    "perkawinan.ayah_istri.nama": "orang_tua_istri.nama_ayah",
    "perkawinan.ayah_istri.nik": "orang_tua_istri.nik_ayah",
    "perkawinan.ibu_istri.nama": "orang_tua_istri.nama_ibu",
    "perkawinan.ibu_istri.nik": "orang_tua_istri.nik_ibu",
    "perkawinan.status_suami": "suami.status",
    "perkawinan.status_istri": "istri.status",
    "perkawinan.tanggal": "perkawinan.tanggal",
    "perkawinan.agama": "perkawinan.agama",
    "perkawinan.pemuka": "perkawinan.pemuka",
    "batal_kawin.nomor_akta": "pembatalan.nomor_akta",
    "batal_kawin.pengadilan": "penetapan.pengadilan",
    "batal_kawin.nomor_putusan": "penetapan.nomor",
    "batal_kawin.tanggal_putusan": "penetapan.tanggal",
    "perceraian.pengaju": "perkawinan.pengaju",
    "perceraian.nomor_kawin": "perkawinan.nomor",
    "perceraian.tanggal_kawin": "perkawinan.tanggal",
    "perceraian.pengadilan": "penetapan.pengadilan",
    "perceraian.nomor_putusan": "penetapan.nomor",
    "perceraian.tanggal_putusan": "penetapan.tanggal",
    "batal_cerai.nomor_akta": "pembatalan.nomor_akta",
    "batal_cerai.pengadilan": "penetapan.pengadilan",
    "batal_cerai.nomor_putusan": "penetapan.nomor",
    "batal_cerai.tanggal_putusan": "penetapan.tanggal",
}
_PARENTS_BY_BLOOD = {
    "ibu.nama": "orang_tua.nama_ibu",
    "ibu.nik": "orang_tua.nik_ibu",
    "ayah.nama": "orang_tua.nama_ayah",
    "ayah.nik": "orang_tua.nik_ayah",
    "nomor_akta": "anak.nomor_akta",
    "lahir": "anak.tanggal_lahir",
    "nomor": "penetapan.nomor",
    "tanggal": "penetapan.tanggal",
    "lembaga": "penetapan.pengadilan",
}
_CHILDREN = {
    f"{section}.{box}": path
    for section in ("pengangkatan", "pengakuan", "pengesahan")
    for box, path in _PARENTS_BY_BLOOD.items()
} | {
    "pengangkatan.nama": "anak.nama",
    "pengangkatan.pengadilan": "penetapan.pengadilan",
    "pengangkatan.ibu_angkat.nama": "angkat.nama_ibu",
    "pengangkatan.ibu_angkat.nik": "angkat.nik_ibu",
    "pengangkatan.ayah_angkat.nama": "angkat.nama_ayah",
    "pengangkatan.ayah_angkat.nik": "angkat.nik_ayah",
    "pengakuan.ibu.kewarganegaraan": "pengakuan.ibu",
    "pengakuan.tanggal_agama": "pengakuan.tanggal_kawin",
    "pengesahan.nomor_kawin": "perkawinan.nomor",
    "pengesahan.tanggal_kawin": "perkawinan.tanggal",
}
_CHANGES = {
    "nama.baru": "nama.baru",
    "nama.lama": "subjek.nama",
    "nama.nomor_akta": "akta.nomor",
    "nama.wali.nama": "nama.nama_wali",
    "nama.wali.nik": "nama.nik_wali",
    "warga.baru": "keputusan.baru",
    "warga.sumpah": "keputusan.nomor_sumpah",
    "warga.tanggal_sumpah": "keputusan.tanggal_sumpah",
    "lain.nomor_akta": "akta.nomor",
    "pembetulan.nomor_akta": "akta.nomor",
    "batal_akta.nomor_akta": "akta.nomor",
} | {
    f"{section}.{box}": f"penetapan.{question}"
    for section in ("nama", "lain", "batal_akta")
    for box, question in (("nomor", "nomor"), ("tanggal", "tanggal"), ("lembaga", "pengadilan"))
}

PATHS: Mapping[str, str] = _EVERYWHERE | _MOVE | _STATEMENTS | _PEOPLE | _BIRTHS | _MARRIAGES | _CHILDREN | _CHANGES

# The one person that a first registration is about, as a row of F-1.01.
MEMBER: Mapping[str, str] = {
    "name": "diri.nama|orang.nama",
    "sex": "diri.kelamin|orang.kelamin",
    "birth_place": "diri.tempat_lahir|orang.tempat_lahir",
    "birth_date": "diri.tanggal_lahir|orang.tanggal_lahir",
    "passport": "izin.paspor",
    "blood": "keterangan.gol_darah",
    "religion": "keterangan.agama",
    "marital": "keterangan.status",
    "education": "keterangan.pendidikan",
    "occupation": "keterangan.pekerjaan",
    "permit": "izin.nomor",
    "permit_until": "izin.sampai",
    "sponsor": "sponsor.nama",
    "sponsor_type": "sponsor.tipe",
    "sponsor_address": "sponsor.alamat",
    "mother": "orang_tua.nama_ibu",
    "mother_nik": "orang_tua.nik_ibu",
    "father": "orang_tua.nama_ayah",
    "father_nik": "orang_tua.nik_ayah",
}

# The person whose card or data it is.
HOLDER: Mapping[str, str] = {
    "nama": "pemilik.nama|orang.nama|diri.nama|subjek.nama",
    "nik": "pemilik.nik|orang.nik|diri.nik|subjek.nik",
    "tempat_lahir": "pemilik.tempat_lahir|kartu.tempat_lahir|orang.tempat_lahir|diri.tempat_lahir",
    "tanggal_lahir": "pemilik.tanggal_lahir|orang.tanggal_lahir|diri.tanggal_lahir",
}
# Who can have given a power: that person, or for a child its mother.
GIVER: Mapping[str, str] = {box: f"{path}|ibu.{box}" for box, path in HOLDER.items()}

# The steps that hold an address, by the block of the form; the first that has one is taken.
ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "alamat": ("alamat", "asal", "kartu", "tujuan"),
    "asal": ("asal",),
    "tujuan": ("tujuan", "alamat"),
}
