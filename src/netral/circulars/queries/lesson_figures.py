"""What a lesson taught its makers: how hard each item is, which clause each unit missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast

from netral.circulars.models import CircularVersion, Item, ItemAnswer
from netral.circulars.queries.lesson import clause_words
from netral.core.flow.lesson.figures import (
    ClauseFigure,
    ItemFigure,
    Sums,
    cells_hidden,
    clauses_weakest_first,
    item_figure,
    weakest,
)
from netral.core.flow.lesson.items import item_read
from netral.people.models import Unit

STRESSED = 3
"""How many clauses the next circular is advised to stress."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its figures."""

    item: Item
    scene: str
    figure: ItemFigure

    @property
    def percent(self) -> float | None:
        """Return the share right at once, of a hundred."""
        share = self.figure.share_right
        return None if share is None else round(100 * share, 1)

    @property
    def telling(self) -> float | None:
        """Return the discrimination with two digits."""
        telling = self.figure.telling
        return None if telling is None else round(telling, 2)


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause in words, with its figure."""

    words: str
    figure: ClauseFigure


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: how many answered, and the clause it most missed; hidden when they are few."""

    name: str
    people: int
    is_hidden: bool
    weakest: ClauseRow | None


def first_answers(version: CircularVersion, today: date, scope: str) -> QuerySet[ItemAnswer]:
    """Return the first answers of ended first attempts, of those in service within the scope."""
    own = Q(attempt__person__unit__path=scope) | Q(
        attempt__person__unit__path__startswith=f"{scope}."
    )
    return (
        ItemAnswer.objects.filter(
            own,
            attempt__lesson__version=version,
            attempt__number=1,
            attempt__ended_at__isnull=False,
            attempt__person__valid_from__lte=today,
            is_first=True,
        )
        .exclude(attempt__person__valid_to__lt=today)
        .order_by()
    )


def item_rows(*, version: CircularVersion, today: date) -> list[ItemRow]:
    """Return the items of a lesson, the hardest first; those with too few answers at the end.

    Two queries: the database sums, whatever the number of people.
    """
    right = Case(When(choice=0, then=Value(1.0)), default=Value(0.0), output_field=FloatField())
    others = Cast(F("attempt__questions") - 1, FloatField())
    sums = (
        first_answers(version, today, version.government_id)
        .filter(attempt__questions__gt=1)
        .annotate(x=right)
        .annotate(y=(Cast(F("attempt__first_right"), FloatField()) - F("x")) / others)
        .values("item_id")
        .annotate(
            answers=Count("pk"),
            right=Sum("x"),
            rest=Sum("y"),
            squared=Sum(F("y") * F("y")),
            both=Sum(F("x") * F("y")),
        )
    )
    figures = {
        row["item_id"]: item_figure(
            Sums(row["answers"], int(row["right"]), row["rest"], row["squared"], row["both"])
        )
        for row in sums
    }
    items = Item.objects.filter(pk__in=figures)
    rows = [ItemRow(item, item_read(item.content).scene.id, figures[item.pk]) for item in items]
    return sorted(rows, key=_hardest)


def _hardest(row: ItemRow) -> tuple[bool, float, str]:
    share = row.figure.share_right
    return (share is None, share or 0.0, row.scene)


def clause_rows(*, version: CircularVersion, today: date, scope: str) -> list[ClauseRow]:
    """Return the clauses, the most missed first, of the people within the scope."""
    found = _figures(version, today, scope).get(scope, {})
    ordered = clauses_weakest_first(found.values())
    return [ClauseRow(clause_words(version, each.clause), each) for each in ordered]


def unit_rows(*, version: CircularVersion, today: date, scope: str) -> list[UnitRow]:
    """Return the units right below the scope with the clause each most missed, by name."""
    found = _figures(version, today, scope)
    people = {
        path: max((each.people for each in clauses.values()), default=0)
        for path, clauses in found.items()
        if path != scope
    }
    hidden = cells_hidden(people)
    units = Unit.objects.live_on(today).filter(path__in=people).order_by("name")
    rows = []
    for path, name in units.values_list("path", "name"):
        most = None if path in hidden else weakest(found[path].values())
        told = ClauseRow(clause_words(version, most.clause), most) if most else None
        rows.append(UnitRow(name, people[path], path in hidden, told))
    return rows


def stressed(rows: list[ClauseRow]) -> list[ClauseRow]:
    """Return what the next circular should stress: the clauses most missed, never all right."""
    shown = [row for row in rows if not row.figure.is_hidden]
    return [row for row in shown if row.figure.right < row.figure.people][:STRESSED]


def _figures(
    version: CircularVersion, today: date, scope: str
) -> dict[str, dict[str, ClauseFigure]]:
    """Return per part and clause: people, and how many were right at once. One query.

    A person is right on a clause when each of its first answers was right.
    """
    rows = (
        first_answers(version, today, scope)
        .values("clause", path=F("attempt__person__unit__path"))
        .annotate(
            people=Count("attempt", distinct=True),
            wrong=Count("attempt", distinct=True, filter=~Q(choice=0)),
        )
        .values_list("path", "clause", "people", "wrong")
    )
    found: dict[str, dict[str, ClauseFigure]] = {}
    for path, clause, people, wrong in rows:
        for part in {scope, _part(path, scope)}:
            kept = found.setdefault(part, {}).get(clause, ClauseFigure(clause, 0, 0))
            found[part][clause] = ClauseFigure(
                clause, kept.people + people, kept.right + people - wrong
            )
    return found


def _part(path: str, scope: str) -> str:
    """Return the unit right below the scope that the path lies in, or the scope itself."""
    depth = scope.count(".") + 2
    return ".".join(path.split(".")[:depth])
