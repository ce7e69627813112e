"""An item is its text: another word is another item; the English may be bettered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from netral.core.flow.lesson.items import Verdict, Words, item_read, item_stored
from tests.core.flow.lesson.build import choice_build, item_build


def test_the_right_choice_stands_first_in_the_record() -> None:
    assert item_build().right.text.id == "lewati"


def test_what_is_kept_gives_the_item_back() -> None:
    item = item_build(contested=("suka-saja",))
    assert item_read(item_stored(item)) == item


@pytest.mark.parametrize(
    "changes",
    [
        {"scene": Words("Cerita lain.", "")},
        {"choices": tuple(map(choice_build, ("sukai", "lewati", "komentari")))},
        {"basis": ("PP 94/2021 Pasal 3 huruf f",)},
        {"verdict": Verdict.ASK},
        {"status": "PPPK"},
        {"acts": ("D-N6",)},
        {"topic": "foto"},
        {"on": date(2024, 10, 9)},
        {"contested": ("suka-saja",)},
    ],
)
def test_another_content_is_another_fingerprint(changes: dict[str, Any]) -> None:
    assert item_build(**changes).fingerprint() != item_build().fingerprint()


def test_a_better_translation_or_another_name_is_the_same_item() -> None:
    item = item_build()
    bettered = replace(item, name="lain", scene=Words(item.scene.id, "Better English."))
    assert bettered.fingerprint() == item.fingerprint()


def test_a_text_without_english_is_read_in_indonesian() -> None:
    assert Words("Baca dulu.", "").in_language(english=True) == "Baca dulu."
    assert Words("Baca dulu.", "Read first.").in_language(english=True) == "Read first."
    assert Words("Baca dulu.", "Read first.").in_language(english=False) == "Baca dulu."
