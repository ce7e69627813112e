"""Are the kept figures what a recount gives, and do the published tables foot?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Sum

from netral.core.flow.coverage_tree import FORMAT
from netral.core.ledger.canonical import canonical
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.sums import FIGURES, Part, joined, named, sums_check
from netral.oversight.models import CoverageBook, CoverageCell, CoverageIssue, CoverageTotal
from netral.oversight.queries.tally import Key, tallies, topic_kept


class Difference(NamedTuple):
    """A government whose kept figures are not what they should be, and how."""

    government: str
    words: str


def governments_differing(*, governments: Iterable[str]) -> list[Difference]:
    """Return what differs from a recount, government by government; two queries for each."""
    books = CoverageBook.objects.select_related("version").in_bulk(list(governments))
    return [found for book in books.values() if (found := book_difference(book)) is not None]


def book_difference(book: CoverageBook) -> Difference | None:
    """Compare a government's cells and sums with a count of its persons on the same day."""
    counted = tallies(topic=topic_kept(book), on=book.day)
    cells = CoverageCell.objects.filter(government=book.government_id)
    rows = cells.values_list("unit_id", "group", "state", "way", "number")
    kept = Counter(
        {Key(unit, group, state, way): number for unit, group, state, way, number in rows}
    )
    if kept != counted:
        key = min(key for key in {*kept, *counted} if kept[key] != counted[key])
        words = f"unit {key.unit} {key.state or 'pegawai'} {kept[key]}, dihitung {counted[key]}"
        return Difference(book.government_id, words)
    return _totals_difference(book.government_id)


def _totals_difference(government: str) -> Difference | None:
    cells = CoverageCell.objects.filter(government=government)
    summed = cells.values_list("group", "state", "way").annotate(sum=Sum("number"))
    totals = CoverageTotal.objects.filter(government=government)
    told = {
        (*key,): number for *key, number in totals.values_list("group", "state", "way", "number")
    }
    if told == {(*key,): number for *key, number in summed}:
        return None
    return Difference(government, "jumlah pemerintah bukan jumlah unit-unitnya")


def issue_difference(issue: CoverageIssue) -> str | None:
    """Tell what does not foot in a published document; None when all of it does."""
    document: dict[str, Any] = json.loads(issue.document)
    if canonical(document).decode() != issue.document or document["format"] != FORMAT:
        return "bentuknya tidak baku"
    if document["figures"] != list(FIGURES) or document["root"] != issue.root:
        return "akar atau daftar angkanya lain"
    try:
        root = _recounted(document["tree"])
    except (LedgerError, ValueError, KeyError) as error:
        return f"pohonnya tidak berjumlah: {error}"
    return None if root.hash.hex() == issue.root else "akarnya bukan akar pohonnya"


def _recounted(node: dict[str, Any]) -> Part:
    """Return a node as its parts make it; raise LedgerError when it is told otherwise."""
    parts = node.get("parts")
    sums = sums_check(node["sums"])
    inner = (
        joined([_recounted(part) for part in parts])
        if parts
        else Part(bytes.fromhex(node["inner"]), sums)
    )
    made = named(node["label"], inner)
    if made.sums != sums or made.hash.hex() != node["hash"]:
        raise LedgerError(f"{node['label']['key']} tidak sama dengan isinya")
    return made
