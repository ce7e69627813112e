"""``./netral law replay [--json]``: is every stored answer of law given again as it was?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from netral.people.queries.law_answers import Replayed, law_answers_replayed


class Command(BaseCommand):
    """Replays the stored answers under their own editions and names the first differences."""

    help = "Menghitung ulang semua jawaban hukum yang disimpan, dengan edisi hukumnya sendiri."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer an object for programs."""
        parser.add_argument("--json", action="store_true", help="satu objek JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Print what was replayed; exit 1 when an answer is not the same."""
        found = list(law_answers_replayed())
        kept = [one for one in found if one.is_kept]
        wrong = [one for one in kept if not one.is_equal]
        if options["json"]:
            rows = [{"ref": one.ref, "difference": one.difference} for one in wrong]
            plain = {"ok": not wrong, "replayed": len(kept), "different": rows}
            self.stdout.write(json.dumps(plain, ensure_ascii=False))
        else:
            self.stdout.writelines(f"{_told(one)}\n" for one in wrong)
            editions = len({one.version for one in kept})
            self.stdout.write(
                f"{len(kept)} jawaban dihitung ulang dengan {editions} edisi hukum: "
                f"{len(kept) - len(wrong)} sama persis, {len(wrong)} berbeda. "
                f"{len(found) - len(kept)} sudah tidak disimpan."
            )
        sys.exit(1 if wrong else 0)


def _told(one: Replayed) -> str:
    engine = " Program sudah membaca hukum dengan cara lain sejak itu." if one.is_old_engine else ""
    return f"{one.ref} (versi {one.version[:12]}): {one.difference}.{engine}"
