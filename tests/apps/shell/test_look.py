"""The components: each says in words what it draws."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from netral.core import law
from netral.shell.drawing import ClockFace, Outcome
from netral.shell.sample import sample_days
from netral.shell.symbols import SYMBOLS


def shown(source: str, lang: str = "id", **values: object) -> str:
    """Return a small template's output, blanks between tags left out."""
    with translation.override(lang):
        markup = Template(source).render(Context(values))
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", markup)).strip()


@pytest.mark.parametrize(
    ("source", "indonesian", "english"),
    [
        ("{{ 1204|nomor }}", "1.204", "1,204"),
        ("{{ 79.5|persen }}", "79,5%", "79.5%"),
        ("{{ 12|bagian:40 }}", "30% (12 dari 40)", "30% (12 of 40)"),
        ("{{ 3|sel_kecil }}", "kurang dari 5", "fewer than 5"),
        ("{{ 600000|rupiah }}", "Rp600.000", "Rp600,000"),
        ("{{ 1572864|ukuran }}", "1,5 MB", "1.5 MB"),
        ("{{ 2|hari_kerja }}", "2 hari kerja", "2 working days"),
        ("{{ day|tanggal }}", "Rabu, 27 November 2024", "Wednesday, 27 November 2024"),
        ("{{ day|tanggal_pendek }}", "27 Nov 2024", "27 Nov 2024"),
        ("{{ day|tanggal_biasa }}", "27 November 2024", "27 November 2024"),
        ("{{ day|sampai:end }}", "27 November sampai 1 Desember 2024",
         "27 November to 1 December 2024"),
        ("{{ nothing|nomor }}{{ nothing|persen }}{{ nothing|rupiah }}", "", ""),
        ("{{ nothing|tanggal }}{{ nothing|tanggal_pendek }}{{ nothing|tanggal_biasa }}", "", ""),
        ("{{ nothing|pukul }}{{ nothing|waktu }}{{ nothing|waktu_panjang }}", "", ""),
    ],
)  # fmt: skip
def test_filters_speak_the_language_of_the_page(source: str, indonesian: str, english: str) -> None:
    values = {"day": date(2024, 11, 27), "end": date(2024, 12, 1), "nothing": None}
    assert shown(source, "id", **values) == indonesian
    assert shown(source, "en", **values) == english


def test_how_a_term_was_counted_is_told_in_the_language_of_the_page() -> None:
    line = "Hari kerja ke-1: Senin, 7 Oktober 2024."
    assert shown("{{ line|cara_hitung }}", "id", line=line) == line
    told = "Working day 1: Monday, 7 October 2024."
    assert shown("{{ line|cara_hitung }}", "en", line=line) == told


def test_a_clock_speaks_the_language_of_the_page() -> None:
    face = ClockFace(
        label="Keputusan",
        due=date(2024, 11, 18),
        state="run",
        says="Hari kerja ke-9 dari 14. Tersisa 5 hari kerja.",
        counted=["Ditambah 14 hari kerja."],
    )
    told = shown("{% clock face %}", "en", face=face)
    assert "Working day 9 of 14. 5 working days left." in told
    assert "Plus 14 working days." in told


def test_a_clock_on_which_sources_differ_shows_each_side() -> None:
    rule = law.clock_rule("DIS-PANGGIL-1")
    assert rule.dispute is not None
    told = shown("{% clock face %}", face=ClockFace(label="Panggilan", dispute=rule.dispute))
    assert f"Masih diperdebatkan: {rule.dispute.question_id}" in told
    assert all(side.says_id in told for side in rule.dispute.readings)
    english = shown("{% clock face %}", "en", face=ClockFace(label="x", dispute=rule.dispute))
    assert rule.dispute.question_en in english
    assert "diperdebatkan" not in shown("{% clock face %}", face=ClockFace(label="Panggilan"))


def test_a_stored_moment_is_told_in_the_zone_of_the_office() -> None:
    at = datetime(2024, 11, 27, 20, 5, tzinfo=UTC)
    with timezone.override("Asia/Jayapura"):
        assert shown("{{ at|pukul }}", at=at) == "05.05 WIT"
        assert shown("{{ at|tanggal }}", at=at) == "Kamis, 28 November 2024"
        assert shown("{{ at|waktu }}", at=at) == "28 Nov 2024 pukul 05.05 WIT"
    with timezone.override("Asia/Jakarta"):
        assert shown("{{ at|waktu_panjang }}", at=at) == "Kamis, 28 November 2024 pukul 03.05 WIB"


@pytest.mark.parametrize("name", sorted(SYMBOLS))
def test_every_symbol_is_drawn_in_place_and_hidden_from_screen_readers(name: str) -> None:
    markup = shown(f'{{% symbol "{name}" %}}')
    assert markup.startswith("<svg")
    assert 'aria-hidden="true"' in markup
    assert "<path" in markup


def test_a_symbol_we_do_not_have_fails_loudly() -> None:
    with pytest.raises(KeyError):
        shown('{% symbol "naga" %}')


def test_a_tag_says_its_state_in_words_and_escapes_them() -> None:
    markup = shown('{% tag "late" words %}', words="Lewat <2> hari")
    assert markup == '<span class="tag late">Lewat &lt;2&gt; hari</span>'


def test_a_state_without_a_form_is_refused() -> None:
    with pytest.raises(ValueError, match="merah"):
        shown('{% tag "merah" "x" %}')


def test_a_masked_name_says_that_it_is_masked_and_carries_no_name() -> None:
    assert "nama tertutup" in shown("{% masked %}")


def test_a_code_can_be_selected_whole() -> None:
    assert shown('{% code "7K2M-94QD" %}') == '<code class="code copy">7K2M-94QD</code>'


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track() -> None:
    assert 'width="79.51"' in shown("{% bar 4756 5982 %}")
    assert 'width="0"' in shown("{% bar 0 40 %}")
    assert 'width="100"' in shown("{% bar 50 40 %}")
    assert 'width="0"' in shown("{% bar 0 0 %}")


def test_four_depths_are_four_bars_one_over_another() -> None:
    markup = shown("{% depths 100 90 80 70 60 %}")
    assert re.findall(r'class="(.)" width="(\d+)"', markup) == [
        ("a", "90"), ("b", "80"), ("c", "70"), ("d", "60"),
    ]  # fmt: skip


def test_a_measure_has_words_figure_denominator_and_bar() -> None:
    markup = shown('{% measure "Dibaca" 12 40 %}')
    assert "<span>Dibaca</span><b>30% (12 dari 40)</b><svg" in markup


def test_the_pager_keeps_the_query_and_says_where_it_is() -> None:
    request = RequestFactory().get("/x/", {"keadaan": "baru", "halaman": "2"})
    page = Paginator(range(250), 100).page(2)
    markup = shown("{% pager page %}", request=request, page=page)
    assert 'href="?keadaan=baru&amp;halaman=1" rel="prev"' in markup
    assert 'href="?keadaan=baru&amp;halaman=3" rel="next"' in markup
    assert "101 sampai 200 dari 250" in markup


def test_the_only_page_leads_nowhere() -> None:
    page = Paginator(range(3), 100).page(1)
    markup = shown("{% pager page %}", page=page)
    assert "href" not in markup
    assert "1 sampai 3 dari 3" in markup


def test_a_pager_without_a_request_still_leads_on() -> None:
    page = Paginator(range(250), 100).page(1)
    assert 'href="?halaman=2"' in shown("{% pager page %}", page=page)


def test_filters_are_links_that_begin_again_at_the_first_page() -> None:
    request = RequestFactory().get("/x/", {"keadaan": "baru", "cari": "aula", "halaman": "7"})
    choices = [("", "Semua", 12), ("baru", "Belum dibaca")]
    markup = shown('{% filters "keadaan" c %}', request=request, c=choices)
    assert '<a href="?cari=aula">Semua 12</a>' in markup
    assert '<a href="?cari=aula&amp;keadaan=baru" aria-current="true">Belum dibaca</a>' in markup


def test_crumbs_end_with_the_page_one_is_on() -> None:
    markup = shown('{% crumbs "Perkara" "/p/" "7K2M" %}')
    assert '<a href="/p/">Perkara</a></li><li aria-current="page">7K2M</li>' in markup
    assert "aria-current" not in shown('{% crumbs "Perkara" "/p/" %}')


def test_steps_tell_which_are_done_and_which_is_now() -> None:
    markup = shown("{% steps labels 2 %}", labels=["Apa", "Siapa", "Kapan"])
    assert '<li class="done">1' in markup
    assert '<li aria-current="step">2' in markup
    assert "Langkah 2 dari 3" in markup


def test_a_clock_shows_day_squares_counting_and_article() -> None:
    face = ClockFace(
        label="Keputusan, paling lambat",
        due=date(2024, 11, 18),
        state="soon",
        says="Tersisa 5 hari kerja.",
        days=sample_days(),
        counted=["Hari 0."],
        basis="PP 94/2021 Pasal 37",
    )
    markup = shown("{% clock face %}", face=face)
    assert '<time datetime="2024-11-18">Senin, 18 November 2024</time>' in markup
    assert "<summary>Cara hitung</summary>" in markup
    assert '<p class="law">PP 94/2021 Pasal 37</p>' in markup
    assert markup.count("<rect") + markup.count("offmark") == 20
    assert "Belum terkonfirmasi" not in markup


def test_a_clock_without_a_confirmed_number_says_so_and_shows_no_day() -> None:
    markup = shown("{% clock face %}", face=ClockFace(label="x", state="unsure", is_unsure=True))
    assert "Belum terkonfirmasi" in markup
    assert "<time" not in markup
    assert "Angka diisi daerah" not in markup


def test_a_number_that_the_region_filled_in_names_its_source() -> None:
    face = ClockFace(label="x", is_unsure=True, unsure_note="SK Bupati 5/2024")
    assert "Angka diisi daerah: SK Bupati 5/2024" in shown("{% clock face %}", face=face)


def test_a_clock_that_has_not_begun_says_how_long_it_will_be() -> None:
    face = ClockFace(label="Penyampaian", instead="14 hari kerja", state="open")
    assert '<p class="due">14 hari kerja</p>' in shown("{% clock face %}", face=face)


def test_a_timeline_says_in_words_what_is_now_and_what_is_next() -> None:
    steps = [
        {"title": "Diterima", "state": "done", "on": date(2024, 10, 2), "law": "Pasal 1"},
        {"title": "Diperiksa", "state": "now", "by": date(2024, 10, 9), "note": "tim"},
        {"title": "Diputus", "state": "next"},
    ]
    markup = shown("{% timeline steps %}", steps=steps)
    assert '<li><b>Diterima</b><time datetime="2024-10-02">' in markup
    assert "(sekarang)" in markup
    assert "paling lambat Rabu, 9 Oktober 2024" in markup
    assert "(berikutnya)" in markup
    assert '<p class="law">Pasal 1</p>' in markup


def test_like_cases_are_dots_and_this_case_is_a_ring() -> None:
    outcomes = [
        Outcome(label="Teguran", count=2),
        Outcome(label="Penurunan", count=11, is_usual=True, is_this=True),
    ]
    markup = shown("{% dist outcomes %}", outcomes=outcomes)
    assert markup.count('r="6"') == 13
    assert markup.count('class="this"') == 1
    assert "di dalam rentang" in markup
    assert 'viewBox="0 0 216 16"' in markup


@pytest.mark.parametrize(
    ("answer", "css"), [("boleh", ""), ("tidak", "no"), ("tergantung", "depends")]
)
def test_a_verdict_has_its_own_shape(answer: str, css: str) -> None:
    markup = shown(f'{{% verdict "{answer}" "Kata" "Sebab" %}}')
    assert f'<div class="verdict {css}"><svg class="shape"' in markup
    assert "<b>Kata</b><p>Sebab</p>" in markup


def test_the_phrase_is_a_numbered_list_of_its_words() -> None:
    assert shown("{% phrase w %}", w=["embun", "rotan"]) == (
        '<ol class="phrase"><li>embun</li><li>rotan</li></ol>'
    )


def test_messages_say_who_wrote_them_and_escape_what_was_written() -> None:
    at = datetime(2024, 11, 8, 2, 10, tzinfo=UTC)
    talk = [{"who": "Anda", "at": at, "text": "<b>a\n\nb", "is_mine": True}]
    markup = shown("{% talk t %}", t=talk)
    assert '<li class="mine">' in markup
    assert "<b>Anda</b>" in markup
    assert "&lt;b&gt;a</p>" in markup


def test_two_plaited_edges_on_a_page_do_not_share_an_id() -> None:
    markup = shown('{% weave "atas" %}{% weave "bawah" %}')
    ids = re.findall(r'id="([^"]+)"', markup)
    assert len(ids) == len(set(ids)) == 2
    assert all(f"url(#{own_id})" in markup for own_id in ids)


def test_the_last_line_of_a_ledger_is_computed() -> None:
    markup = shown('{% ledger t p "Hilang" %}', t=("Masuk", 1204), p=[("Selesai", 1180)])
    assert '<dd class="sum">1.204</dd>' in markup
    assert '<dt class="rest">Hilang</dt><dd class="rest">24</dd>' in markup


def test_figures_show_their_denominator() -> None:
    markup = shown("{% stats f %}", f=[{"figure": "3", "label": "lewat", "of": 40}])
    assert "<dt>lewat</dt><dd>3<small>dari 40</small></dd>" in markup


def test_an_empty_list_says_why() -> None:
    markup = shown('{% empty "Belum ada" "Nanti muncul di sini." "jam" %}')
    assert '<p class="what">Belum ada</p><p>Nanti muncul di sini.</p>' in markup


def test_long_work_counts_again_by_link_and_polls_only_where_asked() -> None:
    plain = shown('{% progress "Memeriksa" 40 100 "/p/" %}')
    assert '<a href="/p/">Hitung lagi</a>' in plain
    assert "hx-get" not in plain
    polled = shown('{% progress "Memeriksa" 40 100 "/p/" True %}')
    assert 'hx-get="/p/" hx-trigger="every 10s"' in polled
    done = shown('{% progress "Memeriksa" 100 100 "/p/" True %}')
    assert "hx-get" not in done
    assert "Hitung lagi" not in done
