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
    """Return whose direct superior a person is on a day, by unit and name.

    Looked through are those named, and of the units led only those up to the next head below: the
    head of a government does not load its whole staff.
    """
    led = heads_of(_led_paths(person, on), on)
    below = Q(superior=person)
    for path in (path for path, head in led.items() if head.pk == person.pk):
        inner = _headed_below(path, on)
        next_heads = [head.pk for head in heads_of(inner, on).values()]
        below |= (_inside(path) & ~_any_of(inner)) | Q(pk__in=next_heads)
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
    topmost = [unit] if heads_of([unit], on) else _headed_below(unit, on)
    nobody_named = Q(superior=None) | Q(superior__valid_to__lt=on) | Q(superior=F("pk"))
    heads = [head.pk for head in heads_of(topmost, on).values()]
    people = Person.objects.visible_to(unit).live_on(on).filter(nobody_named)
    candidates = people.filter(~_any_of(topmost) | Q(pk__in=heads))
    chosen = list(candidates.select_related("unit"))
    above = superiors_of(persons=chosen, on=on)
    return Person.objects.filter(pk__in=[one.pk for one in chosen if one.pk not in above])


def _headed_below(path: str, on: date) -> list[str]:
    """Return the nearest units below one that have a head of their own."""
    posts = Posting.objects.live_on(on).filter(is_head=True)
    below = posts.filter(unit__path__startswith=f"{path}.").values_list("unit__path", flat=True)
    # A post whose holder has left leads nobody, even while the post still stands.
    led = set(heads_of(below, on))
    return sorted(one for one in led if not set(_upwards(one)[1:]) & led)


def _inside(path: str) -> Q:
    return Q(unit__path=path) | Q(unit__path__startswith=f"{path}.")


def _any_of(paths: Iterable[str]) -> Q:
    """Return the condition of lying in any of the units; of none, it holds for nobody."""
    found = Q(pk__in=[])
    for path in paths:
        found |= _inside(path)
    return found
