"""Examples of each act in plain words, one inside and one just outside, and what is allowed.

They explain the law and are no part of it: a changed example leaves the law's version alone.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from netral.core import law
from netral.core.law.reading import LawDataError, Record, Spot

FILE = "examples.toml"
EVERY_GROUP = "semua"


@dataclass(frozen=True, slots=True)
class Example:
    """One situation that an act covers, and one that it just does not."""

    code: str
    inside_id: str
    inside_en: str
    outside_id: str
    outside_en: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """Something that may be done, and where that ends; ``groups`` are ids of the law data."""

    id: str
    groups: tuple[str, ...]
    text_id: str
    text_en: str
    limit_id: str
    limit_en: str

    def is_for(self, group: str) -> bool:
        """Tell whether a group may do it."""
        return EVERY_GROUP in self.groups or group in self.groups


@dataclass(frozen=True, slots=True)
class Examples:
    """All of them, in the order of the data."""

    examples: tuple[Example, ...]
    allowed: tuple[Allowed, ...]


@cache
def the_examples() -> Examples:
    """The checked examples of this release."""
    path = resources.files("netral.core.text") / "data" / FILE
    return examples_read(path.read_text(encoding="utf-8"))


def example_of(code: str) -> Example | None:
    """The example of an act."""
    return next((item for item in the_examples().examples if item.code == code), None)


def allowed_to(group: str) -> tuple[Allowed, ...]:
    """What a group may do, in the order of the data."""
    return tuple(item for item in the_examples().allowed if item.is_for(group))


def examples_read(text: str) -> Examples:
    """Read and check a file of examples.

    Raises LawDataError for a code or group that the law data lacks, a missing text, or two
    records of one name.
    """
    table = Record(Spot(FILE), tomllib.loads(text))
    examples = tuple(_example(record) for record in table.children("example", []))
    allowed = tuple(_allowed(record) for record in table.children("allowed", []))
    table.done()
    book = law.the_law()
    _check("perbuatan", [item.code for item in examples], {act.code for act in book.acts})
    groups = {EVERY_GROUP, *(group.id for group in book.groups)}
    for item in allowed:
        _check("kelompok", item.groups, groups)
    _check("yang boleh", [item.id for item in allowed], {item.id for item in allowed})
    return Examples(examples, allowed)


def _example(record: Record) -> Example:
    made = Example(
        code=record.text("code"),
        inside_id=record.text("inside_id"),
        inside_en=record.text("inside_en"),
        outside_id=record.text("outside_id"),
        outside_en=record.text("outside_en"),
    )
    record.done()
    return made


def _allowed(record: Record) -> Allowed:
    made = Allowed(
        id=record.text("id"),
        groups=record.texts("groups"),
        text_id=record.text("text_id"),
        text_en=record.text("text_en"),
        limit_id=record.text("limit_id"),
        limit_en=record.text("limit_en"),
    )
    record.done()
    return made


def _check(kind: str, names: Iterable[str], known: set[str]) -> None:
    for name, count in Counter(names).items():
        if name not in known:
            raise LawDataError(
                f"{FILE} menyebut {kind} '{name}' yang tidak ada. Perbaiki ejaannya."
            )
        if count > 1:
            raise LawDataError(f"{FILE} menyebut {kind} '{name}' dua kali. Hapus salah satunya.")
