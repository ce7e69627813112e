"""Each page of accounts, roles, keys and links: who gets which status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from netral.core.access import Role
from netral.people.models import PersonalLink
from netral.people.services.accounts import account_reset
from netral.people.services.links import links_issue
from netral.people.urls import accounts as staff_urls
from netral.people.urls import links as public_urls
from netral.shell.moment import moment
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    staff_client,
    unit_build,
)

pytestmark = pytest.mark.django_db

OWN, OTHER = "kab-batanghari", "kab-samosir"
IN = 302
"""Anonymous visitors are sent to the sign-in page."""
TABLE: dict[str, tuple[int, int, int, int]] = {
    # name: (officer of the unit, handler of the unit, officer of another government, anonymous)
    "account_login": (302, 302, 302, 200),
    "mfa_authenticate": (302, 302, 302, 302),
    "account_logout": (200, 200, 200, 302),
    "account_home": (200, 200, 200, IN),
    "second_step": (302, 302, 302, IN),
    "recovery_codes": (200, 200, 200, IN),
    "account_change_password": (403, 403, 403, IN),
    "account_inactive": (200, 200, 200, 200),
    "roles": (200, 200, 200, IN),
    "key": (200, 200, 200, IN),
    "staff_settings": (200, 403, 200, IN),
    "staff_accounts": (200, 403, 200, IN),
    "staff_invite": (200, 403, 200, IN),
    "staff_unit_keys": (200, 403, 200, IN),
    "staff_account": (200, 403, 404, IN),
    "staff_account_reset": (200, 403, 404, IN),
    "staff_account_close": (200, 403, 404, IN),
    "staff_grant_end": (200, 403, 200, IN),
    "staff_unit_key_end": (200, 403, 200, IN),
    "person_links": (200, 403, 404, IN),
    "person_link_revoke": (200, 403, 200, IN),
    "invitation": (200, 200, 200, 200),
    "one_time": (404, 404, 404, 404),
    "personal_link": (200, 200, 200, 200),
    "pin_forgotten": (200, 200, 200, 200),
    "link_code": (404, 404, 404, 404),
    "message_rule": (200, 403, 200, IN),
    "person_leave": (200, 200, 200, 200),
}
POSTS: dict[str, tuple[int, int, int, int]] = {
    "role_switch": (404, 404, 404, IN),
    "bounce": (404, 404, 404, 404),
    "key_lock": (302, 302, 302, IN),
    "key_share": (422, 422, 422, IN),
    "staff_grant": (422, 403, 404, IN),
    "person_link_issue": (422, 403, 404, IN),
}


def address(name: str) -> str:
    """Return the page's address for a fresh thing of the own government."""
    make = ARGUMENTS.get(name)
    if name in {"person_link_revoke", "personal_link", "pin_forgotten"}:
        return link_address(name)
    return reverse(name, args=[make()] if make else [])


def invitation_token() -> str:
    """Return the token of a live invitation."""
    holder = account_build(Role.HANDLER, OWN)
    officer = actor_build(Role.OFFICER, OWN)
    return str(account_reset(actor=officer, account=holder.ref, at=moment()))


def holder_ref() -> str:
    """Return the reference of a new account of the own government."""
    return account_build(Role.HANDLER, OWN).ref


def grant_ref() -> str:
    """Return the reference of a new role of the own government."""
    return account_build(Role.HANDLER, OWN).grants.get().ref


def person_ref() -> str:
    """Return the reference of a new person of the own government."""
    return person_build(f"{OWN}.dinkes").ref


ARGUMENTS: dict[str, Callable[[], Any]] = {
    "staff_account": holder_ref,
    "staff_account_reset": holder_ref,
    "staff_account_close": holder_ref,
    "staff_grant": holder_ref,
    "staff_grant_end": grant_ref,
    "role_switch": grant_ref,
    "person_links": person_ref,
    "person_link_issue": person_ref,
    "invitation": invitation_token,
    "one_time": lambda: "A" * 26,
    "staff_unit_key_end": lambda: 1,
}


def link_address(name: str) -> str:
    """Return the address of a new personal link, or of its revocation."""
    at = moment()
    ((_person, token),) = links_issue(
        actor=actor_build(Role.OFFICER, OWN),
        persons=[person_build(f"{OWN}.dinkes")],
        channel="lembar",
        at=at,
        expires_at=at + timedelta(days=30),
    )
    if name != "person_link_revoke":
        return reverse(name, args=[str(token)])
    return reverse(name, args=[PersonalLink.objects.latest("pk").ref])


def visitors() -> list[Client]:
    """Return the four browsers of the table's columns."""
    return [
        staff_client(account_build(Role.OFFICER, OWN)),
        staff_client(account_build(Role.HANDLER, OWN)),
        staff_client(account_build(Role.OFFICER, OTHER)),
        Client(),
    ]


@pytest.mark.parametrize("name", TABLE)
def test_a_page_answers_each_visitor_by_role_and_place(name: str) -> None:
    unit_build(f"{OWN}.dinkes")
    got = tuple(visitor.get(address(name)).status_code for visitor in visitors())
    assert got == TABLE[name]


@pytest.mark.parametrize("name", POSTS)
def test_a_sent_form_is_answered_by_role_and_place(name: str) -> None:
    unit_build(f"{OWN}.dinkes")
    sent = [visitor.post(address(name), {"x": "1"}) for visitor in visitors()]
    assert tuple(answer.status_code for answer in sent) == POSTS[name]


@pytest.mark.parametrize("name", POSTS)
def test_what_only_takes_forms_refuses_to_be_looked_at(name: str) -> None:
    assert visitors()[0].get(address(name)).status_code == 405


def test_every_address_has_a_row_in_the_tables() -> None:
    patterns = [*staff_urls.urlpatterns, *public_urls.urlpatterns]
    assert {pattern.name for pattern in patterns} == set(TABLE) | set(POSTS)


def test_no_address_of_ours_hides_behind_another() -> None:
    names = [key for key in get_resolver().reverse_dict if isinstance(key, str)]
    assert set(TABLE) | set(POSTS) <= set(names)


def test_an_officer_of_a_unit_sees_no_account_of_another_unit() -> None:
    inside = account_build(Role.HANDLER, f"{OWN}.dinkes")
    outside = account_build(Role.HANDLER, f"{OWN}.dinkes-lain")
    visitor = staff_client(account_build(Role.OFFICER, f"{OWN}.dinkes"))
    page = visitor.get(reverse("staff_accounts")).content.decode()
    assert inside.username in page
    assert outside.username not in page
    assert visitor.get(reverse("staff_account", args=[outside.ref])).status_code == 404


def test_twice_as_many_accounts_cost_no_more_queries(
    django_assert_max_num_queries: Any,
) -> None:
    visitor = staff_client(account_build(Role.OFFICER, OWN))
    visitor.get(reverse("staff_accounts"))
    for _ in range(30):
        account_build(Role.HANDLER, OWN)
    with django_assert_max_num_queries(6):
        assert visitor.get(reverse("staff_accounts")).status_code == 200
