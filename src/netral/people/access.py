"""Who acts in a request: the gate between a session and an actor."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_
from nacl.encoding import Base64Encoder
from nacl.secret import SecretBox

from netral.core.access import Actor, Role
from netral.core.kinds.errors import NetralError, NotAllowedError, NotVisibleError
from netral.core.kinds.refs import AccountRef, PersonRef, UnitPath
from netral.people.models import Account, RoleGrant
from netral.people.queries.links import links_changed_hands_since
from netral.people.queries.roles import grants_of

GRANT_KEY = "netral_grant"
PERSON_KEY = "netral_person"
SECOND_STEP_KEY = "netral_langkah_kedua"
PERSONAL_SESSION = timedelta(hours=12)


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the personnel office; nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": lazy_(
            "Nama pengguna atau kata sandi tidak cocok. Coba lagi, atau minta tautan baru kepada "
            "pengelola kepegawaian."
        ),
        "too_many_login_attempts": lazy_("Terlalu sering mencoba. Tunggu 5 menit, lalu coba lagi."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's name)
        """Refuse self-registration."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a keyed word for the caller's address, so that rate limits store no address."""
        address = str(super().get_client_ip(request))
        return salted_hmac("netral.rate", address, algorithm="sha256").hexdigest()[:32]


class SealedSecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of the second step under the site's secret, which is no database's."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": lazy_("Kode tidak cocok. Coba lagi, atau pakai kode pemulihan."),
    }

    def encrypt(self, text: str) -> str:
        """Return the text sealed."""
        return bytes(_second_step_box().encrypt(text.encode(), encoder=Base64Encoder)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what ``encrypt`` sealed."""
        return bytes(
            _second_step_box().decrypt(encrypted_text.encode(), encoder=Base64Encoder)
        ).decode()


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


def account_required(request: HttpRequest) -> Account:
    """Return the account signed in, with or without a role; SignInNeededError for nobody."""
    if isinstance(request.user, Account):
        return request.user
    raise SignInNeededError(_("Halaman ini untuk petugas. Masuk dulu, lalu buka lagi."))


def is_person_here(request: HttpRequest) -> bool:
    """Tell whether the request is of a person who opened a personal link."""
    return getattr(request, "person_ref", None) is not None


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


def grant_for(request: HttpRequest, *, today: date) -> tuple[RoleGrant | None, int]:
    """Return the chosen (else the first) live grant of the session's account, and how many live."""
    account = request.user
    if not isinstance(account, Account):
        return None, 0
    grants = grants_of(account, today)
    chosen = request.session.get(GRANT_KEY)
    ordered = sorted(grants, key=lambda grant: grant.ref != chosen)
    return (ordered[0] if ordered else None), len(ordered)


def actor_for(request: HttpRequest, *, today: date) -> Actor | None:
    """Return the officer acting in this session, if one does."""
    grant, _count = grant_for(request, today=today)
    return actor_of(grant.account, grant) if grant else None


def actor_of(account: Account, grant: RoleGrant) -> Actor:
    """Return the actor that a grant makes of its account."""
    return Actor(
        account=AccountRef(account.ref),
        name=account.name,
        role=Role(grant.role),
        unit=UnitPath(grant.unit.path),
    )


def role_choose(request: HttpRequest, ref: str, *, today: date) -> RoleGrant:
    """Let the session act under another live grant of its own account.

    Raises NotVisibleError for a grant of anybody else, or one that has ended.
    """
    for grant in grants_of(account_required(request), today):
        if grant.ref == ref:
            request.session[GRANT_KEY] = ref
            return grant
    raise NotVisibleError(_("Peran ini bukan milik Anda, atau sudah berakhir."))


def has_second_step(account: Account) -> bool:
    """Tell whether the account has its second sign-in step."""
    steps = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP)
    return bool(steps.exists())


def second_step_missing(request: HttpRequest) -> bool:
    """Tell whether an account is signed in that must first set up its second step.

    Found once, it is remembered in the session; a reset ends the session with the password.
    """
    account = request.user
    if not isinstance(account, Account) or request.session.get(SECOND_STEP_KEY) == account.pk:
        return False
    if not has_second_step(account):
        return True
    request.session[SECOND_STEP_KEY] = account.pk
    return False


def second_step_waive(request: HttpRequest, account: Account) -> None:
    """Let a one-time session of the demonstration pass without the second step."""
    if settings.NETRAL_DEMO:
        request.session[SECOND_STEP_KEY] = account.pk


def person_for(request: HttpRequest, *, at: datetime) -> tuple[str, str] | None:
    """Return (person, assurance) of a session opened by a personal link, while it lasts.

    It ends with the person's links: a stolen PIN opens nothing any more once it was revoked, or
    replaced by who holds the phone on file.
    """
    held = request.session.get(PERSON_KEY)
    if not held:
        return None
    until = datetime.fromisoformat(held["until"])
    if until <= at or links_changed_hands_since(held["person"], until - PERSONAL_SESSION):
        return None
    return held["person"], held["assurance"]


def person_entered_at(request: HttpRequest) -> datetime:
    """Return when the personal session of this browser began."""
    until: str = request.session[PERSON_KEY]["until"]
    return datetime.fromisoformat(until) - PERSONAL_SESSION


def person_enter(request: HttpRequest, *, person: str, assurance: str, at: datetime) -> None:
    """Open a personal session for 12 hours under a new session key."""
    request.session.cycle_key()
    request.session[PERSON_KEY] = {
        "person": person,
        "assurance": assurance,
        "until": (at + PERSONAL_SESSION).isoformat(),
    }


def person_leave(request: HttpRequest) -> None:
    """End the personal session; an officer signed in in the same browser stays."""
    if isinstance(request.user, Account):
        request.session.pop(PERSON_KEY, None)
    else:
        request.session.flush()


def _second_step_box() -> SecretBox:
    return SecretBox(salted_hmac("netral.second_step", b"", algorithm="sha256").digest())
