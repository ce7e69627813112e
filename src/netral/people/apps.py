"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the app."""

    name = "netral.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
