"""Builds people for tests: governments, units, persons, accounts, signed-in clients.

Names carry a number of fixed length: in the alphabet they stand as they were built, and none is
part of another, however many tests ran before. Plain functions with sensible defaults; every
person is synthetic (NIP sequence 900 to 999).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.test import Client

from netral.core.access import Actor, Assurance, Role
from netral.journal.models import Log
from netral.journal.services import log_open
from netral.people.access import PERSON_KEY, actor_of
from netral.people.models import Account, Instansi, Person, Posting, RoleGrant, Unit
from netral.shell.moment import moment

LONG_AGO = date(2020, 1, 1)
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def government_build(
    key: str = "kab-batanghari",
    name: str = "Kabupaten Batang Hari",
    *,
    timezone: str = "Asia/Jakarta",
) -> Instansi:
    """Return the government with this key, built with its root unit if it is not there yet."""
    government, _ = Instansi.objects.get_or_create(
        key=key,
        defaults={
            "name": name,
            "kind": "provinsi" if key.startswith("prov-") else "kabupaten",
            "timezone": timezone,
            "valid_from": LONG_AGO,
        },
    )
    Unit.objects.get_or_create(
        path=key,
        defaults={
            "government": government,
            "name": f"Pemerintah {name}",
            "kind": Unit.Kind.GOVERNMENT,
            "valid_from": LONG_AGO,
        },
    )
    journal_build(key)
    return government


def journal_build(key: str) -> None:
    """Open the government's journal if it is not open yet."""
    if not Log.objects.filter(government=key).exists():
        log_open(government=key, origin=f"uji.example/jejak/{key}", actor="uji", at=moment())


def unit_build(path: str = "kab-batanghari.dinkes", name: str = "") -> Unit:
    """Return the unit at this path, built with its government and all units above it."""
    parent_path, _, own = path.rpartition(".")
    if not parent_path:
        government_build(key=path, **({"name": name} if name else {}))
        return Unit.objects.get(path=path)
    parent = unit_build(parent_path)
    unit, _ = Unit.objects.get_or_create(
        path=path,
        defaults={
            "government": parent.government,
            "parent": parent,
            "name": name or own.replace("-", " ").title(),
            "kind": Unit.Kind.OPD if path.count(".") == 1 else Unit.Kind.UNIT,
            "valid_from": LONG_AGO,
        },
    )
    return unit


def person_build(
    unit: Unit | str = "kab-batanghari.dinkes",
    *,
    nip: str = "",
    name: str = "",
    status: str = "PNS",
    superior: Person | None = None,
    post_title: str = "Penata Layanan Operasional",
) -> Person:
    """Return a new member of staff of the unit (a unit or its path)."""
    number = next(_numbers)
    place = unit if isinstance(unit, Unit) else unit_build(unit)
    return Person.objects.create(
        ref=f"P{number:09d}",
        government=place.government,
        unit=place,
        nip=nip or nip_build(number),
        name=name or f"Pegawai Contoh {number:05d}",
        status=status,
        post_title=post_title,
        superior=superior,
        valid_from=LONG_AGO,
    )


def nip_build(number: int) -> str:
    """Return a well-formed NIP in the synthetic range for a running number."""
    born = date(1975, 1, 1) + timedelta(days=number % 9000)
    return f"{born:%Y%m%d}200501{1 + number % 2}{900 + number % 100}"


def posting_build(
    person: Person,
    *,
    unit: Unit | None = None,
    title: str = "Kepala Dinas",
    kind: str = "definitif",
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Posting:
    """Return a post held by the person, in the person's unit unless another is given."""
    return Posting.objects.create(
        person=person,
        unit=unit or person.unit,
        title=title,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def account_build(
    role: Role | None = Role.OFFICER,
    unit: Unit | str = "kab-batanghari",
    *,
    username: str = "",
    name: str = "",
    person: Person | None = None,
    password: str = "",
) -> Account:
    """Return a new account with one grant of the role over the unit; no role, no grant.

    Without a password the account cannot sign in by form (fast); ``staff_client`` still can.
    """
    number = next(_numbers)
    account = Account(
        ref=f"A{number:09d}",
        username=username or f"petugas{number:05d}",
        name=name or f"Petugas Contoh {number:05d}",
        person=person,
    )
    if password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    account.save()
    if role is not None:
        grant_build(account, role, unit)
    return account


def grant_build(
    account: Account,
    role: Role,
    unit: Unit | str,
    *,
    posting: Posting | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> RoleGrant:
    """Return a grant of the role over the unit (a unit or its path)."""
    return RoleGrant.objects.create(
        ref=f"G{next(_numbers):09d}",
        account=account,
        role=role,
        unit=unit if isinstance(unit, Unit) else unit_build(unit),
        posting=posting,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def actor_build(role: Role = Role.OFFICER, unit: Unit | str = "kab-batanghari") -> Actor:
    """Return an actor: a new account acting in the role over the unit."""
    account = account_build(role, unit)
    return actor_of(account, account.grants.select_related("unit").get())


def second_factor_build(account: Account) -> Authenticator:
    """Return the account's second factor (TOTP), made if it is not there yet."""
    factor, _ = Authenticator.objects.get_or_create(
        user=account,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": encrypt(TOTP_SECRET)}},
    )
    return factor


def staff_client(account: Account) -> Client:
    """Return a browser in which the account is signed in, past the second factor."""
    second_factor_build(account)
    client = Client()
    client.force_login(account)
    return client


def person_client(
    person: Person, *, assurance: Assurance = Assurance.LINK_PIN, at: datetime | None = None
) -> Client:
    """Return a browser with a personal session of the person, open for 12 hours from ``at``."""
    client = Client()
    session = client.session
    session[PERSON_KEY] = {
        "person": person.ref,
        "assurance": assurance.value,
        "until": ((at or moment()) + timedelta(hours=12)).isoformat(),
    }
    session.save()
    return client
