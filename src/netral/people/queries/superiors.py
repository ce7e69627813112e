"""Superiors of many people at once, and the people right below one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Q, QuerySet

from netral.people.models import Person, Posting
from netral.people.queries.units import heads_of


def superiors_of(*, persons: Iterable[Person], on: date) -> dict[int, Person]:
    """Return the direct superior of each person, by the person's key; who has none is left out.

    The one named in the staff list, else the head of the unit, or of the nearest unit above that
    has one. Two queries, however many; the persons come with their units.
    """
    people = list(persons)
    named_keys = {person.superior_id for person in people if person.superior_id}
    named = Person.objects.live_on(on).select_related("unit").in_bulk(named_keys)
    heads = heads_of({path for person in people for path in _upwards(person.unit.path)}, on)
    found = ((person, _superior(person, named, heads)) for person in people)
    return {person.pk: above for person, above in found if above is not None}


def staff_right_below(*, person: Person, on: date) -> QuerySet[Person]:
    """Return whose direct superior a person is on a day, by unit and name."""
    led = [
        path for path, head in heads_of(_led_paths(person, on), on).items() if head.pk == person.pk
    ]
    below = Q(superior=person)
    for path in led:
        below |= Q(unit__path=path) | Q(unit__path__startswith=f"{path}.")
    people = Person.objects.live_on(on).filter(below, government_id=person.government_id)
    candidates = people.exclude(pk=person.pk).select_related("unit")
    above = superiors_of(persons=candidates, on=on)
    keys = [one for one, superior in above.items() if superior.pk == person.pk]
    ordered = Person.objects.filter(pk__in=keys).select_related("unit")
    return ordered.order_by("unit__path", "name", "pk")


def _led_paths(person: Person, on: date) -> list[str]:
    posts = Posting.objects.live_on(on).filter(person=person, is_head=True)
    return list(posts.values_list("unit__path", flat=True))


def _superior(
    person: Person, named: Mapping[int, Person], heads: Mapping[str, Person]
) -> Person | None:
    own = named.get(person.superior_id or 0)
    if own is not None and own.pk != person.pk:
        return own
    paths = _upwards(person.unit.path)
    return next((heads[path] for path in paths if path in heads and heads[path] != person), None)


def _upwards(path: str) -> list[str]:
    """Return a path and those above it, the nearest first."""
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def people_at_top(*, unit: str, on: date) -> QuerySet[Person]:
    """Return who serves in a unit and below and has no direct superior on the roster."""
    posts = Posting.objects.live_on(on).filter(is_head=True)
    inside = Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}.")
    led = posts.filter(inside).values_list("unit__path", flat=True)
    topmost = _topmost(set(led))
    under = Q()
    for path in topmost:
        under |= Q(unit__path=path) | Q(unit__path__startswith=f"{path}.")
    nobody_named = Q(superior=None) | Q(superior__valid_to__lt=on) | Q(superior=F("pk"))
    heads = [head.pk for head in heads_of(topmost, on).values()]
    people = Person.objects.visible_to(unit).live_on(on).filter(nobody_named)
    candidates = people.filter(~under | Q(pk__in=heads)) if topmost else people
    chosen = list(candidates.select_related("unit"))
    above = superiors_of(persons=chosen, on=on)
    return Person.objects.filter(pk__in=[one.pk for one in chosen if one.pk not in above])


def _topmost(paths: set[str]) -> list[str]:
    """Return the paths that lie below no other of them."""
    return sorted(path for path in paths if not set(_upwards(path)[1:]) & paths)
