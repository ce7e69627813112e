"""Which journals there are, how far each is signed, and what it tells of its matters."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from netral.core.kinds.errors import NotVisibleError
from netral.core.ledger.books import THINGS, Account, Books, books
from netral.core.ledger.header import Header, leaf_parse
from netral.journal.models import Checkpoint, Entry, Leaf, Log, Pending

PAGE = 500
SHOWN = 20
HOUR_SECONDS = 3_600
_LOG = "SELECT * FROM journal_log WHERE government = %s"


class NoLogError(NotVisibleError):
    """The government has no journal here."""


def logs() -> QuerySet[Log]:
    """Return all journals of this installation by name."""
    return Log.objects.order_by("government")


def log_of(government: str) -> Log:
    """Return the journal of a government; raise NoLogError when it has none."""
    # Raw, for every act asks: building the query anew by the ORM costs more than running it.
    log = next(iter(Log.objects.raw(_LOG, [government])), None)
    if log is None:
        raise NoLogError(f"Jejak untuk {government} belum dibuka di pemasangan ini.")
    return log


def logs_waiting() -> list[str]:
    """Return the governments whose outbox holds something."""
    waiting = Pending.objects.values_list("log__government", flat=True).distinct()
    return list(waiting.order_by("log__government"))


def sealed_count(government: str) -> int:
    """Return how many entries of a government are sealed."""
    return size_of(log_of(government))


def size_of(log: Log) -> int:
    """Return how many entries are sealed."""
    head = head_of(log)
    return head.size if head else 0


def head_of(log: Log) -> Checkpoint | None:
    """Return the last checkpoint, None before the first."""
    return log.checkpoints.order_by("-size").first()


def checkpoint_text(government: str) -> str | None:
    """Return the last checkpoint with its witnesses' lines, as published; None before the first."""
    head = head_of(log_of(government))
    if head is None:
        return None
    return head.text + "".join(head.cosignatures.values_list("line", flat=True))


def checkpoint_published(government: str) -> str:
    """Return the last checkpoint; raise NoLogError while nothing is sealed."""
    text = checkpoint_text(government)
    if text is None:
        raise NoLogError(f"Jejak {government} belum punya titik periksa. Coba lagi sebentar.")
    return text


def entries_after(
    *, government: str, cursor: int, kinds: Collection[str] = (), limit: int = PAGE
) -> list[Leaf]:
    """Return the next sealed entries in their order, each as ``leaf.position`` and ``leaf.entry``.

    ``cursor`` is how many entries were read before: begin with 0, go on with the last position
    + 1. Without ``kinds``, all kinds. Entries appear once they are sealed, so none is ever missed.
    """
    found = Leaf.objects.filter(log__government=government, position__gte=cursor)
    if kinds:
        found = found.filter(entry__kind__in=kinds)
    return list(found.select_related("entry").order_by("position")[:limit])


def headers_after(*, government: str, cursor: int, limit: int) -> list[tuple[int, int, str]]:
    """Return position, key and kind of the next sealed entries: what a reader needs to choose by.

    ``cursor`` is as in ``entries_after``; ``bodies_of`` returns the chosen ones' private rest.
    """
    found = Leaf.objects.filter(log__government=government, position__gte=cursor)
    rows = found.order_by("position").values_list("position", "entry_id", "entry__kind")
    return list(rows[:limit])


def bodies_of(keys: Collection[int]) -> dict[int, str | None]:
    """Return the private rest of entries by their keys; None where it was erased."""
    return dict(Entry.objects.filter(pk__in=keys).values_list("pk", "body"))


def entries_of(*, government: str, matter: str) -> QuerySet[Entry]:
    """Return what the journal holds of one matter, oldest first."""
    return Entry.objects.filter(log__government=government, matter=matter).order_by("pk")


def books_of(*, government: str, today: date) -> Books:
    """Balance the books of a government from the sealed headers alone."""
    return books(_headers(log_of(government)), today)


def books_cached(*, government: str, today: date) -> dict[str, Any]:
    """Return sums and first findings of the books; reckoned once for each checkpoint and day."""
    log = log_of(government)
    key = f"journal-books-{log.pk}-{size_of(log)}-{today}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        found = books_of(government=government, today=today)
        kept = {"accounts": found.accounts, "findings": found.findings[:SHOWN]}
        cache.set(key, kept, HOUR_SECONDS)
    return kept


def _headers(log: Log) -> Iterator[tuple[int, Header]]:
    """Yield what the books are made of: their own things, and new due days from any kind."""
    counted = Q(entry__due_on__isnull=False)
    for thing in THINGS:
        counted |= Q(entry__kind__startswith=f"{thing}.")
    rows = Leaf.objects.filter(counted, log=log).order_by("position")
    for position, leaf in rows.values_list("position", "entry__leaf").iterator(chunk_size=10_000):
        yield position, leaf_parse(leaf.encode())[0]


def log_state(*, government: str, today: date) -> dict[str, Any]:
    """Return what the journal's page tells: log, last checkpoint, witnesses, sums."""
    log = log_of(government)
    head = head_of(log)
    sums = books_cached(government=government, today=today)
    return {
        "log": log,
        "head": head,
        "witnesses": list(head.cosignatures.all()) if head else [],
        "waiting": log.pending.count(),
        "findings": sums["findings"],
        "reports": sums["accounts"].get("report", Account()),
        "cases": sums["accounts"].get("case", Account()),
        "is_demo_log": "demo" in log.origin,
    }


def logs_index(base: str) -> list[dict[str, str]]:
    """Return the list that ``index.json`` publishes; ``base`` is the site's own address."""
    return [
        {
            "government": log.government,
            "origin": log.origin,
            "url": f"{base}/jejak/{log.government}/",
        }
        for log in logs()
    ]
