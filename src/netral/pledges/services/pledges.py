"""The pledge itself: one person's own act, once, with its certificate and promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Assurance
from netral.core.flow.pledge import Stage, phase, pledge_allowed
from netral.core.kinds.errors import AlreadyDoneError
from netral.core.kinds.refs import PaperRef, PersonRef, SessionRef
from netral.journal.services import entry_append
from netral.papers.models import Paper
from netral.papers.services import (
    Entered,
    PaperFacts,
    matter_draw,
    paper_record,
    paper_ref_draw,
)
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession
from netral.pledges.queries.own import pledge_of, session_for


class TextChangedError(AlreadyDoneError):
    """The person read another wording than the session has now; nothing was recorded."""

    title = "Naskah ikrar berubah"


@dataclass(frozen=True, slots=True)
class _Act:
    """What the person did: how sure it is theirs, whether their name may be shown, when."""

    assurance: Assurance
    shows_name: bool
    at: datetime


@transaction.atomic
def pledge_make(
    *,
    person_ref: PersonRef,
    session: SessionRef,
    text_sha256: str,
    assurance: Assurance,
    show_name: bool,
    at: datetime,
) -> Pledge:
    """Record a person's pledge; the same pledge again returns the first, with its certificate.

    ``text_sha256`` is of the wording that the person read. Raises NotVisibleError when the
    session is not for this person, PledgeEarlyError before it opens, PledgeLateError after it
    closed, TextChangedError when the wording is another; then nothing is written.
    """
    invited = session_for(person_ref=person_ref, ref=session, today=at.date())
    made = pledge_of(person_ref=person_ref, ref=session)
    if made is not None:
        return made
    where = invited.session
    pledge_allowed(phase(Stage(where.stage), where.opens_at, where.closes_at, at))
    if text_sha256 != where.text.sha256:
        raise TextChangedError(
            _("Naskahnya berubah sejak Anda membacanya. Baca lagi keempat butir, lalu tekan lagi.")
        )
    return _made_once(invited.person, where, _Act(assurance, show_name, at))


def _made_once(person: Person, session: PledgeSession, act: _Act) -> Pledge:
    """Insert the pledge; of two writers at once the second gets the first's pledge."""
    pledge = _pledge(person, session, act)
    try:
        with transaction.atomic():
            pledge.save(force_insert=True)
    except IntegrityError:
        return Pledge.objects.select_related("session", "session__text").get(
            session=session, person=person
        )
    promise = entry_append(
        government=session.government_id,
        kind="pledge.make",
        matter=pledge.ref,
        of=session.ref,
        actor=person.ref,
        body={
            "person": person.ref,
            "unit": pledge.unit_path,
            "post": pledge.post_title,
            "text": pledge.text_sha256,
            "assurance": pledge.assurance,
            "certificate": pledge.certificate,
        },
        at=act.at,
    )
    facts = PaperFacts(
        kind=Paper.Kind.CERTIFICATE,
        title=session.title,
        subject=pledge.ref,
        holder=person.name,
        shows_holder=act.shows_name,
    )
    paper_record(
        government=session.government_id,
        facts=facts,
        ref=PaperRef(pledge.certificate),
        entered=Entered(pledge.ref, promise, act.at),
    )
    return pledge


def _pledge(person: Person, session: PledgeSession, act: _Act) -> Pledge:
    """Return the unsaved pledge with the person's post and unit as they are today."""
    return Pledge(
        ref=matter_draw(),
        government_id=session.government_id,
        session=session,
        person=person,
        name=name_with_titles(person),
        post_title=person.post_title,
        unit_path=person.unit.path,
        unit_name=person.unit.name,
        text_sha256=session.text.sha256,
        assurance=act.assurance,
        shows_name=act.shows_name,
        at=act.at,
        certificate=paper_ref_draw(),
    )


def name_with_titles(person: Person) -> str:
    """Return the name as letters write it: title, name, then the titles after a comma."""
    front = f"{person.title_front} {person.name}".strip()
    return f"{front}, {person.title_back}" if person.title_back else front
