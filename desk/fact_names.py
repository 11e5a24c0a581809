"""What the facts of documents are called on the desk."""

from flask_babel import gettext as _


def fact_name(name: str) -> str:
    """A fact of any kind of document, as people say it."""
    who, _sign, what = name.partition("_")
    people = {"husband": _("Suami"), "wife": _("Istri"), "origin": _("Asal"), "target": _("Tujuan")}
    words = fact_names()
    if name in words or who not in people:
        return words.get(name, name)
    label = words[what]
    return f"{people[who]}: {label[:1].lower() if not label[:2].isupper() else label[:1]}{label[1:]}"


def fact_names() -> dict[str, str]:
    """Each fact by its name; those of husband and wife, of origin and target are made of two."""
    return {
        "child_name": _("Nama anak"), "name": _("Nama lengkap"), "sex": _("Jenis kelamin"), "nik": _("NIK"),
        "birth_place": _("Tempat lahir"), "birth_date": _("Tanggal lahir"), "child_order": _("Anak ke"),
        "mother_name": _("Nama ibu"), "father_name": _("Nama ayah"), "mother": _("Nama ibu"), "father": _("Nama ayah"),
        "mother_nik": _("NIK ibu"), "father_nik": _("NIK ayah"), "death_place": _("Tempat meninggal"),
        "death_date": _("Tanggal meninggal"), "wedding_place": _("Tempat perkawinan"),
        "wedding_date": _("Tanggal perkawinan"), "religion": _("Agama"), "leader": _("Pemuka agama"),
        "marriage_number": _("Nomor akta perkawinan"), "marriage_date": _("Tanggal perkawinan"), "court": _("Pengadilan"),
        "ruling_number": _("Nomor putusan"), "ruling_date": _("Tanggal putusan"),
        "birth_number": _("Nomor akta kelahiran"), "akta_kind": _("Jenis akta"), "akta_number": _("Nomor akta"),
        "subject_name": _("Nama pemilik akta"), "matter": _("Perihal"), "old_value": _("Semula"), "new_value": _("Menjadi"),
        "weeks": _("Lama kandungan (minggu)"), "cause": _("Sebab"), "kk": _("Nomor KK"),
        "head_name": _("Nama kepala keluarga"), "applicant_nik": _("NIK pemohon"), "applicant_name": _("Nama pemohon"),
        "address": _("Alamat"), "village": _("Kelurahan"), "rt": _("RT"), "rw": _("RW"), "postal_code": _("Kode pos"),
        "reason": _("Alasan pindah"), "move_kind": _("Jenis kepindahan"), "stay_status": _("KK bagi yang tidak pindah"),
        "move_status": _("KK bagi yang pindah"), "planned_date": _("Rencana tanggal pindah"),
        "country": _("Negara tujuan"), "responsible": _("Penanggung jawab"), "nationality": _("Kewarganegaraan"),
        "citizenship": _("Kewarganegaraan"), "passport": _("Nomor paspor"), "permit_number": _("Nomor izin tinggal"),
        "permit": _("Nomor ITAS/ITAP"), "permit_until": _("Izin berlaku sampai"), "sponsor": _("Penjamin"),
        "blood": _("Golongan darah"), "marital": _("Status perkawinan"), "marital_date": _("Tanggal perkawinan"),
        "shdk": _("Hubungan dalam keluarga"), "education": _("Pendidikan terakhir"), "occupation": _("Jenis pekerjaan"),
    }  # fmt: skip
