"""``./netral import FILE --government KEY [--dry-run] [--json]``."""  # noqa: N999 (the command's own name)

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from netral.core.kinds.errors import NetralError
from netral.people.models import PersonnelImport
from netral.people.queries.imports import remarks_of
from netral.people.services.personnel_command import Order, personnel_import_file
from netral.shell.moment import moment

WORDS = (
    ("read", "baris dibaca"),
    ("new", "baru"),
    ("moved", "pindah unit"),
    ("changed", "berubah"),
    ("left", "keluar"),
    ("same", "tetap"),
    ("refused", "baris perlu diperbaiki"),
    ("unusual", "baris tidak biasa, tetap masuk"),
    ("units", "unit baru"),
)


class Command(BaseCommand):
    """Reads a personnel file, prints what it found, and applies it."""

    help = "Membaca berkas pegawai (XLSX atau CSV), menampilkan selisihnya, lalu menyimpannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--government", required=True, help="kunci, misalnya kab-batanghari")
        parser.add_argument("--dry-run", action="store_true", help="tampilkan saja")
        parser.add_argument("--merge", action="store_true", help="hanya tambah dan ubah")
        parser.add_argument("--complete", action="store_true", help="berkas ini memang lengkap")
        parser.add_argument("--json", action="store_true", help="satu objek JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Import; exit 1 when the file or some of its rows cannot be used."""
        mode = PersonnelImport.Mode.MERGE if options["merge"] else PersonnelImport.Mode.FULL
        order = Order(
            path=options["file"],
            government=options["government"],
            is_dry=options["dry_run"],
            mode=mode,
            is_complete=options["complete"],
        )
        try:
            entry, plan = personnel_import_file(order=order, at=moment())
        except NetralError as error:
            self.stderr.write(f"{error.title}. {error}")
            sys.exit(1)
        result = _result(entry, plan.counts(), is_dry=options["dry_run"])
        told = json.dumps(result, ensure_ascii=False) if options["json"] else _told(result)
        self.stdout.write(told)
        sys.exit(1 if result["counts"]["refused"] else 0)


def _result(entry: PersonnelImport, counts: dict[str, int], *, is_dry: bool) -> dict[str, Any]:
    return {
        "import": entry.ref,
        "applied": not is_dry,
        "counts": counts,
        "columns": {name: entry.sheet["headings"][at] for name, at in entry.mapping.items()},
        "dropped": entry.sheet["private"],
        "rows": [
            {
                "line": item.line,
                "code": item.code,
                "refused": item.is_refused,
                "reason": item.reason,
                "advice": item.advice,
            }
            for item in remarks_of(entry)
        ],
    }


def _told(result: dict[str, Any]) -> str:
    lines = [f"{result['counts'][name]:>9} {words}" for name, words in WORDS]
    if result["dropped"]:
        lines.append(f"Tidak disimpan (pribadi): {', '.join(result['dropped'])}.")
    lines += [
        f"Baris {row['line']}: {row['reason']} {row['advice']}"
        for row in result["rows"]
        if row["refused"]
    ]
    shown = "Hanya ditampilkan; tidak ada yang disimpan."
    lines.append("Tersimpan." if result["applied"] else shown)
    return "\n".join(lines)
