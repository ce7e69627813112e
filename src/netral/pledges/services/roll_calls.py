"""Who was there: written down by one officer, confirmed by another, then a pledge like any other.

A list on paper is weaker than a person's own press of a button, and says so in its assurance.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, Assurance, require
from netral.core.flow.moves import take
from netral.core.flow.pledge import MOVES, ROLL_CALLERS, Kind, Phase, Stage, phase
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.core.ledger.canonical import Json
from netral.journal.services import Draft, entries_append
from netral.people.models import Person
from netral.people.services.tokens import token_hash
from netral.pledges.models import PledgeSession, RollCall
from netral.pledges.queries.counts import session_day
from netral.pledges.queries.rolls import roll_invited
from netral.pledges.services.batches import MOST, PledgeAct, pledges_make


class SheetUnknownError(NotVisibleError):
    """What was scanned is no live sheet of a person on the roll; the next one may be."""


@transaction.atomic
def roll_call_enter(
    *,
    actor: Actor,
    ref: SessionRef,
    persons: Sequence[PersonRef],
    at: datetime,
    way: RollCall.Way = RollCall.Way.LIST,
) -> list[RollCall]:
    """Write down who was there; one entry for each, those written down before are passed over.

    Only persons of the actor's own units, on the roster of that day. Raises NotVisibleError for
    any other, WrongInputError for nobody or before the session began.
    """
    session = _session(actor, ref, "attend")
    if phase(Stage(session.stage), session.opens_at, session.closes_at, at) is Phase.WAITING:
        raise WrongInputError(_("Sesi belum dimulai. Catat kehadiran sesudah waktu buka."))
    found = _those_there(actor, session, persons)
    known = RollCall.objects.filter(session=session).values_list("person_id", flat=True)
    fresh = [person for person in found.order_by("pk") if person.pk not in set(known)]
    made = RollCall.objects.bulk_create(
        RollCall(
            government_id=session.government_id,
            session=session,
            person=person,
            way=way,
            entered_by=actor.account,
            entered_at=at,
        )
        for person in fresh
    )
    drafts = [
        Draft("pledge.attend", session.ref, actor.account, {"person": person.ref, "way": way.value})
        for person in fresh
    ]
    entries_append(government=session.government_id, drafts=drafts, at=at)
    return made


def _those_there(
    actor: Actor, session: PledgeSession, persons: Sequence[PersonRef]
) -> QuerySet[Person]:
    """Return the persons when all of them are on the actor's roll; refuse any other, and nobody."""
    if not persons:
        raise WrongInputError(_("Belum ada yang dicentang. Centang yang hadir, lalu catat."))
    found = roll_invited(actor=actor, session=session).filter(ref__in=set(persons))
    if found.count() != len(set(persons)):
        raise NotVisibleError(
            _("Pilih pegawai dari daftar unit Anda sendiri yang diundang ke sesi ini.")
        )
    return found


def roll_call_scan(*, actor: Actor, ref: SessionRef, scanned: str, at: datetime) -> Person:
    """Write down the person whose own QR code was scanned; return who it is.

    ``scanned`` is the address in the code, or its token alone. Raises SheetUnknownError when it is
    no live link of a person of the actor's units.
    """
    token = scanned.strip().rstrip("/").rpartition("/")[2]
    people = roll_invited(actor=actor, session=_session(actor, ref, "attend"))
    links = people.filter(links__token_hash=token_hash(token), links__revoked_at=None)
    person = links.filter(links__expires_at__gt=at).first()
    if person is None:
        raise SheetUnknownError(
            _(
                "Kode ini bukan lembar pegawai unit Anda, atau sudah dicabut. Cari namanya di "
                "daftar."
            )
        )
    roll_call_enter(
        actor=actor, ref=ref, persons=[PersonRef(person.ref)], at=at, way=RollCall.Way.QR
    )
    return person


@transaction.atomic
def roll_call_strike(*, actor: Actor, ref: SessionRef, person: PersonRef, at: datetime) -> Person:
    """Strike one who was written down by mistake, before it is confirmed; return who it was.

    Either officer may, since a list with one wrong name would wait for ever or make a false
    pledge. Raises NotVisibleError for who does not wait on the list of the actor's units.
    """
    session = _session(actor, ref, "attend")
    row = _waiting(actor, session).filter(person__ref=person).select_related("person").first()
    if row is None:
        raise NotVisibleError(
            _("Orang ini tidak sedang menunggu pengesahan. Muat ulang daftarnya.")
        )
    body: dict[str, Json] = {"person": row.person.ref, "entered_by": row.entered_by}
    row.delete()
    draft = Draft("pledge.strike", session.ref, actor.account, body)
    entries_append(government=session.government_id, drafts=[draft], at=at)
    return row.person


@transaction.atomic
def roll_call_confirm(
    *, actor: Actor, ref: SessionRef, persons: Sequence[PersonRef], at: datetime
) -> int:
    """Confirm those whom the actor saw on the list; each confirmed one has pledged then.

    Returns how many. Raises WrongInputError when one of them does not wait any more, or was
    written down by the actor: two people answer for a list.
    """
    session = _session(actor, ref, "confirm")
    waiting = _waiting(actor, session).exclude(entered_by=actor.account)
    seen = waiting.filter(person__ref__in=set(persons))
    rows = list(seen.select_related("person").order_by("pk"))
    if not rows or len(rows) != len(set(persons)):
        raise WrongInputError(
            _(
                "Tidak ada yang disahkan: daftarnya kosong atau sudah berubah. Muat ulang, lalu "
                "sahkan lagi. Yang Anda catat sendiri disahkan oleh orang lain."
            )
        )
    acts = [_act(row, session, actor, at) for row in rows]
    for start in range(0, len(acts), MOST):
        for outcome in pledges_make(acts=acts[start : start + MOST]):
            if isinstance(outcome, Exception):
                raise outcome
    RollCall.objects.filter(pk__in=[row.pk for row in rows]).update(
        confirmed_by=actor.account, confirmed_at=at
    )
    drafts = [
        Draft("pledge.confirm", session.ref, actor.account, {"person": row.person.ref})
        for row in rows
    ]
    entries_append(government=session.government_id, drafts=drafts, at=at)
    return len(rows)


def _waiting(actor: Actor, session: PledgeSession) -> QuerySet[RollCall]:
    """Lock and return what waits to be confirmed in the actor's units."""
    rows = RollCall.objects.select_for_update(of=("self",))
    invited = roll_invited(actor=actor, session=session)
    return rows.filter(session=session, confirmed_by="", person__in=invited)


def _act(row: RollCall, session: PledgeSession, actor: Actor, at: datetime) -> PledgeAct:
    return PledgeAct(
        person=PersonRef(row.person.ref),
        session=SessionRef(session.ref),
        text_sha256=session.text.sha256,
        assurance=Assurance.PAPER,
        show_name=False,
        at=at,
        witness=actor.account,
        held_on=session_day(session),
    )


def _session(actor: Actor, ref: SessionRef, act: str) -> PledgeSession:
    """Return the session in a room where the actor calls the roll; refuse any other."""
    sessions = PledgeSession.objects.visible_to(actor.unit).select_related(
        "unit", "text", "government"
    )
    session = sessions.filter(ref=ref).first()
    if session is None:
        raise NotVisibleError(_("Sesi ikrar ini tidak ada, atau bukan untuk wilayah kerja Anda."))
    require(actor, ROLL_CALLERS, actor.unit)
    take(MOVES, act, Stage(session.stage))
    if session.kind != Kind.ROOM:
        raise WrongInputError(_("Daftar hadir hanya untuk sesi tatap muka."))
    return session
