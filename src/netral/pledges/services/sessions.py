"""The session's moves: drafted, revised, opened, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.moves import take
from netral.core.flow.pledge import DRAFTERS, MOVES, Kind, Stage
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import SessionRef
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.papers.services import matter_draw
from netral.people.models import Unit
from netral.pledges.models import PledgeSession
from netral.pledges.services.texts import text_chosen


class SameNameError(WrongInputError):
    """The unit has another session of this name at this moment; nothing was written."""


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What a session is to be; ``unit`` is a path, ``text`` a reference, empty for our wording.

    From ``late_from`` on pledges are counted apart as late; without it none is.
    """

    unit: str
    title: str
    text: str
    place: str
    leader: str
    witnesses: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    kind: Kind = Kind.LINK
    late_from: datetime | None = None


@transaction.atomic
def session_draft(*, actor: Actor, plan: SessionPlan, at: datetime) -> PledgeSession:
    """Prepare a session for a unit and all below it.

    The same again is the same session. Raises NotVisibleError or NotAllowedError for who may not,
    WrongInputError for moments out of order, SameNameError when there is another one of the same
    unit, title and moment.
    """
    require(actor, DRAFTERS, plan.unit)
    columns = _columns(actor, plan, at)
    unit = Unit.objects.filter(path=plan.unit).first()
    if unit is None:
        raise NotVisibleError(_("Unit ini tidak ada. Pilih lagi unit penyelenggara."))
    session, is_new = PledgeSession.objects.get_or_create(
        unit=unit,
        title=plan.title,
        opens_at=plan.opens_at,
        defaults={**columns, "ref": matter_draw(), "government_id": unit.government_id},
    )
    if is_new:
        _entered(session, kind="pledge_session.draft", actor=actor, at=at)
    elif any(getattr(session, name) != value for name, value in columns.items()):
        raise _same_name()
    return session


@transaction.atomic
def session_revise(
    *, actor: Actor, ref: SessionRef, plan: SessionPlan, at: datetime
) -> PledgeSession:
    """Change a session that is not open yet; its unit stays. Raises as the other moves do.

    SameNameError when it would become another one by its name and moment.
    """
    session = _moving(actor, ref, "revise")
    for name, value in _columns(actor, plan, at).items():
        setattr(session, name, value)
    session.title, session.opens_at = plan.title, plan.opens_at
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        raise _same_name() from error
    _entered(session, kind="pledge_session.revise", actor=actor, at=at)
    return session


@transaction.atomic
def session_open(*, actor: Actor, ref: SessionRef, at: datetime) -> PledgeSession:
    """Open a session: its text is fixed, and pledges count from its first moment on.

    Raises NotVisibleError or NotAllowedError for who may not, MoveRefusedError (409) from any
    other stage, WrongInputError when its time is already over.
    """
    session = _moving(actor, ref, "open")
    if at >= session.closes_at:
        raise WrongInputError(_("Waktu sesi ini sudah lewat. Ubah dulu waktunya, lalu buka."))
    session.stage, session.opened_at = Stage.OPEN, at
    session.save(update_fields=["stage", "opened_at"])
    _entered(session, kind="pledge_session.open", actor=actor, at=at)
    return session


@transaction.atomic
def session_close(*, actor: Actor, ref: SessionRef, at: datetime) -> PledgeSession:
    """Close a session for good; later pledges need another one. Raises as ``session_open``."""
    session = _moving(actor, ref, "close")
    session.stage, session.closed_at = Stage.CLOSED, at
    session.save(update_fields=["stage", "closed_at"])
    _entered(session, kind="pledge_session.close", actor=actor, at=at)
    return session


def _same_name() -> SameNameError:
    return SameNameError(
        _(
            "Unit ini sudah punya sesi lain dengan nama dan waktu buka yang sama. Ganti namanya, "
            "atau ubah sesi yang sudah ada."
        )
    )


def _moving(actor: Actor, ref: SessionRef, act: str) -> PledgeSession:
    """Return the locked session when the actor may move it so from where it stands."""
    found = PledgeSession.objects.select_for_update(of=("self",)).select_related("unit")
    session = found.filter(ref=ref).first()
    if session is None:
        raise NotVisibleError(_("Sesi ikrar ini tidak ada. Buka lagi daftar sesi."))
    roles = frozenset().union(*(move.by for move in MOVES if move.act == act))
    require(actor, roles, session.unit.path)
    take(MOVES, act, Stage(session.stage))
    return session


def _columns(actor: Actor, plan: SessionPlan, at: datetime) -> dict[str, object]:
    if plan.closes_at <= plan.opens_at:
        raise WrongInputError(_("Waktu tutup harus sesudah waktu buka. Perbaiki salah satunya."))
    if plan.late_from is not None and not plan.opens_at <= plan.late_from < plan.closes_at:
        raise WrongInputError(_("Susulan dihitung mulai suatu saat di antara buka dan tutup."))
    if plan.kind is Kind.TOGETHER:
        raise WrongInputError(_("Sesi serentak dibuat dengan mengikuti ajakan, bukan dari sini."))
    return {
        "kind": plan.kind,
        "text": text_chosen(actor=actor, ref=plan.text, at=at),
        "place": plan.place,
        "leader": plan.leader,
        "witnesses": list(plan.witnesses),
        "late_from": plan.late_from,
        "closes_at": plan.closes_at,
    }


def _entered(session: PledgeSession, *, kind: str, actor: Actor, at: datetime) -> None:
    body: dict[str, Json] = {
        "unit": session.unit.path,
        "held": session.kind,
        "title": session.title,
        "text": session.text.sha256,
        "opens_at": session.opens_at.isoformat(),
        "closes_at": session.closes_at.isoformat(),
    }
    entry_append(
        government=session.government_id,
        kind=kind,
        matter=session.ref,
        actor=actor.account,
        body=body,
        at=at,
    )
