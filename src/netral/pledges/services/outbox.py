"""The guest's outbox: sums are put in, sent when due, and their answers taken in."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.joint import (
    ANSWER,
    SUMS,
    Answered,
    GuestStage,
    JointRefusedError,
    Refusal,
    Sums,
)
from netral.core.flow.joint_wire import answer_read, figures_value, sums_value
from netral.core.flow.pledge import OPENERS, CallStage
from netral.core.kinds.errors import NetralError
from netral.core.ledger.canonical import Json, canonical
from netral.core.ledger.note import key_parse
from netral.core.ledger.statement import Stated, envelope_read, statement_open
from netral.gateways.neighbour import Neighbour, NeighbourError, Told
from netral.journal.services import entry_append, statement_make
from netral.pledges.models import CallHost, PledgeCall
from netral.pledges.queries.joint import host_own, host_sums

SHORTEST, LONGEST = timedelta(seconds=10), timedelta(minutes=10)
"""The pause between two messages, and the longest one after failures."""
HEARTBEAT = timedelta(minutes=3)
"""After so long a message goes out though nothing changed, so that silence means something."""
TELLS_UNTIL = timedelta(days=7)
"""How long after the closing corrections are still told: lists on paper come in late."""
OK = 200


@transaction.atomic
def sums_renew(*, government: str, ref: str, at: datetime, is_asked: bool = False) -> CallHost:
    """Put new sums into the outbox when they changed, or when nothing was told for long.

    ``is_asked``: an officer wants a message now, whatever changed. What was not sent yet gives way
    to the newer sums: they are totals. The journal enters each message's fingerprint.
    """
    found = CallHost.objects.select_for_update(of=("self",)).select_related("call__text")
    host = found.get(call__government_id=government, call__ref=ref)
    sums = host_sums(host=host, at=at)
    figures = hashlib.sha256(canonical(figures_value(sums))).hexdigest()
    is_old = host.said_at is None or at - host.said_at >= HEARTBEAT
    if not (is_asked or figures != host.figures or (is_old and host.is_delivered)):
        return host
    stated = statement_make(government=government, kind=SUMS, value=sums_value(sums))
    host.sequence, host.figures, host.said_at = sums.sequence, figures, at
    host.note, host.is_delivered, host.tries, host.due_at = stated.envelope(), False, 0, at
    host.save()
    _reported(host, sums, stated, at)
    return host


def _reported(host: CallHost, sums: Sums, stated: Stated, at: datetime) -> None:
    body: dict[str, Json] = {
        "sequence": sums.sequence,
        "note": hashlib.sha256(stated.note.encode()).hexdigest(),
        "done": sums.done,
        "total": sums.total,
    }
    entry_append(
        government=host.call.government_id,
        kind="pledge_host.report",
        matter=host.call.ref,
        actor="sistem",
        body=body,
        at=at,
    )


def message_now(*, actor: Actor, ref: str, at: datetime) -> str:
    """Return the message that an officer carries as a file: the wish first, the sums afterwards.

    Raises NotVisibleError or NotAllowedError for who may not.
    """
    require(actor, OPENERS, actor.government)
    host = host_own(actor=actor, ref=ref)
    if not host.address or host.guest_stage == GuestStage.CONFIRMED:
        return sums_renew(government=actor.government, ref=ref, at=at, is_asked=True).note
    return host.ask


def message_send(*, host: CallHost, neighbour: Neighbour, at: datetime) -> CallHost:
    """Send what waits in the outbox of a call, and take in the answer; never raises for either.

    One try: what fails is told on the officer's page and is due again later, each time later.
    """
    is_known = host.guest_stage == GuestStage.CONFIRMED
    body = host.note if is_known else host.ask
    try:
        told = neighbour.tell(host.address, body)
        answered = _answer_opened(host, told)
    except NetralError as error:
        return _failed(host, str(error), at)
    refused = "" if told.status == OK else _refusal_words(told)
    return _answer_taken(host, answered, refused, at)


def _answer_opened(host: CallHost, told: Told) -> Answered:
    """Return the answer that the caller's own key signed; raise what was refused without one."""
    if told.status != OK and '"note"' not in told.text:
        raise NeighbourError(_refusal_words(told))
    stated = envelope_read(told.text)
    value = statement_open(stated.note, key=key_parse(host.verifier_key), kind=ANSWER)
    answered = answer_read(value)
    if (answered.call, answered.guest) != (host.called, host.guest):
        raise NeighbourError(_("Jawabannya untuk ajakan lain. Tidak ada yang berubah."))
    if answered.text_sha256 != host.call.text.sha256:
        raise JointRefusedError(
            Refusal.WORDING,
            _("Pengajak menyebut naskah lain. Naskah sesi Anda tidak berubah; hubungi pengajak."),
        )
    return answered


def _refusal_words(told: Told) -> str:
    try:
        words = str(json.loads(told.text)["message"])[:500]
    except (ValueError, KeyError, TypeError):
        return _("Instalasi pengajak menjawab dengan galat {status}.").format(status=told.status)
    return _("Pengajak menolak: {words}").format(words=words)


@transaction.atomic
def _answer_taken(host: CallHost, answered: Answered, refused: str, at: datetime) -> CallHost:
    """Note what the caller says: are we confirmed, what did it take, is the call still on."""
    found = CallHost.objects.select_for_update(of=("self",)).select_related("call__text")
    kept = found.get(pk=host.pk)
    kept.guest_stage, kept.answered_at = answered.guest_stage, at
    kept.is_delivered = 0 < kept.sequence == answered.sequence
    if answered.sequence > kept.sequence:
        # The caller knows a later message than we do: our data came back from a backup.
        kept.sequence, kept.figures = answered.sequence, ""
    kept.problem = "" if kept.is_delivered else refused
    if answered.guest_stage == GuestStage.ENDED:
        kept.problem = _("Pengajak mencabut keikutsertaan ini: {reason}").format(
            reason=answered.reason
        )
    kept.tries = min(kept.tries + 1, 20) if kept.problem else 0
    kept.due_at = at + max(_pause(kept, at), _delay(kept.tries))
    kept.save()
    if answered.stage == CallStage.WITHDRAWN and kept.call.stage == CallStage.ANNOUNCED:
        _withdrawn(kept, answered.reason, at)
    return kept


def host_rest(*, host: CallHost, at: datetime) -> None:
    """Put off a call for which nothing new is to be told."""
    CallHost.objects.filter(pk=host.pk).update(due_at=at + _pause(host, at))


def _withdrawn(host: CallHost, reason: str, at: datetime) -> None:
    """Show a call as withdrawn that its caller took back; our own session stays ours."""
    PledgeCall.objects.filter(pk=host.call_id).update(
        stage=CallStage.WITHDRAWN, reason=reason[:300]
    )
    entry_append(
        government=host.call.government_id,
        kind="pledge_host.withdraw",
        matter=host.call.ref,
        actor="sistem",
        body={"call": host.called, "reason": reason},
        at=at,
    )


def _failed(host: CallHost, problem: str, at: datetime) -> CallHost:
    """Note why a message did not get through, and when the next try is due."""
    host.tries, host.problem = min(host.tries + 1, 20), problem[:600]
    host.due_at = at + _delay(host.tries)
    host.save(update_fields=["tries", "problem", "due_at"])
    return host


def _delay(tries: int) -> timedelta:
    """Return how long to wait after so many failures in a row: 20 seconds, twice as long, ..."""
    return min(SHORTEST * 2**tries, LONGEST) if tries else timedelta(0)


def _pause(host: CallHost, at: datetime) -> timedelta:
    """Return how long until the next look: short while one pledges, long when all is over."""
    call = host.call
    is_over = host.guest_stage == GuestStage.ENDED or at > call.closes_at + TELLS_UNTIL
    if is_over:
        return timedelta(days=1)
    is_near = call.opens_at - LONGEST <= at <= call.closes_at + LONGEST
    return SHORTEST if is_near else timedelta(minutes=1)
