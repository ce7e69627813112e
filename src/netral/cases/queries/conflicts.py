"""Who stands above an officer: cases against those the officer may neither see nor touch."""

from __future__ import annotations

from datetime import date

from netral.core.access import Actor
from netral.people.models import Person, Posting

# How far up a line of superiors is followed before it must be a circle.
LONGEST_LINE = 30


def own_line(*, actor: Actor, today: date) -> frozenset[int]:
    """Return the keys of the officer's own person and of everyone above them.

    Above are the named superiors, one over the other, and today's heads of the officer's unit and
    of the units over it. Of an account that names no person those heads of the unit it acts in
    are taken: it may be theirs. The number of queries depends on the line, never on the cases.
    """
    person = Person.objects.select_related("unit").filter(account__ref=actor.account).first()
    if person is None:
        return frozenset(_heads(actor.unit, today))
    found = {person.pk}
    above = person.superior_id
    for _step in range(LONGEST_LINE):
        if above is None or above in found:
            break
        found.add(above)
        above = Person.objects.values_list("superior_id", flat=True).get(pk=above)
    return frozenset(found | _heads(person.unit.path, today))


def _heads(path: str, today: date) -> set[int]:
    """Return who heads the unit or one over it today."""
    parts = path.split(".")
    over = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    heads = Posting.objects.live_on(today).filter(is_head=True, unit__path__in=over)
    return set(heads.values_list("person_id", flat=True))
