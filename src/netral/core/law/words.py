"""The words of the law's codes, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

UNSURE_ID, UNSURE_EN = "Ini belum terkonfirmasi.", "This is not confirmed."

SUBJECT_SAID: dict[str, tuple[str, str]] = {
    "SEMUA": ("siapa pun", "anyone"),
    "SETIAP_ORANG": ("setiap orang", "every person"),
    "PNS": ("PNS", "civil servants"),
    "CPNS": ("CPNS", "probationary civil servants"),
    "PPPK": ("PPPK", "contract-based state employees"),
    "PPNPN": ("pegawai non-ASN", "non-ASN staff"),
    "HONORER": ("honorer", "honorary staff"),
    "KADES": ("kepala desa", "village heads"),
    "PERANGKAT_DESA": ("perangkat desa", "village staff"),
    "BPD": ("anggota BPD", "village council members"),
    "TNI_POLRI": ("anggota TNI atau Polri", "soldiers and police officers"),
    "KEPALA_DAERAH": ("kepala daerah", "regional heads"),
    "PJ_KEPALA_DAERAH": ("penjabat kepala daerah", "acting regional heads"),
    "PEJABAT_NEGARA": ("pejabat negara", "state officials"),
    "PEJABAT_DAERAH": ("pejabat daerah", "regional officials"),
    "PASLON": ("pasangan calon", "candidate pairs"),
    "PEJABAT_ASN": ("pejabat ASN", "ASN officials"),
    "LURAH": ("lurah", "urban-ward heads"),
    "ATASAN_LANGSUNG": ("atasan langsung terlapor", "the respondent's direct superior"),
    "PEJABAT_YANG_BERWENANG_MENGHUKUM": (
        "pejabat yang berwenang menghukum",
        "the sanctioning officer",
    ),
    "PPK": ("pejabat pembina kepegawaian", "the appointing authority"),
}
TRACK_SAID = {
    "etika": ("etik", "ethics"),
    "disiplin": ("disiplin", "discipline"),
    "pidana": ("pidana", "criminal"),
    "administrasi": ("administrasi", "administrative"),
    "bukan_pelanggaran": ("bukan pelanggaran", "not a breach"),
}
STAGE_SAID = {
    "pra_penetapan": ("sebelum calon ditetapkan", "before candidates are set"),
    "pasca_penetapan": (
        "calon sudah ditetapkan, kampanye belum mulai",
        "candidates set, campaign not begun",
    ),
    "kampanye": ("kampanye", "campaign"),
    "masa_tenang": ("masa tenang", "quiet period"),
    "pemungutan": ("pemungutan suara", "voting"),
    "pasca": ("sesudah pemungutan suara", "after the vote"),
    "semua": ("semua tahap", "every stage"),
}
REGIME_SAID = {
    "pilkada": ("Pilkada", "regional elections"),
    "pemilu": ("Pemilu", "general elections"),
    "": ("setiap pemilihan", "any election"),
}
UNIT_SAID = {
    "hari_kerja": ("hari kerja", "working days"),
    "hari": ("hari kalender", "calendar days"),
    "minggu": ("minggu", "weeks"),
    "bulan": ("bulan", "months"),
    "jam": ("jam", "hours"),
    "jam_hari_kerja": ("jam pada hari kerja", "hours of working days"),
}


def listed(codes: Iterable[str], words: dict[str, tuple[str, str]], language: int) -> str:
    """Join the words of some codes with commas; a code without words stands for itself."""
    return ", ".join(words.get(code, (code, code))[language] for code in codes)


def unsure(text_id: str, text_en: str, *, confirmed: bool) -> tuple[str, str]:
    """Say after both sentences that this is not confirmed, where it is not."""
    if confirmed:
        return text_id, text_en
    return f"{text_id} {UNSURE_ID}", f"{text_en} {UNSURE_EN}"


WEEKDAY_SAID = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
KIND_SAID = {
    "instrument": "Peraturan",
    "act": "Perbuatan",
    "menu": "Menu sanksi",
    "clock": "Batas waktu",
    "examiner": "Pemeriksa",
    "decider": "Pemutus",
    "addressee": "Penerima",
    "group": "Kelompok",
    "counter": "Jam loket",
    "election": "Kalender",
    "contested": "Perdebatan",
    "question": "Pertanyaan",
    "clause": "Butir edaran",
    "point": "Butir ikrar",
    "post": "Jabatan",
    "holiday": "Hari libur",
    "source": "Sumber",
}
FIELD_SAID = {
    "acts": "perbuatan yang ditunjuk",
    "after": "mulai sesudah",
    "applies_to": "siapa yang terikat",
    "authority": "yang menangani",
    "authority_en": "yang menangani (Inggris)",
    "basis": "dasar hukum",
    "citation": "dasar hukum",
    "confidence": "keyakinan",
    "clocks": "batas waktu",
    "closes": "jam tutup",
    "confirmed": "terkonfirmasi",
    "date_confidence": "keyakinan atas hari pertama",
    "date_confirmed": "hari pertama terkonfirmasi",
    "date_sources": "sumber hari pertama",
    "election": "jenis pemilihan",
    "ended": "hari terakhir berlaku",
    "family": "rumpun",
    "first": "hari pertama",
    "in_force": "hari pertama berlaku",
    "instead": "aturan pengganti",
    "instrument": "peraturannya",
    "kind": "jenis",
    "last": "hari terakhir",
    "level": "tingkat",
    "level_confirmed": "tingkat terkonfirmasi",
    "levels": "tingkat sanksi",
    "n": "angka",
    "note": "catatan",
    "overlays": "aturan lain yang ikut berlaku",
    "opens": "jam buka",
    "own_acts": "perbuatan khusus kelompok",
    "plain_en": "kalimat biasa (Inggris)",
    "plain_id": "kalimat biasa",
    "post_levels": "jenjang jabatan",
    "range": "rentang sanksi",
    "range_en": "rentang sanksi (Inggris)",
    "regime": "jenis pemilihan",
    "reported_n": "angka yang pernah dikutip",
    "rule": "bunyi aturan",
    "says_en": "pendapat (Inggris)",
    "says_id": "pendapat",
    "scope": "wilayah",
    "sources": "sumber",
    "stage": "tahap",
    "stages": "tahap",
    "subjects": "sebutan subjek",
    "team": "tim pemeriksa",
    "text": "bunyi aturan",
    "title_en": "judul (Inggris)",
    "title_id": "judul",
    "track": "jalur",
    "tracks": "jalur",
    "twin": "kembaran pada tahap lain",
    "unit": "satuan",
    "weekdays": "hari buka",
    "words": "kata-kata jabatan",
}
