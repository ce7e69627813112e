"""The docs say what the table says."""

from __future__ import annotations

from pathlib import Path

from netral.core.flow.case import MOVES
from netral.core.flow.moves import table_markdown

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_table_of_moves_is_printed_in_the_docs() -> None:
    assert table_markdown(MOVES) in (DOCS / "cases.md").read_text(encoding="utf-8")
