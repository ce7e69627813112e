"""Codes to the phone on file: they confirm who binds a link, or let a forgotten PIN be replaced."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from netral.core.flow.reminding import CODE_LASTS, CODE_TRIES, CODES_A_DAY, CODES_AN_HOUR
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.secrets import SecretText
from netral.gateways.chosen import MESSAGE
from netral.journal.services import entry_append
from netral.people.models import LinkCode, Notice, PersonalLink
from netral.people.queries.contacts import phone_reach
from netral.people.services.code_words import code_matches
from netral.people.services.links import link_checked
from netral.people.services.notices import NoticePlan, notices_drop, notices_queue
from netral.people.services.tokens import handle_draw
from netral.people.services.wrapping import pin_hash
from netral.shell.guesses import TooOftenError

Purpose = LinkCode.Purpose


@transaction.atomic
def code_ask(
    *, link: str, purpose: LinkCode.Purpose, open_ways: Collection[str], at: datetime
) -> LinkCode:
    """Have a code sent to the phone on file; an earlier one of the person ends.

    The message is queued in this transaction; the worker sends it. Raises what ``link_checked``
    raises, WrongInputError without a phone that takes messages, TooOftenError (429) after three
    codes in an hour or six in a day.
    """
    found = link_locked(link, at)
    if phone_reach(found.person, open_ways) is None:
        raise WrongInputError(
            _(
                "Tidak ada nomor HP yang bisa menerima kode. Minta bagian kepegawaian memperbarui "
                "nomor Anda, atau minta tautan baru."
            )
        )
    _count_check(found, at)
    for old in LinkCode.objects.filter(person=found.person, ended_at=None):
        _end(old, at)
        notices_drop(cause=old.ref, at=at, why=_("Diganti kode baru."))
    made = LinkCode.objects.create(
        ref=handle_draw(),
        government_id=found.government_id,
        person=found.person,
        link=found,
        purpose=purpose,
        created_at=at,
        expires_at=at + CODE_LASTS,
    )
    plan = NoticePlan(Notice.Purpose.CODE, made.ref, "kode", at, expires_at=made.expires_at)
    notices_queue(
        government=found.government_id,
        actor=found.person.ref,
        plan=plan,
        recipients=[(found.person, MESSAGE)],
        at=at,
    )
    return made


def code_confirm(*, link: str, code: str, at: datetime) -> str:
    """Confirm by a code that the person on file bound the link; return a refusal, or nothing.

    Enters ``link.confirm``. A wrong code is counted even though nothing changed.
    """
    with transaction.atomic():
        found = link_locked(link, at)
        refusal = _tried(found, Purpose.BIND, code, at)
        if not refusal and found.confirmed_at is None and found.bound_at is not None:
            live_links(found).filter(bound_at__isnull=False).update(confirmed_at=at)
            _entry("link.confirm", found, at)
    return refusal


def pin_replace(*, link: str, code: str, pin: SecretText, at: datetime) -> str:
    """Let a code replace a forgotten PIN on all live links; return a refusal, or nothing.

    Enters ``link.pin``. The link is then bound and confirmed, and its lock after wrong PINs ends.
    """
    with transaction.atomic():
        found = link_locked(link, at)
        refusal = _tried(found, Purpose.PIN, code, at)
        if not refusal:
            fresh = {"pin_hash": pin_hash(pin), "confirmed_at": at}
            rest = {"failures": 0, "locked_until": None}
            live_links(found).filter(bound_at__isnull=False).update(**fresh, **rest)
            live_links(found).filter(pk=found.pk).update(bound_at=at, **fresh, **rest)
            _entry("link.pin", found, at)
    return refusal


def link_locked(ref: str, at: datetime) -> PersonalLink:
    """Return a link by its reference, locked, if it opens at that moment."""
    links = PersonalLink.objects.select_for_update(of=("self",))
    return link_checked(links.filter(ref=ref), at)


def live_links(link: PersonalLink) -> QuerySet[PersonalLink]:
    """Return the links of the person that were not revoked: they share one PIN."""
    return PersonalLink.objects.filter(person_id=link.person_id, revoked_at=None)


def _tried(link: PersonalLink, purpose: LinkCode.Purpose, typed: str, at: datetime) -> str:
    """Return the words for a wrong or late code; nothing for the right one, which then ends."""
    asked = LinkCode.objects.filter(person_id=link.person_id, purpose=purpose, ended_at=None)
    code = asked.select_for_update().first()
    if code is None or code.expires_at <= at:
        return _("Kode ini sudah tidak berlaku. Minta kode baru, lalu ketik yang terakhir datang.")
    if not code_matches(code.ref, typed):
        return _wrong(code, at)
    _end(code, at)
    return ""


def _wrong(code: LinkCode, at: datetime) -> str:
    LinkCode.objects.filter(pk=code.pk).update(tries=F("tries") + 1)
    left = CODE_TRIES - code.tries - 1
    if left <= 0:
        _end(code, at)
        return _("Kode salah lima kali, jadi kode ini berakhir. Minta kode baru.")
    return _("Kode tidak cocok. Sisa percobaan: %(left)d.") % {"left": left}


def _end(code: LinkCode, at: datetime) -> None:
    LinkCode.objects.filter(pk=code.pk).update(ended_at=at)


def _count_check(link: PersonalLink, at: datetime) -> None:
    """Refuse too many codes for one person: whoever asks, no address is looked at or kept."""
    asked = LinkCode.objects.filter(person_id=link.person_id)
    if asked.filter(created_at__gt=at - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise TooOftenError(_("Sudah tiga kode dalam satu jam. Tunggu satu jam, lalu coba lagi."))
    if asked.filter(created_at__gt=at - timedelta(days=1)).count() >= CODES_A_DAY:
        raise TooOftenError(
            _("Sudah enam kode hari ini. Coba lagi di hari lain, atau minta tautan baru.")
        )


def _entry(kind: str, link: PersonalLink, at: datetime) -> None:
    entry_append(
        government=link.government_id,
        kind=kind,
        matter=link.ref,
        actor=link.person.ref,
        body={"person": link.person.ref},
        at=at,
    )
