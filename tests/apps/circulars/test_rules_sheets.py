"""Posters and leaflets: one page each, in both languages, with every article; pressed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from netral.circulars.queries.rules_acts import UnknownRuleError
from netral.circulars.queries.rules_lists import group_acts
from netral.circulars.services import rules_sheets
from netral.circulars.services.rules_sheets import rule_sheet_pdf
from netral.core import law
from netral.core.law.records import Act, Group
from netral.core.text.examples import allowed_to
from netral.papers.services.group_sheets import SheetKind
from tests.apps.papers.reading import has_qr, metadata_of, pages_of, words_of

DAY = date(2024, 10, 8)
GROUPS = [group.id for group in law.groups(DAY)]
LANGUAGES = ("id", "en")


def pressed(
    kind: SheetKind = SheetKind.LEAFLET,
    group: str = "kepala-desa",
    language: str = "id",
    day: date = DAY,
) -> bytes:
    return rule_sheet_pdf(kind=kind, group=group, language=language, day=day)


def tight(text: str) -> str:
    """Return a text without its spaces: a line may break anywhere."""
    return "".join(text.split())


def told_on_sheets(group: Group) -> list[Act]:
    """Return what is forbidden to a group, without the record that only says whose rules hold."""
    return [act for act in group_acts(group, DAY) if act.code != "U-PPPK"]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leaflet_holds_every_article_on_one_page(group: str, language: str) -> None:
    pdf = pressed(SheetKind.LEAFLET, group, language)
    record = law.group(group, DAY)
    assert record is not None
    words = tight(words_of(pdf))
    assert pages_of(pdf) == 1
    assert tight(getattr(record, f"title_{language}")) in words
    assert tight(getattr(record, f"who_acts_{language}")) in words
    assert all(tight(article) in words for article in record.standing.citation)
    for act in told_on_sheets(record):
        # A twin of ethics stands with its twin of discipline, named by its own article.
        articles = act.basis[:1] if act.track == "etika" else act.basis
        assert not [article for article in articles if tight(article) not in words], act.code


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_says_in_plain_words_what_is_and_is_not_allowed(group: str, language: str) -> None:
    pdf = pressed(SheetKind.POSTER, group, language)
    words = tight(words_of(pdf))
    assert pages_of(pdf) == 1
    record = law.group(group, DAY)
    assert record is not None
    for act in told_on_sheets(record):
        told = tight(getattr(act, f"plain_{language}")), tight(getattr(act, f"title_{language}"))
        assert act.track == "etika" or any(text in words for text in told), act.code
        assert act.track == "etika" or tight(act.basis[0]) in words
    for item in allowed_to(group):
        assert tight(getattr(item, f"text_{language}")) in words


@pytest.mark.parametrize("kind", SheetKind)
def test_a_sheet_carries_the_code_of_its_page_its_days_and_the_law_s_version(
    kind: SheetKind,
) -> None:
    pdf = pressed(kind)
    assert has_qr(pdf, f"{settings.NETRAL_ORIGIN}/aturan/kelompok/kepala-desa/")
    words = words_of(pdf)
    assert "Aturan yang berlaku 1 Oktober sampai 13 November 2024" in words
    assert law.LAW_VERSION[:12] in words
    assert "bukan naskah resmi" in words
    for name in ("may", "rules", "reports:form"):
        assert f"{settings.NETRAL_ORIGIN}{reverse(name)}" in words


def test_a_sheet_after_the_last_change_says_since_when() -> None:
    words = words_of(pressed(day=date(2026, 1, 5)))
    assert "Aturan yang berlaku sejak" in words


def test_an_english_sheet_speaks_english() -> None:
    words = words_of(pressed(language="en"))
    assert "Not allowed" in words
    assert "Tidak boleh" not in words


def test_an_act_and_its_twin_are_told_once_with_both_tracks() -> None:
    words = words_of(pressed(group="pns"))
    photo = law.act("S-FOTO", DAY)
    before = law.act("E-FOTO", DAY)
    assert photo is not None
    assert before is not None
    assert tight(photo.plain_id) in tight(words)
    assert tight(before.plain_id) not in tight(words)
    assert "Hukuman disiplin berat; sebelum calon ditetapkan: sanksi moral" in words


def test_both_medium_menus_and_the_contested_points_stand_on_it() -> None:
    words = tight(words_of(pressed(group="pns")))
    for menu in law.sanction_menus("sedang", DAY):
        assert all(tight(item.title_id) in words for item in menu.items)
    assert all(tight(item.question_id) in words for item in law.contested_of("D-N1"))


def test_a_thousand_readers_cost_one_pressing() -> None:
    rules_sheets._pressed.cache_clear()
    days = [date(2024, 10, 2 + n % 20) for n in range(1000)]
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda day: pressed(day=day), days))
    assert len(made) == 1
    assert rules_sheets._pressed.cache_info().misses == 1


def test_another_span_of_days_is_another_sheet() -> None:
    assert pressed(day=date(2024, 11, 13)) != pressed(day=date(2024, 11, 14))


def test_the_same_sheet_is_pressed_to_the_same_bytes() -> None:
    one = pressed()
    rules_sheets._pressed.cache_clear()
    assert pressed() == one


def test_a_sheet_is_an_archive_file_with_its_title() -> None:
    told = " ".join(metadata_of(pressed()).values())
    assert "Kepala desa" in told


def test_a_group_that_is_not_there_has_no_sheet() -> None:
    with pytest.raises(UnknownRuleError):
        pressed(group="tidak-ada")


@pytest.mark.parametrize(
    ("name", "args", "status"),
    [
        ("rule-poster", ["pns", "id"], 200),
        ("rule-leaflet", ["pns", "en"], 200),
        ("rule-leaflet", ["pns", "xx"], 404),
        ("rule-leaflet", ["tidak-ada", "id"], 404),
    ],
)
def test_a_sheet_is_fetched_by_its_address(name: str, args: list[str], status: int) -> None:
    answer = Client().get(reverse(name, args=args), {"pada": DAY.isoformat()})
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.content.startswith(b"%PDF")


def test_every_sheet_is_on_the_list() -> None:
    page = Client().get(reverse("rule-sheets"), {"pada": DAY.isoformat()}).content.decode()
    for group in GROUPS:
        for name in ("rule-poster", "rule-leaflet"):
            assert all(reverse(name, args=[group, lang]) in page for lang in LANGUAGES)
