"""Who acts in a request: the gate between a session and an actor."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role
from netral.core.kinds.errors import NetralError, NotAllowedError, NotVisibleError
from netral.core.kinds.refs import AccountRef, PersonRef, UnitPath
from netral.people.models import Account, RoleGrant

GRANT_KEY = "netral_grant"
PERSON_KEY = "netral_person"


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the personnel office; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's name)
        """Refuse self-registration."""
        return False


class SignInNeededError(NetralError):
    """Nobody is signed in; the middleware sends the browser to the sign-in page and back."""

    status = 401
    title = "Masuk dulu"


def actor_required(request: HttpRequest) -> Actor:
    """Return who acts in this request at the staff door.

    Raises SignInNeededError (a redirect to the sign-in page) for nobody, NotAllowedError for an
    account that holds no role today.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        return actor
    if isinstance(request.user, Account):
        raise NotAllowedError(
            _(
                "Akun Anda tidak memegang peran hari ini. Masa jabatan atau penugasannya mungkin "
                "sudah selesai. Hubungi pengelola kepegawaian."
            )
        )
    raise SignInNeededError(_("Halaman ini untuk petugas. Masuk dulu, lalu buka lagi."))


def person_required(request: HttpRequest) -> PersonRef:
    """Return the reference of the person who opened a personal link.

    Raises NotVisibleError with the advice to open the link again when no such session lasts.
    """
    person: str | None = getattr(request, "person_ref", None)
    if person is None:
        raise NotVisibleError(
            _(
                "Halaman ini terbuka lewat tautan pribadi Anda. Buka lagi tautan itu, atau minta "
                "yang baru kepada bagian kepegawaian kantor Anda."
            )
        )
    return PersonRef(person)


def actor_for(request: HttpRequest, *, today: date) -> Actor | None:
    """Return the officer acting in this session in the chosen (else the first) live grant."""
    account = request.user
    if not isinstance(account, Account):
        return None
    grants = RoleGrant.objects.live_on(today).filter(account=account).select_related("unit")
    chosen = request.session.get(GRANT_KEY)
    ordered = sorted(grants, key=lambda grant: (grant.pk != chosen, grant.pk))
    return actor_of(account, ordered[0]) if ordered else None


def actor_of(account: Account, grant: RoleGrant) -> Actor:
    """Return the actor that a grant makes of its account."""
    return Actor(
        account=AccountRef(account.ref),
        name=account.name,
        role=Role(grant.role),
        unit=UnitPath(grant.unit.path),
    )


def person_for(request: HttpRequest, *, at: datetime) -> tuple[str, str] | None:
    """Return (person, assurance) of a session opened by a personal link, while it lasts."""
    held = request.session.get(PERSON_KEY)
    if not held or datetime.fromisoformat(held["until"]) <= at:
        return None
    return held["person"], held["assurance"]
