"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the app."""

    name = "netral.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
