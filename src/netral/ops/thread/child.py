"""Lays the empty database and tells the thread on it; runs inside the child process."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from netral.ops.thread.story import Story
from netral.ops.thread.telling import thread_tell

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def main(arguments: Sequence[str]) -> int:
    """Tell the thread on the empty demonstration folder of this process; 0 when all was true."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if not settings.NETRAL_DEMO or connection.introspection.table_names():
        print("Benang hanya berjalan di folder peragaan yang masih kosong.", file=sys.stderr)
        return 1
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with tempfile.TemporaryDirectory() as work, override_settings(STORAGES=storages_plain()):
        story = Story(chosen.rows, settings.NETRAL_DATA_DIR, Path(work))
        told = thread_tell(story=story, say=_quiet if chosen.json else _said)
    if chosen.json:
        print(json.dumps({"database": database_name(), **told}, ensure_ascii=False))
    return 0 if told["ok"] else 1


def database_name() -> str:
    """Return which database the run truly had: "sqlite" or "postgresql"."""
    return str(connection.settings_dict["ENGINE"]).rpartition(".")[2].removesuffix("3")


def storages_plain() -> dict[str, Any]:
    """Return storages whose static addresses need no collecting: no style is looked at here."""
    return {**settings.STORAGES, **PLAIN}


def _said(words: str) -> None:
    print(words, flush=True)


def _quiet(_words: str) -> None:
    """Keep standard output for the one object."""
