"""The labelled sentences and how often the first, or one of the first three acts, is right."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netral.core import law
from netral.core.text import Assessment, assess

FOLDER = Path(__file__).parent
NONE = "(tidak ada)"
FACTS = ("stage", "status", "post", "on")


@dataclass(slots=True)
class Figures:
    """Counts by family of the expected act; NONE where no act may be suggested."""

    texts: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    three: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, right: Counter[str], families: set[str] | None = None) -> float:
        """Return the share of texts that are right, of some families or of all."""
        chosen = families or set(self.texts)
        return sum(right[name] for name in chosen) / sum(self.texts[name] for name in chosen)


def groups(which: str) -> Iterator[dict[str, Any]]:
    """Yield the groups of paraphrases of one folder."""
    for file in sorted((FOLDER / which).glob("*.toml")):
        yield from tomllib.loads(file.read_text(encoding="utf-8"))["group"]


def assessed(group: dict[str, Any], text: str) -> Assessment:
    """Assess a text with the facts of its group."""
    return assess(text, **{name: group.get(name) for name in FACTS})


def measure(which: str) -> Figures:
    """Assess all texts of a folder and count."""
    family_of = {act.code: act.family for act in law.the_law().acts}
    figures = Figures()
    for group in groups(which):
        right = set(group["acts"])
        family = family_of[group["acts"][0]] if right else NONE
        for text in group["texts"]:
            found = [act.code for act in assessed(group, text).acts]
            first = set(found[:1]) & right if right else not found
            three = set(found[:3]) & right if right else not found
            figures.texts[family] += 1
            figures.first[family] += bool(first)
            figures.three[family] += bool(three)
            if not first:
                figures.wrong.append(f"{group['id']} {sorted(right)} {found[:3]}: {text}")
    return figures


def table(figures: Figures) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| family | texts | top-1 | top-3 |", "| --- | --- | --- | --- |"]
    for name in sorted(figures.texts):
        count = figures.texts[name]
        first, three = figures.first[name] / count, figures.three[name] / count
        lines.append(f"| {name} | {count} | {first:.0%} | {three:.0%} |")
    total = sum(figures.texts.values())
    first, three = figures.share(figures.first), figures.share(figures.three)
    return "\n".join([*lines, f"| all | {total} | {first:.1%} | {three:.1%} |"])


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ["tuned", "held_out"]:
        told = measure(chosen)
        sys.stdout.write(f"{chosen}\n{table(told)}\n" + "\n".join(told.wrong) + "\n")
