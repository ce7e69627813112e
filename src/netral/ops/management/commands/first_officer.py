"""``./netral first_officer``: opens the first government and invites its first officer."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from netral.core.kinds.errors import NetralError
from netral.ops.checkup import State, tables_laid
from netral.ops.first_steps import (
    FirstWish,
    first_officer_again,
    first_officer_open,
    what_to_do,
)
from netral.shell.moment import moment

ASKED = (
    ("government", "Kunci pemerintah (huruf kecil, misalnya kab-simalungun)"),
    ("name", "Nama pemerintah (misalnya Kabupaten Simalungun)"),
    ("region", "Kode wilayah (misalnya 12.08; kosongkan untuk kementerian)"),
    ("username", "Nama pengguna pengelola pertama"),
)
WRONG_USE = 2


class Command(BaseCommand):
    """Opens a government in an empty installation and prints the officer's one-time link."""

    help = "Membuka pemerintah pertama dan mengundang pengelolanya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the arguments; what is missing is asked for at a terminal."""
        for name, words in ASKED:
            parser.add_argument(f"--{name}", help=words)
        parser.add_argument("--officer", default="", help="nama lengkap pengelola")
        parser.add_argument("--again", action="store_true", help="tautan baru yang hilang")
        parser.add_argument("--print", action="store_true", help="cetak apa yang perlu diketik")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Open, or say what to type; exit 1 with a sentence when something does not fit."""
        laid = tables_laid()
        if laid.state is State.BROKEN:
            raise CommandError(f"{laid.words}, atau nyalakan dulu: ./run --empty")
        if options["print"]:
            self.stdout.write(what_to_do())
            return
        try:
            link = self._link(options)
        except NetralError as error:
            raise CommandError(f"{error.title}. {error}") from error
        self.stdout.write(
            f"Buka tautan ini, lalu pilih kata sandi (berlaku 7 hari, satu kali):\n{link}"
        )

    def _link(self, options: dict[str, Any]) -> str:
        if options["again"]:
            government = self._asked(options, *ASKED[0])
            return first_officer_again(government=government, at=moment())
        typed = {name: self._asked(options, name, words) for name, words in ASKED}
        return first_officer_open(wish=FirstWish(**typed, officer=options["officer"]), at=moment())

    def _asked(self, options: dict[str, Any], name: str, words: str) -> str:
        """Return what was given, else ask at a terminal; without one it is wrong use."""
        if options[name] is not None:
            return str(options[name]).strip()
        if not sys.stdin.isatty():
            message = f"Tambahkan --{name}: {words}."
            raise CommandError(message, returncode=WRONG_USE)
        return input(f"{words}: ").strip()
