"""The app's name in the house."""

from __future__ import annotations

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Registers the commands."""

    name = "netral.ops"
    label = "ops"
