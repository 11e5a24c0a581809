"""What domain reference 1.3 says stands on each form."""

ASKED = {
    "F-1.01": """
        WNI; Orang Asing; WNI di luar negeri; Nama kepala keluarga; Alamat; Kode pos; RT; RW; Jumlah anggota;
        Telepon/HP; E-mail; Kode - nama provinsi; Kode - nama kecamatan; Nama dusun; Kode negara; Kode
        perwakilan RI; Gelar depan; Gelar belakang; Nomor paspor; Nama sponsor; Tipe sponsor; Alamat sponsor;
        Nomor SK penetapan WNI; Gol. darah; Nama organisasi kepercayaan; SHDK; Kelainan fisik; Pendidikan
        terakhir; Jenis pekerjaan; Nomor ITAS/ITAP; Tempat terbit; Tempat datang pertama; NIK ibu; Nama ibu;
        NIK ayah; Nama ayah
    """,
    "F-1.02": """
        Nama lengkap; NIK; Nomor Kartu Keluarga; Membentuk keluarga baru; Penggantian kepala keluarga; Pisah
        KK; Pindah datang; Rentan administrasi kependudukan; Menumpang dalam KK; Peristiwa penting; Hilang;
        Rusak; Perubahan status kewarganegaraan; Luar domisili; Transmigrasi; Lainnya; Buku nikah; Dokumen
        perjalanan; Kartu izin tinggal tetap; Petugas; Pemohon
    """,
    "F-1.03": """
        Nomor Kartu Keluarga; Nama lengkap pemohon; Surat keterangan kependudukan; SKPLN; SKTT; Alamat asal;
        Klasifikasi kepindahan; Alamat tujuan; Kode pos; Alasan pindah; Jenis kepindahan; yang tidak pindah;
        Membuat KK baru; SHDK; Nama sponsor; Tipe sponsor; Alamat sponsor; ITAS/ITAP; Negara tujuan; Kode
        negara; Penanggung jawab; Rencana tanggal pindah; Kepala Dinas
    """,
    "F-1.04": """
        Nama lengkap; NIK; Dokumen yang tidak dimiliki; Saksi I; Saksi II; Yang membuat pernyataan
    """,
    "F-1.05": """
        Nama suami; NIK suami; Nama istri; telah terikat perkawinan; telah bercerai hidup; Saksi I; Saksi II
    """,
    "F-1.06": """
        Nama lengkap; NIK; Nomor Kartu Keluarga; SHDK; Keterangan; Pendidikan terakhir; Pekerjaan; Agama;
        Semula; Menjadi; Dasar perubahan
    """,
    "F-1.07": """
        pemberi kuasa; Penerima kuasa; Layanan
    """,
    "F-2.01": """
        Kode wilayah; DATA PELAPOR; SUBJEK AKTA KESATU; SUBJEK AKTA KEDUA; SAKSI I; SAKSI II; DATA ORANG TUA;
        Nomor dokumen perjalanan; Tempat dilahirkan; Penolong kelahiran; Berat bayi; Panjang; Lama dalam
        kandungan; Yang menentukan; Status suami sebelum kawin; Tanggal pemberkatan; Jam pelaporan; notaris;
        Jumlah anak; Yang mengajukan perceraian; panitera; Sebab kematian; Yang menerangkan; ibu angkat;
        Tempat lembaga penetapan; Tanggal perkawinan agama; buku nikah; Nama baru; Nama lama; affidavit;
        Keputusan Presiden; berita acara sumpah; Keputusan Menteri; Jenis kelamin lama; Jenis akta yang
        dibatalkan; Kantor perwakilan; bukti dari negara setempat
    """,
    "F-2.03": """
        Nama; Lahir di; Anak ke-; Nama ibu; NIK ayah; Penolong kelahiran; Saksi I; Saksi II
    """,
    "F-2.04": """
        Nama suami; NIK suami; Nama istri; NIK istri; Nomor Kartu Keluarga; Saksi I; Saksi II
    """,
}
