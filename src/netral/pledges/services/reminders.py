"""Reminders of an open pledge or pact: asked by an officer, five minutes to think, one a day.

Who gave a reason for not pledging or signing is left out, and no number tells how many those are:
only the direct superior knows that there is a reason.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.core.access import Actor
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pact import DONE, RoundStage
from netral.core.flow.pledge import Phase, Stage
from netral.core.flow.reminding import UNDO, Gap
from netral.core.kinds.errors import WrongInputError
from netral.journal.services import entry_append
from netral.people.models import Instansi, Notice, Person
from netral.people.queries.contacts import message_rule_of, quiet_hours, reaches_of
from netral.people.services.notices import NoticePlan, notices_drop, notices_queue
from netral.pledges.access import round_lister_required, waiting_for_lister
from netral.pledges.models import Pact, PactRound, Pledge, PledgeAbsence, PledgeSession
from netral.pledges.queries.own import session_phase
from netral.pledges.queries.pact_rows import ABSENT, pact_roster, roster_narrowed
from netral.pledges.queries.reminders import reminder_asked_at, reminders_waiting

SUFFIX_BYTES = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of whom: the matter in the journal, until when a message is of use."""

    matter: str
    kind: str
    gap: Gap
    government: Instansi
    due_on: date | None = None
    expires_at: datetime | None = None


@transaction.atomic
def unpledged_remind(
    *, actor: Actor, session: PledgeSession, open_ways: Collection[str], at: datetime
) -> datetime:
    """Remind who of the actor's units has not pledged; return when the messages begin to go.

    Pressed again before that, it is the same reminder. Enters ``pledge_session.remind``. Raises
    NotAllowedError by role, MoveRefusedError when the session takes no pledges any more,
    WrongInputError when nobody is left or nobody of them can be reached.
    """
    people = waiting_for_lister(actor, session)
    if session.stage != Stage.OPEN or session_phase(session, at) is Phase.ENDED:
        raise MoveRefusedError(_("Sesi ini tidak menerima ikrar lagi. Tidak ada yang diingatkan."))
    asked = _Asked(
        session.ref,
        "pledge_session.remind",
        Gap.PLEDGE,
        session.government,
        expires_at=session.closes_at,
    )
    absent = PledgeAbsence.objects.filter(session=session).values_list("person_id", flat=True)
    return _queued(actor, asked, list(people), set(absent), open_ways, at)


@transaction.atomic
def unsigned_remind(
    *, actor: Actor, round_: PactRound, open_ways: Collection[str], at: datetime
) -> datetime:
    """Remind who of the actor's units has not signed; else as ``unpledged_remind``.

    Enters ``pact_round.remind``.
    """
    round_lister_required(actor)
    if round_.stage != RoundStage.OPEN:
        raise MoveRefusedError(_("Putaran ini sudah ditutup. Tidak ada yang diingatkan."))
    roster = pact_roster(actor=actor, round_=round_, on=at.date())
    people = list(roster_narrowed(roster, state="belum", text=""))
    asked = _Asked(
        round_.ref, "pact_round.remind", Gap.PACT, round_.government, due_on=round_.due_on
    )
    absent = Pact.objects.filter(round=round_, state__in=ABSENT).values_list("person_id", flat=True)
    return _queued(actor, asked, people, set(absent), open_ways, at)


@transaction.atomic
def reminded_stop(*, actor: Actor, matter: PledgeSession | PactRound, at: datetime) -> None:
    """Take back what was not sent yet in the actor's units; enters ``pledge_session.remind_stop``
    or ``pact_round.remind_stop``.

    Raises NotAllowedError by role; nothing waiting is no fault.
    """
    round_lister_required(actor)
    waiting = reminders_waiting(actor=actor, matter=matter.ref)
    for cause in sorted(set(waiting.values_list("cause", flat=True))):
        notices_drop(
            cause=cause,
            at=at,
            why=_("Dihentikan oleh petugas."),
            persons=Person.objects.visible_to(actor.unit),
        )
    if reminder_asked_at(actor=actor, matter=matter.ref, at=at) is not None:
        is_session = isinstance(matter, PledgeSession)
        kind = "pledge_session.remind_stop" if is_session else "pact_round.remind_stop"
        _entered(actor, kind, matter.ref, at)


def reminders_settle(at: datetime) -> int:
    """Drop waiting messages to who has answered meanwhile, and of what has ended; return how many.

    To answer is to pledge, to sign, or to give a reason for neither.
    """
    waiting = Notice.objects.filter(
        state=Notice.State.WAITING, topic__in=[Gap.PLEDGE.value, Gap.PACT.value]
    )
    dropped = 0
    with override("id"):
        for cause in sorted(set(waiting.values_list("cause", flat=True))):
            matter = cause[: -2 * SUFFIX_BYTES]
            if _takes(matter):
                why, persons = _("Sudah dikerjakan sebelum dikirim."), _answered(matter)
                dropped += notices_drop(cause=cause, at=at, why=why, persons=persons)
            else:
                dropped += notices_drop(cause=cause, at=at, why=_("Sudah ditutup."))
    return dropped


def _takes(matter: str) -> bool:
    """Tell whether the session or the round of this handle still takes pledges or signatures."""
    sessions = PledgeSession.objects.filter(ref=matter, stage=Stage.OPEN)
    rounds = PactRound.objects.filter(ref=matter, stage=RoundStage.OPEN)
    return sessions.exists() or rounds.exists()


def _answered(matter: str) -> QuerySet[Person]:
    """Return who has pledged or signed there, or given a reason for neither."""
    pledged = Pledge.objects.filter(session__ref=matter).values("person")
    absent = PledgeAbsence.objects.filter(session__ref=matter).values("person")
    states = [*(state.value for state in DONE), *ABSENT]
    pacts = Pact.objects.filter(round__ref=matter, state__in=states).values("person")
    return Person.objects.filter(Q(pk__in=pledged) | Q(pk__in=absent) | Q(pk__in=pacts))


def _queued(
    actor: Actor,
    asked: _Asked,
    people: Sequence[Person],
    absent: Collection[int],
    open_ways: Collection[str],
    at: datetime,
) -> datetime:
    earlier = reminder_asked_at(actor=actor, matter=asked.matter, at=at)
    if earlier is not None and at < (begins := _begins(asked.government, earlier)):
        return begins
    reaches = reaches_of(people, open_ways)
    _reach_check(people, any(reach.way for reach in reaches.values()))
    begins = _begins(asked.government, at)
    if asked.expires_at is not None and begins >= asked.expires_at:
        raise MoveRefusedError(_("Sesi ditutup sebelum pesan sempat dikirim. Hubungi langsung."))
    plan = NoticePlan(
        purpose=Notice.Purpose.REMINDER,
        cause=f"{asked.matter}{secrets.token_hex(SUFFIX_BYTES)}",
        topic=asked.gap.value,
        not_before=begins,
        due_on=asked.due_on,
        expires_at=asked.expires_at,
        has_link=message_rule_of(asked.government.key).has_link,
    )
    waits = reminders_waiting(actor=actor, matter=asked.matter).values_list("person_id", flat=True)
    left_out = {*absent, *waits}
    notices_queue(
        government=asked.government.key,
        actor=actor.account,
        plan=plan,
        recipients=[
            (one, way) for one in people if one.pk not in left_out and (way := reaches[one.pk].way)
        ],
        at=at,
    )
    _entered(actor, asked.kind, asked.matter, at)
    return begins


def _begins(government: Instansi, asked_at: datetime) -> datetime:
    """Return when messages begin to go: after the time to take it back, out of quiet hours."""
    local = (asked_at + UNDO).astimezone(ZoneInfo(government.timezone))
    return quiet_hours(message_rule_of(government.key)).opens_at(local)


def _reach_check(people: Sequence[Person], has_way: bool) -> None:
    if not people:
        raise WrongInputError(_("Tidak ada lagi yang perlu diingatkan di sini."))
    if not has_way:
        raise WrongInputError(
            _("Tidak ada jalan untuk mengirim pesan kepada mereka. Bagikan lembar QR.")
        )


def _entered(actor: Actor, kind: str, matter: str, at: datetime) -> None:
    entry_append(
        government=actor.government,
        kind=kind,
        matter=matter,
        actor=actor.account,
        body={"unit": actor.unit},
        at=at,
    )
