"""What the public home page tells of a government: aggregates alone, kept for a minute."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import QuerySet

from netral.core.flow.coverage import State
from netral.core.kinds.errors import NotVisibleError
from netral.journal.queries.logs import books_cached
from netral.oversight.queries.nodes import Figures, node_of
from netral.oversight.queries.pages import told_of
from netral.people.models import Instansi

KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """The books of the reports, and how far letter and pledge have come."""

    opened: int
    closed: int
    running: int
    late: int
    letter_on: date | None
    total: int
    delivered: int
    read: int
    pledged: int


def governments_open(*, today: date) -> QuerySet[Instansi]:
    """Return the governments of this installation by name."""
    return (
        Instansi.objects.filter(valid_from__lte=today)
        .exclude(valid_to__lt=today)
        .select_related("region")
        .order_by("name")
    )


def government_get(*, key: str, today: date) -> Instansi:
    """Return a government of this installation; raises NotVisibleError."""
    found = governments_open(today=today).filter(key=key).first()
    if found is None:
        raise NotVisibleError("Pemerintah ini tidak ada di pemasangan ini.")
    return found


def public_figures(*, government: str, today: date) -> PublicFigures:
    """Return the figures of the home page; reckoned at most once a minute."""
    name = f"home:{government}:{today}"
    kept: dict[str, object] | None = cache.get(name)
    if kept is None:
        kept = asdict(_reckoned(government, today))
        cache.set(name, kept, KEPT_SECONDS)
    return PublicFigures(**kept)  # type: ignore[arg-type] # what asdict made of the same class


def _reckoned(government: str, today: date) -> PublicFigures:
    account = books_cached(government=government, today=today)["accounts"].get("report")
    node = node_of(path=government, scope=government, on=today, today=today)
    version = told_of(node.topic).version
    figures = node.figures if version else Figures()
    return PublicFigures(
        opened=account.opened if account else 0,
        closed=account.closed if account else 0,
        running=account.open if account else 0,
        late=account.late if account else 0,
        letter_on=version.dated_on if version else None,
        total=figures.total,
        delivered=figures.reached(State.SENT),
        read=figures.reached(State.READ),
        pledged=figures.reached(State.PLEDGED),
    )
