"""Which rooms open on which door."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, path

PUBLIC = (
    "netral.shell.urls",
    "netral.oversight.urls.public",
    "netral.journal.urls",
    "netral.circulars.urls.public",
    "netral.people.urls.links",
    "netral.papers.urls.public",
    "netral.pledges.urls.public",
    "netral.reports.urls",
)
STAFF = (
    "netral.shell.urls",
    "netral.oversight.urls.staff",
    "netral.people.urls.accounts",
    "netral.people.urls.roster",
    "netral.cases.urls",
    "netral.desk.urls",
    "netral.papers.urls.staff",
    "netral.circulars.urls.staff",
    "netral.pledges.urls.staff",
)


def urls_of(rooms: Sequence[str]) -> list[URLPattern | URLResolver]:
    """Return the routes of the rooms, in order, without doubles."""
    return [path("", include(room)) for room in dict.fromkeys(rooms)]
