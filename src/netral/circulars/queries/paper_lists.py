"""Lists signed on paper: those of a unit, one of them, what waits on it."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from netral.circulars.models import CircularVersion, PaperList


def paper_list_by_ref(ref: str, *, is_locked: bool = False) -> PaperList | None:
    """Return a list with its version and unit, or none."""
    rows = PaperList.objects.select_related("version__circular", "unit", "government")
    return (rows.select_for_update(of=("self",)) if is_locked else rows).filter(ref=ref).first()


def paper_lists_of(version: CircularVersion, scope: str) -> QuerySet[PaperList]:
    """Return the lists of a version within the scope, newest first, with how far each is."""
    return (
        PaperList.objects.visible_to(scope)
        .filter(version=version)
        .select_related("unit")
        .annotate(
            lines=Count("marks"),
            signed=Count("marks", filter=Q(marks__is_signed=True)),
            counted=Count("marks", filter=~Q(marks__countersigned_by="")),
        )
        .order_by("-printed_at", "-pk")
    )
