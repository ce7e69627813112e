"""``./netral coverage rebuild|check|issue|export``: the figures of coverage, counted and told."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from netral.core.kinds.errors import NetralError
from netral.oversight.queries.checking import Difference, governments_differing
from netral.oversight.queries.home import governments_open
from netral.oversight.queries.issues import files_published
from netral.oversight.services.issues import coverage_issue
from netral.oversight.services.projection import coverage_rebuild
from netral.shell.moment import moment


class Command(BaseCommand):
    """Counts anew, compares with a recount, issues today's totals, writes what is published."""

    help = "Jangkauan: hitung ulang, bandingkan, terbitkan jumlah hari ini, tulis berkasnya."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, for which government, and where to write."""
        parser.add_argument("act", choices=["rebuild", "check", "issue", "export"])
        parser.add_argument("--government", help="satu pemerintah saja")
        parser.add_argument("--folder", type=Path, help="ke mana export menulis")
        parser.add_argument("--json", action="store_true", help="satu objek JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Do it; exit 1 when the check finds a difference."""
        if options["act"] == "export":
            self._export(options["folder"])
            return
        wanted = self._wanted(options["government"])
        if options["act"] == "check":
            self._check(governments_differing(governments=wanted), as_json=options["json"])
        do = {"rebuild": coverage_rebuild, "issue": coverage_issue}[options["act"]]
        refused = [line for government in wanted if (line := self._refused(do, government))]
        self.stdout.writelines(refused)
        self.stdout.write(f"{len(wanted) - len(refused)} pemerintah selesai.")

    def _refused(self, do: Callable[..., Any], government: str) -> str:
        """Do it for one government; return why it was not done, empty when it was."""
        try:
            do(government=government, at=moment())
        except NetralError as error:
            return f"{government}: {error}\n"
        return ""

    def _wanted(self, government: str | None) -> list[str]:
        known = list(governments_open(today=moment().date()).values_list("key", flat=True))
        if government is not None and government not in known:
            raise CommandError(f"Pemerintah {government} tidak ada di pemasangan ini.")
        return known if government is None else [government]

    def _check(self, found: list[Difference], *, as_json: bool) -> None:
        if as_json:
            rows = [one._asdict() for one in found]
            self.stdout.write(json.dumps({"ok": not found, "different": rows}, ensure_ascii=False))
        else:
            self.stdout.writelines(f"{one.government}: {one.words}\n" for one in found)
            self.stdout.write(
                "Berbeda dari hitung ulang." if found else "Sama dengan hitung ulang."
            )
        sys.exit(1 if found else 0)

    def _export(self, folder: Path | None) -> None:
        if folder is None:
            raise CommandError("Sebut ke mana menulisnya: --folder MAP")
        count = 0
        for name, text in files_published():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            count += 1
        self.stdout.write(f"{count} berkas ditulis di {folder}.")
