"""The fields that a personnel file fills, with the headings by which they are known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called on the page, why it is needed, its headings, best first."""

    label: str
    purpose: str
    headings: tuple[str, ...]


FIELDS = {
    "nip": Field(
        "NIP atau nomor induk PPPK",
        "mengenali orangnya",
        ("nip_baru", "nip", "nip / ni pppk", "nip/nipppk", "ni pppk", "nomor induk pegawai",
         "nomor induk pppk", "nip baru/nip lama"),
    ),
    "name": Field(
        "Nama",
        "daftar pegawai dan tautan pribadi",
        ("nama", "nama lengkap", "nama pegawai", "nama asn", "nama lengkap dengan gelar",
         "nama dan gelar", "nama nama lengkap dengan gelar", "nama pns"),
    ),
    "title_front": Field("Gelar depan", "surat", ("gelar_depan",)),
    "title_back": Field("Gelar belakang", "surat", ("gelar_belakang",)),
    "born_on": Field(
        "Tanggal lahir", "memeriksa NIP", ("tanggal_lahir", "tgl lahir", "tgl. lahir"),
    ),
    "sex": Field(
        "Jenis kelamin", "memeriksa NIP", ("jenis_kelamin", "l/p", "jk", "kelamin", "sex"),
    ),
    "status": Field(
        "Status pegawai",
        "menentukan aturan yang berlaku",
        ("status_cpns_pns", "status", "status pegawai", "status kepegawaian",
         "jenis_pegawai_nama", "jenis pegawai"),
    ),
    "grade": Field(
        "Golongan",
        "memeriksa status",
        ("gol_akhir_nama", "golongan", "gol", "gol/ruang", "gol. ruang", "golongan ruang",
         "pangkat/gol.ruang", "pangkat gol/ruang", "pangkat/golongan", "pangkat golongan ruang"),
    ),
    "post_title": Field(
        "Nama jabatan", "perkara dan surat", ("jabatan_nama", "jabatan", "nama jabatan",
                                              "jabatan nama"),
    ),
    "post_type": Field("Jenis jabatan", "saringan", ("jenis_jabatan_nama", "jenis jabatan")),
    "eselon": Field(
        "Eselon", "mengenali pimpinan unit", ("eselon", "jabatan eselon", "eselon_nama"),
    ),
    "unit_id": Field("Kode unit", "membedakan unit bernama sama", ("unor_id", "kode unor",
                                                                     "kode unit")),
    "unit_name": Field(
        "Unit kerja",
        "susunan unit",
        ("unor_nama", "unit kerja", "unit organisasi", "unor", "nama unor", "unit",
         "lokasi_kerja_nama"),
    ),
    "opd_name": Field(
        "Perangkat daerah (OPD)",
        "susunan unit",
        ("satuan_kerja_kerja_nama", "satuan kerja", "satuan_kerja_induk_nama", "opd",
         "perangkat daerah", "skpd", "instansi", "nama opd"),
    ),
    "standing": Field(
        "Kedudukan hukum", "cuti dan tugas belajar", ("kedudukan_hukum_nama", "kedudukan hukum"),
    ),
    "email": Field("Email dinas", "pemberitahuan", ("email_gov", "email", "email dinas")),
    "phone": Field("Nomor HP", "kode ke HP", ("nomor_hp", "no hp", "no. hp", "hp", "telepon")),
}  # fmt: skip

REQUIRED = ("nip", "name")
UNIT_FIELDS = ("unit_name", "opd_name")

# None of these is needed; religion is specific personal data (UU 27/2022, Pasal 4).
NEVER_STORED = (
    "nik", "no ktp", "agama", "agama_id", "agama_nama", "jenis_kawin", "jenis_kawin_id",
    "jenis_kawin_nama", "status perkawinan", "npwp", "npwp_nomor", "bpjs", "alamat",
    "tempat_lahir", "tempat_lahir_id", "tempat_lahir_nama", "tempat/tgl lahir",
    "tempat tanggal lahir",
)  # fmt: skip
