"""The tree of units: what lies below, how many serve, who leads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, PostKind, is_within
from netral.core.kinds.errors import NotVisibleError
from netral.people.models import Person, Posting, Unit


def unit_seen(*, actor: Actor, path: str) -> Unit:
    """Return a unit within the actor's units, living or ended. Raises NotVisibleError."""
    unit = (
        Unit.objects.visible_to(actor.unit)
        .select_related("government", "parent")
        .filter(path=path)
        .first()
    )
    if unit is None:
        raise NotVisibleError(_("Alamat ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    return unit


def units_below(unit: Unit, today: date) -> QuerySet[Unit]:
    """Return the units right below one, by name."""
    return Unit.objects.live_on(today).filter(parent=unit).order_by("name", "path")


def staff_counts(unit: Unit, below: Iterable[Unit], today: date) -> dict[str, int]:
    """Return how many serve on a day in each unit below, with all that lies under it."""
    paths = {item.path for item in below}
    depth = unit.path.count(".") + 2
    counts = dict.fromkeys(paths, 0)
    people = Person.objects.visible_to(unit.path).live_on(today)
    for path, count in people.values_list("unit__path").annotate(count=Count("pk")):
        top = ".".join(path.split(".")[:depth])
        if top in counts:
            counts[top] += count
    return counts


def units_above(actor: Actor, unit: Unit) -> list[Unit]:
    """Return the units above one that the actor sees, topmost first."""
    parts = unit.path.split(".")
    paths = [".".join(parts[:length]) for length in range(1, len(parts))]
    seen = [path for path in paths if is_within(path, actor.unit)]
    return list(Unit.objects.filter(path__in=seen).order_by("path"))


def head_of(unit_path: str, on: date) -> Person | None:
    """Return who leads a unit on a day; an acting head stands before the one away."""
    return heads_of([unit_path], on).get(unit_path)


def superior_of(person: Person, on: date) -> Person | None:
    """Return a person's direct superior: the one named, else the head of the unit, or above it."""
    named = person.superior
    if named is not None and (named.valid_to is None or named.valid_to >= on):
        return named
    parts = person.unit.path.split(".")
    paths = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    heads = heads_of(paths, on)
    return next((heads[path] for path in paths if path in heads and heads[path] != person), None)


def heads_of(paths: Iterable[str], on: date) -> dict[str, Person]:
    """Return the heads of units on a day in one query."""
    posts = (
        Posting.objects.live_on(on)
        .filter(unit__path__in=set(paths), is_head=True)
        .exclude(person__valid_to__lt=on)
        .select_related("person__unit", "unit")
    )
    # Definitive first, then by first day: the last one written is who acts.
    ordered = sorted(
        posts, key=lambda post: (post.kind != PostKind.DEFINITIVE, post.valid_from, post.pk)
    )
    return {post.unit.path: post.person for post in ordered}
