"""What the pages of coverage say around the figures: where we are, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from netral.circulars.models import CircularVersion, RosterSnapshot
from netral.core.access import is_within
from netral.oversight.queries.nodes import Figures
from netral.oversight.queries.tally import Topic
from netral.oversight.queries.words import group_words
from netral.people.models import Unit
from netral.pledges.models import PactRound, PledgeSession


@dataclass(frozen=True, slots=True)
class Told:
    """What the figures are of: the letter, the session and the round; any may be missing."""

    version: CircularVersion | None
    session: PledgeSession | None
    round: PactRound | None


def told_of(topic: Topic) -> Told:
    """Return the letter, the session and the round of a topic."""
    versions = CircularVersion.objects.select_related("circular")
    return Told(
        versions.filter(pk=topic.version or 0).first(),
        PledgeSession.objects.filter(pk=topic.session or 0).first(),
        PactRound.objects.filter(pk=topic.round or 0).first(),
    )


@dataclass(frozen=True, slots=True)
class Fixed:
    """How many of a unit and all below it were on the roster fixed when the letter came out."""

    on: date
    count: int


def fixed_of(topic: Topic, unit: Unit) -> Fixed | None:
    """Return the denominator as it was fixed, None for a letter without a fixed roster."""
    snapshot = RosterSnapshot.objects.filter(version=topic.version or 0).first()
    if snapshot is None:
        return None
    members = snapshot.members.filter(
        Q(unit_path=unit.path) | Q(unit_path__startswith=f"{unit.path}.")
    )
    count = members.count() if "." in unit.path else snapshot.count
    return Fixed(snapshot.taken_on, count)


def crumbs_of(unit: Unit, scope: str) -> list[tuple[str, str]]:
    """Return name and address of what lies above a unit, as far as the reader sees it."""
    parts = unit.path.split(".")
    above = [".".join(parts[:depth]) for depth in range(1, len(parts))]
    seen = [path for path in above if is_within(path, scope)]
    names = dict(Unit.objects.filter(path__in=seen).values_list("path", "name"))
    base = reverse("coverage")
    start = (_("Pengawasan"), reverse("oversight"))
    return [start, *((names[path], f"{base}?unit={path}") for path in seen)]


def group_choices(groups: Mapping[str, Figures]) -> list[tuple[str, str, int]]:
    """Return the groups of staff that there are, with how many people each."""
    told = [(group, group_words(group), one.total) for group, one in sorted(groups.items())]
    whole = sum(total for _group, _words, total in told)
    return [("", _("Semua"), whole), *told] if told[1:] else []
