"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class PledgesConfig(AppConfig):
    """Registers the app."""

    name = "netral.pledges"
    label = "pledges"
    default_auto_field = "django.db.models.BigAutoField"
