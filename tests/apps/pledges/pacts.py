"""Rounds and pacts for the tests: a small office with a chain of superiors."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
from PIL import Image

from netral.core.access import Actor, Assurance, Role
from netral.core.flow.pact import Audience
from netral.core.kinds.refs import PersonRef
from netral.people.access import actor_of
from netral.people.models import Account, Person, Posting
from netral.pledges.models import Pact, PactRound
from netral.pledges.services.pact_rounds import RoundPlan, round_open
from netral.pledges.services.pacts import Knower, pact_sign
from tests.apps.people.build import account_build, actor_build, person_build, unit_build

HERE = "kab-batanghari"
OPD = f"{HERE}.dinkes"
UNIT = f"{OPD}.puskesmas"
SCHOOL = f"{HERE}.dikbud"
AWAY = "kab-samosir"
OPENED = datetime(2024, 9, 26, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
LATER = OPENED + timedelta(hours=1)
DUE = date(2024, 10, 31)


@dataclass(frozen=True, slots=True)
class Office:
    """A head of an agency, the head of a unit below, a clerk of that unit, and the round."""

    head: Person
    chief: Person
    clerk: Person
    round: PactRound


def head_build(unit: str, name: str, post: str) -> Person:
    """Return the head of a unit, with the post that says so."""
    person = person_build(unit, name=name, post_title=post)
    Posting.objects.create(
        person=person, unit=person.unit, title=post, is_head=True, valid_from=date(2020, 1, 1)
    )
    return person


def officer(unit: str = HERE) -> Actor:
    """Return the officer who opens rounds."""
    return actor_build(Role.OFFICER, unit)


def round_build(
    unit: str = HERE,
    *,
    title: str = "Pakta 2024",
    audience: Audience = Audience.ASN,
    at: datetime = OPENED,
    due_on: date = DUE,
) -> PactRound:
    """Return an open round with our own wording."""
    unit_build(unit)
    plan = RoundPlan(unit, audience, title, "", due_on)
    made = round_open(actor=officer(unit.partition(".")[0]), plan=plan, at=at)
    return PactRound.objects.select_related("unit", "text", "government").get(pk=made.pk)


def office_build(**changes: Any) -> Office:
    """Return a small office with an open round over its government."""
    head = head_build(OPD, "Kepala Dinas Contoh", "Kepala Dinas Kesehatan")
    chief = head_build(UNIT, "Kepala Puskesmas Contoh", "Kepala Puskesmas")
    clerk = person_build(UNIT, name="Perawat Contoh", post_title="Perawat")
    return Office(head, chief, clerk, round_build(**changes))


def sign(
    round_: PactRound,
    person: Person,
    *,
    at: datetime = LATER,
    text: str = "",
    show_name: bool = False,
    assurance: Assurance = Assurance.LINK_PIN,
) -> Pact:
    """Return the pact that a person signs."""
    return pact_sign(
        person_ref=PersonRef(person.ref),
        ref=round_.ref,
        text_sha256=text or round_.text.sha256,
        assurance=assurance,
        show_name=show_name,
        at=at,
    )


def account_of(person: Person, role: Role, unit: str) -> Account:
    """Return the account of a person of the roster, with a role over a unit."""
    return account_build(role, unit, person=person, name=person.name)


def actor_for(account: Account) -> Actor:
    """Return the actor that an account's first grant makes of it."""
    return actor_of(account, account.grants.select_related("unit").get())


def knower(person: Person, actor: Actor | None = None) -> Knower:
    """Return a superior who says "mengetahui", with or without an account."""
    return Knower(
        name=person.name,
        post=person.post_title,
        assurance=Assurance.SSO if actor else Assurance.LINK_PIN,
        person=person.ref,
        actor=actor,
    )


def photo(colour: int = 120) -> bytes:
    """Return a JPEG that no other call with another colour returns."""
    target = io.BytesIO()
    Image.new("RGB", (60, 80), (colour, 90, 60)).save(target, "JPEG")
    return target.getvalue()


def scanned(pages: int = 1, mark: str = "a") -> bytes:
    """Return a PDF of so many empty pages; another mark gives another file."""
    target = io.BytesIO()
    with pikepdf.new() as made:
        for _number in range(pages):
            made.add_blank_page()
        made.docinfo["/Title"] = mark
        made.save(target)
    return target.getvalue()
