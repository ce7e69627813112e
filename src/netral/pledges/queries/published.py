"""Everything that is published of a simultaneous pledge, in one object that a stranger recounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from netral.core.ledger.statement import Stated
from netral.pledges.models import CallGuest, PledgeCall, PledgeSession
from netral.pledges.queries.counts import Count, pledge_rows, protected
from netral.pledges.queries.room import guests_heard, live_of, sessions_of_call


def call_published(*, call: PledgeCall, at: datetime) -> dict[str, Any]:
    """Return a call's figures by government and agency; small cells are hidden (null).

    Those of another installation stand with the message that it signed, so that nobody needs to
    believe the one who shows them. Nothing here is of any person.
    """
    live = live_of(call=call, at=at)
    own = [_session(session) for session in sessions_of_call(call)]
    outside = [_guest(guest) for guest in guests_heard(call) if guest.sequence]
    return {
        "call": call.ref,
        "title": call.title,
        "government": call.government.name,
        "stage": call.stage,
        "text_sha256": call.text.sha256,
        "opens_at": call.opens_at.isoformat(),
        "closes_at": call.closes_at.isoformat(),
        "counted_at": live.counted_at.isoformat(),
        "done": live.done,
        "total": live.total,
        "late": live.late,
        "governments": sorted([*own, *outside], key=lambda one: str(one["name"])),
        "unheard": list(live.unheard),
    }


def _session(session: PledgeSession) -> dict[str, Any]:
    rows = pledge_rows(session=session, scope=session.government_id)
    return {
        "name": session.government.name,
        "key": session.government_id,
        "session": session.ref,
        "done": sum(row.done or 0 for row in rows),
        "total": sum(row.total for row in rows),
        "offices": _offices(protected(rows)),
    }


def _offices(rows: Sequence[Count]) -> list[dict[str, Any]]:
    return [{"name": row.name, "done": row.done, "total": row.total} for row in rows]


def _guest(guest: CallGuest) -> dict[str, Any]:
    return {
        "name": guest.name,
        "done": guest.done,
        "total": guest.total,
        "offices": guest.offices,
        "sequence": guest.sequence,
        "said_at": guest.said_at.isoformat() if guest.said_at else None,
        "heard_at": guest.heard_at.isoformat() if guest.heard_at else None,
        "signed": Stated(guest.verifier_key, guest.note)._asdict(),
    }
