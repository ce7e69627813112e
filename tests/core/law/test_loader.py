from __future__ import annotations

import pytest

from netral.core.law import LawDataError, load, problems, version_of
from netral.core.law.book import data_files

FILES = data_files()


def changed(file: str, old: str, new: str) -> dict[str, bytes]:
    text = FILES[file].decode()
    assert old in text, f"{old} stands in {file}"
    return FILES | {file: text.replace(old, new, 1).encode()}


def refused(files: dict[str, bytes]) -> str:
    with pytest.raises(LawDataError) as caught:
        load(files)
    return str(caught.value)


def test_the_data_of_this_release_loads() -> None:
    assert load(FILES).version == version_of(FILES)


def test_any_changed_byte_or_name_changes_the_version() -> None:
    other = changed("pledge.toml", "setiap warga", "Setiap warga")
    assert version_of(other) != version_of(FILES)
    renamed = {f"x-{name}": body for name, body in FILES.items()}
    assert version_of(renamed) != version_of(FILES)
    assert version_of(dict(reversed(FILES.items()))) == version_of(FILES)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("acts-pp-94-2021.toml", 'code = "D-N2"', 'code = "D-N1"', "'D-N1' bertumpang tindih"),
        ("sanctions.toml", 'id = "ringan"', 'id = "moral"', "'moral' bertumpang tindih"),
        ("sanctions.toml", "RINGAN-TERTULIS", "RINGAN-LISAN", "dua catatan sanksi 'RINGAN-LISAN'"),
        ("sanctions.toml", 'citation = "PP 42/2004 Pasal 15 ayat (1)-(3)"\n', "", "'citation'"),
        ("sanctions.toml", 'level = "ringan"', 'level = "enteng"', "tingkat sanksi yang tidak ada"),
        ("acts-skb-ethics.toml", 'twin = "S-SPANDUK"', 'twin = "S-X"', "tidak ada: S-X"),
        ("acts-pp-94-2021.toml", 'overlays = ["P-188"]', 'overlays = ["P-9"]', "tidak ada: P-9"),
        ("acts-duties.toml", 'instrument = "uu-20-2023"', 'instrument = "uu-0"', "uu-0"),
        ("clocks-discipline.toml", 'instrument = "pp-94-2021"', 'instrument = "pp-0"', "pp-0"),
        ("circular.toml", '"D-N3"', '"D-N33"', "'clause mengerahkan': menyebut kode perbuatan"),
        ("circular.toml", 'id = "mengerahkan"', 'id = "kampanye"', "butir edaran 'kampanye'"),
        ("contested.toml", '"N0-PASIF"', '"N0-X"', "'contested hadir-pasif'"),
        ("contested.toml", 'sources = ["S74"]', 'sources = ["S0"]', "sumber yang tidak ada: S0"),
        ("questions.toml", 'instead = "N0-CLTN"', 'instead = "N0-X"', "'question cltn'"),
        ("questions.toml", 'level = "ringan"', 'level = "enteng"', "'question dampak'"),
        (
            "stages.toml",
            "last = 2024-09-21, title",
            "last = 2024-09-22, title",
            "bertumpang tindih",
        ),
        ("stages.toml", "last = 2024-11-26", "last = 2024-11-20", "'last' lebih dulu"),
        ("holidays.toml", "day = 2024-01-01", "day = 2024-05-01", "hari libur '2024-05-01'"),
        ("holidays.toml", "years = [2024", 'years = ["2024"', "'years'"),
        ("authorities.toml", "ended = 2024-08-24", "ended = 2020-01-01", "'ended' lebih dulu"),
        ("authorities.toml", "ended = 2024-08-24", "end = 2024-08-24", "isian tidak dikenal: end"),
        ("authorities.toml", 'id = "bupati-pmd"', 'id = "bkn"', "'bkn' bertumpang tindih"),
        ("sources.toml", "[source]", 'source = "x"\n[rest]', "'source' harus"),
        ("acts-duties.toml", 'confidence = "sedang"', 'confidence = "pasti"', "'pasti'"),
        ("acts-duties.toml", "in_force = 2021-08-31", 'in_force = "2021"', "harus berupa tanggal"),
        ("acts-duties.toml", "in_force = 2021-08-31", "in_force = 2021-08-31T01:00:00", "tanggal"),
        ("acts-duties.toml", 'stages = ["semua"]', 'stages = ["selalu"]', "selalu"),
        ("acts-duties.toml", 'stages = ["semua"]', "stages = []", "daftar teks"),
        ("acts-duties.toml", 'stages = ["semua"]', "stages = [1]", "setiap isi 'stages'"),
        ("acts-duties.toml", "confirmed = true", 'confirmed = "ya"', "true atau false"),
        ("acts-duties.toml", 'family = "UMUM"', "family = 3", "'family' harus berisi teks"),
        ("clocks-discipline.toml", "n = 7\n", "n = 0\n", "angka lebih dari 0"),
        ("clocks-discipline.toml", "n = 7\n", "n = true\n", "angka lebih dari 0"),
        ("clocks-discipline.toml", "n = 7\n", "", "yang terkonfirmasi harus punya 'n'"),
        ("clocks-discipline.toml", 'unit = "hari_kerja"', 'unit = "pekan"', "'pekan'"),
        ("sanctions.toml", "items = [", 'items = "x"\nrest = [', "daftar catatan"),
        ("pledge.toml", "[[point]]\nnr = 1", "[[point]]\nnr = 1\nnote = 1", "dikenal: note"),
        ("acts-duties.toml", 'applies_to = ["PPK"]', 'applies_to = ["RAJA"]', "dikenal: RAJA"),
        ("acts-duties.toml", 'basis = ["PP 94/2021 Pasal 28"]', "basis = []", "'basis' harus"),
        ("acts-duties.toml", 'basis = ["PP 94/2021 Pasal 28"]\n', "", "'basis' harus"),
        ("acts-duties.toml", "[[act]]", "[[akt]]", "jenis catatan 'akt' tidak dikenal"),
        ("acts-duties.toml", "[[act]]", "[act]", "tidak bisa dibaca"),
        ("acts-duties.toml", "in_force = 2021-08-31", "in_force = 2021-02-30", "tidak bisa dibaca"),
        (
            "acts-election-law.toml",
            "ended = 2024-11-13",
            "ended = 2024-11-14",
            "'P-188' bertumpang tindih dengan acts-election-law.toml, baris",
        ),
        ("posts.toml", 'subjects = ["KADES"]', 'subjects = ["KEPDES"]', "dikenal: KEPDES"),
        ("groups.toml", 'subjects = ["BPD"]', 'subjects = ["BDP"]', "dikenal: BDP"),
        ("groups.toml", 'own_acts = ["V-64"]', 'own_acts = ["V-65"]', "tidak ada: V-65"),
        ("groups.toml", 'instrument = "uu-10-2016"', 'instrument = "uu-0"', "tidak ada: uu-0"),
        ("groups.toml", 'id = "bpd"', 'id = "lurah"', "catatan group 'lurah' bertumpang tindih"),
        ("authorities.toml", 'tracks = ["pidana"]', 'tracks = ["perdata"]', "dikenal: perdata"),
        ("authorities.toml", 'applies_to = ["PPK"]', 'applies_to = ["PKK"]', "dikenal: PKK"),
        ("authorities.toml", 'level = "ringan"', 'level = "enteng"', "tidak ada: enteng"),
        ("authorities.toml", 'scope = "provinsi"', 'scope = "negara"', "'negara'"),
        (
            "authorities.toml",
            'post_levels = ["jpt_madya", "ahli_utama"]',
            'post_levels = ["jpt_madya", "pengawas"]',
            "untuk tingkat 'ringan' dan jenjang 'pengawas' sudah ada yang memutus",
        ),
        ("contested.toml", 'id = "suka-saja"', 'id = "hadir-pasif"', "dua catatan perdebatan"),
        ("questions.toml", 'id = "cltn"', 'id = "keaktifan"', "dua catatan pertanyaan"),
        ("stages.toml", 'acts = ["H-71-2"]', 'acts = ["H-71-9"]', "tidak ada: H-71-9"),
        ("stages.toml", 'id = "pemilu-2024"', 'id = "pilkada-2024"', "dua catatan pemilihan"),
    ],
)
def test_what_cannot_be_law_is_refused_by_name(file: str, old: str, new: str, says: str) -> None:
    assert says in refused(changed(file, old, new))


def test_each_refusal_names_the_file_the_line_and_the_record() -> None:
    text = refused(changed("authorities.toml", "ended = 2024-08-24", "ended = 2020-01-01"))
    assert text.startswith("authorities.toml, baris ")
    assert "catatan 'addressee kasn': 'ended' lebih dulu daripada 'in_force'." in text


def test_all_wrong_records_are_told_together_and_a_good_law_has_none() -> None:
    assert problems(FILES) == ()
    files = changed("acts-duties.toml", 'confidence = "sedang"', 'confidence = "pasti"')
    other = files["groups.toml"].decode().replace('subjects = ["BPD"]', 'subjects = ["BDP"]')
    told = problems(files | {"groups.toml": other.encode()})
    assert [text.split(",")[0] for text in told] == ["acts-duties.toml", "groups.toml"]


def test_every_file_that_cannot_be_read_is_told_before_any_record() -> None:
    files = changed("acts-duties.toml", 'confidence = "sedang"', 'confidence = "pasti"')
    told = problems(files | {"stages.toml": b"= rusak", "pledge.toml": b"\xff"})
    assert [text.split(" ")[0] for text in told] == ["pledge.toml", "stages.toml"]


def test_what_is_wrong_between_good_records_is_told_alone() -> None:
    (told,) = problems(changed("acts-skb-ethics.toml", 'twin = "S-SPANDUK"', 'twin = "S-X"'))
    assert "tidak ada: S-X" in told
    (missing,) = problems({name: FILES[name] for name in FILES if name != "pledge.toml"})
    assert "tidak lengkap" in missing


def test_each_kind_of_thing_wrong_between_records_is_told_in_one_run() -> None:
    files = changed("acts-skb-ethics.toml", 'twin = "S-SPANDUK"', 'twin = "S-X"')
    files |= {
        name: changed(name, old, new)[name]
        for name, old, new in (
            ("contested.toml", 'id = "suka-saja"', 'id = "hadir-pasif"'),
            ("stages.toml", 'acts = ["H-71-2"]', 'acts = ["H-71-9"]'),
        )
    }
    told = problems(files)
    assert len(told) == 3
    for said in ("S-X", "dua catatan perdebatan", "H-71-9"):
        assert said in " ".join(told)


def test_a_list_of_records_that_holds_something_else_is_refused() -> None:
    assert "'menu' harus berisi daftar catatan" in refused(FILES | {"x.toml": b"menu = [1]"})


def test_records_written_in_one_line_are_placed_at_the_head_of_the_file() -> None:
    text = refused(FILES | {"x.toml": b'post = [{ words = ["x"], subjects = ["RAJA"] }]'})
    assert text.startswith("x.toml, baris 1, catatan 'post': ")


def test_an_error_names_the_file_and_the_record() -> None:
    text = refused(changed("acts-duties.toml", 'family = "UMUM"', "family = 3"))
    assert text.startswith("acts-duties.toml, baris 5, catatan 'act D-3F': ")


def test_an_error_at_the_head_of_a_file_says_so() -> None:
    text = refused(changed("pledge.toml", "ours = true", "ours = 1"))
    assert text.startswith("pledge.toml, baris 4, catatan '(awal berkas)': 'ours'")


@pytest.mark.parametrize("body", [b"= broken", b"\xff"])
def test_a_file_that_is_no_toml_is_named(body: bytes) -> None:
    assert refused(FILES | {"stages.toml": body}).startswith("stages.toml tidak bisa dibaca")


def test_a_day_that_does_not_exist_is_placed_by_line_in_plain_words() -> None:
    body = FILES["acts-duties.toml"].replace(b"in_force = 2021-08-31", b"in_force = 2021-08-32", 1)
    line = body.decode().split("2021-08-32")[0].count("\n") + 1
    told = refused(FILES | {"acts-duties.toml": body})
    assert f"baris {line}, kolom" in told
    assert "tanggal yang tidak ada" in told
    assert "Expected" not in told


def test_a_missing_article_says_what_to_write() -> None:
    body = FILES["acts-duties.toml"].replace(b'basis = ["PP 94/2021 Pasal 28"]\n', b"")
    assert "Tulis dasar hukumnya" in refused(FILES | {"acts-duties.toml": body})


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    body = FILES["acts-duties.toml"].replace(b'"PPPK"', b'"P3K"', 1)
    assert "tidak dikenal: P3K. Yang dikenal: " in refused(FILES | {"acts-duties.toml": body})


@pytest.mark.parametrize("missing", ["sources.toml", "pledge.toml", "holidays.toml"])
def test_a_missing_file_is_told(missing: str) -> None:
    rest = {name: body for name, body in FILES.items() if name != missing}
    assert "tidak lengkap" in refused(rest)


def test_points_without_a_number_are_counted() -> None:
    assert [point.nr for point in load(changed("pledge.toml", "nr = 3\n", "")).pledge] == [
        1,
        2,
        3,
        4,
    ]
