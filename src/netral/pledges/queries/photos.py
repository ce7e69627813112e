"""The photos that stand in a session's minutes."""

from __future__ import annotations

from django.db.models import QuerySet

from netral.pledges.models import PledgeSession, SessionPhoto


def photos_of(session: PledgeSession) -> QuerySet[SessionPhoto]:
    """Return the photos of a session's minutes in the order in which they came."""
    photos = SessionPhoto.objects.filter(session=session, removed_at=None)
    return photos.select_related("file").order_by("added_at", "pk")
