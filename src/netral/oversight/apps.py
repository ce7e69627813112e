"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Registers the app."""

    name = "netral.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
