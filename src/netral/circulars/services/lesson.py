"""The person's own lesson: begun by a button, answered one by one, passed once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.access import person_served, version_for_reader
from netral.circulars.models import Attempt, CircularVersion, Item, ItemAnswer, Lesson, Reading
from netral.circulars.models.delivery import BY_LESSON
from netral.circulars.queries.lesson import (
    Standing,
    attempts_of,
    standing_of,
    version_last_understood,
)
from netral.circulars.queries.lesson_items import asked_of, the_bank
from netral.core.access import Assurance
from netral.core.flow.lesson import items as core
from netral.core.flow.lesson.attempt import first_right, is_passed, mark_of
from netral.core.flow.lesson.drawing import FEWEST, Draw, choice_order, lesson_draw
from netral.core.flow.lesson.editing import ItemState
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import CircularRef, PersonRef, handle_from
from netral.journal.services import Promise, entry_append
from netral.people.models import Person

DEEPEST = 4
"""How many items of a clause an attempt keeps ready, for asking again."""
EACH_CHANGED = 2
"""How many questions a changed clause asks of someone who understood the version before."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A lesson drawn: its slots, and the items that the attempt keeps ready by fingerprint."""

    seed: str = field(repr=False)
    draw: Draw
    items: dict[str, core.Item]


@transaction.atomic
def lesson_begin(
    *, person: PersonRef, ref: CircularRef, assurance: Assurance, at: datetime
) -> Attempt:
    """Draw the person's lesson on the version in force; one that was left is given back.

    Nothing enters the journal before it is passed. Raises what ``reading_read`` raises, and
    MoveRefusedError (409) before the letter was read, AlreadyDoneError after it was passed.
    """
    who = person_served(person, at.date())
    version = version_for_reader(who, ref)
    reading = Reading.objects.select_for_update().filter(version=version, person=who).first()
    if reading is None or reading.read_at is None:
        raise MoveRefusedError(
            _("Baca dulu suratnya sampai selesai dan tekan “Saya sudah membaca”.")
        )
    earlier = attempts_of(version=version, person=who)
    if earlier and earlier[0].ended_at is None:
        return earlier[0]
    if reading.understood_at is not None and reading.understood_by == BY_LESSON:
        raise AlreadyDoneError(_("Latihan ini sudah Anda selesaikan. Tidak perlu diulang."))
    plan = _drawn(version, who, earlier, at)
    attempt = _attempt(_lesson(version, at), who, assurance, at)
    attempt.number, attempt.draw = len(earlier) + 1, plan.seed
    draw, rows = plan.draw, _items_kept(version.government_id, plan.items, at)
    attempt.slots = [
        [slot.clause, [rows[sha].pk for sha in slot.items[:DEEPEST]]] for slot in draw.slots
    ]
    attempt.questions, attempt.uncovered = len(attempt.slots), list(draw.uncovered)
    attempt.save(force_insert=True)
    if not attempt.slots:
        _end(standing_of(attempt), at)
    return attempt


@transaction.atomic
def lesson_answer(
    *, person: PersonRef, ref: CircularRef, number: int, place: int, at: datetime
) -> ItemAnswer:
    """Record the answer to question ``number``: the choice that stood at ``place``, from 1.

    The same answer sent twice is recorded once. With the last one the mark is set, and a pass
    enters ``lesson.pass``. Raises MoveRefusedError (409) without a lesson begun, AlreadyDoneError
    for a question that is not the next one, WrongInputError for a place that is none.
    """
    who = person_served(person, at.date())
    version = version_for_reader(who, ref)
    attempts = Attempt.objects.select_for_update().filter(
        lesson__version=version, person=who, ended_at=None
    )
    attempt = attempts.select_related("lesson__version__circular").first()
    if attempt is None:
        return _answered_last(version, who, number)
    given = attempt.answers.filter(number=number).first()
    if given is not None:
        return given
    answer = _answer(standing_of(attempt), number, place, at)
    standing = standing_of(attempt)
    if standing.turn is None:
        _end(standing, at)
    return answer


def _answered_last(version: CircularVersion, person: Person, number: int) -> ItemAnswer:
    """Return the last answer of a lesson that ended with it; raise when none was begun."""
    ended = attempts_of(version=version, person=person)[:1]
    given = ended[0].answers.filter(number=number).first() if ended else None
    if given is None:
        raise MoveRefusedError(_not_begun(version, person))
    return given


def _not_begun(version: CircularVersion, person: Person) -> str:
    """Return what to do: a newer version may have come out while the person was answering."""
    older = Attempt.objects.filter(
        lesson__version__circular_id=version.circular_id,
        lesson__version__sequence__lt=version.sequence,
        person=person,
        ended_at=None,
    )
    if older.exists():
        return _(
            "Versi %(sequence)s surat ini terbit saat Anda berlatih. Baca dulu yang berubah, lalu "
            "latihannya dimulai lagi. Jawaban Anda tadi tidak dinilai."
        ) % {"sequence": version.sequence}
    return _("Mulai dulu latihannya. Belum ada yang tercatat.")


def _answer(standing: Standing, number: int, place: int, at: datetime) -> ItemAnswer:
    attempt, turn = standing.attempt, standing.turn
    if turn is None or turn.number != number:
        raise AlreadyDoneError(
            _("Soal ini sudah lewat di jendela lain. Buka lagi latihannya; jawaban Anda tersimpan.")
        )
    order = choice_order(seed=attempt.draw, item=turn.item, turn=turn.number)
    if not 1 <= place <= len(order):
        raise WrongInputError(_("Pilih satu jawaban, lalu kirim."))
    return ItemAnswer.objects.create(
        attempt=attempt,
        item_id=int(turn.item),
        number=number,
        slot=turn.slot,
        clause=standing.slots[turn.slot].clause,
        choice=order[place - 1],
        is_first=all(answer.slot != turn.slot for answer in standing.answers),
        at=at,
    )


def _end(standing: Standing, at: datetime) -> None:
    """Mark the attempt; a pass makes the version understood and enters the journal, once."""
    attempt = standing.attempt
    attempt.mark = mark_of(standing.slots, standing.answers)
    attempt.first_right = len(first_right(standing.answers))
    attempt.ended_at, attempt.is_passed = at, is_passed(attempt.mark)
    if attempt.is_passed:
        reading = Reading.objects.get(version=attempt.lesson.version, person=attempt.person)
        # Who passed on paper first is counted there until the own lesson is passed as well.
        reading.understood_at, reading.understood_by = at, BY_LESSON
        reading.save(update_fields=["understood_at", "understood_by"])
        attempt.promise = _entry(attempt, at).text
    attempt.save()


def _entry(attempt: Attempt, at: datetime) -> Promise:
    """Enter the pass: that it was understood, never the mark or an answer."""
    version = attempt.lesson.version
    return entry_append(
        government=attempt.government_id,
        kind="lesson.pass",
        matter=version.circular.ref,
        actor=attempt.person.ref,
        body={
            "version": version.sequence,
            "hash": version.body_hash,
            "assurance": attempt.assurance,
            "unit": attempt.unit_path,
        },
        at=at,
    )


def _drawn(version: CircularVersion, person: Person, earlier: list[Attempt], at: datetime) -> _Plan:
    """Draw by a new seed; what led the last attempt comes last."""
    seed = secrets.token_hex(16)
    since = version_last_understood(version=version, person=person)
    asked = asked_of(version, since=since, today=at.date())
    fewest = FEWEST if since is None else EACH_CHANGED * len(asked)
    leaders = [slot[1][0] for slot in earlier[0].slots] if earlier else []
    seen = Item.objects.filter(pk__in=leaders).values_list("sha256", flat=True)
    draw = lesson_draw(asked, seed=seed, seen=set(seen), fewest=fewest)
    known = {item.fingerprint(): item for each in asked for item in each.items}
    kept = {sha for slot in draw.slots for sha in slot.items[:DEEPEST]}
    return _Plan(seed, draw, {sha: known[sha] for sha in kept})


def _items_kept(government: str, items: Mapping[str, core.Item], at: datetime) -> dict[str, Item]:
    """Return the rows of these texts; those of the bank are kept when they are first drawn."""
    found = _rows(government, items)
    missing = [
        Item(
            ref=handle_from(secrets.token_bytes(10)),
            government_id=government,
            sha256=sha,
            source="bank",
            content=core.item_stored(item),
            state=ItemState.IN_FORCE.value,
            valid_from=at.date(),
        )
        for sha, item in items.items()
        if sha not in found
    ]
    if not missing:
        return found
    # Another person may keep the same text at this moment; then its row is the one.
    Item.objects.bulk_create(missing, ignore_conflicts=True)
    return _rows(government, items)


def _rows(government: str, hashes: Iterable[str]) -> dict[str, Item]:
    rows = Item.objects.filter(government_id=government, sha256__in=list(hashes))
    return {row.sha256: row for row in rows.defer("content")}


def _lesson(version: CircularVersion, at: datetime) -> Lesson:
    lesson, _is_new = Lesson.objects.get_or_create(
        version=version,
        defaults={
            "government_id": version.government_id,
            "bank": the_bank().version,
            "made_at": at,
        },
    )
    lesson.version = version
    return lesson


def _attempt(lesson: Lesson, person: Person, assurance: Assurance, at: datetime) -> Attempt:
    return Attempt(
        lesson=lesson,
        government_id=lesson.government_id,
        person=person,
        unit_path=person.unit.path,
        assurance=assurance.value,
        begun_at=at,
    )
