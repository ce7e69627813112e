"""The words of the law data's codes: families, stages, persons, tracks, levels, how sure we are.

What the data says in Indonesian alone (ranges, authorities) is listed here too, so that it stands
in the catalogue of translations; a test compares the lists with the data.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from netral.core.law.records import Act

Words = str | Promise

FAMILY_LABELS: dict[str, Words] = {
    "MEDSOS": _("Media sosial"),
    "FOTO": _("Foto dan isyarat tangan"),
    "KAMPANYE": _("Ikut kampanye"),
    "DEKLARASI": _("Hadir di acara calon"),
    "SPANDUK": _("Spanduk dan alat peraga"),
    "KEGIATAN": _("Ajakan, pertemuan, pemberian"),
    "MOBILISASI": _("Mengerahkan pegawai lain"),
    "FASILITAS": _("Kendaraan, gedung, barang negara"),
    "KEPUTUSAN": _("Keputusan dan penggantian pejabat"),
    "PARPOL": _("Anggota atau pengurus partai"),
    "TIM": _("Tim pemenangan, tim ahli, konsultan"),
    "KTP": _("Surat dukungan dan salinan KTP"),
    "PENDEKATAN": _("ASN yang ingin maju"),
    "PASANGAN": _("Suami atau istri yang maju"),
    "UANG": _("Politik uang"),
    "DESA": _("Kepala dan perangkat desa"),
    "NONASN": _("Pegawai non-ASN"),
    "UMUM": _("Kewajiban umum ASN"),
    "PEMBIARAN": _("Tugas atasan dan pejabat"),
    "PIDANA-PILKADA": _("Pidana dalam Pilkada"),
    "PIDANA-PEMILU": _("Pidana dalam Pemilu"),
    "RUJUKAN": _("TNI dan Polri"),
    "BUKAN": _("Bukan pelanggaran"),
}
"""Families in the order in which people look for them."""
STAGE_LABELS: dict[str, Words] = {
    "pra_penetapan": _("Sebelum calon ditetapkan"),
    "pasca_penetapan": _("Calon ditetapkan, kampanye belum mulai"),
    "kampanye": _("Masa kampanye"),
    "masa_tenang": _("Masa tenang"),
    "pemungutan": _("Hari pemungutan suara"),
    "pasca": _("Sesudah pemungutan suara"),
}
ALL_STAGES = _("Semua tahap, juga di luar pemilihan")
EVERY_STAGE = _("Setiap tahap pemilihan")
SUBJECT_LABELS: dict[str, Words] = {
    "PNS": _("PNS"),
    "CPNS": _("CPNS"),
    "PPPK": _("PPPK"),
    "PPNPN": _("PPNPN"),
    "HONORER": _("tenaga honor dan kontrak"),
    "KADES": _("kepala desa"),
    "PERANGKAT_DESA": _("perangkat desa"),
    "BPD": _("anggota Badan Permusyawaratan Desa (BPD)"),
    "LURAH": _("lurah"),
    "KEPALA_DAERAH": _("kepala daerah"),
    "PJ_KEPALA_DAERAH": _("penjabat kepala daerah"),
    "PEJABAT_NEGARA": _("pejabat negara"),
    "PEJABAT_DAERAH": _("pejabat daerah"),
    "PEJABAT_ASN": _("ASN yang memegang jabatan"),
    "TNI_POLRI": _("anggota TNI dan Polri"),
    "PASLON": _("pasangan calon"),
    "SETIAP_ORANG": _("setiap orang"),
    "SEMUA": _("semua yang diperiksa"),
    "ATASAN_LANGSUNG": _("atasan langsung"),
    "PEJABAT_YANG_BERWENANG_MENGHUKUM": _("pejabat yang berwenang menghukum"),
    "PPK": _("pejabat pembina kepegawaian"),
}
TRACK_LABELS: dict[str, Words] = {
    "etika": _("jalur etik"),
    "disiplin": _("jalur disiplin"),
    "pidana": _("jalur pidana"),
    "administrasi": _("jalur administrasi"),
    "bukan_pelanggaran": _("bukan pelanggaran"),
}
LEVEL_LABELS: dict[str, Words] = {
    "moral": pgettext_lazy("tingkat", "moral"),
    "ringan": pgettext_lazy("tingkat", "ringan"),
    "sedang": pgettext_lazy("tingkat", "sedang"),
    "berat": pgettext_lazy("tingkat", "berat"),
    "pemberhentian": pgettext_lazy("tingkat", "pemberhentian"),
    "kontrak": pgettext_lazy("tingkat", "perjanjian kerja"),
}
CONFIDENCE_LABELS: dict[str, Words] = {
    "tinggi": _("Keyakinan tinggi"),
    "sedang": _("Keyakinan sedang"),
    "rendah": _("Keyakinan rendah"),
}
REGIME_LABELS: dict[str, Words] = {"pilkada": _("Pilkada"), "pemilu": _("Pemilu")}
POST_LEVEL_LABELS: dict[str, Words] = {
    "semua": _("semua jabatan"),
    "jpt_madya": _("jabatan pimpinan tinggi madya"),
    "jpt_pratama": _("jabatan pimpinan tinggi pratama"),
    "ahli_utama": _("jabatan fungsional ahli utama"),
    "administrator": _("jabatan administrator"),
    "pengawas": _("jabatan pengawas"),
    "pelaksana": _("jabatan pelaksana"),
}
SCOPE_LABELS: dict[str, Words] = {
    "semua": "",
    "provinsi": _("provinsi (contoh)"),
    "kabupaten": _("kabupaten dan kota"),
}
TEAM_LABELS: dict[str, Words] = {
    "wajib": _("tim pemeriksa wajib"),
    "boleh": _("tim pemeriksa boleh dibentuk"),
    "tidak perlu": _("tanpa tim pemeriksa"),
    "menurut aturan instansi": _("menurut aturan instansi"),
}
UNIT_LABELS: dict[str, Words] = {
    "hari_kerja": _("hari kerja"),
    "hari": _("hari kalender"),
    "minggu": _("minggu"),
    "bulan": _("bulan"),
    "jam": _("jam"),
    "jam_hari_kerja": _("jam pada hari kerja"),
}
KIND_LABELS: dict[str, Words] = {
    "latest": _("paling lambat"),
    "not_before": _("paling cepat"),
    "in_force": _("mulai berlaku"),
    "latest_receipt": _("diterima paling lambat"),
}
RANGE_WORDS: tuple[Words, ...] = (
    _("sanksi moral: pernyataan tertutup atau terbuka"),
    _("hukuman disiplin sedang"),
    _("hukuman disiplin sedang atau berat"),
    _("hukuman disiplin berat"),
    _("hukuman disiplin ringan, sedang, atau berat menurut dampaknya"),
    _("mengikuti peraturan disiplin"),
    _("lebih berat daripada hukuman yang seharusnya"),
    _("lebih berat"),
    _("peringatan, teguran, pemblokiran layanan"),
    _("pemberhentian (jenisnya masih diperdebatkan)"),
    _("pemberhentian; dasarnya sebelum UU 20/2023 belum terkonfirmasi"),
    _("pidana; angka hukumannya belum terkonfirmasi"),
    _(
        "Pasal 188: penjara 1-6 bulan, denda Rp600.000-6.000.000, atau keduanya; pembatalan calon "
        "belum terkonfirmasi"
    ),
    _("belum terkonfirmasi"),
    _("penjara 1-6 bulan, denda Rp600.000-6.000.000, atau keduanya"),
    _("penjara 1-6 bulan dan denda Rp600.000-6.000.000"),
    _("penjara 36-72 bulan dan denda Rp200 juta-1 miliar"),
    _("penjara paling lama 1 tahun dan denda paling banyak Rp12 juta"),
    _("kurungan paling lama 1 tahun dan denda paling banyak Rp12 juta"),
    _("diteruskan sebagai pelanggaran hukum lainnya"),
    _("teguran lisan atau tertulis, lalu pemberhentian sementara, lalu pemberhentian"),
    _("bertingkat sampai perjanjian kerja diakhiri, menurut isinya"),
    _("menurut undang-undang Pilkada dan aturan kesatuannya"),
    _("tidak ada sanksi"),
    _("masih diperdebatkan"),
)
AUTHORITY_WORDS: tuple[Words, ...] = (
    _("Pejabat pembina kepegawaian menyatakan sanksi moral secara tertulis, sesudah proses etik"),
    _("Pejabat pembina kepegawaian, atau pejabat yang berwenang menghukum menurut jabatan"),
    _("Pejabat pembina kepegawaian, sesudah bertanya kepada Bawaslu"),
    _("Pejabat pembina kepegawaian"),
    _("Pejabat yang berwenang menghukum"),
    _("Atasan pejabat itu"),
    _(
        "BKN (peringatan, teguran, pemblokiran data kepegawaian); Menteri Dalam Negeri menegur "
        "kepala daerah"
    ),
    _("Bawaslu, KPU, dan Gakkumdu"),
    _("Sentra Gakkumdu, lalu pengadilan"),
    _("Sentra Gakkumdu, lalu pengadilan negeri"),
    _("Bawaslu, lalu BKN atau pejabat pembina kepegawaian"),
    _("Bupati atau wali kota melalui dinas yang mengurus desa"),
    _("Bupati atau wali kota"),
    _("Kepala desa atau camat"),
    _("Kepala perangkat daerah yang memegang perjanjian kerja"),
    _("Bawaslu, Gakkumdu, dan kesatuan masing-masing"),
    _("Bawaslu atau pejabat pembina kepegawaian"),
)


def stage_words(stages: tuple[str, ...]) -> tuple[Words, ...]:
    """Return the stages in which something holds, in words."""
    if "semua" in stages:
        return (ALL_STAGES,)
    if STAGE_LABELS.keys() <= set(stages):
        return (EVERY_STAGE,)
    return tuple(STAGE_LABELS[stage] for stage in stages)


def subject_words(subjects: tuple[str, ...]) -> tuple[Words, ...]:
    """Return whom an act binds, in words."""
    return tuple(SUBJECT_LABELS[subject] for subject in subjects)


def sanction_words(act: Act) -> str:
    """Return what an act may lead to, in the language of the page."""
    return gettext(act.range)


def authority_words(act: Act) -> str:
    """Return who may impose it, in the language of the page."""
    return gettext(act.authority)
