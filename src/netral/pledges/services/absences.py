"""States of not pledging: each with a reason that the direct superior alone reads."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from netral.core.flow.pledge import Absence, Phase, PledgeLateError, Stage, phase
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.core.ledger.canonical import canonical
from netral.journal.services import entry_append
from netral.pledges.models import Pledge, PledgeAbsence
from netral.pledges.queries.own import Invited, pledge_of, session_for


@transaction.atomic
def absence_record(
    *,
    person_ref: PersonRef,
    session: SessionRef,
    kind: Absence,
    reason: str,
    returns_on: date | None,
    at: datetime,
) -> PledgeAbsence:
    """Record why a person does not pledge; another reason later takes the place of the first.

    The same again changes nothing. The journal binds state and reason by a salted hash and names
    neither: illness is nobody else's business (UU 27/2022 Pasal 4 ayat (2)). Raises
    NotVisibleError, PledgeLateError after the end, AlreadyDoneError for one who has pledged,
    WrongInputError without a reason.
    """
    invited = session_for(person_ref=person_ref, ref=session, today=at.date())
    _still_possible(invited, at)
    words = reason.strip()
    if not words:
        raise WrongInputError(_("Tulis alasannya. Hanya atasan langsung Anda yang membacanya."))
    values = {"kind": kind.value, "reason": words, "returns_on": returns_on}
    same = PledgeAbsence.objects.filter(session=invited.session, person=invited.person, **values)
    if (kept := same.first()) is not None:
        return kept
    absence, _made = PledgeAbsence.objects.update_or_create(
        session=invited.session,
        person=invited.person,
        defaults={**values, "government_id": invited.session.government_id, "at": at},
    )
    said = canonical({"kind": kind.value, "reason": words, "returns_on": str(returns_on or "")})
    entry_append(
        government=invited.session.government_id,
        kind="pledge.absent",
        matter=invited.session.ref,
        actor=invited.person.ref,
        body={"person": invited.person.ref, "said": hashlib.sha256(said).hexdigest()},
        at=at,
    )
    return absence


def absences_sweep() -> int:
    """Delete the reasons of those who pledged after all; return how many.

    Why it was late is nobody's business any more (UU 27/2022 Pasal 16 ayat (2)). Not done with the
    pledge itself: of a crowd each one would pay for it. The pledge's own entry tells of the act.
    """
    made = Pledge.objects.filter(session=OuterRef("session"), person=OuterRef("person"))
    over = list(PledgeAbsence.objects.filter(Exists(made)).values_list("pk", flat=True))
    return PledgeAbsence.objects.filter(pk__in=over).delete()[0] if over else 0


def _still_possible(invited: Invited, at: datetime) -> None:
    where = invited.session
    if phase(Stage(where.stage), where.opens_at, where.closes_at, at) is Phase.ENDED:
        raise PledgeLateError(
            _("Sesi ini sudah ditutup. Sampaikan keadaan Anda langsung kepada atasan.")
        )
    if pledge_of(person_ref=PersonRef(invited.person.ref), ref=SessionRef(where.ref)) is not None:
        raise AlreadyDoneError(_("Anda sudah berikrar di sesi ini, jadi tidak perlu alasan."))
