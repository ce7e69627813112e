"""Personal links: given out in batches, bound by a PIN at their first use, revoked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netral.core.access import Actor, Assurance, Role, require
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NetralError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import PersonRef
from netral.core.kinds.secrets import SecretText
from netral.journal.services import entry_append
from netral.people.models import Person, PersonalLink
from netral.people.services.tokens import handle_draw, token_draw, token_hash
from netral.people.services.wrapping import pin_hash, pin_matches
from netral.shell.format import clock_time, long_date

ISSUERS = frozenset({Role.OFFICER, Role.OPD_HEAD, Role.SEKDA, Role.PPK})
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
BATCH = 2_000


class LinkUnknownError(NotVisibleError):
    """No link has this token: mistyped, or cut off on its way."""

    title = "Tautan ini tidak kami kenal"


class LinkEndedError(NetralError):
    """The link was good once: it expired, was revoked, or its person left."""

    status = 410
    title = "Tautan ini tidak berlaku lagi"


@dataclass(frozen=True, slots=True)
class Opening:
    """What came of a PIN: the person who may enter, or the words to show in place of that."""

    person: PersonRef | None = None
    assurance: Assurance = Assurance.LINK_PIN
    refusal: str = ""


@transaction.atomic
def links_issue(
    *,
    actor: Actor,
    unit: str = "",
    persons: Iterable[Person] = (),
    channel: str,
    at: datetime,
    expires_at: datetime,
) -> list[tuple[Person, SecretText]]:
    """Give a new link to each person of a unit (and below), or to the given persons.

    Returns (person, token) by name; a token is told once. Enters ``link.issue`` once. Older links
    stay good. Raises NotAllowedError or NotVisibleError, WrongInputError for nobody or a past end.
    """
    scope = unit or actor.unit
    require(actor, ISSUERS, scope)
    meant = _meant(scope, list(persons), at.date())
    if expires_at <= at:
        raise WrongInputError(
            _("Batas berlaku tautan sudah lewat. Pilih tanggal yang akan datang.")
        )
    batch = handle_draw()
    drawn = [(person, *token_draw()) for person in meant]
    links = [
        _link_new(person, hashed, batch, channel, at, expires_at)
        for person, _token, hashed in drawn
    ]
    PersonalLink.objects.bulk_create(links, batch_size=BATCH)
    entry_append(
        government=actor.government,
        kind="link.issue",
        matter=batch,
        actor=actor.account,
        body={"unit": scope, "channel": channel, **_told(meant, expires_at)},
        at=at,
    )
    return [(person, token) for person, token, _hashed in drawn]


@transaction.atomic
def link_revoke(*, actor: Actor, ref: str, reason: str, at: datetime) -> PersonalLink:
    """End a link and every other live link of its person, with the PIN; enter ``link.revoke``.

    The PIN is the person's, not the link's: revoking is how a forgotten or stolen PIN ends.
    """
    links = PersonalLink.objects.select_related("person__unit")
    link = links.filter(ref=ref).first()
    if link is None:
        raise NotVisibleError(_("Tautan ini tidak ada, atau bukan dari wilayah kerja Anda."))
    require(actor, ISSUERS, link.person.unit.path)
    live = PersonalLink.objects.filter(person=link.person, revoked_at=None)
    revoked = live.update(revoked_at=at, revoked_reason=reason[:120])
    if link.revoked_at is not None or not revoked:
        raise AlreadyDoneError(_("Tautan ini sudah dicabut. Tidak ada yang berubah."))
    entry_append(
        government=actor.government,
        kind="link.revoke",
        matter=link.ref,
        actor=actor.account,
        body={"person": link.person.ref, "reason": reason},
        at=at,
    )
    return link


def link_open(*, token: str, pin: str, at: datetime) -> Opening:
    """Try a PIN on a link: the first binds the link to whoever set it, later ones must match.

    Raises LinkUnknownError, LinkEndedError. A refusal (wrong PIN, waiting) is a sentence to show,
    and its count is kept even though nothing was opened. A session only, so no entry.
    """
    with transaction.atomic():
        links = PersonalLink.objects.select_for_update(of=("self",))
        link = link_checked(links.filter(token_hash=token_hash(token)), at)
        _share_tries(link, at)
        if link.is_locked(at):
            return Opening(refusal=_waiting(link, at))
        bound = _bound_pin(link)
        if bound and not pin_matches(pin, bound):
            return Opening(refusal=_failed(link, at))
        _bind(link, bound or pin_hash(pin), at)
    assurance = Assurance.LINK_CODE if link.confirmed_at else Assurance.LINK_PIN
    return Opening(person=PersonRef(link.person.ref), assurance=assurance)


def pin_confirm(*, person: PersonRef, pin: str, at: datetime) -> Opening:
    """Try the PIN of a person whose session is open once more, before an act that needs it fresh.

    Wrong tries are counted as at the link itself: it is one PIN. Raises LinkEndedError when no
    link that the person bound still opens: it was revoked, or has expired since.
    """
    with transaction.atomic():
        bound = PersonalLink.objects.select_for_update(of=("self",)).live_at(at)
        own = bound.filter(person__ref=person).exclude(pin_hash="")
        link = own.select_related("person__unit").order_by("-bound_at", "-pk").first()
        if link is None:
            raise LinkEndedError(
                _("Tautan Anda sudah dicabut atau habis. Minta yang baru, lalu ulangi.")
            )
        _share_tries(link, at)
        if link.is_locked(at):
            return Opening(refusal=_waiting(link, at))
        if not pin_matches(pin, link.pin_hash):
            return Opening(refusal=_failed(link, at))
        _bind(link, link.pin_hash, at)
    return Opening(person=person)


def link_look(*, token: str, at: datetime) -> PersonalLink:
    """Return the link of a token if it opens at that moment; errors as ``link_checked``."""
    return link_checked(PersonalLink.objects.filter(token_hash=token_hash(token)), at)


def link_asks_new_pin(link: PersonalLink) -> bool:
    """Tell whether the person has still to choose a PIN (no live link of theirs is bound)."""
    return not _bound_pin(link)


def link_checked(links: QuerySet[PersonalLink], at: datetime) -> PersonalLink:
    """Return the one link of a query if it opens at that moment.

    Raises LinkUnknownError or LinkEndedError, each with what to do.
    """
    link = links.select_related("person__unit", "person__government").first()
    if link is None:
        raise LinkUnknownError(
            _(
                "Mungkin ada huruf yang terpotong. Salin seluruh tautan, atau pindai lagi kode QR "
                "pada lembar Anda."
            )
        )
    if (refusal := _ended(link, at)) is not None:
        raise LinkEndedError(refusal)
    return link


def _ended(link: PersonalLink, at: datetime) -> str | None:
    office = link.person.unit.name
    if link.revoked_at is not None:
        return _("Tautan ini dicabut oleh kantor. Minta yang baru kepada %(office)s.") % {
            "office": office
        }
    if link.expires_at <= at:
        return _(
            "Tautan ini sudah tidak berlaku sejak %(day)s. Minta yang baru kepada %(office)s."
        ) % {
            "day": long_date(link.expires_at.astimezone(at.tzinfo).date(), get_language() or "id"),
            "office": office,
        }
    if link.person.valid_to is not None and link.person.valid_to < at.date():
        return _(
            "Menurut daftar pegawai, pemilik tautan ini tidak lagi bertugas di %(office)s. "
            "Jika keliru, hubungi bagian kepegawaian."
        ) % {"office": office}
    return None


def _told(meant: list[Person], expires_at: datetime) -> dict[str, str | list[str]]:
    return {
        "expires_at": expires_at.isoformat(),
        "persons": [person.ref for person in meant],
    }


def _link_new(
    person: Person, hashed: bytes, batch: str, channel: str, at: datetime, expires_at: datetime
) -> PersonalLink:
    return PersonalLink(
        ref=handle_draw(),
        government_id=person.government_id,
        person=person,
        batch=batch,
        token_hash=hashed,
        channel=channel,
        created_at=at,
        expires_at=expires_at,
    )


def _meant(scope: str, persons: list[Person], today: date) -> list[Person]:
    seen = Person.objects.visible_to(scope).live_on(today)
    if persons:
        wanted = {person.pk for person in persons}
        meant = [person for person in seen.order_by("name", "pk") if person.pk in wanted]
        if len(meant) != len(wanted):
            raise NotVisibleError(
                _("Sebagian orang tidak bertugas di unit ini hari ini. Periksa daftarnya.")
            )
        return meant
    meant = list(seen.order_by("name", "pk"))
    if not meant:
        raise WrongInputError(_("Belum ada pegawai di unit ini. Impor daftar pegawai dulu."))
    return meant


def _bound_pin(link: PersonalLink) -> str:
    """Return the PIN's hash of this link, else of the person's latest bound live link."""
    if link.pin_hash:
        return link.pin_hash
    others = PersonalLink.objects.filter(person_id=link.person_id, revoked_at=None)
    newest = others.exclude(pin_hash="").order_by("-bound_at").values_list("pin_hash", flat=True)
    return newest.first() or ""


def _share_tries(link: PersonalLink, at: datetime) -> None:
    """Let the link bear the tries at all live links of its person: it is one PIN.

    Else whoever may issue links could issue as many as it takes to try a million PINs.
    """
    for other in _live_links(link).exclude(pk=link.pk):
        link.failures = max(link.failures, other.failures)
        if other.is_locked(at) and not link.is_locked(at):
            link.locked_until = other.locked_until


def _live_links(link: PersonalLink) -> QuerySet[PersonalLink]:
    return PersonalLink.objects.filter(person_id=link.person_id, revoked_at=None)


def _bind(link: PersonalLink, hashed: str, at: datetime) -> None:
    link.pin_hash, link.failures, link.locked_until = hashed, 0, None
    link.bound_at = link.bound_at or at
    # One PIN for all links of a person: who confirmed it by a code need not do so again.
    others = _live_links(link).filter(confirmed_at__isnull=False)
    link.confirmed_at = link.confirmed_at or others.values_list("confirmed_at", flat=True).first()
    link.save(update_fields=["pin_hash", "failures", "locked_until", "bound_at", "confirmed_at"])
    _live_links(link).update(failures=0, locked_until=None)


def _failed(link: PersonalLink, at: datetime) -> str:
    """Count a wrong PIN; the fifth locks the link. Return the words for the person."""
    link.failures += 1
    if link.failures >= MAX_FAILURES:
        link.failures, link.locked_until = 0, at + LOCKED_FOR
    link.save(update_fields=["failures", "locked_until"])
    if link.is_locked(at):
        return _waiting(link, at)
    return _(
        "PIN tidak cocok. Sisa percobaan: %(left)d. Bukan Anda yang membuat PIN, atau lupa? "
        "Minta tautan baru kepada %(office)s."
    ) % {"left": MAX_FAILURES - link.failures, "office": link.person.unit.name}


def _waiting(link: PersonalLink, at: datetime) -> str:
    until = (link.locked_until or at).astimezone(at.tzinfo)
    return _("Terlalu sering mencoba. Coba lagi setelah pukul %(time)s.") % {
        "time": clock_time(until)
    }
