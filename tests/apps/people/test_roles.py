"""Roles: granted, ended, ended by themselves with the post, and chosen in a session."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse

from netral.core.access import Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.people.access import actor_for, actor_required
from netral.people.models import RoleGrant
from netral.people.queries.roles import grants_of, role_words
from netral.people.services.roles import GrantWish, role_end, role_grant
from netral.shell.moment import moment
from tests.apps.people.build import (
    account_build,
    actor_build,
    grant_build,
    person_build,
    posting_build,
    staff_client,
    unit_build,
)
from tests.apps.people.told import at_once, entries, written

pytestmark = pytest.mark.django_db

UNIT = "kab-batanghari.dinkes"
TODAY = date(2024, 10, 7)
NOBODY_ELSE = [role for role in Role if role is not Role.OFFICER]


def wish(role: Role = Role.OPD_HEAD, unit: str = UNIT, **days: date | int) -> GrantWish:
    unit_build(unit)
    return GrantWish(role, unit, days.pop("valid_from", TODAY), **days)  # type: ignore[arg-type]


def test_a_granted_role_lets_the_account_act_over_the_unit() -> None:
    holder = account_build(Role.HANDLER, UNIT)
    grant = role_grant(actor=actor_build(), account=holder.ref, wish=wish(), at=moment())
    assert grant in grants_of(holder, TODAY)
    assert grant not in grants_of(holder, TODAY - timedelta(days=1))
    (told,) = entries("role.grant")
    assert told["body"] == {
        "account": holder.ref,
        "role": "kepala_opd",
        "unit": UNIT,
        "posting": None,
        "valid_from": "2024-10-07",
        "valid_to": None,
    }


@pytest.mark.parametrize("role", NOBODY_ELSE)
def test_no_other_role_grants_or_ends_and_nothing_is_written(role: Role) -> None:
    holder, actor, wanted = account_build(Role.HANDLER, UNIT), actor_build(role), wish()
    before = written()
    with pytest.raises(NotAllowedError):
        role_grant(actor=actor, account=holder.ref, wish=wanted, at=moment())
    with pytest.raises(NotAllowedError):
        role_end(actor=actor, ref=holder.grants.get().ref, reason="x", at=moment())
    assert written() == before


@pytest.mark.parametrize("place", ["kab-samosir", "kab-batanghari.inspektorat", f"{UNIT}-2"])
def test_an_officer_elsewhere_neither_grants_nor_ends_here(place: str) -> None:
    holder, actor, wanted = account_build(Role.HANDLER, UNIT), actor_build(unit=place), wish()
    before = written()
    with pytest.raises(NotVisibleError):
        role_grant(actor=actor, account=holder.ref, wish=wanted, at=moment())
    with pytest.raises(NotVisibleError):
        role_end(actor=actor, ref=holder.grants.get().ref, reason="x", at=moment())
    assert written() == before


def test_an_officer_cannot_promote_the_own_account() -> None:
    actor = actor_build()
    with pytest.raises(NotAllowedError, match="akun sendiri"):
        role_grant(actor=actor, account=actor.account, wish=wish(), at=moment())


def test_an_account_of_another_government_gets_no_role_here() -> None:
    stranger = account_build(Role.HANDLER, "kab-samosir")
    with pytest.raises(NotVisibleError):
        role_grant(actor=actor_build(), account=stranger.ref, wish=wish(), at=moment())


def test_nobody_is_not_granted_a_role() -> None:
    with pytest.raises(NotVisibleError):
        role_grant(actor=actor_build(), account="TIADA", wish=wish(), at=moment())
    with pytest.raises(NotVisibleError):
        role_end(actor=actor_build(), ref="TIADA", reason="x", at=moment())


def test_the_very_role_is_granted_once() -> None:
    holder = account_build(Role.OPD_HEAD, UNIT)
    with pytest.raises(AlreadyDoneError):
        role_grant(actor=actor_build(), account=holder.ref, wish=wish(), at=moment())


def test_days_and_unit_must_fit() -> None:
    holder, actor = account_build(Role.HANDLER, UNIT), actor_build()
    backwards = wish(valid_to=TODAY - timedelta(days=1))
    with pytest.raises(WrongInputError, match="mendahului"):
        role_grant(actor=actor, account=holder.ref, wish=backwards, at=moment())
    early = wish(valid_from=date(2019, 1, 1))
    with pytest.raises(WrongInputError, match="tidak ada pada tanggal"):
        role_grant(actor=actor, account=holder.ref, wish=early, at=moment())


def test_an_acting_post_carries_authority_while_it_lasts_and_no_day_longer() -> None:
    person = person_build(UNIT)
    post = posting_build(person, kind="plt", valid_from=TODAY, valid_to=TODAY + timedelta(days=30))
    holder = account_build(Role.HANDLER, UNIT, person=person)
    tied = wish(posting_id=post.pk)
    grant = role_grant(actor=actor_build(), account=holder.ref, wish=tied, at=moment())
    last = TODAY + timedelta(days=30)
    assert grant in grants_of(holder, TODAY)
    assert grant in grants_of(holder, last)
    assert grant not in grants_of(holder, last + timedelta(days=1))
    assert role_words(grant) == "Plt. Kepala OPD, Dinkes"


def test_a_role_is_tied_only_to_a_post_of_its_own_holder_and_place() -> None:
    person = person_build(UNIT)
    holder = account_build(Role.HANDLER, UNIT, person=person)
    of_another = posting_build(person_build(UNIT))
    elsewhere = posting_build(person, unit=unit_build("kab-batanghari.dukcapil"))
    for posting_id in (of_another.pk, elsewhere.pk, 0):
        with pytest.raises(WrongInputError, match="Jabatan ini"):
            role_grant(
                actor=actor_build(),
                account=holder.ref,
                wish=wish(posting_id=posting_id),
                at=moment(),
            )


def test_an_ended_role_ends_at_once_and_once() -> None:
    holder, actor = account_build(Role.HANDLER, UNIT), actor_build()
    browser = staff_client(holder)
    assert browser.get("/peran/").status_code == 200
    grant = role_end(actor=actor, ref=holder.grants.get().ref, reason="mutasi", at=moment())
    assert browser.get("/peran/").status_code == 403
    assert browser.get("/akun/").status_code == 200
    assert entries("role.end")[0]["body"]["reason"] == "mutasi"
    with pytest.raises(AlreadyDoneError):
        role_end(actor=actor, ref=grant.ref, reason="lagi", at=moment())


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_end_a_role_at_once_one_is_told() -> None:
    ref, actor = account_build(Role.HANDLER, UNIT).grants.get().ref, actor_build()
    outcome = at_once(lambda: role_end(actor=actor, ref=ref, reason="mutasi", at=moment()))
    assert outcome == ["AlreadyDoneError", "done"]
    assert len(entries("role.end")) == 1


def test_a_session_acts_in_the_role_that_its_account_chose() -> None:
    holder = account_build(Role.HANDLER, UNIT)
    second = grant_build(holder, Role.EXAMINER, UNIT)
    browser = staff_client(holder)
    assert "Ganti peran" in browser.get("/akun/").content.decode()
    assert browser.post(reverse("role_switch", args=[second.ref])).headers["Location"] == "/meja/"
    request = RequestFactory().get("/")
    request.session, request.user = browser.session, holder
    actor = actor_for(request, today=moment().date())
    assert actor is not None
    assert actor.role is Role.EXAMINER
    RoleGrant.objects.filter(pk=second.pk).update(valid_to=date(2024, 1, 1))
    fallen_back = actor_for(request, today=moment().date())
    assert fallen_back is not None
    assert fallen_back.role is Role.HANDLER


def test_a_role_of_somebody_else_cannot_be_chosen() -> None:
    other = account_build(Role.PPK).grants.get()
    browser = staff_client(account_build(Role.HANDLER, UNIT))
    assert browser.post(reverse("role_switch", args=[other.ref])).status_code == 404


def test_an_account_without_a_live_role_is_told_so() -> None:
    request = RequestFactory().get("/")
    request.user = account_build(None)
    with pytest.raises(NotAllowedError, match="tidak memegang peran"):
        actor_required(request)


def test_an_officer_invites_grants_and_ends_on_pages() -> None:
    officer = staff_client(account_build(Role.OFFICER))
    person = person_build(UNIT, name="Tiur Nainggolan")
    form = {
        "username": "tiur",
        "name": "",
        "nip": person.nip,
        "role": "penangan",
        "unit": UNIT,
        "valid_from": "2024-10-07",
    }
    wrong = officer.post(reverse("staff_invite"), form | {"nip": "1"})
    assert wrong.status_code == 422
    assert "tidak ada di daftar pegawai" in wrong.content.decode()
    assert officer.post(reverse("staff_invite"), form | {"unit": "x"}).status_code == 422
    page = officer.post(reverse("staff_invite"), form)
    assert page.status_code == 200
    assert "/undangan/" in page.content.decode()
    grant = RoleGrant.objects.get(account__username="tiur")
    ref = grant.account.ref
    again = {"role": "pemeriksa", "unit": UNIT, "valid_from": "2024-10-07"}
    assert officer.post(reverse("staff_grant", args=[ref]), again).status_code == 302
    assert "Tim pemeriksa" in officer.get(reverse("staff_account", args=[ref])).content.decode()
    end = reverse("staff_grant_end", args=[grant.ref])
    assert officer.post(end, {"reason": "mutasi"}).status_code == 302
    reset = officer.post(reverse("staff_account_reset", args=[ref]))
    assert "/undangan/" in reset.content.decode()
    close = officer.post(reverse("staff_account_close", args=[ref]), {"reason": "pensiun"})
    assert close.status_code == 302
