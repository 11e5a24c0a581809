"""The office's fixed lists: code, Indonesian label as printed, English label.

Codes are those of the forms of Permendagri 109/2019, kept as text because forms, files and addresses carry text.
English is ours. Nothing here may be renumbered: codes are stored.
"""

from collections.abc import Mapping
from types import MappingProxyType

Label = Mapping[str, str]  # {"id": ..., "en": ...}
Enumeration = Mapping[str, Label]  # code -> label, in the order of the form

_LISTS = {
    "jenis_kelamin": """
        1 Laki-laki | Male
        2 Perempuan | Female
    """,
    "kewarganegaraan": """
        1 WNI | Indonesian citizen
        2 WNA | Foreign citizen
    """,
    "agama": """
        1 Islam | Islam
        2 Kristen | Protestant Christian
        3 Katolik | Catholic
        4 Hindu | Hindu
        5 Buddha | Buddhist
        6 Khonghucu | Confucian
        7 Kepercayaan terhadap Tuhan YME | Belief in the One Almighty God
    """,
    "status_perkawinan": """
        1 Belum Kawin | Never married
        2 Kawin | Married
        3 Cerai Hidup | Divorced
        4 Cerai Mati | Widowed
    """,
    # The six texts of the newer KK; the base code above is kept beside a flag "tercatat".
    "status_perkawinan_kk": """
        1 Belum Kawin | Never married
        2 Kawin Tercatat | Married, registered
        3 Kawin Belum Tercatat | Married, not registered
        4 Cerai Hidup Tercatat | Divorced, registered
        5 Cerai Hidup Belum Tercatat | Divorced, not registered
        6 Cerai Mati | Widowed
    """,
    # F-2.01 counts in another order than the list of status_perkawinan.
    "status_sebelum_kawin": """
        1 Kawin | Married
        2 Belum Kawin | Never married
        3 Cerai Hidup | Divorced
        4 Cerai Mati | Widowed
    """,
    "gol_darah": """
        1 A | A
        2 B | B
        3 AB | AB
        4 O | O
        5 A+ | A+
        6 A- | A-
        7 B+ | B+
        8 B- | B-
        9 AB+ | AB+
        10 AB- | AB-
        11 O+ | O+
        12 O- | O-
        13 Tidak Tahu | Not known
    """,
    "pendidikan": """
        1 Tidak/Belum Sekolah | Never or not yet at school
        2 Belum Tamat SD/Sederajat | Primary school not finished
        3 Tamat SD/Sederajat | Primary school finished
        4 SLTP/Sederajat | Junior secondary school or equal
        5 SLTA/Sederajat | Senior secondary school or equal
        6 Diploma I/II | Diploma I or II
        7 Akademi/Diploma III/Sarjana Muda | Academy, Diploma III or old bachelor's degree
        8 Diploma IV/Strata I | Diploma IV or bachelor's degree (S1)
        9 Strata II | Master's degree (S2)
        10 Strata III | Doctorate (S3)
    """,
    "shdk": """
        1 Kepala Keluarga | Head of family
        2 Suami | Husband
        3 Istri | Wife
        4 Anak | Child
        5 Menantu | Son- or daughter-in-law
        6 Cucu | Grandchild
        7 Orang Tua | Parent
        8 Mertua | Parent-in-law
        9 Famili Lain | Other relative
        10 Pembantu | Domestic worker
        11 Lainnya | Other
    """,
    "disabilitas": """
        1 Penyandang disabilitas fisik | Physical disability
        2 Penyandang disabilitas netra/buta | Visual disability or blindness
        3 Penyandang disabilitas rungu/wicara | Hearing or speech disability
        4 Penyandang disabilitas mental/jiwa | Mental or psychosocial disability
        5 Penyandang disabilitas fisik dan mental | Physical and mental disability
        6 Penyandang disabilitas lainnya | Other disability
        7 Tidak ada | None
    """,
    "tempat_dilahirkan": """
        1 RS/RB | Hospital or maternity clinic
        2 Puskesmas | Community health centre (puskesmas)
        3 Polindes | Village maternity post (polindes)
        4 Rumah | Home
        5 Lainnya | Other
    """,
    "jenis_kelahiran": """
        1 Tunggal | Single
        2 Kembar 2 | Twins
        3 Kembar 3 | Triplets
        4 Kembar 4 | Quadruplets
        5 Lainnya | Other
    """,
    "penolong": """
        1 Dokter | Doctor
        2 Bidan/Perawat | Midwife or nurse
        3 Dukun | Traditional birth attendant
        4 Lainnya | Other
    """,
    "sebab_kematian": """
        1 Sakit biasa/tua | Ordinary illness or old age
        2 Wabah penyakit | Epidemic
        3 Kecelakaan | Accident
        4 Kriminalitas | Crime
        5 Bunuh diri | Suicide
        6 Lainnya | Other
    """,
    "yang_menerangkan": """
        1 Dokter | Doctor
        2 Tenaga kesehatan | Health worker
        3 Kepolisian | Police
        4 Lainnya | Other
    """,
    "yang_menentukan": """
        1 Dokter | Doctor
        2 Bidan/Perawat | Midwife or nurse
        3 Tenaga kesehatan | Health worker
        4 Kepolisian | Police
        5 Lainnya | Other
    """,
    "alasan_pindah": """
        1 Pekerjaan | Work
        2 Pendidikan | Education
        3 Keamanan | Safety
        4 Kesehatan | Health
        5 Perumahan | Housing
        6 Keluarga | Family
        7 Lainnya | Other
    """,
    # Derived from the two region codes; only 4 and 5 give an SKPWNI.
    "klasifikasi_pindah": """
        1 Dalam satu desa/kelurahan | Within one village or kelurahan
        2 Antar desa/kelurahan | Between villages or kelurahan of one kecamatan
        3 Antar kecamatan | Between kecamatan of one regency or city
        4 Antar kabupaten/kota | Between regencies or cities of one province
        5 Antar provinsi | Between provinces
    """,
    "jenis_kepindahan": """
        1 Kepala keluarga | Head of family
        2 Kepala keluarga dan seluruh anggota keluarga | Head of family and all members
        3 Kepala keluarga dan sebagian anggota keluarga | Head of family and some members
        4 Anggota keluarga | Family members
    """,
    # Not asked with jenis_kepindahan 2: nobody stays.
    "status_kk_tidak_pindah": """
        1 Numpang KK | Join another family card
        2 Membuat KK baru | Make a new family card
    """,
    "status_kk_pindah": """
        1 Numpang KK | Join another family card
        2 Membuat KK baru | Make a new family card
    """,
    "tipe_sponsor": """
        1 Organisasi internasional | International organisation
        2 Perorangan | Private person
        3 Pemerintah | Government
        4 Tanpa sponsor | No sponsor
        5 Perusahaan | Company
    """,
    # F-1.01 in the edition of 99 entries; other systems still call 89 "Lainnya".
    "pekerjaan": """
        1 Belum/Tidak Bekerja | Not working or not yet working
        2 Mengurus Rumah Tangga | Keeping house
        3 Pelajar/Mahasiswa | Pupil or student
        4 Pensiunan | Retired
        5 Pegawai Negeri Sipil | Civil servant
        6 Tentara Nasional Indonesia | Member of the armed forces
        7 Kepolisian RI | Member of the police
        8 Perdagangan | Trade
        9 Petani/Pekebun | Farmer or planter
        10 Peternak | Livestock farmer
        11 Nelayan/Perikanan | Fisher or fish farmer
        12 Industri | Industry
        13 Konstruksi | Construction
        14 Transportasi | Transport
        15 Karyawan Swasta | Employee, private company
        16 Karyawan BUMN | Employee, state-owned company
        17 Karyawan BUMD | Employee, regional government company
        18 Karyawan Honorer | Contract employee of the government
        19 Buruh Harian Lepas | Casual day labourer
        20 Buruh Tani/Perkebunan | Farm or plantation labourer
        21 Buruh Nelayan/Perikanan | Fishery labourer
        22 Buruh Peternakan | Livestock labourer
        23 Pembantu Rumah Tangga | Domestic worker
        24 Tukang Cukur | Barber
        25 Tukang Listrik | Electrician
        26 Tukang Batu | Bricklayer
        27 Tukang Kayu | Carpenter
        28 Tukang Sol Sepatu | Shoe repairer
        29 Tukang Las/Pandai Besi | Welder or blacksmith
        30 Tukang Jahit | Tailor
        31 Tukang Gigi | Denture maker
        32 Penata Rias | Make-up artist
        33 Penata Busana | Wardrobe stylist
        34 Penata Rambut | Hairdresser
        35 Mekanik | Mechanic
        36 Seniman | Artist (fine or traditional arts)
        37 Tabib | Traditional healer
        38 Paraji | Traditional midwife
        39 Perancang Busana | Fashion designer
        40 Penterjemah | Translator or interpreter
        41 Imam Masjid | Imam of a mosque
        42 Pendeta | Protestant minister
        43 Pastor | Catholic priest
        44 Wartawan | Journalist
        45 Ustadz/Mubaligh | Islamic teacher or preacher
        46 Juru Masak | Cook
        47 Promotor Acara | Event promoter
        48 Anggota DPR-RI | Member of the national parliament (DPR-RI)
        49 Anggota DPD | Member of the Regional Representative Council (DPD)
        50 Anggota BPK | Member of the Supreme Audit Agency (BPK)
        51 Presiden | President
        52 Wakil Presiden | Vice President
        53 Anggota Mahkamah Konstitusi | Judge of the Constitutional Court
        54 Anggota Kabinet/Kementerian | Member of the cabinet or a ministry
        55 Duta Besar | Ambassador
        56 Gubernur | Governor
        57 Wakil Gubernur | Deputy governor
        58 Bupati | Regent
        59 Wakil Bupati | Deputy regent
        60 Walikota | Mayor
        61 Wakil Walikota | Deputy mayor
        62 Anggota DPRD Provinsi | Member of a provincial council (DPRD)
        63 Anggota DPRD Kabupaten/Kota | Member of a regency or city council (DPRD)
        64 Dosen | Lecturer
        65 Guru | Teacher
        66 Pilot | Pilot
        67 Pengacara | Lawyer
        68 Notaris | Notary
        69 Arsitek | Architect
        70 Akuntan | Accountant
        71 Konsultan | Consultant
        72 Dokter | Doctor
        73 Bidan | Midwife
        74 Perawat | Nurse
        75 Apoteker | Pharmacist
        76 Psikiater/Psikolog | Psychiatrist or psychologist
        77 Penyiar Televisi | Television presenter
        78 Penyiar Radio | Radio presenter
        79 Pelaut | Seafarer
        80 Peneliti | Researcher
        81 Sopir | Driver
        82 Pialang | Broker
        83 Paranormal | Psychic
        84 Pedagang | Trader
        85 Perangkat Desa | Village official
        86 Kepala Desa | Village head
        87 Biarawan/Biarawati | Monk or nun
        88 Wiraswasta | Self-employed
        89 Anggota Lembaga Tinggi Lainnya | Member of another high state body
        90 Artis | Performer
        91 Atlit | Athlete
        92 Chef | Chef
        93 Manajer | Manager
        94 Tenaga Tata Usaha | Clerical worker
        95 Operator | Operator
        96 Pekerja Pengolahan, Kerajinan | Processing or craft worker
        97 Teknisi | Technician
        98 Asisten Ahli | Expert's assistant
        99 Lainnya | Other
    """,
}


def _read(block: str) -> Enumeration:
    rows = [line.strip().partition(" ") for line in block.strip().splitlines()]
    return MappingProxyType({code: _label(words) for code, _, words in rows})


def _label(words: str) -> Label:
    indonesian, _, english = words.partition(" | ")
    return MappingProxyType({"id": indonesian, "en": english})


ALL: Mapping[str, Enumeration] = MappingProxyType({name: _read(block) for name, block in _LISTS.items()})


def label(name: str, code: str, language: str = "id") -> str:
    """The words of a code in `id` or `en`; a code that the list does not hold is shown as it is.

    Raises:
        KeyError: no list of that name.
    """
    words = ALL[name].get(code)
    return code if words is None else words["en" if language == "en" else "id"]
