"""``./netral signing``: a key for seals; a stand-in of BSrE's service for demonstrations."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from netral.gateways.signature_local import LocalAuthority, authority_load, authority_make
from netral.gateways.signature_stand_in import Desk, Holder, StandIn
from netral.papers.services.sealing import seal_clock, seal_key
from netral.papers.services.signed_pdf import trust_folder
from netral.people.models import Instansi

SAMPLE_NIK, SAMPLE_NAME = "1504010101900001", "Pegawai Contoh"
SAMPLE_PASS_PHRASE = "frasa sandi contoh"  # noqa: S105 - opens sample certificates only
SAMPLE_USER, SAMPLE_PASSWORD = "netral", "sandi layanan contoh"


class Command(BaseCommand):
    """Makes the installation's own key for seals, or runs the stand-in until stopped."""

    help = "Kunci segel instansi, dan tiruan layanan sertifikat untuk peragaan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the two acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        key = acts.add_parser("seal-key", help="buat kunci segel instansi")
        key.add_argument("--government", required=True, help="kunci instansi, mis. kab-batanghari")
        stand_in = acts.add_parser("stand-in", help="jalankan tiruan layanan sertifikat")
        stand_in.add_argument("--port", type=int, default=8091, help="nomor port (8091)")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Do the act; exit 1 when it cannot be done."""
        if options["act"] == "seal-key":
            self._make_key(options["government"])
        else:
            self._stand_in(options["port"])

    def _make_key(self, government: str) -> None:
        found = Instansi.objects.filter(key=government).first()
        if found is None:
            raise CommandError(f"Tidak ada instansi dengan kunci {government!r}.")
        path = seal_key(government)
        if path.exists():
            raise CommandError(f"{path.name} sudah ada. Pindahkan dulu jika hendak diganti.")
        authority = installation_authority()
        pen = authority.issue(found.name, office=found.name, at=datetime.now(UTC))
        file_private(path, pen.pem)
        if not seal_clock().exists():
            file_private(seal_clock(), authority.clock.pem)
        self.stdout.write(f"Kunci segel {found.name}: {path}")
        self.stdout.write(f"Akarnya dikenal di sini: {trust_folder() / 'netral.pem'}")

    def _stand_in(self, port: int) -> None:
        if not settings.NETRAL_DEMO:
            raise CommandError("Tiruan hanya untuk map peragaan, bukan untuk data sungguhan.")
        authority = installation_authority()
        now = datetime.now(UTC)
        holder = Holder(
            SAMPLE_NIK,
            SAMPLE_PASS_PHRASE,
            authority.issue(SAMPLE_NAME, office="Peragaan", at=now),
        )
        desk = Desk(
            authority=authority,
            now=lambda: datetime.now(UTC),
            user=SAMPLE_USER,
            password=SAMPLE_PASSWORD,
            holders={SAMPLE_NIK: holder},
        )
        password = Path(settings.NETRAL_DATA_DIR) / "keys" / "bsre"
        if not password.exists():
            file_private(password, SAMPLE_PASSWORD.encode())
        with StandIn(desk, port) as server:
            self.stdout.write(f"NETRAL_BSRE_URL={server.url} NETRAL_BSRE_USER={SAMPLE_USER}")
            self.stdout.write(f"NIK {SAMPLE_NIK}, frasa sandi: {SAMPLE_PASS_PHRASE}")
            self.stdout.write("Tekan Ctrl+C untuk berhenti.")
            self.stdout.flush()
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                return


def installation_authority() -> LocalAuthority:
    """Return this installation's own authority; make it, and trust its root, the first time."""
    folder = Path(settings.NETRAL_DATA_DIR) / "keys" / "authority"
    try:
        return authority_load(folder)
    except FileNotFoundError:
        made = authority_make(
            f"Netral {settings.NETRAL_ORIGIN}", office="Netral", at=datetime.now(UTC)
        )
        made.keep(folder)
        trust_folder().mkdir(mode=0o700, exist_ok=True)
        (trust_folder() / "netral.pem").write_bytes(made.root_pem)
        return made


def file_private(path: Path, content: bytes) -> None:
    """Write a file that only this user may read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
