"""An official letter read from its lines: parts by their marks, and not one line lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.text.letters import Kind, Part, letter_read
from netral.core.text.letters.lines import joined, lines_of
from netral.core.text.letters.marks import Nesting

FIRST = """
PEMERINTAH KABUPATEN BATANG HARI
SEKRETARIAT DAERAH
Jalan Contoh Nomor 1 Muara Bulian 36612 Telepon (0743) 21001
S U R A T  E D A R A N
NOMOR : 800/123/BKPSDM/2024
TENTANG
NETRALITAS APARATUR SIPIL NEGARA
DALAM PEMILIHAN KEPALA DAERAH SERENTAK TAHUN 2024
Yth.
1. Para Kepala Perangkat Daerah
2. Para Camat
di -
Tempat
Dalam rangka menjaga netralitas Aparatur Sipil Negara pada Pilkada
serentak tahun 2024, disampaikan hal-hal sebagai berikut:
1. Dasar hukum:
a. Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;
b. Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri
Sipil;
2. Pegawai ASN dilarang:
a. ikut kampanye dengan memakai atribut partai atau atribut pega-
wai;
b. menyukai atau membagikan unggahan pasangan calon sebagaimana Pasal
5. huruf n;
c. menggunakan kendaraan ...
"""
SECOND = """
- 2 -
c. menggunakan kendaraan dinas untuk kampanye.
3. Kepala perangkat daerah mengawasi hal-
hal itu di kantor masing-masing.
Demikian disampaikan untuk dilaksanakan.
Ditetapkan di Muara Bulian
BUPATI BATANG HARI,
NAMA CONTOH
Tembusan:
1. Gubernur Jambi
Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat
elektronik yang diterbitkan oleh Balai Sertifikasi Elektronik (BSrE), BSSN
"""


def pages(*texts: str) -> list[list[str]]:
    return [text.strip("\n").split("\n") for text in texts]


def read(*texts: str) -> dict[Kind, list[Part]]:
    found: dict[Kind, list[Part]] = {}
    for part in letter_read(pages(*texts)):
        found.setdefault(part.kind, []).append(part)
    return found


def words(parts: list[Part]) -> list[str]:
    return [part.text for part in parts]


def test_a_circular_of_two_pages_is_told_apart() -> None:
    parts = read(FIRST, SECOND)
    assert words(parts[Kind.NUMBER]) == ["NOMOR : 800/123/BKPSDM/2024"]
    assert words(parts[Kind.HEAD])[0].endswith("SURAT EDARAN")
    assert words(parts[Kind.ABOUT]) == [
        "TENTANG NETRALITAS APARATUR SIPIL NEGARA DALAM PEMILIHAN KEPALA DAERAH SERENTAK TAHUN 2024"
    ]
    assert words(parts[Kind.ADDRESSEE]) == [
        "Yth. 1. Para Kepala Perangkat Daerah 2. Para Camat di - Tempat"
    ]
    assert len(parts[Kind.OPENING]) == 1
    assert words(parts[Kind.BASIS]) == [
        "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara;",
        "Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil;",
    ]
    assert words(parts[Kind.CLAUSE]) == [
        "ikut kampanye dengan memakai atribut partai atau atribut pegawai;",
        "menyukai atau membagikan unggahan pasangan calon sebagaimana Pasal 5. huruf n;",
        "menggunakan kendaraan dinas untuk kampanye.",
        "Kepala perangkat daerah mengawasi hal-hal itu di kantor masing-masing.",
    ]
    assert words(parts[Kind.LEAD]) == ["Dasar hukum:", "Pegawai ASN dilarang:"]
    (closing,) = words(parts[Kind.CLOSING])
    assert closing.startswith("Demikian disampaikan untuk dilaksanakan. Ditetapkan di")
    assert closing.endswith("NAMA CONTOH Tembusan: 1. Gubernur Jambi")
    assert [part.text[:9] for part in parts[Kind.FURNITURE]] == [
        "c. menggu",
        "- 2 -",
        "Dokumen i",
        "elektroni",
    ]


def test_a_clause_says_where_it_stands_under_which_heading_and_mark() -> None:
    second = read(FIRST, SECOND)[Kind.CLAUSE][1]
    assert (second.page, second.line, second.count) == (1, 23, 2)
    assert (second.mark, second.heading) == ("b.", "Pegawai ASN dilarang")
    last = read(FIRST, SECOND)[Kind.CLAUSE][3]
    assert (last.page, last.line, last.mark, last.heading) == (2, 3, "3.", "")


def test_sections_of_a_ministrys_form_give_headings_and_their_prefaces_are_no_clauses() -> None:
    parts = read(
        """SURAT EDARAN
TENTANG
NETRALITAS
A. Latar Belakang
Dalam rangka menjaga netralitas, perlu diterbitkan surat ini.
B. Isi Edaran
1. Media sosial
Pegawai tidak menyukai unggahan calon.
2. Kendaraan dinas tidak dipakai untuk kampanye.
C. Penutup
Demikian surat ini dibuat."""
    )
    assert [(p.heading, p.text) for p in parts[Kind.CLAUSE]] == [
        ("Media sosial", "Pegawai tidak menyukai unggahan calon."),
        ("Isi Edaran", "Kendaraan dinas tidak dipakai untuk kampanye."),
    ]
    assert words(parts[Kind.OPENING])[0].startswith("Latar Belakang Dalam rangka")


def test_ordinal_words_and_bullets_are_marks_too() -> None:
    parts = read(
        """SURAT EDARAN
Pegawai diminta memperhatikan hal ini sampai pemilihan selesai nanti.
KESATU : Tidak ikut kampanye dalam bentuk apa pun selama masa itu.
KEDUA : Tidak memakai barang negara, yaitu:
- mobil dinas;
- gedung kantor."""
    )
    assert [(p.mark, p.text) for p in parts[Kind.CLAUSE]] == [
        ("KESATU", "Tidak ikut kampanye dalam bentuk apa pun selama masa itu."),
        ("-", "mobil dinas;"),
        ("-", "gedung kantor."),
    ]
    assert parts[Kind.CLAUSE][1].heading == "Tidak memakai barang negara, yaitu"


def test_an_annex_after_the_signature_is_kept_apart_and_whole() -> None:
    parts = read(
        "SURAT EDARAN\nPegawai wajib netral dalam setiap pemilihan yang berlangsung.\n"
        "1. Jangan ikut kampanye.\nDemikian disampaikan.",
        "LAMPIRAN I\nDAFTAR LARANGAN\n1. Kampanye",
    )
    assert words(parts[Kind.ANNEX]) == ["LAMPIRAN I DAFTAR LARANGAN 1. Kampanye"]
    assert words(parts[Kind.CLAUSE]) == ["Jangan ikut kampanye."]


def test_a_letter_form_names_its_subject_after_hal() -> None:
    parts = read(
        "Nomor : 800/1\nSifat : Penting\nHal : Netralitas ASN\nYth. Bapak Kepala Dinas\n"
        "1. Pegawai tidak boleh ikut kampanye pasangan calon mana pun selama masa ini."
    )
    assert words(parts[Kind.NUMBER]) == ["Nomor : 800/1", "Sifat : Penting"]
    assert words(parts[Kind.ABOUT]) == ["Hal : Netralitas ASN"]
    assert len(parts[Kind.CLAUSE]) == 1


def test_a_section_may_follow_the_addressee_at_once() -> None:
    parts = read("SURAT EDARAN\nYth. Para Kepala Dinas\nA. Larangan\n1. Ikut kampanye.")
    assert words(parts[Kind.CLAUSE]) == ["Ikut kampanye."]


def test_a_running_head_and_foot_are_no_part_of_the_letter() -> None:
    body = (
        "Pemerintah Contoh\n{n}. Larangan nomor {n} berlaku bagi semua pegawai.\nBKPSDM 0743-21{n}"
    )
    parts = read(*(body.format(n=n) for n in (1, 2, 3)))
    assert len(parts[Kind.FURNITURE]) == 6
    assert [part.mark for part in parts[Kind.CLAUSE]] == ["1.", "2.", "3."]


def test_dots_at_the_foot_announce_a_page_only_when_it_begins_with_those_words() -> None:
    announced = read("1. Dilarang hadir.\n2. Dilarang ...", "2. Dilarang mengajak.")
    assert words(announced[Kind.CLAUSE]) == ["Dilarang hadir.", "Dilarang mengajak."]
    unsaid = read("1. Dilarang hadir.\n2. Dilarang dan seterusnya ...", "3. Dilarang mengajak.")
    assert "Dilarang dan seterusnya ..." in words(unsaid[Kind.CLAUSE])


def test_a_letter_without_marks_is_one_opening_and_nothing_is_refused() -> None:
    parts = read("semua pegawai diminta netral.\ntidak ada nomor di sini.")
    assert words(parts[Kind.OPENING]) == ["semua pegawai diminta netral. tidak ada nomor di sini."]
    assert letter_read([]) == ()
    assert letter_read([["", "  "], []]) == ()


def test_a_heading_that_is_too_long_for_one_is_kept_as_the_lead_alone() -> None:
    lead = "Pegawai " + "yang bekerja di kantor itu " * 6 + "dilarang:"
    parts = read(f"1. {lead}\na. ikut kampanye.")
    assert parts[Kind.CLAUSE][0].heading == ""
    assert words(parts[Kind.LEAD]) == [lead]


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["atribut pega-", "wai negeri"], "atribut pegawai negeri"),
        (["hal-", "hal lain"], "hal-hal lain"),
        (["undang-", "undangnya"], "undang-undangnya"),
        (["PP 94-", "Tahun"], "PP 94- Tahun"),
        (["calon -", "partai"], "calon - partai"),
        (["per-", "(lanjutan)"], "per- (lanjutan)"),
        ([], ""),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_comes_together(texts: list[str], whole: str) -> None:
    assert joined(texts) == whole


def test_marks_of_direction_ligatures_and_unseen_letters_are_cleaned() -> None:
    (line,) = lines_of([["\u202bnetral\u00aditas\u200b   pro\ufb01l\u202c"]])
    assert line.text == "netralitas profil"


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        (["1. a", "2. b", "4. c"], ["1.", "2.", "4."]),
        (["1. a", "7. b"], ["1."]),
        (["a. a", "b. b", "i. c"], ["a.", "b.", "i."]),
        (["h. a"], []),
        (["1) a", "(1) b", "2) c"], ["1)", "(1)", "2)"]),
        (["0. a"], []),
        (["abcd. a"], []),
        (["1.tanpa jarak"], []),
    ],
)
def test_a_mark_counts_only_where_its_row_stands(row: list[str], taken: list[str]) -> None:
    nesting = Nesting()
    found = [mark.shown for text in row if (mark := nesting.taken(text))]
    assert found == taken


LINES = st.lists(
    st.sampled_from(
        [
            *FIRST.strip().split("\n"),
            *SECOND.strip().split("\n"),
            *("LAMPIRAN I", "Halaman 3 dari 9", "", "KEDUA : ikut", "B. Isi", "ii. dua", "• titik"),
        ]
    ),
    max_size=40,
)


@given(st.lists(LINES, max_size=4))
def test_every_line_that_holds_words_is_in_exactly_one_part(texts: list[list[str]]) -> None:
    parts = letter_read(texts)
    assert sum(part.count for part in parts) == len(lines_of(texts))
    places = [(part.page, part.line) for part in parts]
    assert places == sorted(set(places))
