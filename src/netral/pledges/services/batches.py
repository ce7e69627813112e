"""Many pledges in one transaction: the writer behind both doors, and behind a list on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Assurance
from netral.core.flow.pledge import Phase, Stage, phase, pledge_allowed
from netral.core.kinds.errors import AlreadyDoneError, NetralError
from netral.core.kinds.refs import PaperRef, PersonRef, SessionRef
from netral.journal.services import Draft, Promise, entries_promised
from netral.papers.models import Paper
from netral.papers.services import (
    CODE_LETTERS,
    Entered,
    PaperFacts,
    handles_draw,
    papers_record,
)
from netral.pledges.queries.batches import Held, Made, Pledger, Scene, made_already, scene_of
from netral.pledges.queries.own import invited_check
from netral.shell.database import rows_insert_new, stored_moment

MOST = 256
"""How many pledges one transaction takes: more gains little and makes the last one wait."""
REF_LETTERS = 13
"""65 bits: so many that no index has to watch over the handles of pledges."""
_COLUMNS = (
    *("ref", "government_id", "session_id", "person_id", "name", "post_title", "unit_path"),
    *("unit_name", "text_sha256", "assurance", "shows_name", "at", "certificate"),
)


class TextChangedError(AlreadyDoneError):
    """The person read another wording than the session has now; nothing was recorded."""

    title = "Naskah ikrar berubah"


class DoorEndedError(NetralError):
    """The personal session that sent the pledge is over, or its link was revoked meanwhile."""

    status = 410
    title = "Buka lagi tautan pribadi Anda"


class PledgeAct(NamedTuple):
    """One person's own act as a door took it in: who, where, which wording, how sure, when.

    ``browser`` is the key of the browser's session and ``entered_at`` its beginning, where a door
    has not looked at them itself; ``shown_at`` is when its page was. ``witness`` is the officer who
    confirms a list on paper, ``held_on`` the day of which the list is: who served then was there.
    """

    person: PersonRef
    session: SessionRef
    text_sha256: str
    assurance: Assurance
    show_name: bool
    at: datetime
    browser: str = ""
    entered_at: datetime | None = None
    shown_at: datetime | None = None
    witness: str = ""
    held_on: date | None = None


Outcome: TypeAlias = Made | Exception


class _Seen(NamedTuple):
    """What was found of an act: the key its pledge has or will have, and what refuses a new one."""

    key: tuple[int, int] | None
    refusal: NetralError | None


class _Row(NamedTuple):
    """A pledge about to be written; ``when`` is its moment as the database takes it."""

    act: PledgeAct
    session: Held
    person: Pledger
    ref: str
    certificate: PaperRef
    when: Any

    @property
    def key(self) -> tuple[int, int]:
        """Return what there may be only one of."""
        return self.session.pk, self.person.pk

    def made(self, promise: str) -> Made:
        """Return what its door answers."""
        return Made(self.ref, self.certificate, promise, self.act.at, is_new=True)


def pledges_commit(*, acts: Sequence[PledgeAct]) -> list[Outcome]:
    """Write a batch durably; return for each act what was made, or why not, in their order.

    When the database refuses the batch, each act is tried by itself: one bad row fails no other.
    The caller holds the turn to write, and no transaction.
    """
    if not acts:
        return []
    try:
        return pledges_make(acts=acts)
    except DatabaseError as error:
        if len(acts) == 1:
            return [error]
        return [pledges_commit(acts=[act])[0] for act in acts]


def pledges_make(*, acts: Sequence[PledgeAct]) -> list[Outcome]:
    """Record the pledges that may be, all in one transaction, each with its journal entry.

    Everything that decides is read inside: who may, the session's stage, the wording, the links.
    A pledge made before, or twice in the batch, is answered with the first one's certificate.
    """
    with transaction.atomic():
        scene = scene_of(
            persons={act.person for act in acts},
            sessions={act.session for act in acts},
            browsers={act.browser for act in acts if act.browser},
            at=max(act.at for act in acts),
        )
        seen = [_seen(act, scene) for act in acts]
        made = _written(_rows(acts, seen, scene))
        made |= _made_before([one.key for one in seen if one.key and one.key not in made])
        return [made[one.key] if one.key in made else _refusal(one) for one in seen]


def _refusal(one: _Seen) -> NetralError:
    """Return why there is no pledge; that there is neither would be a fault of ours."""
    if one.refusal is None:
        raise LookupError("a pledge was neither written nor refused")
    return one.refusal


def _made_before(keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Made]:
    """Return the pledges of these keys that stand already, by this writer or another one."""
    return made_already(sessions={key[0] for key in keys}, persons={key[1] for key in keys})


def _seen(act: PledgeAct, scene: Scene) -> _Seen:
    """Check an act; who has pledged before may be answered even when a new one is refused."""
    session, person = scene.sessions.get(act.session), scene.persons.get(act.person)
    key = None
    try:
        _door_check(act, scene)
        session, person = invited_check(person, session, today=act.held_on or act.at.date())
        key = (session.pk, person.pk)
        _allowed(act, session)
    except NetralError as refusal:
        return _Seen(key, refusal)
    return _Seen(key, None)


def _door_check(act: PledgeAct, scene: Scene) -> None:
    """Pass unless the browser left, or the links that the person had bound changed hands since."""
    hands = scene.hands.get(act.person)
    has_changed = act.entered_at is not None and hands and hands.changed_since(act.entered_at)
    if has_changed or (act.browser and act.browser not in scene.browsers):
        raise DoorEndedError(
            _(
                "Halaman Anda sudah tidak berlaku, jadi ikrar belum tercatat. Buka lagi tautan "
                "pribadi Anda, lalu ucapkan ikrar dari sana."
            )
        )


def _allowed(act: PledgeAct, session: Held) -> None:
    is_same_text = act.text_sha256 == session.text_sha256
    # What nearly all find is asked first: of a crowd each one pays for the rest.
    is_open = session.stage is Stage.OPEN and session.opens_at <= act.at < session.closes_at
    if is_open and is_same_text:
        return
    now = phase(session.stage, session.opens_at, session.closes_at, act.at)
    # A list signed on paper in time may come in later, as long as nobody closed the session.
    is_paper = bool(act.witness) and session.stage == Stage.OPEN and act.at >= session.opens_at
    pledge_allowed(Phase.RUNNING if is_paper else now)
    if not is_same_text:
        raise TextChangedError(
            _("Naskahnya berubah sejak Anda membacanya. Baca lagi keempat butir, lalu tekan lagi.")
        )


def _rows(acts: Sequence[PledgeAct], seen: Sequence[_Seen], scene: Scene) -> list[_Row]:
    """Return what is to be written, one for each key, in the order of the keys."""
    wanted: dict[tuple[int, int], PledgeAct] = {}
    for act, one in zip(acts, seen, strict=True):
        if one.key and one.refusal is None:
            wanted.setdefault(one.key, act)
    refs, codes = handles_draw(len(wanted), REF_LETTERS), handles_draw(len(wanted), CODE_LETTERS)
    drawn = zip(sorted(wanted.items()), refs, codes, strict=True)
    return [
        _Row(
            *(act, scene.sessions[act.session], scene.persons[act.person]),
            *(ref, PaperRef(code), stored_moment(act.at)),
        )
        for (_key, act), ref, code in drawn
    ]


def _written(rows: Sequence[_Row]) -> dict[tuple[int, int], Made]:
    """Insert pledges, entries and papers; leave out what stood before or another writer made."""
    if not rows:
        return {}
    values = [_values(row) for row in rows]
    new = rows_insert_new("pledges_pledge", _COLUMNS, values, ("person_id", "session_id"))
    by_government: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.ref in new:
            by_government[row.session.government_id].append(row)
    made: dict[tuple[int, int], Made] = {}
    for government, own in by_government.items():
        promises = _entered(government, own)
        made |= {
            row.key: row.made(promise.text) for row, promise in zip(own, promises, strict=True)
        }
    return made


def _values(row: _Row) -> tuple[object, ...]:
    act, session, person = row.act, row.session, row.person
    return (
        *(row.ref, session.government_id, session.pk, person.pk, person.titled),
        *(person.post_title, person.unit_path, person.unit_name, act.text_sha256),
        *(act.assurance.value, act.show_name, row.when, row.certificate),
    )


def _entered(government: str, rows: Sequence[_Row]) -> list[Promise]:
    """Enter the pledges of one government, sign one promise for all, and keep their papers."""
    at = max(row.act.at for row in rows)
    drafts = [_draft(row) for row in rows]
    promises = entries_promised(government=government, drafts=drafts, at=at)
    papers = [
        (_facts(row), row.certificate, Entered(row.ref, promise, row.act.at))
        for row, promise in zip(rows, promises, strict=True)
    ]
    papers_record(government=government, papers=papers)
    return promises


def _draft(row: _Row) -> Draft:
    act, person = row.act, row.person
    return Draft(
        kind="pledge.make",
        matter=row.ref,
        of=row.session.ref,
        actor=act.witness or person.ref,
        body={
            "person": person.ref,
            "unit": person.unit_path,
            "post": person.post_title,
            "text": act.text_sha256,
            "assurance": act.assurance.value,
            "certificate": row.certificate,
        },
    )


def _facts(row: _Row) -> PaperFacts:
    return PaperFacts(
        kind=Paper.Kind.CERTIFICATE,
        title=row.session.title,
        subject=row.ref,
        holder=row.person.name,
        shows_holder=row.act.show_name,
    )
