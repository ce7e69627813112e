"""What the pages show of an issue: the table for all, and a person's own place in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from netral.core.flow.coverage import STATES
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef
from netral.oversight.models import CoverageIssue
from netral.oversight.queries.issues import issue_newest, proof_of
from netral.oversight.queries.own import person_live
from netral.shell.door import public_path


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A node of the published tree: how deep, its name, how many people, and the five states."""

    depth: int
    name: str
    total: int
    states: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """An issue as a table in the tree's order; the first row is the sum of all."""

    issue: CoverageIssue
    whole: PublishedRow
    rows: list[PublishedRow]
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CountedPage:
    """A person in the newest issue: whether and as what they count; none where none was issued."""

    issue: CoverageIssue | None
    is_counted: bool
    states: list[tuple[str, bool]]


def published_url(government: str) -> str:
    """Return where an officer reads what a government published for anyone."""
    return public_path("coverage-issue", government)


def published_page(*, issue: CoverageIssue | None) -> PublishedPage | None:
    """Return the page of an issue, None where nothing was issued yet."""
    if issue is None:
        return None
    document = json.loads(issue.document)
    whole, *rows = _rows(document["tree"], 0)
    return PublishedPage(issue, whole, rows, document["about"])


def _rows(node: dict[str, Any], depth: int) -> Iterator[PublishedRow]:
    total, *states = node["sums"]
    yield PublishedRow(depth, node["label"]["name"], total, tuple(states))
    for part in node.get("parts", ()):
        yield from _rows(part, depth + 1)


def counted_page(*, person_ref: PersonRef, today: date) -> CountedPage:
    """Return as what the person counts; raises NotVisibleError when they have left."""
    person = person_live(person_ref=person_ref, today=today)
    issue = issue_newest(person.government_id)
    told = proof_of(issue=issue, person=person) if issue else None
    if told is None:
        return CountedPage(issue, False, [])
    reached = [bool(number) for number in told["counted"][1:]]
    return CountedPage(
        issue, True, [(state.value, is_so) for state, is_so in zip(STATES, reached, strict=True)]
    )


def proof_required(*, person_ref: PersonRef, today: date) -> dict[str, Any]:
    """Return the person's own file; raises NotVisibleError where they are in no issue."""
    person = person_live(person_ref=person_ref, today=today)
    issue = issue_newest(person.government_id)
    told = proof_of(issue=issue, person=person) if issue else None
    if told is None:
        raise NotVisibleError(
            _(
                "Anda belum ada dalam jumlah yang terbit. Jumlah terbit sekali sehari; buka lagi "
                "sesudah jumlah berikutnya terbit. Bila tetap tidak ada, tanyakan kepada bagian "
                "kepegawaian."
            )
        )
    return told
