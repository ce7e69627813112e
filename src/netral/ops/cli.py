"""``./netral COMMAND``: finds the data folder, then hands over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.core.management import execute_from_command_line

from netral.ops import assess, boleh, clock, law, netral_recount, netral_verify
from netral.ops.province import command as province
from netral.ops.thread import command as thread

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_FOLDER = "data/kantor"
COMMANDS = {
    "import": "baca berkas pegawai (XLSX atau CSV), periksa, bandingkan, simpan",
    "assess": "sarankan perbuatan untuk kata-kata seorang warga",
    "boleh": "jawab 'Boleh tidak?' dengan pasalnya",
    "clock": "hitung batas waktu menurut aturannya, dengan cara hitungnya",
    "law": "periksa, salin, bandingkan, tanya, dan hitung ulang data hukum",
    "verify": "periksa Jejak di luar jaringan: folder atau alamat",
    "recount": "hitung ulang jangkauan yang terbit: folder atau alamat",
    "coverage": "jangkauan: rebuild, check, issue, export",
    "worker": "segel Jejak dan jalankan pekerjaan yang tertunda",
    "first_officer": "buat pengelola pertama pada pemasangan yang kosong",
    "demo": "musim peragaan: sign-ins, thread, province, tamper, pledge-live",
    "doctor": "periksa kesehatan pemasangan ini",
    "signing": "kunci segel instansi; tiruan layanan sertifikat untuk peragaan",
    "bench": "ukur satu angka rancangan",
    "migrate": "siapkan atau perbarui basis data",
}
# These need neither the data folder nor the site.
WITHOUT_SITE: dict[str, Callable[[list[str]], int]] = {
    "verify": netral_verify.main,
    "recount": netral_recount.main,
    "assess": assess.main,
    "boleh": boleh.main,
    "clock": clock.main,
    "law": law.main,
}
# These lay an installation of their own.
SCENARIOS: dict[str, Callable[[list[str]], int]] = {
    "thread": thread.main,
    "province": province.main,
}
HELP = "Pakai: ./netral PERINTAH [PILIHAN]   (folder data: --data DIR)\n\n"


def take_option(arguments: list[str], name: str) -> tuple[str | None, list[str]]:
    """Return the value of ``--name VALUE`` or ``--name=VALUE`` and the arguments without it."""
    rest: list[str] = []
    value: str | None = None
    pending = False
    for argument in arguments:
        if pending:
            value, pending = argument, False
        elif argument == name:
            pending = True
        elif argument.startswith(f"{name}="):
            value = argument.partition("=")[2]
        else:
            rest.append(argument)
    return value, rest


def main(arguments: list[str]) -> int:
    """Run a command; the exit status is the command's own."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        width = max(map(len, COMMANDS))
        print(HELP + "\n".join(f"  {name:{width}}  {does}" for name, does in COMMANDS.items()))
        return 0
    if arguments[:2] == ["law", "replay"]:
        arguments = ["law_replay", *arguments[2:]]
    if arguments[0] in WITHOUT_SITE:
        return WITHOUT_SITE[arguments[0]](arguments[1:])
    if arguments[0] == "demo" and arguments[1:2] and arguments[1] in SCENARIOS:
        return SCENARIOS[arguments[1]](arguments[2:])
    if arguments[:1] == ["bench"]:
        command = [sys.executable, "-m", "bench", *arguments[1:]]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    folder, rest = take_option(arguments, "--data")
    if folder:
        os.environ["NETRAL_DATA_DIR"] = folder
    os.environ.setdefault("NETRAL_DATA_DIR", str(ROOT / DEFAULT_FOLDER))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
    execute_from_command_line(["netral", *rest])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
