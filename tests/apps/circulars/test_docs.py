"""The docs say what the code does."""

from __future__ import annotations

from pathlib import Path

from netral.circulars.services import sheets
from netral.core.flow.circular import MOVES
from netral.core.flow.moves import table_markdown

DOCS = Path(__file__).parents[3] / "docs"


def test_the_docs_hold_the_very_table_of_moves() -> None:
    assert table_markdown(MOVES) in (DOCS / "circulars.md").read_text(encoding="utf-8")


def test_every_kind_of_entry_is_described() -> None:
    told = (DOCS / "journal.md").read_text(encoding="utf-8")
    acts = {move.act for move in MOVES} | {"pass_on", "open", "read", "sheet"}
    assert not [act for act in acts if f"| `circular.{act}` |" not in told]


def test_the_docs_name_the_days_a_sheets_link_lasts() -> None:
    told = (DOCS / "circulars.md").read_text(encoding="utf-8")
    assert f"({sheets.LINK_DAYS} days)" in told
