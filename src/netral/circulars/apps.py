"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class CircularsConfig(AppConfig):
    """Registers the app."""

    name = "netral.circulars"
    label = "circulars"
    default_auto_field = "django.db.models.BigAutoField"
