"""Which rooms open on which door."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, path

PUBLIC = ("netral.shell.urls",)
STAFF = (
    "allauth.urls",
    "netral.desk.urls",
)


def urls_of(rooms: Sequence[str]) -> list[URLPattern | URLResolver]:
    """Return the routes of the rooms, in order, without doubles."""
    return [
        path("akun/" if room == "allauth.urls" else "", include(room))
        for room in dict.fromkeys(rooms)
    ]
