"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Registers the app."""

    name = "netral.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
