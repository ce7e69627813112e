"""Runs every gate of the house and says at the end which held: ``python -m tests.run all``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from netral.ops import local_postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=8"]
QUICK = ["-m", "not slow"]
# Two at a time; the tests of a file stay together, so what they share is built by one of the two.
SIDE_BY_SIDE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
SUITE = ["-m", "pytest", "-q", *SIDE_BY_SIDE, "--durations=8", *QUICK]
WATCHED = ["-p", "tests.watched"]
PURE = ["tests/core", "tests/law"]
APPS = ["tests/apps", "tests/config", "tests/gateways", "tests/house"]


class Gates:
    """Runs commands one after another, remembers which failed and how long each took."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Take the environment every gate gets."""
        self.environment = dict(environment)
        self.failed: list[str] = []

    def run(self, name: str, command: Sequence[str], **extra: str) -> None:
        """Run one gate; its output goes straight through."""
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment | extra, check=False, stdin=subprocess.DEVNULL
        )
        word = "holds" if done.returncode == 0 else f"FAILS (exit {done.returncode})"
        print(f"== {name}: {word}, {time.monotonic() - began:.0f} s", flush=True)
        if done.returncode:
            self.failed.append(name)


def tool(name: str, *arguments: str) -> list[str]:
    """Return the command line of a program of the environment."""
    return [str(BIN / name), *arguments]


def manage(*arguments: str) -> list[str]:
    """Return the command line of one of Django's commands."""
    return [sys.executable, "manage.py", *arguments]


def templates() -> list[str]:
    """Return every template of the house."""
    return [str(path) for path in sorted(ROOT.glob("src/netral/*/templates/**/*.html"))]


def forms(gates: Gates) -> None:
    """Check the form of the code: seconds."""
    gates.run("ruff format", tool("ruff", "format", "--check", "--quiet", "."))
    gates.run("ruff check", tool("ruff", "check", "--quiet", "."))
    gates.run("import contracts", tool("lint-imports"))


def texts(gates: Gates) -> None:
    """Check types, templates, dependencies, spelling and licences."""
    gates.run("mypy", tool("mypy"))
    gates.run("djade", tool("djade", "--check", "--target-version", "5.2", *templates()))
    gates.run("djlint", tool("djlint", "--lint", "--quiet", "src/netral"))
    gates.run("deptry", tool("deptry", "src"))
    gates.run("codespell", tool("codespell", "src", "tests", "bench", "docs", "README.md"))
    gates.run("reuse", tool("reuse", "lint", "--quiet"))


def django(gates: Gates) -> None:
    """Check migrations and the safety of the settings as a real site has them."""
    gates.run("migrations", manage("makemigrations", "--check", "--dry-run"))
    gates.run(
        "check --deploy",
        manage("check", "--deploy", "--fail-level", "WARNING"),
        NETRAL_ORIGIN="https://netral.example",
        NETRAL_HOSTS="netral.example",
    )


def chromium(gates: Gates) -> None:
    """Install the browser of the browser tests where we may."""
    if shutil.which("chromium"):
        return
    apt = ["apt-get", "-o", "Acquire::Retries=3"]
    gates.run("apt update", [*apt, "update", "-qq"])
    install = [*apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    gates.run("apt install chromium", install, DEBIAN_FRONTEND="noninteractive")


def suites(gates: Gates, folder: Path) -> None:
    """Run the suites on SQLite and on PostgreSQL; the first, which runs all, tells what is covered.

    The core must be covered by its own tests alone.
    """
    core, rest = folder / "core", folder / "rest"
    python = [sys.executable, *SUITE]
    gates.run("core and law", [*python, *WATCHED, *PURE], NETRAL_WATCHED=str(core))
    gates.run("tests on SQLite", [*python, *WATCHED, *APPS], NETRAL_WATCHED=str(rest))
    try:
        quick = local_postgresql.FORGETFUL
        with local_postgresql.running(folder / "postgresql", settings=quick) as url:
            alone = [*python, "--database-alone", "tests/apps", "tests/config"]
            gates.run("tests on PostgreSQL", alone, NETRAL_DATABASE=url)
    except local_postgresql.NoServerError as error:
        print(error, flush=True)
        gates.failed.append("tests on PostgreSQL")
    coverage(gates, core, rest)


def coverage(gates: Gates, core: Path, rest: Path) -> None:
    """Fail below 100 % of the core and 95 % of all."""
    told = [sys.executable, "-m", "tests.watched"]
    gates.run("coverage of the core", [*told, "--core", "100", str(core)])
    gates.run("coverage of all", [*told, "95", str(core), str(rest)])


def everything(gates: Gates, folder: Path) -> None:
    """Run all that ``./test`` promises."""
    chromium(gates)
    forms(gates)
    texts(gates)
    django(gates)
    suites(gates, folder)
    gates.run("browser tests", [*PYTEST, "-p", "no:randomly", "tests/e2e"])


def fast(gates: Gates, _folder: Path) -> None:
    """Run the inner loop."""
    forms(gates)
    gates.run("core and house", [*PYTEST, "-x", "tests/core", "tests/house"])


def long(gates: Gates, _folder: Path) -> None:
    """Run what takes up to an hour: mutants of the core, kill runs, journal mutations."""
    gates.run("slow tests", [*PYTEST, "-m", "slow", "tests"])
    gates.run("mutmut", tool("mutmut", "run", "--max-children", "2"))


def audit(gates: Gates, folder: Path) -> None:
    """Ask the advisory database about every locked package; an audit of nothing is no audit."""
    found = folder / "audit.json"
    lock = ["--disable-pip", "--require-hashes", "-r", "requirements/run.lock"]
    gates.run("pip-audit", tool("pip-audit", *lock, "--format", "json", "--output", str(found)))
    packages = (
        json.loads(found.read_text(encoding="utf-8"))["dependencies"] if found.exists() else []
    )
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    audited = len(packages) - len(skipped)
    print(
        f"{audited} packages audited, {len(skipped)} not: {', '.join(skipped) or '-'}", flush=True
    )
    if not audited or skipped:
        gates.failed.append("pip-audit of every package")


MODES: dict[str, Callable[[Gates, Path], None]] = {
    "all": everything,
    "fast": fast,
    "long": long,
    "audit": audit,
}


def main(mode: str) -> int:
    """Run a mode; 0 when every gate held, 1 when one failed, 2 for an unknown mode."""
    if mode not in MODES:
        print(f"Unknown mode {mode!r}; one of: {', '.join(MODES)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="netral-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment = os.environ | {"NETRAL_DATA_DIR": str(folder / "data")}
        gates = Gates(environment)
        MODES[mode](gates, folder)
    if gates.failed:
        print(f"\nGates that failed: {', '.join(gates.failed)}", flush=True)
        return 1
    print("\nEvery gate holds.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
