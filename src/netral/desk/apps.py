"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the app."""

    name = "netral.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
