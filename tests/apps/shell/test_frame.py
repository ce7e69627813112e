"""Head and foot of public pages are kept for the next visitor, but never what an address tells."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client, RequestFactory
from django.urls import resolve

from netral.shell.context import page

PLAIN = "/tentang/"
ASKED = f"{PLAIN}?cari=camat-rahasia"


def is_plain(path: str) -> bool:
    """Return whether the frame of an address may be kept."""
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    return bool(page(request)["is_plain_address"])


def fragments() -> bytes:
    """Return all that the cache of fragments holds, as it lies in memory."""
    return b"".join(vars(caches["template_fragments"])["_cache"].values())


def test_an_address_that_tells_nothing_is_plain() -> None:
    assert is_plain(PLAIN)


@pytest.mark.parametrize("path", ["/jejak/kab-batanghari/", ASKED])
def test_an_address_that_tells_something_is_not_plain(path: str) -> None:
    assert not is_plain(path)


def test_an_address_that_leads_nowhere_is_not_plain() -> None:
    assert not page(RequestFactory().get("/tidak-ada/"))["is_plain_address"]


@pytest.mark.django_db
def test_words_asked_for_do_not_stay_in_memory(client: Client) -> None:
    caches["template_fragments"].clear()
    client.get(ASKED)
    assert fragments() == b""
    client.get(PLAIN)
    assert b"Menu lengkap" in fragments()
