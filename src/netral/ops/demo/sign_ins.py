"""One-time ways into the demonstration: a link for each role, and one for an ASN."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from netral.circulars.models import Reading
from netral.core.access import Actor, Role
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.ops.demo.accusations import form_token_of
from netral.ops.demo.governments import OFFICER, username
from netral.ops.demo.scene import Plan, season
from netral.people.models import Account, Person, PersonalLink
from netral.people.services.accounts import account_one_time_link
from netral.people.services.links import links_issue
from netral.pledges.models import Pledge, PledgeAbsence
from netral.vault.services.tokens import form_phrase, form_secret

WORD_WIDTH = 16
LINK_DAYS = 30
ABROAD = ("ppk", "desk")
ASN = "asn"
FOLLOWED = "kepala-sekolah"


def sign_ins(*, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield (role word, one-time address): all roles of the first government, two of the others."""
    first, *others = season()["government"]
    for wish in first["account"]:
        yield wish["word"], _way_in(wish["word"], first, at)
    yield ASN, _personal(first, at)
    for plan in others:
        for word in ABROAD:
            yield f"{word}-{plan['key'].removeprefix('kab-')}", _way_in(word, plan, at)


def sign_ins_told(*, at: datetime) -> str:
    """Return the lines as they are printed, with a heading."""
    lines = [f"  {word:<{WORD_WIDTH}} {url}" for word, url in sign_ins(at=at)]
    first = season()["government"][0]["name"]
    head = f"Tautan masuk sekali pakai, satu untuk tiap peran ({first}):"
    page = f"{settings.NETRAL_ORIGIN}{reverse('reports:follow')}"
    follow = f"Kata rahasia satu laporan contoh (buka {page}):"
    note = "Semua orang dan laporan di sini rekaan."
    return "\n".join(["", head, *lines, "", follow, f"  {sample_phrase()}", "", note, ""])


def sample_phrase() -> str:
    """Return the eight words of a sample report that both sides have written on."""
    return form_phrase(form_secret(form_token_of(FOLLOWED))).words


def _way_in(word: str, plan: Plan, at: datetime) -> str:
    account = Account.objects.get(username=username(word, plan))
    token = account_one_time_link(account=account, at=at)
    return f"{settings.NETRAL_ORIGIN}{reverse('one_time', args=[str(token)])}"


def _personal(plan: Plan, at: datetime) -> str:
    """Return a new personal link of someone who was sent the circular and did nothing yet."""
    account = Account.objects.get(username=username(OFFICER, plan))
    unit = UnitPath(plan["key"])
    officer = Actor(AccountRef(account.ref), account.name, Role.OFFICER, unit)
    person = idle_person(plan["key"], at)
    ((_person, token),) = links_issue(
        actor=officer,
        persons=[person],
        channel=PersonalLink.Channel.HAND,
        at=at,
        expires_at=at + timedelta(days=LINK_DAYS),
    )
    return f"{settings.NETRAL_ORIGIN}{reverse('personal_link', args=[str(token)])}"


def idle_person(government: str, at: datetime) -> Person:
    """Return someone who has neither opened a link, read the circular, nor pledged.

    Their link opens by the PIN alone: to a phone on file a code would be sent first.
    """
    found = idle_persons(government, at).filter(phone="").first()
    return found or Person.objects.filter(government_id=government, valid_to=None)[0]


def idle_persons(government: str, at: datetime) -> QuerySet[Person]:
    """Return all such by NIP; where a circular was sent, those alone to whom it was."""
    people = Person.objects.filter(government_id=government, valid_to=None)
    busy: tuple[QuerySet[Any, Any], ...] = (
        Reading.objects.filter(opened_at__isnull=False).values_list("person", flat=True),
        Pledge.objects.values_list("person", flat=True),
        PledgeAbsence.objects.values_list("person", flat=True),
        PersonalLink.objects.filter(bound_at__isnull=False).values_list("person", flat=True),
        Account.objects.filter(person__isnull=False).values_list("person", flat=True),
    )
    for acts in busy:
        people = people.exclude(pk__in=acts)
    sent = people.filter(circular_readings__sent_at__lte=at)
    return (sent if sent.exists() else people).order_by("nip")
