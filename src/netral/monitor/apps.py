"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class MonitorConfig(AppConfig):
    """Registers the app."""

    name = "netral.monitor"
    label = "monitor"
    default_auto_field = "django.db.models.BigAutoField"
