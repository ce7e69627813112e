"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Registers the app."""

    name = "netral.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
