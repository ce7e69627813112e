"""``./netral doctor [--json]``: is this installation sound?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from netral.ops.checkup import State, checkup
from netral.shell.moment import moment


class Command(BaseCommand):
    """Looks the installation over and says what to do where something is wrong."""

    help = "Memeriksa pemasangan: folder, kunci, basis data, penyegelan, jam."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer an object for programs."""
        parser.add_argument("--json", action="store_true", help="satu objek JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Print each finding; exit 1 when something is broken."""
        found = list(checkup(at=moment(), clock=datetime.now(UTC)))
        is_sound = all(one.state is not State.BROKEN for one in found)
        if options["json"]:
            rows = [{"name": f.name, "state": f.state.value, "words": f.words} for f in found]
            self.stdout.write(json.dumps({"ok": is_sound, "checks": rows}, ensure_ascii=False))
        else:
            self.stdout.writelines(f"{f.state:<10} {f.name}: {f.words}\n" for f in found)
            self.stdout.write("Pemasangan ini baik." if is_sound else "Ada yang perlu diperbaiki.")
        sys.exit(0 if is_sound else 1)
