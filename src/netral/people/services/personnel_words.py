"""What an officer reads about a row or a file that cannot go in: the reason, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from netral.core.kinds.nip import NipFlaw
from netral.people.services.personnel_formats import Refusal


class RowFlaw(StrEnum):
    """What may be wrong with a row beside its number."""

    NAME = "nama_kosong"
    STATUS = "status_tidak_dikenal"
    STATUS_NIP = "status_beda_nip"
    GRADE = "golongan_beda"
    SEX = "kelamin_beda"
    SEX_UNKNOWN = "kelamin_tidak_dikenal"
    BIRTH = "lahir_beda"
    BIRTH_UNREAD = "lahir_tak_terbaca"
    BIRTH_ORDER = "lahir_dua_cara"
    TWICE = "nip_ganda"
    UNIT = "unit_tidak_jelas"
    UNIT_MISSING = "unit_kosong"
    GONE = "sudah_berhenti"
    CUT = "dipotong"


Flaw = NipFlaw | RowFlaw

_WORDS: dict[Flaw, tuple[Promise, Promise]] = {
    NipFlaw.EMPTY: (_("NIP kosong."), _("Isi NIP atau nomor induk PPPK dari data kepegawaian.")),
    NipFlaw.FLOAT: (
        _(
            'NIP terbaca "{value}". Aplikasi tabel mengubahnya menjadi angka, sehingga digitnya '
            "hilang."
        ),
        _("Jadikan kolom NIP teks, lalu ekspor ulang dari data kepegawaian."),
    ),
    NipFlaw.LETTERS: (
        _('NIP "{value}" memuat tanda yang bukan angka.'),
        _("Hapus huruf dan tandanya; huruf O sering tertukar dengan angka 0."),
    ),
    NipFlaw.LENGTH: (
        _("NIP berisi {n} angka, seharusnya 18. Mungkin ada yang terpotong."),
        _("Salin ulang dari data kepegawaian."),
    ),
    NipFlaw.BIRTH: (
        _("Tanggal lahir dalam NIP ({value}) tidak ada di kalender. Biasanya salah ketik."),
        _("Periksa 8 angka pertama."),
    ),
    NipFlaw.MONTH: (
        _(
            "Angka ke-13 dan 14 ({value}) bukan bulan dan bukan kode PPPK. Status pegawai jadi "
            "tidak terbaca."
        ),
        _("Periksa NIP atau nomor induk PPPK."),
    ),
    NipFlaw.SEX: (
        _("Angka ke-15 NIP ({value}) bukan 1 atau 2."),
        _("Periksa NIP; angka itu menandai jenis kelamin."),
    ),
    NipFlaw.AGE: (
        _("Usia saat diangkat terbaca {age} tahun, di luar batas."),
        _("Periksa tahun lahir dan tahun pengangkatan dalam NIP."),
    ),
    NipFlaw.AGE_UNUSUAL: (
        _("Usia saat diangkat terbaca {age} tahun, di luar kebiasaan. Baris ini tetap bisa masuk."),
        _("Periksa tahun lahir dan tahun pengangkatan dalam NIP."),
    ),
    NipFlaw.CODE_UNUSUAL: (
        _("Angka ke-13 dan 14 nomor PPPK bukan 21. Baris ini tetap bisa masuk."),
        _("Cocokkan dengan surat keputusan pengangkatan."),
    ),
    NipFlaw.FUTURE: (
        _("Tahun pengangkatan dalam NIP ({value}) belum tiba."),
        _("Periksa angka ke-9 sampai 12."),
    ),
    RowFlaw.NAME: (_("Nama kosong."), _("Isi nama seperti dalam surat keputusan pengangkatan.")),
    RowFlaw.STATUS: (
        _('Status "{value}" tidak kami kenal.'),
        _("Isi salah satu: PNS, CPNS, PPPK, atau PPPK Paruh Waktu."),
    ),
    RowFlaw.STATUS_NIP: (
        _("Status {status} tidak cocok dengan bentuk nomornya, yang {kind}."),
        _("Periksa status dan nomor induknya; salah satunya keliru."),
    ),
    RowFlaw.GRADE: (
        _(
            "Golongan {grade} tidak cocok dengan status {status}: PNS memakai I/a sampai IV/e, "
            "PPPK memakai I sampai XVII."
        ),
        _("Perbaiki salah satunya."),
    ),
    RowFlaw.SEX: (
        _("Jenis kelamin di kolom berbeda dengan angka ke-15 NIP. Salah satunya keliru."),
        _("Cocokkan dengan surat keputusan pengangkatan."),
    ),
    RowFlaw.SEX_UNKNOWN: (
        _('Jenis kelamin "{value}" tidak kami kenal. Baris ini tetap bisa masuk.'),
        _("Isi L atau P."),
    ),
    RowFlaw.BIRTH: (
        _("Tanggal lahir di kolom berbeda dengan 8 angka pertama NIP. Salah satunya keliru."),
        _("Cocokkan dengan surat keputusan pengangkatan."),
    ),
    RowFlaw.BIRTH_UNREAD: (
        _("Tanggal lahir di kolom tidak terbaca. Baris ini tetap bisa masuk."),
        _("Tulis sebagai tanggal-bulan-tahun, misalnya 12-03-1987."),
    ),
    RowFlaw.BIRTH_ORDER: (
        _("Tanggal lahir bisa dibaca dua cara; kami ikuti NIP. Baris ini tetap bisa masuk."),
        _("Tulis sebagai tanggal-bulan-tahun."),
    ),
    RowFlaw.TWICE: (
        _("NIP ini ada di baris {lines}. Satu orang hanya boleh satu baris."),
        _("Sisakan baris jabatan yang sekarang."),
    ),
    RowFlaw.UNIT: (
        _('Ada {count} unit bernama "{name}", jadi kami tidak tahu yang mana.'),
        _("Sertakan nama induknya atau kode unit."),
    ),
    RowFlaw.UNIT_MISSING: (
        _("Unit kerja kosong. Baris ini masuk langsung di bawah pemerintah daerah."),
        _("Isi unit kerja, lalu impor lagi."),
    ),
    RowFlaw.GONE: (
        _("Kedudukan hukumnya {value}, jadi baris ini tidak dihitung sebagai pegawai aktif."),
        _("Anda tidak perlu berbuat apa-apa."),
    ),
    RowFlaw.CUT: (
        _("Isi kolom {label} terlalu panjang; sisanya kami potong. Baris ini tetap bisa masuk."),
        _("Periksa apakah dua kolom tertukar."),
    ),
}

REFUSED: dict[Refusal, Promise] = {
    Refusal.EMPTY: _("Berkas ini kosong. Periksa hasil ekspornya, lalu kirim lagi."),
    Refusal.TOO_LARGE: _(
        "Berkas ini lebih dari 64 MB. Hapus gambar dan lembar lain, atau kirim per perangkat "
        "daerah dengan pilihan hanya tambah dan ubah."
    ),
    Refusal.PASSWORD: _(
        "Berkas ini terkunci kata sandi, jadi kami tidak bisa membacanya. Buka di aplikasi tabel, "
        "hapus kata sandinya, simpan, lalu kirim lagi."
    ),
    Refusal.OLD_EXCEL: _(
        "Berkas ini berbentuk XLS lama. Buka di aplikasi tabel, simpan sebagai XLSX, lalu kirim "
        "lagi."
    ),
    Refusal.MACRO: _(
        "Berkas ini memuat makro, jadi kami tidak membukanya. Simpan sebagai XLSX tanpa makro, "
        "lalu kirim lagi."
    ),
    Refusal.BROKEN: _(
        "Berkas ini rusak atau terpotong saat dikirim. Buka di aplikasi tabel, simpan ulang "
        "sebagai XLSX, lalu kirim lagi."
    ),
    Refusal.NOT_A_TABLE: _(
        "Berkas ini bukan tabel. Kami membaca XLSX dan CSV; simpan daftar pegawainya dalam salah "
        "satu bentuk itu."
    ),
    Refusal.NO_HEADER: _(
        "Judul kolom tidak ditemukan. Mungkin tertutup kop atau sel gabungan. Pastikan ada baris "
        "judul yang memuat NIP dan Nama."
    ),
    Refusal.NO_ROWS: _("Tidak ada baris pegawai di bawah judul kolom. Periksa hasil ekspornya."),
    Refusal.TOO_WIDE: _(
        "Berkas ini terlalu berat untuk dibaca. Hapus lembar dan kolom yang tidak perlu, atau "
        "simpan sebagai CSV."
    ),
}


def reason_of(flaw: Flaw, values: Mapping[str, str]) -> str:
    """Return what was wrong, with what was read filled in."""
    return str(_WORDS[flaw][0]).format(**values)


def advice_of(flaw: Flaw) -> str:
    """Return what to do."""
    return str(_WORDS[flaw][1])
