"""Runs one benchmark on data it makes itself: ``./netral bench NAME [--database ...]``."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from netral.ops import local_postgresql

MODULES = {"import": "import_"}


def names() -> list[str]:
    """Return the names of the benchmarks there are."""
    found = {path.stem for path in Path(__file__).parent.glob("*.py")} - {"__init__", "__main__"}
    back = {module: name for name, module in MODULES.items()}
    return sorted(back.get(stem, stem.replace("_", "-")) for stem in found)


def machine() -> str:
    """Return the machine in a few words."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def measure(name: str, database: str, data: Path) -> dict[str, Any]:
    """Run a benchmark on a folder and a database of its own and return its JSON object."""
    folder = data / f"{name}-{database}"
    site = folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    with ExitStack() as stack:
        os.environ["NETRAL_DATA_DIR"] = str(site)
        os.environ["DJANGO_SETTINGS_MODULE"] = "netral.config.settings"
        if database == "postgresql":
            shutil.rmtree(folder / "server", ignore_errors=True)
            server = local_postgresql.running(folder / "server", "bench")
            os.environ["NETRAL_DATABASE"] = stack.enter_context(server)
        module = importlib.import_module(f"bench.{MODULES.get(name, name.replace('-', '_'))}")
        result: dict[str, Any] = module.run(database=database, data=data)
    return {"machine": machine(), **result}


def main(arguments: list[str]) -> int:
    """Print the JSON object; 0 when the target is met, 1 when it is missed, 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="netral bench", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--data", type=Path, default=Path("data/bench"))
    chosen = parser.parse_args(arguments)
    chosen.data.mkdir(parents=True, exist_ok=True)
    result = measure(chosen.name, chosen.database, chosen.data.resolve())
    print(json.dumps(result, ensure_ascii=False))
    return 0 if result.get("ok") else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
