"""The generated pages of ``docs/`` say what the code says."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from netral.core.flow.moves import Move, table_markdown
from netral.ops.law_docs import law_pages
from netral.ops.written_docs import FOLDER, pages
from tests.house.test_shape import SOURCE


def tables() -> dict[str, tuple[Move[Any], ...]]:
    """Return every table of moves that the core holds, by the name of its constant."""
    found: dict[str, tuple[Move[Any], ...]] = {}
    for path in sorted((SOURCE / "core" / "flow").glob("*.py")):
        module = importlib.import_module(f"netral.core.flow.{path.stem}")
        for name, value in vars(module).items():
            if isinstance(value, tuple) and value and all(isinstance(v, Move) for v in value):
                found[f"{path.stem}.{name}"] = value
    return found


@pytest.mark.parametrize("name", ["flows.md", "security.md"])
def test_a_generated_page_is_as_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name], "run: ./netral docs"


def test_the_pages_of_the_law_are_as_its_data_says_and_no_other_lies_there() -> None:
    made = law_pages()
    stale = [
        name for name, text in made.items() if (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, "run: ./netral docs"
    assert {f"law/{path.name}" for path in (FOLDER / "law").glob("*.md")} == made.keys() - {
        "law.md"
    }


def test_every_table_of_moves_stands_in_the_docs() -> None:
    written = (FOLDER / "flows.md").read_text(encoding="utf-8")
    assert len(tables()) >= 6
    assert not [name for name, moves in tables().items() if table_markdown(moves) not in written]
