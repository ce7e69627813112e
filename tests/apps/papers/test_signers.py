"""Who signs, and the second proof that it is they."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netral.core.access import Assurance, Role
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef
from netral.papers.services import (
    reauth_by_pass_phrase,
    reauth_by_pin,
    signer_actor,
    signer_person,
)
from netral.people.access import actor_of
from netral.people.models import Account
from netral.people.services.links import link_open, links_issue
from netral.people.services.unlock import unlock_key_make
from tests.apps.papers.build import AT
from tests.apps.people.build import account_build, actor_build, person_build

pytestmark = pytest.mark.django_db
HERE = "kab-batanghari"
PIN, PHRASE = "407261", "kalimat panjang yang mudah diingat"


def keyed() -> Account:
    account = account_build(Role.PPK, HERE, name="Nama Bupati")
    unlock_key_make(account=account, pass_phrase=PHRASE, at=AT)
    return account


def test_a_pin_proves_the_holder_of_a_link_and_a_wrong_one_is_told() -> None:
    person = person_build()
    ((_person, token),) = links_issue(
        actor=actor_build(Role.OFFICER, HERE),
        persons=[person],
        channel="lembar",
        at=AT,
        expires_at=AT + timedelta(days=30),
    )
    link_open(token=str(token), pin=PIN, at=AT)
    ref = PersonRef(person.ref)
    tried = reauth_by_pin(person=ref, pin="000000", assurance=Assurance.LINK, at=AT)
    assert tried.proof is None
    assert "Sisa percobaan" in tried.refusal
    proof = reauth_by_pin(person=ref, pin=PIN, assurance=Assurance.LINK, at=AT).proof
    assert proof is not None
    assert (proof.who, proof.assurance) == (person.ref, Assurance.LINK_PIN)
    strong = reauth_by_pin(person=ref, pin=PIN, assurance=Assurance.LINK_CODE, at=AT).proof
    assert strong is not None
    assert strong.assurance is Assurance.LINK_CODE, "the PIN does not weaken what was shown"


def test_a_pass_phrase_proves_an_officer_and_without_a_key_it_says_what_to_do() -> None:
    account = keyed()
    tried = reauth_by_pass_phrase(account=account, pass_phrase="keliru", at=AT)
    assert tried.proof is None
    assert "Sisa percobaan" in tried.refusal
    proof = reauth_by_pass_phrase(account=account, pass_phrase=PHRASE, at=AT).proof
    assert proof is not None
    assert (proof.who, proof.assurance) == (account.ref, Assurance.SSO)
    bare = account_build(Role.OFFICER, HERE)
    assert "frasa sandi" in reauth_by_pass_phrase(account=bare, pass_phrase="", at=AT).refusal


def test_an_officer_without_a_person_signs_by_the_name_of_the_account() -> None:
    account = account_build(Role.PPK, HERE, name="Nama Bupati")
    actor = actor_of(account, account.grants.get())
    who = signer_actor(actor=actor, post="Bupati Contoh", on=AT.date())
    assert (who.name, who.post, who.person) == ("Nama Bupati", "Bupati Contoh", None)
    assert who.actor == account.ref


def test_an_officer_on_the_roster_signs_as_that_person() -> None:
    person = person_build(name="Kepala Contoh")
    account = account_build(Role.OPD_HEAD, f"{HERE}.dinkes", person=person)
    actor = actor_of(account, account.grants.get())
    who = signer_actor(actor=actor, post="", on=AT.date())
    assert (who.name, who.person, who.account) == ("Kepala Contoh", person, account.ref)


def test_who_is_not_in_service_on_that_day_signs_nothing() -> None:
    person = person_build()
    person.valid_to = AT.date() - timedelta(days=1)
    person.save()
    with pytest.raises(NotVisibleError, match="tidak bertugas hari ini"):
        signer_person(person=PersonRef(person.ref), on=AT.date())
