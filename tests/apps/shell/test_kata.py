"""A record of the law in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template import engines
from django.utils import translation

from netral.shell.templatetags.look import kata


@dataclass(frozen=True)
class Record:
    title_id: str = "Spanduk"
    title_en: str = "Banners"


def test_a_record_speaks_the_language_of_the_page() -> None:
    assert kata(Record(), "title") == "Spanduk"
    with translation.override("en-gb"):
        assert kata(Record(), "title") == "Banners"


def test_every_template_knows_the_filter() -> None:
    page = engines["django"].from_string('{{ record|kata:"title" }}')
    assert page.render({"record": Record("<b>")}) == "&lt;b&gt;"


def test_a_record_without_the_words_is_a_mistake_that_is_seen() -> None:
    with pytest.raises(AttributeError):
        kata(Record(), "plain")
