"""Signing in with two steps, the gate before everything else, and what is never stored."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as live
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from netral.config.middleware import ErrorMiddleware
from netral.core.access import Role
from netral.core.kinds.errors import NotVisibleError
from netral.people.access import (
    ClosedAccountAdapter,
    SignInNeededError,
    actor_required,
    person_required,
)
from netral.people.models import Account
from netral.people.services.second_step import second_step_activate
from netral.shell.moment import moment
from tests.apps.people.build import (
    TOTP_SECRET,
    account_build,
    grant_build,
    person_build,
    person_client,
    second_factor_build,
    staff_client,
    unit_build,
)
from tests.apps.people.told import at_once, code_now, entries

pytestmark = pytest.mark.django_db

PASSWORD = "empat kata yang tidak nyambung"


@pytest.fixture(autouse=True)
def _no_counts_from_other_tests() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Hash passwords quickly; their cost is no subject here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in_by_password(account: Account, browser: Client) -> Any:
    return browser.post(reverse("account_login"), {"login": account.username, "password": PASSWORD})


def activated(browser: Client) -> list[str]:
    """Set up the second step in the browser and return the recovery codes it was shown."""
    browser.get(reverse("second_step"))
    secret = browser.session["mfa.totp.secret"]
    page = browser.post(reverse("second_step"), {"code": code_now(secret)})
    assert page.status_code == 200
    return list(page.context["codes"])


def test_a_first_sign_in_leads_through_the_second_step_and_shows_the_codes_once() -> None:
    account, browser = account_build(Role.HANDLER, password=PASSWORD), Client()
    assert signed_in_by_password(account, browser).headers["Location"] == "/meja/"
    assert browser.get("/peran/").headers["Location"] == "/akun/langkah-kedua/"
    page = browser.get(reverse("second_step")).content.decode()
    assert "<svg" in page
    assert browser.session["mfa.totp.secret"] in page
    wrong = browser.post(reverse("second_step"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "Kode tidak cocok" in wrong.content.decode()
    codes = activated(browser)
    assert len(codes) == 10
    assert browser.get("/peran/").status_code == 200
    assert browser.get(reverse("second_step")).headers["Location"] == "/akun/"
    assert len(entries("account.second_step")) == 1
    assert codes[0] not in browser.get("/akun/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_set_up_the_second_step_at_once_one_is_told() -> None:
    account = account_build(Role.HANDLER)
    outcome = at_once(
        lambda: second_step_activate(account=account, secret=TOTP_SECRET, at=moment())
    )
    assert outcome == ["AlreadyDoneError", "done"]
    assert len(entries("account.second_step")) == 1


def test_an_account_without_a_second_step_can_do_nothing_else() -> None:
    browser = Client()
    browser.force_login(account_build(Role.OFFICER))
    for path in ("/pengaturan/akun/", "/kunci/", "/akun/", "/", "/saya/keluar/"):
        assert browser.get(path).headers["Location"] == "/akun/langkah-kedua/"
        assert browser.post(path).headers["Location"] == "/akun/langkah-kedua/"
    assert browser.post(reverse("account_logout")).headers["Location"] == "/"


def test_a_later_sign_in_asks_for_a_code_and_is_nobody_until_then() -> None:
    account, browser = account_build(Role.HANDLER, password=PASSWORD), Client()
    second_factor_build(account)
    assert signed_in_by_password(account, browser).headers["Location"] == "/masuk/langkah-kedua/"
    assert browser.get("/peran/").status_code == 302
    enter = reverse("mfa_authenticate")
    assert browser.get(enter).status_code == 200
    wrong = browser.post(enter, {"code": "000000"})
    assert wrong.status_code == 422
    assert "Kode tidak cocok" in wrong.content.decode()
    assert browser.post(enter, {"code": code_now(TOTP_SECRET)}).headers["Location"] == "/meja/"
    assert browser.get("/peran/").status_code == 200


def test_a_code_of_the_app_works_once() -> None:
    account, code = account_build(Role.HANDLER, password=PASSWORD), code_now(TOTP_SECRET)
    second_factor_build(account)
    first, second = Client(), Client()
    for browser, status in ((first, 302), (second, 422)):
        signed_in_by_password(account, browser)
        assert browser.post(reverse("mfa_authenticate"), {"code": code}).status_code == status


def test_a_recovery_code_replaces_the_phone_once_and_can_be_renewed() -> None:
    account, browser = account_build(Role.HANDLER, password=PASSWORD), Client()
    signed_in_by_password(account, browser)
    (code, *others) = activated(browser)
    for status in (302, 422):
        lost = Client()
        signed_in_by_password(account, lost)
        assert lost.post(reverse("mfa_authenticate"), {"code": code}).status_code == status
    renewal = browser.post(reverse("recovery_codes"), {"code": others[0]})
    assert set(renewal.context["codes"]).isdisjoint({code, *others})
    assert browser.post(reverse("recovery_codes"), {"code": others[1]}).status_code == 422
    assert len(entries("account.recovery_codes")) == 1


def test_a_wrong_password_keeps_the_user_name_and_says_what_to_do() -> None:
    account = account_build(Role.HANDLER, password=PASSWORD)
    answer = Client().post(reverse("account_login"), {"login": account.username, "password": "x"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "tidak cocok" in page
    assert f'value="{account.username}"' in page


def test_too_many_wrong_passwords_make_the_account_wait_and_no_address_is_kept() -> None:
    account = account_build(Role.HANDLER, password=PASSWORD)
    browser = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Peramban Contoh 9")
    for _ in range(5):
        browser.post(reverse("account_login"), {"login": account.username, "password": "x"})
    answer = signed_in_by_password(account, browser)
    assert answer.status_code in (422, 429)
    assert "Terlalu sering mencoba" in answer.content.decode()
    assert not stored("203.0.113.77")
    assert not stored("Peramban Contoh")


def test_too_many_tries_from_one_place_get_the_page_that_says_wait(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    browser = Client()
    sent = {"login": "siapa", "password": "x"}
    assert browser.post(reverse("account_login"), sent).status_code == 422
    limited = browser.post(reverse("account_login"), sent)
    assert limited.status_code == 429
    assert "Terlalu sering mencoba" in limited.content.decode()


def test_the_secret_of_the_second_step_is_sealed_in_the_database() -> None:
    factor = second_factor_build(account_build(Role.HANDLER))
    assert TOTP_SECRET not in str(factor.data)
    assert not stored(TOTP_SECRET)
    assert Authenticator.objects.get(pk=factor.pk).wrap().validate_code(code_now(TOTP_SECRET))


def test_nobody_is_sent_to_sign_in_and_back() -> None:
    assert Client().get("/pengaturan/akun/").headers["Location"] == "/masuk/?next=/pengaturan/akun/"
    request = RequestFactory().get("/x/")
    request.user = Client().get("/masuk/").wsgi_request.user
    with pytest.raises(SignInNeededError):
        actor_required(request)


def test_signing_out_ends_the_session() -> None:
    browser = staff_client(account_build(Role.HANDLER))
    assert "Keluar sekarang?" in browser.get(reverse("account_logout")).content.decode()
    browser.post(reverse("account_logout"))
    assert browser.get("/akun/").status_code == 302


def test_a_password_is_changed_with_the_old_one() -> None:
    account, browser = account_build(Role.HANDLER, password=PASSWORD), Client()
    signed_in_by_password(account, browser)
    activated(browser)
    change = reverse("account_change_password")
    assert browser.get(change).status_code == 200
    new = {"password1": PASSWORD + "2", "password2": PASSWORD + "2"}
    assert browser.post(change, new | {"oldpassword": "salah"}).status_code == 422
    assert browser.post(change, new | {"oldpassword": PASSWORD}).headers["Location"] == "/akun/"
    account.refresh_from_db()
    assert account.check_password(PASSWORD + "2")


def test_nobody_signs_up_by_themselves() -> None:
    request = RequestFactory().get("/masuk/")
    assert not ClosedAccountAdapter().is_open_for_signup(request)
    assert Client().get("/akun/signup/").status_code == 404
    assert Client().get("/signup/").status_code == 404


def test_a_citizen_gets_no_cookie_and_costs_no_query(django_assert_num_queries: Any) -> None:
    browser = Client()
    with django_assert_num_queries(0):
        answer = browser.get("/aksesibilitas/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Session.objects.exists()


def test_the_page_with_a_form_sets_the_form_token_and_nothing_else() -> None:
    assert set(Client().get(reverse("account_login")).cookies) == {live.CSRF_COOKIE_NAME}


def test_what_stands_in_the_head_follows_the_role() -> None:
    unit_build("kab-batanghari.dinkes")
    officer = staff_client(account_build(Role.OFFICER)).get("/akun/").content.decode()
    assert "/pengaturan/" in officer
    assert "Pengelola kepegawaian" in officer
    assert "Kabupaten Batang Hari" in officer
    handler = staff_client(account_build(Role.HANDLER)).get("/akun/").content.decode()
    assert "/pengaturan/" not in handler
    assert "Ganti peran" not in handler


def test_the_day_is_the_day_of_the_office() -> None:
    account = account_build(Role.HANDLER)
    unit = unit_build("kab-jayawijaya.dinkes")
    type(unit.government).objects.update(timezone="Asia/Jayapura")
    account.grants.all().delete()
    grant_build(account, Role.HANDLER, unit)
    request = staff_client(account).get("/akun/").wsgi_request
    assert request.at.utcoffset().total_seconds() == 9 * 3600  # type: ignore[attr-defined]


def test_a_person_stands_in_the_request_until_the_session_ends() -> None:
    person = person_build()
    request = person_client(person).get("/saya/keluar/").wsgi_request
    assert person_required(request) == person.ref
    with pytest.raises(NotVisibleError, match="tautan pribadi"):
        person_required(Client().get("/masuk/").wsgi_request)


def test_an_error_on_a_personal_page_is_told_in_its_form() -> None:
    answer = person_client(person_build()).get("/saya/" + "A" * 26 + "/")
    assert answer.status_code == 404
    assert "Halaman pribadi Anda" in answer.content.decode()
    assert 'href="/saya/keluar/"' in answer.content.decode()


def test_a_fault_of_ours_is_no_error_of_the_house() -> None:
    passed = ErrorMiddleware(lambda _request: HttpResponse()).process_exception(
        RequestFactory().get("/"), ValueError("x")
    )
    assert passed is None


def stored(secret: str) -> bool:
    """Tell whether the text stands anywhere in the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database
            if any(secret in str(row) for row in cursor.fetchall()):
                return True
    return False
