"""The requests that views receive: what middleware adds to Django's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from netral.core.access import Actor


class PublicRequest(HttpRequest):
    """A request at the public door: the moment is known, the person is not."""

    at: datetime
    today: date


class PersonRequest(PublicRequest):
    """A request by an ASN who opened a personal link: ``person`` is their reference."""

    person_ref: str
    assurance: str


class StaffRequest(PublicRequest):
    """A request at the staff door by an officer who acts in one role."""

    actor: Actor
    navigation: list[dict[str, Any]]
