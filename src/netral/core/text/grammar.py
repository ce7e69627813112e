"""The cue data of this release: words, rules, codes and notes, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from netral.core.kinds.errors import NetralError
from netral.core.text.lexicon import Lexicon, lexicon_build

WORD_FILES = ("people.toml", "things.toml", "deeds.toml")
FARTHEST = 22


class CueDataError(NetralError):
    """The cue data names a class, concept or weight that cannot be."""

    title = "Data isyarat tidak sah"


@dataclass(frozen=True, slots=True)
class Rule:
    """If every slot is filled nearby, the concept is supported by ``weight``.

    The first slot is the anchor: the doer is looked for before it. ``actor`` limits the
    doers; ``after`` wants the second slot behind the anchor, unless the anchor is passive.
    """

    id: str
    concept: str
    slots: tuple[frozenset[str], ...]
    weight: float
    within: int = FARTHEST
    none: frozenset[str] = frozenset()
    actor: frozenset[str] = frozenset()
    after: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """All that the reader knows; ``concepts`` give the codes for each kind of doer."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    concepts: Mapping[str, Mapping[str, list[str]]]
    anywhere: Mapping[str, list[str]]
    statuses: Mapping[str, str]
    notes: Mapping[str, Mapping[str, str]]


@cache
def the_grammar() -> Grammar:
    """The cue data that ships with this package."""
    return grammar_build(cue_files())


def grammar_build(data: Mapping[str, Mapping[str, Any]]) -> Grammar:
    """Build a grammar from the parsed files; raises CueDataError."""
    classes: dict[str, list[str]] = {}
    for name in WORD_FILES:
        classes.update(data[name]["classes"])
    spelling = data["spelling.toml"]
    slang = {
        word: plain
        for section, words in spelling.items()
        if section != "known"
        for word, plain in words.items()
    }
    codes = data["codes.toml"]
    rules = tuple(_rule(raw, classes, codes["concept"]) for raw in data["rules.toml"]["rule"])
    return Grammar(
        lexicon=lexicon_build(slang, classes, spelling["known"]["words"]),
        rules=rules,
        concepts=codes["concept"],
        anywhere=codes["any"],
        statuses=codes["subject"],
        notes=data["notes.toml"]["note"],
    )


def _rule(
    raw: Mapping[str, Any], classes: Mapping[str, list[str]], concepts: Mapping[str, object]
) -> Rule:
    rule = Rule(
        id=raw["id"],
        concept=raw["concept"],
        slots=tuple(frozenset(slot.split("|")) for slot in raw["slots"]),
        weight=raw["weight"],
        within=raw.get("within", FARTHEST),
        none=frozenset(raw.get("none", ())),
        actor=frozenset(raw.get("actor", ())),
        after=raw.get("after", False),
    )
    strange = frozenset().union(*rule.slots, rule.none, rule.actor) - classes.keys()
    if strange or rule.concept not in concepts or not 0 < rule.weight <= 1:
        what = ", ".join(sorted(strange)) or f"{rule.concept}, {rule.weight}"
        raise CueDataError(
            f"Aturan isyarat '{rule.id}' menyebut {what}, yang tidak ada atau di luar batas. "
            "Perbaiki rules.toml, lalu jalankan lagi."
        )
    return rule


@cache
def cue_files() -> Mapping[str, Mapping[str, Any]]:
    """The parsed cue files that ship with this package."""
    folder = resources.files("netral.core.text") / "data"
    return {
        item.name: tomllib.loads(item.read_text(encoding="utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    }
