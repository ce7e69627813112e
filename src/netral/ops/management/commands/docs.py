"""``./netral docs``: writes the pages of ``docs/`` that are made from the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from netral.ops.written_docs import FOLDER, pages


class Command(BaseCommand):
    """Writes docs/flows.md, docs/security.md, docs/law.md and docs/law/ from code and law data."""

    help = "Menulis docs/flows.md, docs/security.md, dan docs/law.md dari kode dan data hukum."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Write each page, and drop pages of the law that nothing makes any more."""
        made = pages()
        (FOLDER / "law").mkdir(exist_ok=True)
        for path in (FOLDER / "law").glob("*.md"):
            if f"law/{path.name}" not in made:
                path.unlink()
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name}")
