"""``docs/law.md`` and its pages: no record is missing, and what is open stands first."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from netral.core import law
from netral.core.text.examples import example_of
from netral.ops.law_docs import law_pages
from netral.ops.law_records import situations
from netral.ops.management.commands import docs


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return law_pages()


@pytest.fixture(scope="module")
def acts(pages: dict[str, str]) -> dict[str, str]:
    """Return what is said of each act, the records of one code together."""
    found: dict[str, str] = {}
    for name, text in pages.items():
        if name.startswith("law/acts-"):
            for part in text.split("\n## ")[1:]:
                code = part.partition(":")[0]
                found[code] = found.get(code, "") + part
    return found


def test_each_act_is_told_with_its_fields_its_examples_and_its_tests(
    acts: dict[str, str],
) -> None:
    book = law.the_law()
    assert acts.keys() == {act.code for act in book.acts}
    for act in book.acts:
        told, example = acts[act.code], example_of(act.code)
        assert example is not None
        wanted = [act.title_id, act.title_en, act.plain_id, act.range, act.authority, act.note]
        wanted += [*act.basis, *act.standing.sources, str(act.standing.in_force)]
        wanted += [example.inside_id, example.outside_id]
        assert not [text for text in wanted if text not in told], act.code


def test_each_prohibition_names_its_golden_situations(acts: dict[str, str]) -> None:
    for act in law.the_law().acts:
        if act.is_breach:
            names = [name.removeprefix(f"{act.code}: ") for name in situations()[act.code]]
            assert names
            assert not [name for name in names if name not in acts[act.code]]


def test_every_other_record_is_told(pages: dict[str, str]) -> None:
    book = law.the_law()
    for name, ids in {
        "law/groups.md": [item.id for item in book.groups],
        "law/clocks.md": [item.rule.code for item in book.clocks],
        "law/sanctions.md": [
            *(item.id for item in book.menus),
            *(item.id for item in book.examiners),
            *(item.id for item in book.deciders),
            *(item.id for item in book.addressees),
        ],
        "law/sources.md": [*(item.id for item in book.instruments), *book.sources],
        "law/contested.md": [
            *(item.id for item in book.contested),
            *(item.id for item in book.questions),
        ],
        "law/pledge.md": [item.id for item in book.clauses],
        "law/calendars.md": [item.id for item in book.elections],
    }.items():
        assert not [each for each in ids if each not in pages[name]], name


def test_what_a_jurist_must_check_stands_before_all_else(pages: dict[str, str]) -> None:
    start = pages["law.md"]
    assert start.index("## What a jurist must check") < start.index("## Acts")
    rows = start.split("## What a jurist must check")[1].split("## Acts")[0]
    book = law.the_law()
    unsure = [act.code for act in book.acts if act.is_breach and not act.level_confirmed] + [
        clock.rule.code for clock in book.clocks if not clock.standing.confirmed
    ]
    assert len(unsure) > 5
    assert not [code for code in unsure if f"`{code}`" not in rows]


def test_a_number_that_is_not_confirmed_is_never_shown_as_one(pages: dict[str, str]) -> None:
    told = pages["law/clocks.md"].split("## UPAYA-KEBERATAN")[1].split("\n## ")[0]
    assert "- Number: **not confirmed**" in told
    assert "- Reported, never counted: 14" in told


def test_the_start_leads_to_every_page(pages: dict[str, str]) -> None:
    linked = set(re.findall(r"\]\((law/[\w-]+\.md)\)", pages["law.md"]))
    assert linked == pages.keys() - {"law.md"}


def test_the_frame_is_english_whoever_asks(pages: dict[str, str]) -> None:
    assert "civil" in pages["law/groups.md"]
    assert "Setiap tahap pemilihan" not in "".join(pages.values())


def test_no_page_is_longer_than_one_reads(pages: dict[str, str]) -> None:
    assert max(len(text.splitlines()) for text in pages.values()) < 600


def test_a_table_has_the_same_columns_in_each_row(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        for block in re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE):
            assert len({line.count(" | ") for line in block.splitlines()}) == 1, name


def test_the_command_writes_every_page_and_drops_those_that_nothing_makes(
    pages: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "law" / "acts-dicabut.md"
    left.parent.mkdir()
    left.write_text("an instrument that is gone", encoding="utf-8")
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    call_command("docs", stdout=StringIO())
    assert not left.exists()
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in pages} == pages
