"""Knowing the respondent, summoning and examining."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from netral.cases.access import case_locked, conflict_check, level_check
from netral.cases.models import Case
from netral.cases.queries.clocks import clock_day
from netral.cases.queries.law import ASN_STATUSES, examiners_of
from netral.cases.services.steps import (
    Taken,
    clock_begin,
    day_check,
    entry_of,
    news,
    news_send,
    step_add,
    step_take,
)
from netral.core import law
from netral.core.access import Actor
from netral.core.flow.case import CaseStage, Match
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import CaseRef, PersonRef
from netral.core.ledger.canonical import Json
from netral.people.models import Person, Posting
from netral.people.queries.calendar import calendar_of
from netral.shell.format import long_date

SUMMONED = gettext_noop(
    "Terlapor sudah dipanggil untuk diperiksa. Surat panggilan itu tidak menyebut pelapor."
)
SUMMONED_FROM = gettext_noop(
    "Terlapor sudah dipanggil untuk diperiksa. Pemeriksaan paling cepat %(day)s. "
    "Surat panggilan itu tidak menyebut pelapor."
)
EXAMINED = gettext_noop("Pemeriksaan selesai. Berikutnya keputusan, paling lambat %(due)s.")
ABSENT = "PP 94/2021 Pasal 26 ayat (4)"


@dataclass(frozen=True, slots=True)
class Examination:
    """What an examination found: its day, the note that is sealed, facts as ``id:value``.

    ``is_absent``: the respondent did not come to the second summons either.
    """

    on: date
    note: str
    facts: tuple[str, ...] = ()
    is_absent: bool = False


@transaction.atomic
def case_match(*, actor: Actor, ref: CaseRef, person: PersonRef | None, at: datetime) -> Case:
    """Say who the respondent is: a person of the roster, or None for somebody who is no ASN.

    Post and unit are kept as they were on the day of the act. Enters ``case.match``. Raises
    NotVisibleError for a person of another government, NotAllowedError when the person matched
    is the actor or stands above them.
    """
    found = _person(actor, person) if person else None
    act = _match_act(ref, found)
    case, move = case_locked(actor=actor, ref=ref, act=act, at=at)
    case.respondent = found
    case.match = (Match.ASN if found and found.status in ASN_STATUSES else Match.NOT_ASN).value
    if found is not None:
        conflict_check(actor=actor, case=case, at=at)
        _snapshot(case, found)
    taken = Taken(actor, at, at.date())
    step = step_take(case, move, taken)
    body = {"match": case.match, "person": found.ref if found else ""}
    entry_of(case, "case.match", taken, step, body)
    return case


@transaction.atomic
def case_summon(*, actor: Actor, ref: CaseRef, note: str, at: datetime) -> Case:
    """Summon the respondent, the first or the second time; enters ``case.summon``.

    Raises NotAllowedError for a role that does not examine at this level, WrongInputError for a
    second summons before the first one's day.
    """
    act = "summon_again" if _stage(ref) is CaseStage.SUMMONED else "summon"
    case, move = case_locked(actor=actor, ref=ref, act=act, at=at)
    level_check(actor=actor, roles=examiners_of(case))
    taken = Taken(actor, at, at.date(), note=note)
    if act == "summon_again":
        _second_summons(case, taken)
        step = step_add(case, move, taken)
    else:
        step = step_take(case, move, taken)
        day = clock_day(case, "DIS-PANGGIL-1")
        news_send(case, actor, news(SUMMONED_FROM, day=day) if day else news(SUMMONED), at)
    entry_of(case, "case.summon", taken, step, {})
    return case


@transaction.atomic
def case_examine(*, actor: Actor, ref: CaseRef, examination: Examination, at: datetime) -> Case:
    """Keep what the examination found; enters ``case.examine``.

    Raises WrongInputError for a day before the first lawful one (PP 94/2021 Pasal 26 ayat (2)),
    for a day to come, and for an absence without a second summons.
    """
    case, move = case_locked(actor=actor, ref=ref, act="examine", at=at)
    level_check(actor=actor, roles=examiners_of(case))
    day_check(case, examination.on, at)
    _examination_check(case, examination)
    case.facts = list(examination.facts)
    basis = ABSENT if examination.is_absent else ""
    taken = Taken(actor, at, examination.on, note=examination.note, basis=basis)
    step = step_take(case, move, taken)
    news_send(case, actor, news(EXAMINED, due=case.due_on), at)
    body: dict[str, Json] = {
        "facts": list(examination.facts),
        "absent": examination.is_absent,
    }
    entry_of(case, "case.examine", taken, step, body)
    return case


def _match_act(ref: CaseRef, found: Person | None) -> str:
    if found is None or found.status not in ASN_STATUSES:
        return "set_aside"
    return "rematch" if _stage(ref) is CaseStage.MATCHED else "match"


def _stage(ref: CaseRef) -> CaseStage | None:
    stage = Case.objects.filter(ref=ref).values_list("stage", flat=True).first()
    return CaseStage(stage) if stage else None


def _person(actor: Actor, ref: PersonRef) -> Person:
    people = Person.objects.filter(government_id=actor.government).select_related("unit")
    found = people.filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Orang ini tidak ada di daftar pegawai pemerintah Anda."))
    return found


def _snapshot(case: Case, person: Person) -> None:
    """Keep status, post and unit as they were on the day of the act."""
    held = Posting.objects.live_on(case.act_on).filter(person=person)
    post = held.select_related("unit").order_by("-is_head", "-valid_from", "-pk").first()
    case.respondent_status = person.status
    case.respondent_post = post.title if post else person.post_title
    case.respondent_unit = post.unit if post else person.unit


def _second_summons(case: Case, taken: Taken) -> None:
    """Count the second summons from the day on which the first should have been followed."""
    missed = clock_day(case, "DIS-PANGGIL-1") or taken.on
    if taken.on < missed:
        raise WrongInputError(
            _("Hari pemeriksaan menurut panggilan pertama belum tiba: %(day)s.")
            % {"day": long_date(missed, get_language() or "id")}
        )
    calendar = calendar_of(case.government, taken.at.date())
    clock_begin(case, law.clock_rule("DIS-PANGGIL-2"), calendar.midnight(missed), calendar)
    case.clocks.filter(code="DIS-PANGGIL-2", done_at=None).update(done_at=taken.at)


def _examination_check(case: Case, examination: Examination) -> None:
    earliest = clock_day(case, "DIS-PANGGIL-1")
    if earliest is not None and examination.on < earliest:
        raise WrongInputError(
            _("Pemeriksaan paling cepat %(day)s (PP 94/2021 Pasal 26 ayat (2)).")
            % {"day": long_date(earliest, get_language() or "id")}
        )
    if examination.is_absent and not case.steps.filter(act="summon_again").exists():
        raise WrongInputError(
            _("Terlapor baru dipanggil sekali. Panggil lagi dulu (PP 94/2021 Pasal 26 ayat (3)).")
        )
