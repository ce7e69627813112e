"""The first government and its first officer, for an installation that holds nobody yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from netral.core.access import Role
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.secrets import SecretText
from netral.people.models import Account, Instansi, Region, RoleGrant
from netral.people.services.accounts import Invitee, account_reset, first_officer_make
from netral.people.services.personnel_command import operator_of
from netral.people.services.places import government_open
from netral.people.services.regions import regions_load

Kind = Instansi.Kind


@dataclass(frozen=True, slots=True)
class FirstWish:
    """What was typed: the government's key, name and region ("" for a ministry); the officer."""

    government: str
    name: str
    region: str
    username: str
    officer: str = ""


@transaction.atomic
def first_officer_open(*, wish: FirstWish, at: datetime) -> str:
    """Open the government unless it is open, make its first officer; return the one-time link.

    All or nothing. Raises WrongInputError for a region, key or user name that cannot be used,
    AlreadyDoneError when the government has an officer.
    """
    if not Instansi.objects.filter(key=wish.government).exists():
        _opened(wish, at)
    invitee = Invitee(username=wish.username, name=wish.officer or wish.username)
    _account, token = first_officer_make(government=wish.government, invitee=invitee, at=at)
    return link_of(token)


def first_officer_again(*, government: str, at: datetime) -> str:
    """Return a new one-time link for an officer who has never chosen a password.

    For a link that was lost or expired. Raises AlreadyDoneError once an officer can sign in.
    """
    grants = RoleGrant.objects.live_on(at.date()).filter(role=Role.OFFICER.value)
    officers = list(Account.objects.filter(grants__in=grants.filter(unit__path=government)))
    if not officers:
        raise WrongInputError("Pemerintah ini belum punya pengelola. Undang dulu yang pertama.")
    if any(account.has_usable_password() for account in officers):
        raise AlreadyDoneError("Pengelola sudah memilih kata sandi. Minta ia mengundang yang lain.")
    operator = operator_of(government)
    return link_of(account_reset(actor=operator, account=officers[0].ref, at=at))


def link_of(token: SecretText) -> str:
    """Return the address that an invited officer opens."""
    return f"{settings.NETRAL_ORIGIN}{reverse('invitation', args=[str(token)])}"


def what_to_do() -> str:
    """Return in plain words what the operator types next."""
    keys = list(Instansi.objects.order_by("key").values_list("key", flat=True))
    folder = settings.NETRAL_DATA_DIR
    if not keys:
        return (
            "\nBelum ada pemerintah di sini. Buka jendela lain, ketik (ganti dengan milik Anda):\n"
            "  ./netral first_officer --government kab-simalungun \\\n"
            "    --name 'Kabupaten Simalungun' \\\n"
            f"    --region 12.08 --username pengelola --data '{folder}'\n"
            "Perintah itu mencetak tautan sekali pakai untuk pengelola pertama.\n"
        )
    return (
        f"\nPemerintah di sini: {', '.join(keys)}.\n"
        f"Petugas masuk di {settings.NETRAL_ORIGIN}{reverse('account_login')}\n"
        "Tautan pengelola pertama hilang? Ketik: ./netral first_officer --again "
        f"--government {keys[0]} --data '{folder}'\n"
    )


def _opened(wish: FirstWish, at: datetime) -> None:
    region = None
    if wish.region:
        regions_load([wish.region])
        region = Region.objects.get(code=wish.region)
    kind = kind_of(wish)
    government_open(key=wish.government, name=wish.name, kind=kind, region=region, at=at)


def kind_of(wish: FirstWish) -> str:
    """Return the kind of government by its region's code and its name.

    Raises WrongInputError for a code below a kabupaten, and for no name.
    """
    if not wish.name.strip():
        raise WrongInputError("Isi nama pemerintahnya, misalnya --name 'Kabupaten Simalungun'.")
    depth = wish.region.count(".") if wish.region else -1
    if depth > 1:
        raise WrongInputError(
            f"Kode wilayah {wish.region} kode kecamatan atau desa. Pakai kode kabupaten: 12.08."
        )
    if depth == 1:
        is_city = wish.name.strip().lower().startswith("kota")
        return (Kind.KOTA if is_city else Kind.KABUPATEN).value
    return (Kind.PROVINSI if depth == 0 else Kind.KEMENTERIAN).value
