"""``./netral demo [sign-ins|tamper|pledge-live]``: the demonstration season.

``./netral demo thread`` needs no season: ``ops/cli.py`` hands it to ``ops/thread``.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from netral.core.kinds.errors import NetralError
from netral.ops.demo.build import NoDemonstrationError, season_build, season_stands
from netral.ops.demo.live import pledge_replay
from netral.ops.demo.sign_ins import sign_ins_told
from netral.ops.demo.tamper import tamper_show
from netral.shell.moment import moment

PARTS = ("build", "sign-ins", "tamper", "pledge-live")


class Command(BaseCommand):
    """Builds the season of the five kabupaten, prints ways in, shows the verifier at work."""

    help = "Menyusun musim peragaan, mencetak tautan masuk, memperagakan pemeriksa Jejak."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the parts of the demonstration."""
        parser.add_argument("part", nargs="?", choices=PARTS, default="build")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Run one part; exit 1 with a sentence when this is no demonstration folder."""
        try:
            getattr(self, options["part"].replace("-", "_"))()
        except NetralError as error:
            raise CommandError(f"{error.title}. {error}") from error

    def build(self) -> None:
        """Build the season, once."""
        is_new = season_build(today=moment().date())
        self.stdout.write(
            "Musim peragaan tersusun." if is_new else "Musim peragaan sudah ada; tidak diubah."
        )

    def sign_ins(self) -> None:
        """Print a one-time link for each role."""
        _season_required()
        self.stdout.write(sign_ins_told(at=moment()))

    def tamper(self) -> None:
        """Change one byte of a copy and show that it is found."""
        _season_required()
        if not tamper_show(say=self.stdout.write):
            raise CommandError("Perubahan itu tidak ditemukan. Laporkan kepada pengembang.")

    def pledge_live(self) -> None:
        """Replay the simultaneous pledge with a moving count."""
        _season_required()
        is_moving = self.stdout.isatty()

        def say(words: str) -> None:
            self.stdout.write(words, ending="")
            self.stdout.flush()

        pause = time.sleep if is_moving else lambda _seconds: None
        pledge_replay(say=say, pause=pause, is_moving=is_moving)


def _season_required() -> None:
    if not (settings.NETRAL_DEMO and season_stands()):
        raise NoDemonstrationError("Belum ada musim peragaan di folder ini. Jalankan: demo.")
