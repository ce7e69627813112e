"""Tells which lines and branches the tests come by: a plugin of pytest, and a report.

``pytest -p tests.watched`` leaves in the folder ``NETRAL_WATCHED`` what each of its processes came
by; ``python -m tests.watched LEAST FOLDER ...`` adds them up, names what nobody came by and fails
below the least per cent. With ``--core`` only the core counts.

Before Python 3.12 a tracer is called at every line of every library: the suites took two to four
times as long. SlipCover marks the code of the house alone, and takes a mark out once it was passed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import slipcover

ROOT = Path(__file__).resolve().parents[1]
SOURCE, CORE = "src/netral/", "src/netral/core/"
OMIT = ["*/migrations/*"]
# Beside the usual "pragma: no cover" and "if TYPE_CHECKING:": what a protocol leaves open.
EXCLUDE = [r"\.\.\.$"]

Seen = dict[str, Any]


def watcher_of(source: list[str] | None = None) -> slipcover.Slipcover:
    """Return what counts; with a source it counts files that were never imported too."""
    return slipcover.Slipcover(branch=True, source=source, omit=OMIT, exclude_also=EXCLUDE)


if FOLDER := os.environ.get("NETRAL_WATCHED", ""):
    # Every module of the house that is imported from now on.
    WATCHER = watcher_of()
    MATCHER = slipcover.FileMatcher(sources=[ROOT / SOURCE], omit=OMIT)
    slipcover.ImportManager(WATCHER, MATCHER).__enter__()


def pytest_sessionfinish() -> None:
    """Leave what this process came by."""
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    (folder / f"{process}.json").write_text(json.dumps(WATCHER.get_coverage()), encoding="utf-8")


def seen(folders: Sequence[Path], *, part: str = SOURCE) -> Seen:
    """Return what all processes came by in a part of the house; what nobody imported is there."""
    files = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    whole = never_imported({name for one in kept for name in one["files"]}, part)
    for one in kept:
        slipcover.merge_coverage(whole, one)
    whole["files"] = {name: told for name, told in whole["files"].items() if name.startswith(part)}
    for told in whole["files"].values():
        # A way to a line that is not counted is not counted either.
        lines = {0, *told["executed_lines"], *told["missing_lines"]}
        told["missing_branches"] = [one for one in told["missing_branches"] if one[1] in lines]
    slipcover.slipcover.add_summaries(whole)
    return whole


def never_imported(known: Iterable[str], part: str) -> Seen:
    """Return every line of the part's files as missing, but for the files that are known."""
    watcher = watcher_of([str(ROOT / part)])
    for name in known:
        watcher.code_lines[str(ROOT / name)] = set()
    return dict(watcher.get_coverage())


def main(arguments: Sequence[str]) -> int:
    """Print what nobody came by; 0 when enough was seen, 1 when not."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("least", type=float)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--core", action="store_true")
    chosen = parser.parse_args(arguments)
    found = seen(chosen.folders, part=CORE if chosen.core else SOURCE)
    slipcover.print_coverage(found, skip_covered=True)
    per_cent = found["summary"]["percent_covered"]
    print(f"{len(found['files'])} files, {per_cent:.2f} % of lines and branches", flush=True)
    return int(not found["files"] or per_cent < chosen.least)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
