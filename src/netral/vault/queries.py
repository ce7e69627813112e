"""What belongs to an owner, and who has seen it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from netral.vault.models import Custody, Evidence, OfficeFile


def evidence_of(owner: str) -> QuerySet[Evidence]:
    """Return the evidence of an owner in the order in which it came."""
    return Evidence.objects.filter(owner=owner).order_by("pk")


def custody_of(owner: str) -> QuerySet[Custody]:
    """Return all rows of custody of an owner's evidence, oldest first."""
    return Custody.objects.filter(evidence__owner=owner).select_related("evidence").order_by("pk")


def names_owned(names: Iterable[str]) -> set[str]:
    """Return which of the files' names are evidence or an office's own."""
    wanted = list(names)
    evidence = Evidence.objects.filter(path__in=wanted).values_list("path", flat=True)
    kept = OfficeFile.objects.filter(path__in=wanted).values_list("path", flat=True)
    return {*evidence, *kept}
