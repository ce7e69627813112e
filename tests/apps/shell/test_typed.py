"""What was typed stays when the session ended or the form's key went stale meanwhile."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.apps.people.build import account_build, staff_client

from netral.core.access import Role
from netral.shell.typed import typed_can_be_kept

pytestmark = pytest.mark.django_db

OWN = "http://testserver"
NEW = "/edaran/baru/"
TYPED = {"title": "Netralitas <ASN>", "groups": ["pns", "cpns"]}


def test_a_form_sent_after_the_session_ended_stays_on_the_page_with_the_way_in() -> None:
    answer = Client().post(NEW, TYPED, headers={"Origin": OWN})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Sesi Anda sudah berakhir" in page
    assert 'name="title" value="Netralitas &lt;ASN&gt;"' in page
    assert page.count('name="groups"') == 2
    assert f'action="{NEW}"' in page
    assert "/masuk/" in page


def test_a_look_without_a_session_still_leads_to_the_sign_in() -> None:
    assert Client().get(NEW).headers["Location"] == f"/masuk/?next={NEW}"


def test_a_form_with_a_stale_key_can_be_sent_again_as_it_was_typed() -> None:
    browser = staff_client(account_build(Role.OFFICER))
    browser.handler.enforce_csrf_checks = True
    browser.get(NEW)
    stale = {**TYPED, "csrfmiddlewaretoken": "0" * 64}
    answer = browser.post(NEW, stale, headers={"Origin": OWN})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Kirim lagi" in page
    assert 'value="Netralitas &lt;ASN&gt;"' in page
    assert "0" * 64 not in page


@pytest.mark.parametrize("origin", ["https://lain.example", "null", ""])
def test_what_another_site_sent_is_never_shown_with_a_button(origin: str) -> None:
    headers = {"Origin": origin} if origin else {}
    answer = Client().post(NEW, TYPED, headers=headers)
    assert b"Netralitas" not in answer.content
    browser = staff_client(account_build(Role.OFFICER))
    browser.handler.enforce_csrf_checks = True
    refused = browser.post(NEW, TYPED, headers=headers)
    assert refused.status_code == 403
    assert b"Netralitas" not in refused.content


@pytest.mark.parametrize("name", ["pass_phrase", "password2", "pin", "new_password", "kode"])
def test_a_secret_is_never_written_into_a_page(name: str) -> None:
    answer = Client().post("/kunci/", {name: "rahasia sekali"}, headers={"Origin": OWN})
    assert answer.status_code == 302
    assert b"rahasia" not in answer.content


def test_a_name_that_only_sounds_like_a_secret_is_kept() -> None:
    answer = Client().post(NEW, {"pemimpin": "Camat Contoh"}, headers={"Origin": OWN})
    assert b"Camat Contoh" in answer.content


def test_the_origin_of_the_office_is_its_own_too() -> None:
    request = Client().post(NEW, TYPED, headers={"Origin": settings.NETRAL_ORIGIN}).wsgi_request
    assert typed_can_be_kept(request)
