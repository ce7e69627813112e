"""Two wordings side by side: which points are the same, and which words differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError
from netral.pledges.models import PledgeText

Parts = tuple[tuple[str, bool], ...]
"""Words of one point in order, each run with whether it is not in the other wording."""
ALIKE = 0.4
"""From this share of common words on, two points are the same point in other words."""


@dataclass(frozen=True, slots=True)
class ComparedPoint:
    """One point in both wordings; empty where a wording has none."""

    before: Parts
    after: Parts

    @property
    def is_same(self) -> bool:
        """Tell whether not one word differs."""
        return not any(differs for _words, differs in (*self.before, *self.after))


def text_seen(*, actor: Actor, ref: str) -> PledgeText:
    """Return a wording of the actor's government; raise NotVisibleError for any other."""
    text = PledgeText.objects.filter(government_id=actor.government, ref=ref).first()
    if text is None:
        raise NotVisibleError(_("Naskah ini tidak ada. Pilih lagi dari daftar naskah."))
    return text


def points_compared(before: Sequence[str], after: Sequence[str]) -> list[ComparedPoint]:
    """Pair the points of two wordings and mark the words that only one of them has."""
    return [_compared(old, new) for old, new in _paired(list(before), list(after))]


def _paired(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the points in order: alike ones together, a point that was added or dropped alone."""
    while before and after:
        if _likeness(before[0], after[0]) >= ALIKE:
            yield before.pop(0), after.pop(0)
        elif any(_likeness(before[0], later) >= ALIKE for later in after[1:]):
            yield "", after.pop(0)
        elif any(_likeness(earlier, after[0]) >= ALIKE for earlier in before[1:]):
            yield before.pop(0), ""
        else:
            yield before.pop(0), after.pop(0)
    yield from zip_longest(before, after, fillvalue="")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _compared(before: str, after: str) -> ComparedPoint:
    old, new = before.split(), after.split()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return ComparedPoint(
        before=tuple(
            (" ".join(old[start:end]), kind != "equal")
            for kind, start, end, _from, _to in blocks
            if start < end
        ),
        after=tuple(
            (" ".join(new[start:end]), kind != "equal")
            for kind, _from, _to, start, end in blocks
            if start < end
        ),
    )
