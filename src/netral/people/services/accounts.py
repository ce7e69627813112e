"""Accounts: invited by the personnel officer, opened by a one-time link, reset and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NetralError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.secrets import SecretText
from netral.journal.services import entry_append
from netral.people.models import Account, Instansi, Person, RoleGrant, SignInLink
from netral.people.services.roles import GrantWish, account_locked, grant_add, grant_told
from netral.people.services.shares import shares_end
from netral.people.services.tokens import handle_draw, token_draw, token_hash
from netral.people.services.unlock import pass_phrase_refusal

INVITATION_DAYS = 7
ONCE_HOURS = 12


class SignInLinkError(NetralError):
    """A one-time sign-in link that opens nothing: unknown, used, or past its day."""

    status = 410
    title = "Tautan ini tidak bisa dipakai lagi"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is invited: a user name, and a person of the staff list or a plain name."""

    username: str
    name: str = ""
    person: str = ""


@transaction.atomic
def account_invite(
    *, actor: Actor, invitee: Invitee, wish: GrantWish, at: datetime
) -> tuple[Account, SecretText]:
    """Make an account with one role; return it and the token of its one-time link, shown once.

    The account cannot sign in until the invited person has chosen a password. Enters
    ``account.invite``. Raises NotAllowedError, NotVisibleError by authority, WrongInputError when
    the user name is taken, the person is unknown there, or already has an account.
    """
    require(actor, Role.OFFICER, wish.unit)
    account = _account_new(invitee, _person(actor, invitee))
    grant = grant_add(account, wish)
    token = _link_new(account, SignInLink.Kind.INVITATION, at, timedelta(days=INVITATION_DAYS))
    entry_append(
        government=actor.government,
        kind="account.invite",
        matter=account.ref,
        actor=actor.account,
        body={"username": account.username, "grant": grant_told(grant)},
        at=at,
    )
    return account, token


def invitation_accept(*, token: str, password: str, at: datetime, pass_phrase: str = "") -> Account:
    """Set the password by a one-time link; the first who comes uses it up.

    Whose account has an unlock key proves by its pass phrase that it is theirs: the officer who
    made the link does not know it, and so cannot act in another's name. Enters ``account.accept``.
    Raises SignInLinkError (410) for a link that is unknown, used or expired; WrongInputError for a
    wrong pass phrase; ValidationError of Django when the password is too weak.
    """
    links = SignInLink.objects.select_related("account").filter(token_hash=token_hash(token))
    link = sign_in_link_checked(links.filter(kind=SignInLink.Kind.INVITATION).first(), at)
    refusal = pass_phrase_refusal(account=link.account, pass_phrase=pass_phrase, at=at)
    if refusal:
        raise WrongInputError(refusal)
    return _accepted(token, password, at)


@transaction.atomic
def _accepted(token: str, password: str, at: datetime) -> Account:
    link = sign_in_link_locked(token, SignInLink.Kind.INVITATION, at)
    account = link.account
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    _use_up(link, at)
    account_entry(account, "account.accept", account.ref, at)
    return account


@transaction.atomic
def account_reset(*, actor: Actor, account: str, at: datetime) -> SecretText:
    """Take password and second step from an account and return a new one-time link for it.

    For a forgotten password or a lost phone. All its sessions end, since they hang on the
    password. Enters ``account.reset``. Its unlock key stays: only the pass phrase opens it.
    """
    holder = _in_scope(actor, account, at)
    holder.set_unusable_password()
    holder.save(update_fields=["password"])
    Authenticator.objects.filter(user=holder).delete()
    open_links = SignInLink.objects.filter(account=holder, used_at=None)
    open_links.update(used_at=at)
    token = _link_new(holder, SignInLink.Kind.INVITATION, at, timedelta(days=INVITATION_DAYS))
    account_entry(holder, "account.reset", actor.account, at)
    return token


@transaction.atomic
def account_close(*, actor: Actor, account: str, reason: str, at: datetime) -> Account:
    """Close an account for good: no sign-in, no role, no key. Enters ``account.close``."""
    holder = _in_scope(actor, account, at)
    if holder.ref == actor.account:
        raise NotAllowedError(_("Anda tidak bisa menutup akun sendiri. Minta pengelola lain."))
    holder.is_active = False
    holder.set_unusable_password()
    holder.save(update_fields=["is_active", "password"])
    shares_end(holder=holder, actor=actor.account, at=at)
    account_entry(holder, "account.close", actor.account, at, reason=reason)
    return holder


@transaction.atomic
def first_officer_make(
    *, government: str, invitee: Invitee, at: datetime
) -> tuple[Account, SecretText]:
    """Make the first personnel officer of a government; return the token of the one-time link.

    For the command line of an empty installation. Raises AlreadyDoneError once there is an officer:
    from then on officers are invited by an officer. Enters ``account.invite``.
    """
    Instansi.objects.select_for_update().get(key=government)
    live = RoleGrant.objects.live_on(at.date()).filter(role=Role.OFFICER.value)
    if live.filter(unit__path=government).exists():
        raise AlreadyDoneError(
            _("Pemerintah ini sudah punya pengelola. Minta ia mengundang pengelola berikutnya.")
        )
    account = _account_new(invitee, None)
    grant = grant_add(account, GrantWish(Role.OFFICER, government, at.date()))
    token = _link_new(account, SignInLink.Kind.INVITATION, at, timedelta(days=INVITATION_DAYS))
    entry_append(
        government=government,
        kind="account.invite",
        matter=account.ref,
        actor="perintah",
        body={"username": account.username, "grant": grant_told(grant)},
        at=at,
    )
    return account, token


@transaction.atomic
def account_one_time_link(*, account: Account, at: datetime) -> SecretText:
    """Return the token of a one-time sign-in for the demonstration, good for 12 hours.

    Raises NotAllowedError outside a demonstration folder. A session only, so no entry.
    """
    if not settings.NETRAL_DEMO:
        raise NotAllowedError(_("Masuk sekali pakai hanya ada di folder peragaan."))
    return _link_new(account, SignInLink.Kind.ONCE, at, timedelta(hours=ONCE_HOURS))


@transaction.atomic
def one_time_link_use(*, token: str, at: datetime) -> Account:
    """Use up a demonstration's one-time sign-in and return its account; SignInLinkError if not."""
    link = sign_in_link_locked(token, SignInLink.Kind.ONCE, at)
    _use_up(link, at)
    return link.account


def sign_in_link_locked(token: str, kind: SignInLink.Kind, at: datetime) -> SignInLink:
    """Return the live link of a token, its row held; SignInLinkError when it opens nothing."""
    links = SignInLink.objects.select_for_update(of=("self",)).select_related("account")
    link = links.filter(token_hash=token_hash(token), kind=kind).first()
    return sign_in_link_checked(link, at)


def sign_in_link_checked(link: SignInLink | None, at: datetime) -> SignInLink:
    """Return the link if it opens at that moment; raise SignInLinkError that says why not."""
    if link is None or not link.account.is_active:
        raise SignInLinkError(
            _("Kami tidak mengenal tautan ini. Periksa salinannya, atau minta tautan baru.")
        )
    if link.used_at is not None:
        raise SignInLinkError(
            _(
                "Tautan ini sudah dipakai. Jika Anda yang memakainya, masuk dengan nama pengguna. "
                "Jika bukan, segera beri tahu pengelola kepegawaian."
            )
        )
    if link.expires_at <= at:
        raise SignInLinkError(
            _("Tautan ini sudah lewat waktunya. Minta tautan baru kepada pengelola kepegawaian.")
        )
    return link


def _account_new(invitee: Invitee, person: Person | None) -> Account:
    username = invitee.username.strip().lower()
    if Account.objects.filter(username=username).exists():
        raise WrongInputError(_("Nama pengguna ini sudah dipakai. Pilih nama lain."))
    name = person.name if person else invitee.name.strip()
    if not name:
        raise WrongInputError(_("Isi nama, atau pilih orang dari daftar pegawai."))
    account = Account(ref=handle_draw(), username=username, name=name, person=person)
    account.set_unusable_password()
    account.save()
    return account


def _person(actor: Actor, invitee: Invitee) -> Person | None:
    if not invitee.person:
        return None
    person = Person.objects.visible_to(actor.unit).filter(ref=invitee.person).first()
    if person is None:
        raise WrongInputError(_("Orang ini tidak ada di daftar pegawai wilayah kerja Anda."))
    if Account.objects.filter(person=person).exists():
        raise WrongInputError(_("Orang ini sudah punya akun. Beri peran pada akun itu."))
    return person


def _in_scope(actor: Actor, ref: str, at: datetime) -> Account:
    """Return the account held for change; every live grant of it must lie in the actor's scope.

    Else an officer of one agency could take over the account of a regional secretary.
    """
    require(actor, Role.OFFICER, actor.unit)
    holder = account_locked(ref)
    grants = RoleGrant.objects.filter(account=holder).select_related("unit")
    live = list(grants.live_on(at.date())) or list(grants)
    if not live:
        raise NotVisibleError(_("Akun ini tidak termasuk wilayah kerja Anda."))
    for grant in live:
        require(actor, Role.OFFICER, grant.unit.path)
    return holder


def _link_new(
    account: Account, kind: SignInLink.Kind, at: datetime, lasts: timedelta
) -> SecretText:
    token, hashed = token_draw()
    SignInLink.objects.create(
        account=account, kind=kind, token_hash=hashed, created_at=at, expires_at=at + lasts
    )
    return token


def _use_up(link: SignInLink, at: datetime) -> None:
    """Mark the link used; of two writers the second finds no row left to mark."""
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise AlreadyDoneError(_("Tautan ini baru saja dipakai."))


def account_entry(
    account: Account, kind: str, actor: str, at: datetime, *, reason: str = ""
) -> None:
    """Enter an act on an account in the journal of the government of its first role."""
    grant = RoleGrant.objects.filter(account=account).select_related("unit").order_by("pk").first()
    if grant is None:
        raise NotVisibleError(_("Akun ini tidak termasuk pemerintah mana pun."))
    entry_append(
        government=grant.unit.path.partition(".")[0],
        kind=kind,
        matter=account.ref,
        actor=actor,
        body={"username": account.username, "reason": reason},
        at=at,
    )
