"""Whom the walks need beside the season's own: printed as links, as ``demo sign-ins`` prints them.

Run inside the site's own folder by ``conftest.cast``: a governor's officer over the two kabupaten
of Sumatera Utara, heads of agencies that have passed nothing on, staff who did nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from netral.core.access import Actor, Role
from netral.core.flow.pact import Audience
from netral.core.flow.pledge import Kind
from netral.core.kinds.refs import AccountRef, SessionRef, UnitPath
from netral.ops.demo.governments import OFFICER
from netral.ops.demo.sign_ins import idle_person, idle_persons
from netral.people.models import Account, Person, PersonalLink, Posting, Region, Unit
from netral.people.services.accounts import (
    Invitee,
    account_one_time_link,
    first_officer_make,
)
from netral.people.services.links import links_issue
from netral.people.services.places import government_open
from netral.pledges.services import (
    CallPlan,
    SessionPlan,
    call_announce,
    session_draft,
    session_open,
)
from netral.pledges.services.pact_rounds import RoundPlan, round_open
from netral.shell.moment import moment

PROVINCE, BATANG_HARI = "prov-sumut", "kab-batanghari"
GOVERNOR, AGENCY = "pengelola.sumut", "kab-batanghari.dinkes"
AGENCIES = {
    "dinas-1": "Dinas Perikanan dan Ketahanan Pangan",
    "dinas-2": "Dinas Perpustakaan dan Kearsipan",
}
STAFF = {BATANG_HARI: 6, "kab-samosir": 2, "kab-simalungun": 2}
PHONES = ("asn-hp-1", "asn-hp-2")
DAYS = timedelta(days=30)


def told() -> None:
    """Print one line for each: word and address."""
    at = moment()
    print(f"  gubernur {_governor(at)}")
    for word, unit in AGENCIES.items():
        post = Posting.objects.get(
            is_head=True, unit__government_id=BATANG_HARI, unit__name=unit, valid_to=None
        )
        print(f"  {word} {_one_time(Account.objects.get(person=post.person), at)}")
        staff = Person.objects.filter(unit=post.unit, valid_to=None, phone="")
        ((_word, address),) = _personal(BATANG_HARI, [staff.order_by("nip")[0]], at)
        print(f"  asn-{word} {address}")
    below = idle_persons(BATANG_HARI, at).filter(phone="", unit__path__startswith=f"{AGENCY}.")
    ((_word, address),) = _personal(BATANG_HARI, list(below.reverse()[:1]), at)
    print(f"  asn-dinkes {address}")
    phones = idle_persons(BATANG_HARI, at).exclude(phone="")[: len(PHONES)]
    for word, (_word, address) in zip(
        PHONES, _personal(BATANG_HARI, list(phones), at), strict=True
    ):
        print(f"  {word} {address}")
    for government, count in STAFF.items():
        for word, address in _staff(government, count, at):
            print(f"  {word} {address}")


def staged() -> None:
    """Open a round of pacts, a session in a room and a call, so that their pages can be seen."""
    at = moment()
    officer = _officer(BATANG_HARI, f"{OFFICER}.batanghari")
    plan = RoundPlan(AGENCY, Audience.ASN, "Pakta Dinas Kesehatan", "", (at + DAYS).date())
    round_open(actor=officer, plan=plan, at=at)
    session = SessionPlan(
        unit=Unit.objects.get(government_id=BATANG_HARI, name="Kecamatan Muara Bulian").path,
        title="Apel di kantor camat",
        text="",
        place="Halaman kantor camat",
        leader="Camat",
        witnesses=(),
        opens_at=at - timedelta(hours=1),
        closes_at=at + timedelta(days=1),
        kind=Kind.ROOM,
    )
    made = session_draft(actor=officer, plan=session, at=at)
    session_open(actor=officer, ref=SessionRef(made.ref), at=at)
    opens = at + timedelta(days=1)
    call = CallPlan("Gladi ikrar", "", "Gubernur", opens, opens, opens + timedelta(hours=2))
    call_announce(actor=_officer(PROVINCE, GOVERNOR), plan=call, at=at)


def _officer(government: str, username: str) -> Actor:
    account = Account.objects.get(username=username)
    return Actor(AccountRef(account.ref), account.name, Role.OFFICER, UnitPath(government))


def _governor(at: datetime) -> str:
    """Open the province and return its first officer's way in."""
    region = Region.objects.get(code="12")
    name = "Provinsi Sumatera Utara"
    government_open(key=PROVINCE, name=name, kind="provinsi", region=region, at=at)
    officer = Invitee(username=GOVERNOR, name="Rosida Hutagalung")
    account, _token = first_officer_make(government=PROVINCE, invitee=officer, at=at)
    return _one_time(account, at)


def _one_time(account: Account, at: datetime) -> str:
    token = account_one_time_link(account=account, at=at)
    return f"{settings.NETRAL_ORIGIN}{reverse('one_time', args=[str(token)])}"


def _staff(government: str, count: int, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield (word, personal link) of some who have done nothing yet; the demo's own ASN is left."""
    idle = idle_persons(government, at).exclude(pk=idle_person(government, at).pk)
    people = sorted(idle, key=lambda person: bool(person.phone))[:count]
    # A small place has few without a phone: to these, too, no code is sent.
    Person.objects.filter(pk__in=[person.pk for person in people]).update(phone="")
    yield from _personal(government, people, at)


def _personal(government: str, people: list[Person], at: datetime) -> Iterator[tuple[str, str]]:
    region = government.removeprefix("kab-")
    officer = _officer(government, f"{OFFICER}.{region}")
    made = links_issue(
        actor=officer,
        persons=people,
        channel=PersonalLink.Channel.HAND,
        at=at,
        expires_at=at + DAYS,
    )
    for number, (_person, token) in enumerate(made, start=1):
        address = reverse("personal_link", args=[str(token)])
        yield f"asn-{region}-{number}", f"{settings.NETRAL_ORIGIN}{address}"
