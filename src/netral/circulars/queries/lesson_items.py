"""The item bank that ships with this release, and what one circular's lesson draws from it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from netral.core.flow.lesson.bank import Bank, bank_load
from netral.core.law import the_book


def item_files() -> dict[str, bytes]:
    """Read the bytes of the item files that ship with this package."""
    folder = resources.files("netral.circulars") / "items"
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.name[-5:] == ".toml"}


@cache
def the_bank() -> Bank:
    """The bank of this release, read and held against the law data once."""
    return bank_load(item_files(), the_book())
