"""A lesson taught in a room: opened, attended, its papers entered by one and signed by another."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.circulars.access import (
    CircularEndedError,
    circular_seen,
    person_served,
    version_in_force_required,
)
from netral.circulars.models import Reading, TaughtAttendance, TaughtSession
from netral.circulars.models.delivery import BY_CLASS
from netral.circulars.queries.lesson_taught import room_people, session_by_ref
from netral.circulars.queries.rosters import is_addressed
from netral.circulars.services.advice import OneReaderError
from netral.circulars.services.two_people import own_person, second_person_check
from netral.core.access import Actor, is_within, require
from netral.core.flow.circular import CircularStage
from netral.core.flow.lesson.attempt import FULL, is_passed
from netral.core.flow.lesson.editing import TEACHERS
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath, handle_from
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.models import Person, Unit

BY_LIST = "daftar"


@dataclass(frozen=True, slots=True)
class TaughtPlan:
    """Where and when a session is held, who teaches, how many questions the paper asks."""

    place: str
    held_on: date
    teacher: str
    questions: int


@transaction.atomic
def taught_open(
    *, actor: Actor, ref: CircularRef, unit: UnitPath, plan: TaughtPlan, at: datetime
) -> TaughtSession:
    """Open a session on the version in force, for a unit and all below it.

    Raises NotVisibleError outside the actor's units, NotAllowedError in another role,
    WrongInputError for a day to come or before the letter, AlreadyDoneError for the same room on
    the same day.
    """
    require(actor, TEACHERS, unit)
    version = version_in_force_required(circular_seen(actor, ref))
    place = Unit.objects.live_on(at.date()).filter(path=unit).first()
    if place is None:
        raise NotVisibleError(_("Unit ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    if plan.held_on > at.date():
        raise WrongInputError(_("Kelas dibuka pada harinya. Pilih hari ini atau sebelumnya."))
    if version.dated_on and plan.held_on < version.dated_on:
        raise WrongInputError(
            _("Pada hari itu surat edarannya belum terbit. Pilih hari sesudahnya.")
        )
    session = TaughtSession(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=version.government_id,
        version=version,
        unit=place,
        place=plan.place,
        held_on=plan.held_on,
        teacher=plan.teacher,
        questions=plan.questions,
        opened_by=actor.account,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDoneError(_("Kelas di tempat dan hari ini sudah dibuka.")) from error
    _enter_opening(session, actor, at)
    return session


@transaction.atomic
def taught_attend(*, person: PersonRef, ref: str, at: datetime) -> TaughtAttendance:
    """Note that the person is in the room, by its QR and a pressed button; once.

    Raises NotVisibleError for a session of other units or on a letter to others, MoveRefusedError
    on another day or after the papers were signed, CircularEndedError after a withdrawal.
    """
    who = person_served(person, at.date())
    session = session_by_ref(ref)
    if session is None or not is_within(who.unit.path, session.unit.path):
        raise NotVisibleError(_("Kelas ini tidak ada, atau bukan untuk unit Anda."))
    if not is_addressed(session.version, who):
        raise NotVisibleError(_("Surat edaran di kelas ini ditujukan kepada pegawai lain."))
    _withdrawn_check(session)
    if session.closed_at is not None or session.held_on != at.date():
        raise MoveRefusedError(_("Daftar hadir kelas ini terbuka pada harinya saja."))
    noted, _is_new = TaughtAttendance.objects.get_or_create(
        session=session, person=who, defaults={"way": "qr", "noted_at": at}
    )
    return noted


@transaction.atomic
def taught_enter(
    *, actor: Actor, ref: str, rights: Mapping[str, int | None], at: datetime
) -> TaughtSession:
    """Enter how many answers were right on the paper of each person, by reference.

    Who was not noted by QR is noted by the list; None takes a paper back that was entered for the
    wrong person. Enters ``lesson.enter``, without names or figures. Raises WrongInputError for
    more right answers than questions, NotVisibleError for a person of other units.
    """
    session = _session_locked(actor, ref)
    people = {person.ref: person for person in room_people(session) if person.ref in rights}
    if set(rights) - set(people):
        raise NotVisibleError(_("Ada orang yang tidak termasuk unit kelas ini."))
    if any(not 0 <= (right or 0) <= session.questions for right in rights.values()):
        raise WrongInputError(
            _("Jawaban tepat paling banyak %(most)s, sesuai jumlah soal.")
            % {"most": session.questions}
        )
    for person_ref, right in rights.items():
        if right is None:
            _paper_taken_back(session, people[person_ref])
            continue
        noted, _is_new = TaughtAttendance.objects.get_or_create(
            session=session,
            person=people[person_ref],
            defaults={"way": BY_LIST, "noted_at": at},
        )
        noted.right, noted.entered_by, noted.entered_at = right, actor.account, at
        noted.save()
    told = {"papers": sum(right is not None for right in rights.values()), "of": len(rights)}
    _entry(session, "lesson.enter", actor, told, at)
    return session


def _paper_taken_back(session: TaughtSession, person: Person) -> None:
    """Forget a paper; who was noted by it alone is no longer noted as there."""
    noted = session.attendances.filter(person=person)
    noted.filter(way=BY_LIST).delete()
    noted.update(right=None, entered_by="", entered_at=None)


@transaction.atomic
def taught_countersign(*, actor: Actor, ref: str, at: datetime) -> TaughtSession:
    """Countersign the papers as a second person: who passed counts as taught; ends the session.

    Raises OneReaderError for who entered any of them or wrote one, MoveRefusedError without a
    paper.
    """
    session = _session_locked(actor, ref)
    papers = list(session.attendances.filter(right__isnull=False).select_related("person"))
    if not papers:
        raise MoveRefusedError(_("Isi dulu hasil kertasnya. Belum ada yang bisa disahkan."))
    second_person_check(
        signer=actor,
        entered_by={paper.entered_by for paper in papers},
        said=_("Anda yang mengisi hasilnya. Minta orang kedua mencocokkan kertas dan mengesahkan."),
    )
    _own_paper_check(actor, papers)
    passed = [paper for paper in papers if is_passed(mark_on_paper(paper, session))]
    for paper in papers:
        paper.countersigned_by, paper.countersigned_at = actor.account, at
    TaughtAttendance.objects.bulk_update(papers, ["countersigned_by", "countersigned_at"])
    for paper in passed:
        _taught(session, paper.person, at)
    session.closed_at = at
    session.save(update_fields=["closed_at"])
    told: dict[str, Json] = {
        "present": session.attendances.count(),
        "passed": len(passed),
        "persons": _persons_told(passed),
    }
    _entry(session, "lesson.countersign", actor, told, at)
    return session


def _own_paper_check(signer: Actor, papers: Sequence[TaughtAttendance]) -> None:
    """Refuse a signer who sat in the room: nobody countersigns the own paper."""
    own = own_person(signer)
    if own is not None and own in {paper.person_id for paper in papers}:
        raise OneReaderError(
            _("Kertas Anda sendiri ada di kelas ini. Minta orang lain mencocokkan dan mengesahkan.")
        )


def _persons_told(papers: Sequence[TaughtAttendance]) -> list[Json]:
    return [paper.person.ref for paper in sorted(papers, key=lambda paper: paper.person.ref)]


def _enter_opening(session: TaughtSession, actor: Actor, at: datetime) -> None:
    told: dict[str, Json] = {
        "circular": session.version.circular.ref,
        "place": session.place,
        "teacher": session.teacher,
    }
    _entry(session, "lesson.taught", actor, told, at)


def _entry(
    session: TaughtSession, kind: str, actor: Actor, told: Mapping[str, Json], at: datetime
) -> None:
    entry_append(
        government=session.government_id,
        kind=kind,
        matter=session.ref,
        actor=actor.account,
        body={"version": session.version.sequence, "unit": session.unit.path, **told},
        at=at,
    )


def mark_on_paper(paper: TaughtAttendance, session: TaughtSession) -> int:
    """Return the points of 100, rounded down."""
    return FULL * (paper.right or 0) // session.questions


def _taught(session: TaughtSession, person: Person, at: datetime) -> None:
    """Count the person as taught, unless an own lesson was passed already."""
    reading, _is_new = Reading.objects.select_for_update().get_or_create(
        version=session.version,
        person=person,
        defaults={"government_id": session.government_id, "sent_at": at, "channel": BY_CLASS},
    )
    if reading.understood_at is None:
        reading.understood_at, reading.understood_by = at, BY_CLASS
        reading.save(update_fields=["understood_at", "understood_by"])


def _session_locked(actor: Actor, ref: str) -> TaughtSession:
    session = session_by_ref(ref, is_locked=True)
    if session is None:
        raise NotVisibleError(_("Kelas ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, TEACHERS, session.unit.path)
    _withdrawn_check(session)
    if session.closed_at is not None:
        raise AlreadyDoneError(_("Hasil kelas ini sudah disahkan dan tidak berubah lagi."))
    return session


def _withdrawn_check(session: TaughtSession) -> None:
    """Refuse once the letter was withdrawn; papers on a version replaced since still tell it."""
    if session.version.stage == CircularStage.WITHDRAWN:
        raise CircularEndedError(
            _("Surat edaran di kelas ini sudah dicabut. Hasilnya tidak dicatat lagi.")
        )
