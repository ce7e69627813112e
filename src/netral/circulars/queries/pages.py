"""What each page shows, gathered in one place so that views stay doormen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from netral.circulars.models import Circular, CircularVersion, Delivery, Reading
from netral.circulars.queries.coverage import (
    CoverageRow,
    reading_of,
    version_coverage,
    version_last_read,
)
from netral.circulars.queries.deadlines import Due, Reckoner, dues_of
from netral.circulars.queries.deliveries import cover_notes_for, days_since, deliveries_of
from netral.circulars.queries.findings import bases_told, findings_told
from netral.circulars.queries.groups import clauses_own, group_figures, group_own
from netral.circulars.queries.letters import (
    ClauseTold,
    addressees_told,
    attachments_of,
    clauses_told,
    letter_changes,
    minutes_to_read,
    version_shown,
    versions_of,
)
from netral.circulars.queries.patterns import SEEN_BY
from netral.circulars.queries.sources import source_of
from netral.core.access import ASSURANCE_WORDS, Actor, Assurance, Role
from netral.core.flow.circular import (
    DRAFTERS,
    MOVES,
    NEVER_ALONE,
    PASSERS,
    PREPARING,
    ChangeKind,
    CircularStage,
    ClauseChange,
)
from netral.core.flow.lesson.editing import TEACHERS
from netral.core.flow.moves import Move, moves_from
from netral.core.flow.passing import SETTERS
from netral.people.models import Person

TAGS = {
    CircularStage.DRAFTED: "open",
    CircularStage.PROPOSED: "run",
    CircularStage.APPROVED: "run",
    CircularStage.PUBLISHED: "done",
    CircularStage.REPLACED: "shut",
    CircularStage.WITHDRAWN: "shut",
}
CHANGE_TAGS = {ChangeKind.ADDED: "run", ChangeKind.CHANGED: "soon", ChangeKind.REMOVED: "shut"}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit on the coverage table: its figures and where the letter stands with its head."""

    coverage: CoverageRow
    delivery: Delivery | None
    days: int
    due: Due | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether the head still has to pass the letter on."""
        found = self.delivery
        return found is not None and found.must_pass_on and found.passed_on_at is None


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """What changed in one clause, with the words and the mark of the change."""

    change: ClauseChange
    tag: str


def tag_of(version: CircularVersion) -> str:
    """Return the mark of the version's stage."""
    return TAGS[CircularStage(version.stage)]


def is_maker(actor: Actor) -> bool:
    """Tell whether the actor takes part in making circulars: over the whole government."""
    roles = DRAFTERS | {Role.SEKDA, Role.PPK}
    return actor.role in roles and str(actor.unit) == actor.government


def buttons_for(actor: Actor, version: CircularVersion) -> tuple[Move[CircularStage], ...]:
    """Return the moves the actor may take from where the version stands."""
    if not is_maker(actor):
        return ()
    moves = moves_from(MOVES, CircularStage(version.stage), actor.role)
    return tuple(move for move in moves if move.act not in NEVER_ALONE)


def detail_page(
    actor: Actor, circular: Circular, *, today: date, sequence: int | None = None
) -> dict[str, Any]:
    """Return the context of a circular's page: the version, its steps, its coverage in scope."""
    versions = versions_of(circular)
    asked = [v for v in versions if v.sequence == sequence and (is_maker(actor) or v.was_published)]
    version = asked[0] if asked else version_shown(versions, is_maker=is_maker(actor))
    version.circular = circular
    rows = unit_rows(version, actor.unit, today) if version.was_published else []
    return {
        "circular": circular,
        "version": version,
        "versions": [v for v in versions if is_maker(actor) or v.was_published],
        "tag": tag_of(version),
        "is_maker": is_maker(actor),
        "can_edit": version.stage == CircularStage.DRAFTED and can_draft(actor),
        "can_renew": can_draft(actor) and versions[0].stage not in PREPARING,
        "buttons": buttons_for(actor, version),
        **papers_of(version, today, is_maker=is_maker(actor)),
        "clauses": clauses_told(version, version.dated_on or today),
        "total": rows[0].coverage if rows else None,
        "rows": [row for row in rows[1:] if row.coverage.depth == rows[0].coverage.depth + 1],
        "groups": group_figures(version, today, actor.unit) if rows else [],
        "waiting": sum(row.is_waiting for row in rows) if version.is_in_force else 0,
        "can_teach": actor.role in TEACHERS,
        "reading_due": reading_due(version, today),
        "can_see_patterns": actor.role in SEEN_BY,
        "can_set_days": actor.role in SETTERS and str(actor.unit) == actor.government,
    }


def reading_due(version: CircularVersion, today: date) -> Due | None:
    """Return until when the version in force is to be read, or none."""
    return Reckoner(version.government, today).of_reading(version) if version.is_in_force else None


def keeps_letters(actor: Actor) -> bool:
    """Tell whether the actor looks after letterheads and numbers of the whole government."""
    return actor.role in {Role.OFFICER, Role.SEKDA, Role.PPK} and is_maker(actor)


def papers_of(version: CircularVersion, today: date, *, is_maker: bool) -> dict[str, Any]:
    """Return what goes with a version: addressees, files; for makers what to look at again.

    A letter that was signed is judged by the law of its day, a draft by today's.
    """
    on = version.dated_on or today
    return {
        "addressees": addressees_told(version),
        "attachments": attachments_of(version),
        "source": source_of(version) if is_maker else None,
        "findings": findings_told(version, on) if is_maker else [],
        "bases": bases_told(version, on),
    }


def can_draft(actor: Actor) -> bool:
    """Tell whether the actor writes circulars of the whole government."""
    return is_maker(actor) and actor.role in DRAFTERS


def unit_rows(version: CircularVersion, scope: str, today: date) -> list[UnitRow]:
    """Return the scope's unit and all below it with figures, delivery and its last day."""
    deliveries = {found.unit.path: found for found in deliveries_of(version, scope)}
    dues = dues_of(deliveries.values(), version, today=today)
    return [
        UnitRow(
            row,
            found,
            days_since(found, today) if found else 0,
            dues.get(found.pk) if found else None,
        )
        for row in version_coverage(version=version, on=today, scope=scope)
        for found in [deliveries.get(row.path)]
    ]


def unit_page(actor: Actor, version: CircularVersion, path: str, *, today: date) -> dict[str, Any]:
    """Return the context of one unit's page; its first row is the unit itself."""
    rows = unit_rows(version, path, today)
    own = rows[0] if rows else None
    return {
        "circular": version.circular,
        "version": version,
        "own": own,
        "rows": [row for row in rows[1:] if own and row.coverage.depth == own.coverage.depth + 1],
        "can_pass_on": bool(own and own.is_waiting and actor.role in PASSERS),
    }


def reader_page(person: Person, version: CircularVersion, *, today: date) -> dict[str, Any]:
    """Return the context of the person's page: the letter, or what changed since the last read.

    The text is in the context only once the letter was opened.
    """
    reading = reading_of(version=version, person=person)
    earlier = version_last_read(version=version, person=person)
    is_opened = reading is not None and reading.opened_at is not None
    on = version.dated_on or date.max
    told = clauses_told(version, on)
    changes = [
        ChangeTold(change, CHANGE_TAGS[change.kind])
        for change in (letter_changes(earlier, version) if earlier else ())
    ]
    return {
        "person": person,
        "circular": version.circular,
        "version": version,
        "reading": reading,
        "is_read": reading is not None and reading.read_at is not None,
        "assurance": assurance_told(reading) if reading else "",
        "earlier": earlier,
        "due": reading_due(version, today),
        "minutes": minutes_to_read(_texts(told, changes, is_diff=earlier is not None)),
        "clauses": clauses_own(told, person, on) if is_opened else [],
        "group": group_own(person, on),
        "changes": changes if is_opened else [],
        "notes": cover_notes_for(person, version) if is_opened else [],
        "attachments": attachments_of(version) if is_opened else [],
    }


def assurance_told(reading: Reading) -> str:
    """Return in words how sure it is that the reading was the person's own; empty before it."""
    return _(ASSURANCE_WORDS[Assurance(reading.assurance)]) if reading.assurance else ""


def _texts(told: list[ClauseTold], changes: list[ChangeTold], *, is_diff: bool) -> list[str]:
    if is_diff:
        return [changed.change.new.text for changed in changes if changed.change.new]
    return [each.clause.text for each in told]
