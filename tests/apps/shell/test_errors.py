"""Error pages: what happened, is what was typed safe, what to do now."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from netral.shell import errors
from netral.shell.errors import WORDS, Said, error_page


@pytest.fixture(autouse=True)
def _indonesian() -> object:
    with translation.override("id"):
        yield


def request_at(door: str = "public") -> HttpRequest:
    request = RequestFactory().get("/apa-saja/")
    request.door = door  # type: ignore[attr-defined]
    return request


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found
    return found[1].strip()


@pytest.mark.parametrize("status", sorted(WORDS))
def test_every_status_has_a_page_with_title_message_and_advice(status: int) -> None:
    response = error_page(request_at(), status=status)
    page = response.content.decode()
    assert response.status_code == status
    assert heading(page) == WORDS[status].title
    assert str(WORDS[status].message) in page
    assert str(WORDS[status].advice) in page


def test_a_refusal_reads_like_a_page_that_is_not_there() -> None:
    refused = error_page(request_at(), status=403).content.decode()
    missing = error_page(request_at(), status=404).content.decode()
    assert refused.replace("403", "404") == missing


def test_an_error_that_explains_itself_replaces_the_ready_words() -> None:
    said = Said(title="Sudah diputus", message="Perkara ini <selesai>.", code="7K2M")
    page = error_page(request_at(), status=409, said=said).content.decode()
    assert heading(page) == "Sudah diputus"
    assert "Perkara ini &lt;selesai&gt;." in page
    assert "7K2M" in page
    assert str(WORDS[409].advice) not in page


def test_a_status_without_words_of_its_own_borrows_them() -> None:
    assert heading(error_page(request_at(), status=418).content.decode()) == WORDS[400].title
    assert heading(error_page(request_at(), status=507).content.decode()) == WORDS[500].title


@pytest.mark.parametrize(("door", "mark"), [("staff", "head staff"), ("public", '"head"')])
def test_an_error_page_looks_like_the_door_it_was_met_at(door: str, mark: str) -> None:
    assert mark in error_page(request_at(door), status=404).content.decode()


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_of_ours_is_told_without_database_session_or_context(status: int) -> None:
    bare = HttpRequest()  # no session, no user, no path: whatever the page asked of it would fail
    response = error_page(bare, status=status)
    assert response.status_code == status
    assert heading(response.content.decode()) == WORDS[status].title


def test_the_handlers_answer_their_own_status() -> None:
    request, fault = request_at(), ValueError("rahasia")
    answers = [
        errors.bad_request(request, fault),
        errors.permission_denied(request, fault),
        errors.page_not_found(request, fault),
        errors.server_error(request),
        errors.csrf_failure(request, reason="token"),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 404, 500, 403]
    assert not any(b"rahasia" in answer.content for answer in answers)


def test_a_form_open_too_long_is_told_what_became_of_what_was_typed() -> None:
    page = errors.csrf_failure(request_at()).content.decode()
    assert "terlalu lama terbuka" in heading(page)
    assert "isian Anda biasanya masih ada" in page


@pytest.mark.parametrize("status", sorted(WORDS))
def test_no_error_page_shouts_or_begs(status: int) -> None:
    text = " ".join(map(str, (WORDS[status].title, WORDS[status].message, WORDS[status].advice)))
    assert "!" not in text
    assert not re.search(r"\b(mohon|harap|silakan|kamu)\b", text, re.IGNORECASE)
    assert len(str(WORDS[status].title).split()) <= 6
