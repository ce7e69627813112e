"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Registers the app."""

    name = "netral.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
