"""What every request passes."""

from __future__ import annotations

import pytest
from django.test import Client


def test_a_phone_set_to_english_still_reads_indonesian_first(client: Client) -> None:
    answer = client.get("/gaya/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert answer.headers["Content-Language"] == "id"
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_who_chose_english_reads_english(client: Client) -> None:
    client.cookies["netral_bahasa"] = "en"
    assert client.get("/gaya/").headers["Content-Language"] == "en"


def test_an_unknown_language_is_ignored(client: Client) -> None:
    client.cookies["netral_bahasa"] = "xx"
    assert client.get("/gaya/").headers["Content-Language"] == "id"


@pytest.mark.parametrize("address", ["/gaya/", "/tentang/"])
def test_reading_a_public_page_sets_no_cookie(client: Client, address: str) -> None:
    assert not client.get(address).cookies


def test_pages_are_not_kept_by_caches_unless_they_say_so(client: Client) -> None:
    assert client.get("/gaya/").headers["Cache-Control"] == "no-store"
