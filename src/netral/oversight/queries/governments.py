"""Figures one level up: a province's or a ministry's governments, sums alone, no person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.flow.coverage import SMALLEST_NODE
from netral.core.kinds.errors import NotVisibleError
from netral.oversight.models import CoverageBook, CoverageIssue, CoverageTotal
from netral.oversight.queries.home import governments_open
from netral.oversight.queries.nodes import Figures, NodeRow
from netral.oversight.queries.published import published_url
from netral.people.models import Instansi


@dataclass(frozen=True, slots=True)
class Governments:
    """The sum of many governments, each of them, and between which moments they were counted.

    ``hidden`` have so few people that their figures would point at persons: only in the sum.
    """

    figures: Figures
    rows: list[NodeRow]
    hidden: int
    first_at: datetime | None
    last_at: datetime | None


def governments_below(*, government: Instansi, today: date) -> QuerySet[Instansi]:
    """Return the governments a province or a ministry is told about, itself among them.

    A province: those of its regions. A ministry: all. Any other government: none but itself.
    """
    found = governments_open(today=today)
    if government.kind == Instansi.Kind.KEMENTERIAN:
        return found
    below = Q(pk=government.pk)
    if government.kind == Instansi.Kind.PROVINSI and government.region_id:
        below |= Q(region__parent=government.region_id)
    return found.filter(below)


def governments_told(*, actor: Actor, today: date, group: str = "") -> Governments:
    """Return the figures of the governments below the actor's own, the furthest behind first.

    Raises NotVisibleError for who acts for less than a whole government, or for a kabupaten.
    """
    government = _government_above(actor)
    if government is None:
        raise NotVisibleError(
            _("Halaman ini untuk provinsi dan kementerian, atas nama pemerintahnya sendiri.")
        )
    names = dict(governments_below(government=government, today=today).values_list("key", "name"))
    is_all = government.kind == Instansi.Kind.KEMENTERIAN
    return governments_summed(names=names, group=group, keys=None if is_all else set(names))


def is_told_of_others(actor: Actor) -> bool:
    """Tell whether the actor acts for a whole province or ministry."""
    return _government_above(actor) is not None


def _government_above(actor: Actor) -> Instansi | None:
    above = {Instansi.Kind.PROVINSI, Instansi.Kind.KEMENTERIAN}
    return Instansi.objects.filter(pk=actor.unit, kind__in=above).first()


def governments_summed(
    *, names: dict[str, str], group: str = "", keys: Iterable[str] | None = None
) -> Governments:
    """Return the kept sums of governments (``keys`` None: of all) in three queries."""
    totals, books = CoverageTotal.objects.all(), CoverageBook.objects.all()
    if keys is not None:
        totals, books = totals.filter(government__in=keys), books.filter(government__in=keys)
    if group:
        totals = totals.filter(group=group)
    whole, each = Figures(), dict[str, Figures]()
    for key, state, way, number in totals.values_list("government", "state", "way").annotate(
        sum=Sum("number")
    ):
        whole.add(state, way, number)
        each.setdefault(key, Figures()).add(state, way, number)
    moments = books.aggregate(first=Min("counted_at"), last=Max("counted_at"))
    shown = {key: one for key, one in each.items() if one.total >= SMALLEST_NODE and key in names}
    issued = set(
        CoverageIssue.objects.filter(government__in=shown).values_list("government_id", flat=True)
    )
    rows = [
        NodeRow(key, names[key], figures, published=published_url(key) if key in issued else "")
        for key, figures in shown.items()
    ]
    rows.sort(key=lambda row: (-row.figures.share_missing, row.name))
    return Governments(whole, rows, len(each) - len(rows), moments["first"], moments["last"])
