"""What waits for one officer today: each thing with its day, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from netral.cases.queries.queue import queue
from netral.cases.queries.waiting import cases_waiting_for
from netral.circulars.models import CircularVersion
from netral.circulars.queries.deliveries import deliveries_waiting
from netral.circulars.queries.questions import advice_waiting, questions_waiting
from netral.core.access import Actor, Role
from netral.core.flow.circular import MOVES, PASSERS, CircularStage
from netral.core.flow.meeting import (
    DIRECTIVE_MOVES,
    MEETING_MOVES,
    OPEN_STAGES,
    DirectiveStage,
    MeetingStage,
)
from netral.core.flow.moves import Move
from netral.core.flow.question import (
    ADVICE_LABELS,
    ANSWERERS,
    SECOND_READERS,
    AdviceState,
)
from netral.core.flow.report import ReportState
from netral.core.law import clock_rule
from netral.desk.models import Directive, Meeting
from netral.papers.services.trust import trust_roots_waiting
from netral.people.models import AuthorityRow, ClockSetting
from netral.people.services.clock_numbers import CONFIRMERS
from netral.pledges.queries.pact_waiting import pacts_waiting
from netral.reports.queries import reports_unanswered

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, where to do it, since or until when."""

    title: str
    url: str
    kind: str
    due_on: date | None


def waiting_for(*, actor: Actor, today: date) -> list[Waiting]:
    """Return what waits for the actor in this role, what has a day first, the nearest day first."""
    found = [
        *_reports(actor, today),
        *_cases(actor, today),
        *_questions(actor),
        *_letters(actor),
        *_deliveries(actor, today),
        *_directives(actor),
        *_minutes(actor),
        *_proposals(actor),
        *_trust_roots(actor),
        *_pacts(actor, today),
    ]
    return sorted(found, key=lambda item: (item.due_on is None, item.due_on or today, item.title))


def stages_waiting(moves: Iterable[Move], role: Role) -> list[str]:  # type: ignore[type-arg]
    """Return the stages from which this role has a step to take."""
    return sorted({move.from_stage.value for move in moves if role in move.by})


def _reports(actor: Actor, today: date) -> Iterator[Waiting]:
    if actor.role != Role.HANDLER:
        return
    # What needs details waits for its reporter until its day, what became a case waits as a case.
    asked = {"state": ReportState.NEEDS_DETAILS.value, "due_on__gte": today}
    found = queue(actor=actor, today=today).exclude(**asked)
    for report in found[:SHOWN]:
        is_new = report.state == ReportState.RECEIVED.value
        words = _("Laporan %(ref)s menunggu dibaca") if is_new else _("Laporan %(ref)s ditelaah")
        yield Waiting(
            words % {"ref": report.ref},
            reverse("queue-report", args=[report.ref]),
            _("Laporan"),
            report.due_on,
        )
    for report in reports_unanswered(actor)[:SHOWN]:
        yield Waiting(
            _("Laporan %(ref)s: pelapor menulis lagi") % {"ref": report.ref},
            reverse("queue-report", args=[report.ref]),
            _("Laporan"),
            report.due_on,
        )


def _cases(actor: Actor, today: date) -> Iterator[Waiting]:
    for case in cases_waiting_for(actor=actor, today=today)[:SHOWN]:
        yield Waiting(case.title, case.url, _("Perkara"), case.due_on)


def _questions(actor: Actor) -> Iterator[Waiting]:
    if actor.role in ANSWERERS:
        for question in questions_waiting(actor)[:SHOWN]:
            yield Waiting(
                _("Pertanyaan %(ref)s menunggu jawaban") % {"ref": question.ref},
                reverse("question", args=[question.ref]),
                _("Pertanyaan"),
                question.due_on,
            )
    if actor.role in ANSWERERS | SECOND_READERS:
        for advice in advice_waiting(actor)[:SHOWN]:
            yield Waiting(
                advice.title_id,
                reverse("advice", args=[advice.ref]),
                _("Usulan jawaban: %(state)s")
                % {"state": _(ADVICE_LABELS[AdviceState(advice.state)])},
                None,
            )


def _letters(actor: Actor) -> Iterator[Waiting]:
    stages = [stage for stage in stages_waiting(MOVES, actor.role) if stage in _BEFORE_SIGNING]
    versions = CircularVersion.objects.filter(government_id=actor.government, stage__in=stages)
    for version in versions.select_related("circular"):
        yield Waiting(
            version.circular.title,
            reverse("circular-detail", args=[version.circular.ref]),
            _("Surat edaran: %(stage)s") % {"stage": version.stage},
            None,
        )


_BEFORE_SIGNING = {
    CircularStage.DRAFTED.value,
    CircularStage.PROPOSED.value,
    CircularStage.APPROVED.value,
}


def _deliveries(actor: Actor, today: date) -> Iterator[Waiting]:
    if actor.role not in PASSERS:
        return
    for row in deliveries_waiting(actor, today=today, limit=SHOWN):
        if row.delivery.unit.path == actor.unit:
            circular = row.delivery.version.circular
            yield Waiting(
                _("Teruskan: %(title)s") % {"title": circular.title},
                reverse("circular-unit", args=[circular.ref, actor.unit]),
                _("Surat edaran"),
                None,
            )


def _directives(actor: Actor) -> Iterator[Waiting]:
    stages = [
        stage
        for stage in stages_waiting(DIRECTIVE_MOVES, actor.role)
        if stage in {open_stage.value for open_stage in OPEN_STAGES}
    ]
    if actor.role == Role.DESK:
        stages = [DirectiveStage.PROOF_SENT.value]
    found = Directive.objects.visible_to(actor.unit).filter(stage__in=stages)
    for directive in found.order_by("due_on")[:SHOWN]:
        yield Waiting(
            directive.text,
            reverse("desk_directive", args=[directive.ref]),
            _("Arahan: %(stage)s") % {"stage": directive.stage},
            directive.due_on,
        )


def _minutes(actor: Actor) -> Iterator[Waiting]:
    stages = stages_waiting(MEETING_MOVES, actor.role)
    found = Meeting.objects.visible_to(actor.unit).filter(stage__in=stages)
    for meeting in found.order_by("begins_at"):
        is_planned = meeting.stage == MeetingStage.PLANNED.value
        yield Waiting(
            meeting.title,
            reverse("desk_meeting", args=[meeting.ref]),
            _("Rapat: %(stage)s") % {"stage": meeting.stage},
            localtime(meeting.begins_at).date() if is_planned else None,
        )


def _proposals(actor: Actor) -> Iterator[Waiting]:
    """Yield the numbers and rows of law that another officer proposed and this one may confirm."""
    if actor.role not in CONFIRMERS or str(actor.unit) != str(actor.government):
        return
    waiting = {"government": actor.government, "confirmed_at": None, "ended_at": None}
    numbers = ClockSetting.objects.filter(**waiting).exclude(entered_by=actor.account)
    for setting in numbers.order_by("pk")[:SHOWN]:
        yield Waiting(
            clock_rule(setting.code).title_id,
            reverse("clock_setting", args=[setting.code]),
            _("Angka menunggu konfirmasi Anda"),
            None,
        )
    rows = AuthorityRow.objects.filter(**waiting).exclude(entered_by=actor.account)
    for row in rows.order_by("pk")[:SHOWN]:
        kind = _("Tabel pejabat menunggu konfirmasi Anda")
        yield Waiting(row.title, reverse("authorities"), kind, None)


def _trust_roots(actor: Actor) -> Iterator[Waiting]:
    for root in trust_roots_waiting(actor=actor)[:SHOWN]:
        yield Waiting(
            root.name,
            reverse("trust-root-confirm", args=[root.ref]),
            _("Akar sertifikat menunggu pengesahan Anda"),
            None,
        )


def _pacts(actor: Actor, today: date) -> Iterator[Waiting]:
    """Yield the own pact that waits, those below to be acknowledged, and scans to be checked."""
    for found in pacts_waiting(actor=actor, on=today):
        if found.is_asked:
            words = _("Tandatangani pakta Anda: %(title)s")
            url = reverse("pact-mine", args=[found.round.ref])
            yield Waiting(words % found.told, url, _("Pakta integritas"), found.round.due_on)
        if found.to_know:
            words = _("%(know)d pakta bawahan menunggu Anda ketahui: %(title)s")
            url = reverse("pact-know", args=[found.round.ref])
            yield Waiting(words % found.told, url, _("Pakta integritas"), None)
        if found.scans:
            words = _("%(scans)d pindaian pakta menunggu pengesahan: %(title)s")
            url = reverse("pact-sheets", args=[found.round.ref])
            yield Waiting(words % found.told, url, _("Pakta integritas"), None)
