"""Issues the totals of a day: a tree of sums, its root in the journal, a document for all."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.core.flow.coverage import SMALLEST_NODE, STATES, State, shown
from netral.core.flow.coverage_tree import FORMAT, Counted, Node, node_json, tree_of
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import handle_from
from netral.core.ledger.canonical import Json, canonical
from netral.core.ledger.sums import FIGURES, Part
from netral.journal.models import Entry
from netral.journal.services import entry_append
from netral.oversight.models import CoverageIssue
from netral.oversight.queries.issues import (
    Roster,
    about_json,
    issue_newest,
    leaves_packed,
    leaves_unpacked,
    office_of,
    roster_counted,
)
from netral.oversight.queries.tally import topic_of
from netral.people.models import Instansi
from netral.shell.database import write_turn

KEPT = timedelta(days=90)
"""How long each person's path can be drawn; the totals stay for ever."""
ACTOR = "netral"
_SIGNED = STATES.index(State.SIGNED)


class TooFewError(WrongInputError):
    """A government of so few people that its totals would point at them."""


def coverage_issue(*, government: str, at: datetime) -> CoverageIssue:
    """Publish a government's totals as they are now, and enter ``coverage.issue``.

    The worker does it once a day, so that nobody picks a day that flatters. Counted before the
    transaction, so that no writer waits. Raises TooFewError for fewer than ten people,
    AlreadyDoneError when another worker issued meanwhile, LedgerError when the tables do not
    foot: then nothing is issued.
    """
    row = Instansi.objects.get(pk=government)
    topic = topic_of(government)
    roster = roster_counted(topic=topic, on=at.date())
    if len(roster.keys) < SMALLEST_NODE:
        raise TooFewError(_("Terlalu sedikit pegawai: jumlahnya akan menunjuk orang."))
    previous = issue_newest(government)
    sequence = previous.sequence + 1 if previous else 1
    seed = secrets.token_bytes(32)
    tree, pools = _tree(row, roster, seed, sequence, at)
    about = about_json(topic)
    issue: dict[str, Json] = {
        "format": FORMAT,
        "government": {"key": row.key, "name": row.name, "kind": row.kind},
        "sequence": sequence,
        "day": at.date().isoformat(),
        "about": about,
        "figures": list(FIGURES),
        "previous": _previous(previous),
        "roster": _flow(previous, roster, about),
        "tree": node_json(tree),
        "root": tree.part.hash.hex(),
    }
    leaves = leaves_packed(pools, roster.keys)
    try:
        with write_turn(), transaction.atomic():
            return _saved(row, issue, sequence, tree.part, (leaves, seed), at)
    except IntegrityError as error:
        raise AlreadyDoneError(_("Jumlah hari ini baru saja diterbitkan proses lain.")) from error


def _saved(
    row: Instansi,
    issue: dict[str, Json],
    sequence: int,
    root: Part,
    private: tuple[bytes, bytes],
    at: datetime,
) -> CoverageIssue:
    matter, record = _entered(row.key, _root(root, sequence, at), at)
    made = CoverageIssue.objects.create(
        government=row,
        sequence=sequence,
        day=at.date(),
        at=at,
        root=root.hash.hex(),
        matter=matter,
        document=canonical({**issue, "record": record}).decode(),
        leaves=private[0],
        seed=private[1],
    )
    _forget(made)
    return made


@override("id")
def _tree(
    row: Instansi, roster: Roster, seed: bytes, sequence: int, at: datetime
) -> tuple[Node, list[list[Counted]]]:
    office = office_of(government=row.key, people=roster.people)
    told = shown(office, merged=_("Unit lain, digabung"))
    head = {"day": at.date().isoformat(), "sequence": str(sequence)}
    return tree_of(told, roster.people, seed=seed, head=head)


def _previous(previous: CoverageIssue | None) -> dict[str, Json] | None:
    if previous is None:
        return None
    day = previous.day.isoformat()
    return {"sequence": previous.sequence, "day": day, "root": previous.root}


def _flow(
    previous: CoverageIssue | None, roster: Roster, about: Mapping[str, Json]
) -> dict[str, Json] | None:
    """Return how many came onto the roster and how many went since the issue before.

    And of how many who stayed the pact of the same round was annulled: what else lets a state fall.
    """
    if previous is None or previous.leaves is None:
        return None
    now = roster.steps
    before = {pk: steps for pk, _pool, steps in leaves_unpacked(previous.leaves)}
    is_same = json.loads(previous.document)["about"]["pact"] == about["pact"]
    stayed = before.keys() & now.keys() if is_same else ()
    annulled = sum(before[pk][_SIGNED] and not now[pk][_SIGNED] for pk in stayed)
    joined, left = len(now.keys() - before), len(before.keys() - now)
    return {"joined": joined, "left": left, "annulled": annulled}


def _root(root: Part, sequence: int, at: datetime) -> dict[str, Json]:
    """Return what the journal binds."""
    return {
        "sequence": sequence,
        "day": at.date().isoformat(),
        "root": root.hash.hex(),
        "sums": list(root.sums),
    }


def _entered(government: str, body: dict[str, Json], at: datetime) -> tuple[str, dict[str, str]]:
    """Enter the root; return the entry's handle, and all that opens its commitment.

    The rest of this entry holds no person: it is published with its salt, so that anyone can
    tell that the journal's leaf binds just this root.
    """
    matter = handle_from(secrets.token_bytes(16), length=16)
    entry_append(
        government=government,
        kind="coverage.issue",
        matter=matter,
        actor=ACTOR,
        body=body,
        at=at,
    )
    entry = Entry.objects.get(log__government=government, matter=matter)
    return matter, {
        "leaf": entry.leaf,
        "salt": bytes(entry.salt or b"").hex(),
        "rest": entry.body or "",
    }


def _forget(newest: CoverageIssue) -> None:
    """End the private part of issues past their time; the newest keeps its own."""
    old = CoverageIssue.objects.filter(
        government=newest.government_id, at__lt=newest.at - KEPT, leaves__isnull=False
    )
    old.exclude(pk=newest.pk).update(leaves=None, seed=None)
