"""``./netral docs``: writes the pages of ``docs/`` that are made from the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from netral.ops.written_docs import FOLDER, pages


class Command(BaseCommand):
    """Writes docs/flows.md and docs/security.md from the constants in the code."""

    help = "Menulis docs/flows.md dan docs/security.md dari kode."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Write each page."""
        for name, text in pages().items():
            (FOLDER / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name}")
