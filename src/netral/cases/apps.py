"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the app."""

    name = "netral.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
