"""Writing a journal to a folder, byte for byte what the public door serves."""

from __future__ import annotations

from pathlib import Path

from netral.core.ledger.errors import LedgerError
from netral.core.ledger.tiles import tile_paths
from netral.journal.queries.logs import checkpoint_text, log_of, size_of
from netral.journal.queries.tiles import tile_bytes


def publish(*, government: str, folder: Path) -> int:
    """Write checkpoint, key and tiles of a government into ``folder``; return the size.

    Raises LedgerError when nothing is sealed yet.
    """
    log = log_of(government)
    text = checkpoint_text(government)
    if text is None:
        raise LedgerError(f"Jejak {government} belum punya titik periksa.")
    size = size_of(log)
    for path in tile_paths(size):
        target = folder / str(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(tile_bytes(government, str(path).removeprefix("tile/")))
    (folder / "key").write_text(f"{log.verifier_key}\n", encoding="utf-8")
    (folder / "checkpoint").write_text(text, encoding="utf-8")
    return size
