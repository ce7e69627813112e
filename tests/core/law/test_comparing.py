"""What a jurist reads after correcting a rule: which records differ, and which answers."""

from __future__ import annotations

from datetime import date

from netral.core import law
from netral.core.law import Book, Question, load
from netral.core.law.book import data_files
from netral.core.law.comparing import (
    Part,
    compare_answers,
    compare_records,
    question_words,
)
from netral.core.law.questions import usual_questions

FILES = data_files()
OLD = law.the_book()
CAMPAIGN = date(2024, 10, 10)
TEACHER = Question("D-N1", "PNS", "guru", "15.04", CAMPAIGN)
HEADING = "# Satu catatan tambahan.\n"


def corrected(*changes: tuple[str, str, str]) -> Book:
    files = dict(FILES)
    for file, old, new in changes:
        text = files[file].decode()
        assert old in text, f"{old} stands in {file}"
        files[file] = text.replace(old, new, 1).encode()
    return Book(load(files))


def sentences(new: Book, old: Book = OLD) -> list[str]:
    return [text for item in compare_records(old.law, new.law) for text in item.sentences]


def test_the_same_law_differs_in_nothing() -> None:
    assert compare_records(OLD.law, Book(load(FILES)).law) == ()
    assert compare_answers(OLD, Book(load(FILES)), [TEACHER]) == ()


def test_a_comment_changes_the_version_and_nothing_else() -> None:
    new = corrected(("posts.toml", "# Jabatan", HEADING + "# Jabatan"))
    assert new.version != OLD.version
    assert compare_records(OLD.law, new.law) == ()
    assert compare_answers(OLD, new, [TEACHER]) == ()


def test_a_changed_list_tells_what_came_and_what_went() -> None:
    new = corrected(("acts-pp-94-2021.toml", 'levels = ["sedang"]', 'levels = ["berat"]'))
    assert sentences(new) == [
        (
            "Perbuatan D-N1 (Ikut kampanye), berlaku sejak 31 Agustus 2021: "
            "tingkat sanksi ditambah berat dan dikurangi sedang."
        )
    ]


def test_a_list_in_another_order_is_told_as_that() -> None:
    new = corrected(
        ("groups.toml", 'subjects = ["PPNPN", "HONORER"]', 'subjects = ["HONORER", "PPNPN"]')
    )
    assert sentences(new)[0].endswith("sebutan subjek berganti urutan.")


def test_a_changed_text_tells_both_wordings() -> None:
    new = corrected(("sanctions.toml", '"Teguran lisan"', '"Teguran dengan lisan"'))
    assert sentences(new) == [
        (
            "Menu sanksi ringan (Hukuman disiplin ringan), berlaku sejak 31 Agustus 2021: "
            "judul pada RINGAN-LISAN berubah dari 'Teguran lisan' menjadi 'Teguran dengan lisan'."
        )
    ]


def test_a_rule_that_ends_is_told_with_its_last_day() -> None:
    new = corrected(
        (
            "authorities.toml",
            'id = "bkn"\ntracks',
            'id = "bkn"\nended = 2029-12-31\ntracks',
        )
    )
    assert sentences(new) == [
        (
            "Penerima bkn (Badan Kepegawaian Negara (BKN)), berlaku sejak 25 Agustus 2024: "
            "berakhir pada 31 Desember 2029; sebelumnya tanpa akhir."
        )
    ]


def test_a_first_day_that_moves_is_told_as_a_moved_day_and_not_as_a_rule_that_is_gone() -> None:
    new = corrected(
        (
            "acts-special-groups.toml",
            "in_force = 2023-01-03",
            'in_force = 2023-02-01\ndate_sources = ["S30"]\ndate_confidence = "sedang"',
        )
    )
    told = [text for text in sentences(new) if "hari pertama berlaku" in text]
    assert told == [
        (
            "Perbuatan H-PPNPN (Pegawai non-ASN melanggar netralitas), berlaku sejak "
            "3 Januari 2023: hari pertama berlaku berubah dari 3 Januari 2023 menjadi "
            "1 Februari 2023."
        )
    ]
    assert not any("dihapus" in text for text in sentences(new))


def test_a_record_split_into_two_days_is_one_rule_moved_by_nobody() -> None:
    act = FILES["acts-duties.toml"].decode().split("[[act]]")[1]
    begun = 'date_sources = ["S30"]\ndate_confidence = "sedang"\nin_force = '
    first = act.replace("in_force = 2021-08-31", f"{begun}2021-09-01\nended = 2021-09-30")
    second = act.replace("in_force = 2021-08-31", f"{begun}2021-10-01")
    whole = FILES["acts-duties.toml"].decode().replace(act, f"{first}[[act]]{second}", 1)
    told = sentences(Book(load(FILES | {"acts-duties.toml": whole.encode()})))
    assert [text.rpartition(": ")[2] for text in told] == [
        "dihapus.",
        "ditambahkan.",
        "ditambahkan.",
    ]


def test_an_election_whose_stage_ends_earlier_is_told_with_both_days() -> None:
    new = corrected(("stages.toml", "last = 2024-11-23", "last = 2024-11-22"))
    assert sentences(new) == [
        (
            "Kalender pilkada-2024 (Pilkada 2024): hari terakhir pada Kampanye berubah dari "
            "23 November 2024 menjadi 22 November 2024."
        )
    ]


def test_a_flag_and_an_empty_field_are_said_in_words() -> None:
    new = corrected(
        ("acts-duties.toml", "level_confirmed = true", "level_confirmed = false"),
        ("acts-duties.toml", 'note = "Umbrella norm; needs a concrete act code beside it."\n', ""),
    )
    told = " ".join(sentences(new))
    assert "tingkat terkonfirmasi berubah dari ya menjadi tidak." in told
    assert told.endswith("menjadi (kosong).")


def test_a_clock_another_unit_and_number_is_told() -> None:
    new = corrected(
        ("clocks-discipline.toml", 'n = 14\nunit = "hari_kerja"', 'n = 15\nunit = "hari"')
    )
    told = " ".join(sentences(new))
    assert "angka berubah dari '14' menjadi '15'." in told
    assert "satuan berubah dari 'hari_kerja' menjadi 'hari'." in told


def test_a_list_that_becomes_empty_is_told_as_empty() -> None:
    new = corrected(("acts-special-groups.toml", 'levels = ["kontrak"]\n', ""))
    assert sentences(new)[0].endswith("tingkat sanksi berubah dari 'kontrak' menjadi (kosong).")


def test_the_weekdays_of_a_counter_are_told_like_any_list() -> None:
    new = corrected(("clocks-elections.toml", '"senin", ', ""))
    assert sentences(new)[0].endswith("hari buka dikurangi Senin.")


def test_an_added_and_a_removed_record_are_told_by_kind_and_title() -> None:
    text = FILES["contested.toml"].decode()
    without = Book(load(FILES | {"contested.toml": text[: text.rindex("[[contested]]")].encode()}))
    assert sentences(without) == ["Perdebatan menu-sedang: dihapus."]
    assert sentences(OLD, without) == ["Perdebatan menu-sedang: ditambahkan."]
    told = compare_records(OLD.law, without.law)[0]
    assert (told.kind, told.name, told.what) == ("contested", "menu-sedang", "dihapus")


def test_holidays_posts_sources_and_pledge_points_are_compared_too() -> None:
    new = corrected(
        ("holidays.toml", '"Tahun Baru Masehi"', '"Tahun Baru"'),
        ("posts.toml", 'words = ["lurah"]', 'words = ["lurah", "pak lurah"]'),
        ("sources.toml", "https://voi.id/en/amp/85095", "https://voi.id/en/amp/0"),
        ("pledge.toml", 'nr = 1\ntext_id = "Saya', 'nr = 1\ntext_id = "Kami'),
    )
    assert [change.kind for change in compare_records(OLD.law, new.law)] == [
        "point",
        "post",
        "holiday",
        "source",
    ]
    assert any("kata-kata jabatan ditambah pak lurah." in text for text in sentences(new))


def test_a_changed_answer_is_told_part_by_part() -> None:
    new = corrected(("acts-pp-94-2021.toml", 'levels = ["sedang"]', 'levels = ["berat"]'))
    (found,) = compare_answers(OLD, new, [TEACHER])
    told = [part.sentence for part in found.parts]
    assert "tingkat sanksi: dari 'sedang' menjadi 'berat'." in told
    assert any(text.startswith("batas waktu: ditambah 'Banding administratif") for text in told)
    assert found.questions == (TEACHER,)


def test_questions_that_change_alike_are_grouped_and_the_larger_group_comes_first() -> None:
    new = corrected(
        ("authorities.toml", "ended = 2024-08-24", "ended = 2024-08-23"),
        ("acts-not-a-breach.toml", 'range = "masih diperdebatkan"', 'range = "diperdebatkan"'),
    )
    last = date(2024, 8, 24)
    asked = [
        Question("D-N1", "PNS", "guru", "15.04", CAMPAIGN, ("keaktifan:pasif",)),
        Question("D-N6", "PNS", "guru", "15.04", last),
        Question("D-N7", "PPPK", "guru", "15.04", last),
    ]
    first, second = compare_answers(OLD, new, asked)
    assert [question.act for question in first.questions] == ["D-N6", "D-N7"]
    assert first.parts[0].sentence == (
        "diteruskan kepada: tidak lagi 'Komisi Aparatur Sipil Negara (KASN)'."
    )
    assert second.parts[0].label == "rentang sanksi"


def test_only_the_wording_of_a_reason_is_told_as_that() -> None:
    new = corrected(
        ("acts-pp-94-2021.toml", "ASN tidak boleh ikut berkampanye", "ASN dilarang berkampanye")
    )
    (found,) = compare_answers(OLD, new, [TEACHER])
    assert [part.label for part in found.parts] == ["kalimat alasan"]
    assert "ASN tidak boleh ikut berkampanye" in found.parts[0].gone
    assert "ASN dilarang berkampanye" in found.parts[0].come


def test_only_the_english_of_a_reason_is_told_as_english() -> None:
    new = corrected(("acts-pp-94-2021.toml", "An ASN may not take part", "No ASN may take part"))
    (found,) = compare_answers(OLD, new, [TEACHER])
    assert [part.label for part in found.parts] == ["kalimat alasan (Inggris)"]
    assert "No ASN may take part" in found.parts[0].come


def test_an_act_that_one_law_does_not_know_is_a_refusal_told_as_that() -> None:
    added = FILES["acts-duties.toml"].decode().split("[[act]]")[1].replace("D-3F", "X-1")
    new = Book(load(FILES | {"acts-x.toml": f"[[act]]{added}".encode()}))
    asked = Question("X-1", "PNS", "guru", "15.04", CAMPAIGN)
    (found,) = compare_answers(OLD, new, [asked])
    assert found.parts[0].gone.startswith("ditolak: Kode perbuatan 'X-1'")
    assert found.parts[0].come == "dijawab"
    assert compare_answers(OLD, OLD, [asked]) == ()


def test_a_part_that_only_changes_its_order_says_so() -> None:
    assert Part("jalur", "", "").sentence == "jalur: berganti urutan."


def test_a_question_is_said_in_one_line() -> None:
    assert question_words(TEACHER) == "D-N1, PNS, guru, wilayah 15.04, 10 Oktober 2024"
    bare = Question("D-N1", "", "", "", CAMPAIGN, ("tahap:kampanye",))
    assert question_words(bare) == ("D-N1, orang tanpa status, 10 Oktober 2024 (tahap:kampanye)")


def test_the_usual_questions_ask_each_act_of_those_whom_it_binds_on_the_days_that_count() -> None:
    asked = list(usual_questions(OLD, OLD))
    assert {question.act for question in asked} == {act.code for act in OLD.law.acts}
    days = {question.on for question in asked}
    assert {date(2024, 11, 13), date(2024, 11, 14), date(2024, 9, 21), date(2024, 9, 22)} <= days
    assert {date(2024, 8, 24), date(2024, 8, 25), date(2021, 8, 30), date(2021, 8, 31)} <= days
    soldiers = {question.act for question in asked if question.status == "TNI_POLRI"}
    assert soldiers >= {"P-188", "R-TNIPOLRI", "P-494"}
    assert "D-N1" not in soldiers
