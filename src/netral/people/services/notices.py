"""Messages on their way: queued with the act, claimed by the worker, sent once, settled.

A claim is committed before the gateway is called. After ``kill -9`` a claimed message goes out
again only where the gateway knows keys; else nobody can say whether it arrived, and it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.core.flow.reminding import STUCK_AFTER, next_try
from netral.gateways.messages import Fate, MessageGateway, Outcome, Outgoing
from netral.journal.services import entry_append
from netral.people.models import DeadAddress, Notice, Person, PersonalLink
from netral.people.queries.contacts import message_rule_of, quiet_hours, reach_of
from netral.people.services.contacts import MACHINE, dead_mark
from netral.people.services.handles import handles_new
from netral.people.services.notice_words import notice_words
from netral.people.services.tokens import handle_draw, token_hash, token_of

State, Purpose = Notice.State, Notice.Purpose
LINK_DAYS = 14
BATCH = 2_000
GIVE_UP_ROUND = 3
"""After so many failures in a row the gateway is taken to be down until the next round."""


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """What is sent: why, for what, about which topic, until when it is of use."""

    purpose: Notice.Purpose
    cause: str
    topic: str
    not_before: datetime
    due_on: date | None = None
    expires_at: datetime | None = None
    has_link: bool = False


def notices_queue(
    *,
    government: str,
    actor: str,
    plan: NoticePlan,
    recipients: Sequence[tuple[Person, str]],
    at: datetime,
) -> int:
    """Put one message for each (person, way) into the queue, in the caller's transaction.

    Repeating it adds nothing: a cause reaches a person once. Returns how many wait for it.
    """
    keys = handles_new(2 * len(recipients))
    rows = [
        Notice(
            ref=keys[2 * number] + keys[2 * number + 1],
            government_id=government,
            person=person,
            purpose=plan.purpose,
            cause=plan.cause,
            topic=plan.topic,
            due_on=plan.due_on,
            has_link=plan.has_link,
            way=way,
            created_at=at,
            not_before=plan.not_before,
            expires_at=plan.expires_at,
        )
        for number, (person, way) in enumerate(recipients)
    ]
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    kept = Notice.objects.filter(cause=plan.cause).select_related("person")
    if plan.has_link:
        _links_make(government, actor, list(kept), at)
    return kept.count()


def notices_drop(
    *, cause: str, at: datetime, why: str, persons: QuerySet[Person] | None = None
) -> int:
    """Take back what was not sent yet of a cause; return how many messages that were.

    ``persons``: only what is for these.
    """
    waiting = Notice.objects.filter(cause=cause, state=State.WAITING)
    if persons is not None:
        waiting = waiting.filter(person__in=persons)
    return waiting.update(state=State.DROPPED, ended_at=at, answer=why[:200])


def notice_claim(*, at: datetime) -> Notice | None:
    """Claim the next message that may go out now, codes first; None when there is none.

    What fell into quiet hours, or to a person reminded today, is put off; what is too late or has
    no address any more ends. Several workers may claim at once.
    """
    waiting = Notice.objects.filter(state=State.WAITING).select_related(
        "person__unit", "government"
    )
    while True:
        found = waiting.filter(not_before__lte=at).order_by("purpose", "not_before", "pk").first()
        if found is None:
            return None
        if _taken(found, at):
            return found


def notice_outgoing(notice: Notice) -> Outgoing:
    """Return the message's words and address, made at this moment and kept nowhere."""
    with override("id"):
        words = notice_words(notice)
    reach = reach_of(notice.person, [notice.way])
    address = reach.chosen.address if reach.chosen else ""
    return Outgoing(notice.ref, address, words.text, words.subject)


def notice_settle(*, notice: Notice, outcome: Outcome, is_idempotent: bool, at: datetime) -> None:
    """Keep what became of a claimed message: ended, or put back for a later try."""
    fate = outcome.fate
    if fate is Fate.UNKNOWN and is_idempotent:
        fate = Fate.LATER
    wait = next_try(notice.tries) if fate is Fate.LATER else None
    with transaction.atomic():
        mine = Notice.objects.filter(pk=notice.pk, state=State.SENDING)
        if wait is not None:
            mine.update(state=State.WAITING, not_before=at + wait, answer=outcome.answer)
        else:
            end = {Fate.SENT: State.SENT, Fate.UNKNOWN: State.UNKNOWN}.get(fate, State.REFUSED)
            mine.update(state=end, ended_at=at, answer=outcome.answer)
        if outcome.is_dead_address:
            source = DeadAddress.Source.GATEWAY
            dead_mark(notice.person, notice.way, source, outcome.answer, MACHINE, at)


def notices_recover(*, gateways: Mapping[str, MessageGateway], at: datetime) -> int:
    """Free what a killed worker left claimed; return how many messages that were."""
    stuck = Notice.objects.filter(state=State.SENDING, claimed_at__lt=at - STUCK_AFTER)
    again = [way for way, gateway in gateways.items() if gateway.is_idempotent]
    freed = stuck.filter(way__in=again).update(state=State.WAITING)
    with override("id"):
        why = _("Pekerja berhenti saat mengirim. Tidak dikirim lagi, agar tidak sampai dua kali.")
    return freed + stuck.update(state=State.UNKNOWN, ended_at=at, answer=why[:200])


def _taken(notice: Notice, at: datetime) -> bool:
    """Claim the message if it may go out now; else put it off or end it."""
    local = at.astimezone(ZoneInfo(notice.government.timezone))
    if (why := _useless(notice, local)) is not None:
        _end(notice, why, at)
        return False
    is_reminder = notice.purpose == Purpose.REMINDER
    hours = quiet_hours(message_rule_of(notice.government_id))
    if is_reminder and hours.is_quiet(local):
        _put_off(notice, hours.opens_at(local))
        return False
    try:
        with transaction.atomic():
            return bool(_claimed(notice, at, local.date() if is_reminder else None))
    except IntegrityError:
        _put_off(notice, hours.tomorrow(local))
        return False


def _claimed(notice: Notice, at: datetime, sent_on: date | None) -> int:
    notice.tries += 1
    return Notice.objects.filter(pk=notice.pk, state=State.WAITING, tries=notice.tries - 1).update(
        state=State.SENDING, claimed_at=at, sent_on=sent_on, tries=notice.tries
    )


def _useless(notice: Notice, local: datetime) -> str | None:
    """Return why the message is of no use any more, or None."""
    person = notice.person
    with override("id"):
        if notice.expires_at is not None and notice.expires_at <= local:
            return _("Sudah lewat waktunya.")
        if person.valid_to is not None and person.valid_to < local.date():
            return _("Orangnya tidak bertugas lagi.")
        if reach_of(person, [notice.way]).chosen is None:
            return _("Alamatnya tidak ada lagi, atau ditandai tidak sampai.")
    return None


def _put_off(notice: Notice, until: datetime) -> None:
    Notice.objects.filter(pk=notice.pk, state=State.WAITING).update(not_before=until)


def _end(notice: Notice, why: str, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk, state=State.WAITING).update(
        state=State.DROPPED, ended_at=at, answer=why[:200]
    )


def _links_make(government: str, actor: str, notices: Sequence[Notice], at: datetime) -> None:
    """Issue the links that go out with the messages; enter ``link.issue`` once for all new ones."""
    batch = handle_draw()
    hashes = {token_hash(token_of(notice.ref)): notice for notice in notices}
    known = PersonalLink.objects.filter(token_hash__in=list(hashes))
    known_hashes = {bytes(link.token_hash) for link in known}
    fresh = {hashed: notice for hashed, notice in hashes.items() if hashed not in known_hashes}
    PersonalLink.objects.bulk_create(
        PersonalLink(
            ref=handle_draw(),
            government_id=government,
            person=notice.person,
            batch=batch,
            token_hash=hashed,
            channel=notice.way,
            created_at=at,
            expires_at=at + timedelta(days=LINK_DAYS),
        )
        for hashed, notice in fresh.items()
    )
    if fresh:
        persons = [notice.person.ref for notice in fresh.values()]
        body = {"unit": government, "channel": "pesan", "persons": persons}
        entry_append(
            government=government, kind="link.issue", matter=batch, actor=actor, body=body, at=at
        )
