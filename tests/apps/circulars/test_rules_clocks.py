"""The public page of clocks shows each way to count and hours that are not confirmed."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from netral.core import law

pytestmark = pytest.mark.django_db


def page(query: str = "?pada=2024-10-08") -> str:
    answer = Client().get(reverse("rule-clocks") + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def part(title: str, words: str) -> str:
    return next(one for one in words.split("<li>") if f"<b>{title}</b>" in one)


def test_each_side_of_a_dispute_stands_beside_its_clock_with_its_source() -> None:
    words = page()
    for item in law.the_law().clocks:
        if item.rule.dispute:
            told = part(item.rule.title_id, words)
            assert item.rule.dispute.question_id in told
            for reading in item.rule.dispute.readings:
                assert reading.who in told
                assert reading.says_id in told
    assert "online.flipbuilder.com" in part("Laporan Pemilu kepada Bawaslu", words)


def test_the_hours_of_one_counter_say_that_they_are_not_confirmed_elsewhere() -> None:
    told = part("Laporan Pilkada kepada Bawaslu", page())
    assert "Jam loket: belum terkonfirmasi untuk daerah Anda" in told
    assert "pukul 08.00 sampai 16.00" in told
    assert "Jumat, pukul 08.00 sampai 16.30" in told
    assert "Masa tenang, Hari pemungutan suara: siang dan malam." in told
    assert "Jam loket" not in part("Kajian awal Bawaslu", page())
