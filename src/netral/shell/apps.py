"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Registers the app."""

    name = "netral.shell"
    label = "shell"
    default_auto_field = "django.db.models.BigAutoField"
