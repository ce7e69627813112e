"""Roles, actors and units: who may do what, where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.core.kinds.refs import AccountRef, GovernmentKey, UnitPath


class Role(StrEnum):
    """What a person acts as; the authority of each is bounded by a unit and by days."""

    ASN = "asn"
    SUPERIOR = "atasan"
    OPD_HEAD = "kepala_opd"
    HANDLER = "penangan"
    EXAMINER = "pemeriksa"
    SEKDA = "sekda"
    PPK = "ppk"
    DESK = "desk"
    OFFICER = "pengelola"
    OVERSEER = "pemantau"


class PostKind(StrEnum):
    """How a post is held: definitive, or acting in one of the four ways of the regions."""

    DEFINITIVE = "definitif"
    PJ = "pj"
    PJS = "pjs"
    PLT = "plt"
    PLH = "plh"


class Assurance(StrEnum):
    """How sure it is that the act was the person's own, weakest first."""

    PAPER = "kertas"
    SHEET = "lembar"
    LINK = "tautan"
    LINK_PIN = "tautan_pin"
    LINK_CODE = "tautan_kode"
    SSO = "sso"
    CERTIFICATE = "sertifikat"


ASSURANCE_WORDS = {
    Assurance.PAPER: "kertas, disahkan petugas",
    Assurance.SHEET: "lembar QR",
    Assurance.LINK: "tautan pribadi",
    Assurance.LINK_PIN: "tautan pribadi dan PIN",
    Assurance.LINK_CODE: "tautan pribadi dan kode ke HP",
    Assurance.SSO: "akun kantor",
    Assurance.CERTIFICATE: "sertifikat elektronik",
}
"""The words in which a person reads how sure it is; Indonesian msgids."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting now, in one role, over one unit and all that lies below it."""

    account: AccountRef
    name: str
    role: Role
    unit: UnitPath

    @property
    def government(self) -> GovernmentKey:
        """Return the key of the government whose authority this is."""
        return government_of(self.unit)


def government_of(unit: str) -> GovernmentKey:
    """Return the government's key, the first part of a unit's path."""
    return GovernmentKey(unit.partition(".")[0])


def is_within(unit: str, scope: str) -> bool:
    """Tell whether ``unit`` is ``scope`` itself or lies below it; mind the dot."""
    return unit == scope or unit.startswith(f"{scope}.")


def require(actor: Actor, roles: Role | Collection[Role], unit: str) -> None:
    """Pass if the actor holds one of the roles over the unit.

    Raises NotVisibleError (404) outside the actor's units, NotAllowedError (403) in another role.
    """
    if not is_within(unit, actor.unit):
        raise NotVisibleError("Alamat ini tidak ada, atau tidak termasuk wilayah kerja Anda.")
    allowed = {roles} if isinstance(roles, Role) else set(roles)
    if actor.role not in allowed:
        raise NotAllowedError(
            "Langkah ini bukan wewenang peran yang sedang Anda pakai. "
            "Ganti peran di menu, atau minta kepada pejabat yang berwenang."
        )
