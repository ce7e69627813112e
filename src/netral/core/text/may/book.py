"""The situations of this release: read once, and checked against the law data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from netral.core import law
from netral.core.kinds.errors import NetralError
from netral.core.law.builders import STAGES
from netral.core.law.reading import LawDataError, Record, Spot
from netral.core.text.grammar import WORD_FILES, cue_files, the_grammar
from netral.core.text.lexicon import Lexicon, lexicon_build
from netral.core.text.may.choosing import ALL, Index, index_build
from netral.core.text.may.reading import EAR_LISTS, Ear
from netral.core.text.may.records import (
    Fact,
    Gate,
    Option,
    Pattern,
    Situation,
    Topic,
    Verdict,
    Wording,
)

_GATES = ("risk", "mild", "deeds", "politics", "others")
_OURS = ("words.toml", "english.toml", "wording.toml")
_VERDICTS = tuple(item.value for item in Verdict)


class MayDataError(NetralError):
    """A situation names a class, an act or an article that cannot be."""

    status = 500
    title = "Data 'Boleh tidak?' tidak sah"


@dataclass(frozen=True, slots=True)
class Book:
    """All that answers are made from."""

    topics: tuple[Topic, ...]
    situations: Mapping[str, Situation]
    index: Index
    lexicon: Lexicon
    english: Lexicon
    ear: Ear
    gate: Gate
    wording: Wording


@cache
def the_book() -> Book:
    """The checked records that ship with this package."""
    folder = resources.files("netral.core.text.may") / "data"
    return book_build(
        {
            item.name: tomllib.loads(item.read_text(encoding="utf-8"))
            for item in folder.iterdir()
            if item.name.endswith(".toml")
        }
    )


def book_build(files: Mapping[str, Mapping[str, Any]]) -> Book:
    """Build the book from parsed files; raises MayDataError naming the file and the record."""
    words = Record(Spot("words.toml"), files["words.toml"])
    passive: dict[str, str] = {}
    classes, inner = _classes(words, passive), words.children("gate")[0]
    gate = Gate(**{name: frozenset(inner.texts(name)) for name in _GATES})
    names = frozenset(classes) | frozenset(passive.values())
    _refuse("words.toml", "gate", {name for key in _GATES for name in getattr(gate, key)} - names)
    topics: list[Topic] = []
    situations: dict[str, Situation] = {}
    try:
        for name in sorted(set(files) - set(_OURS)):
            _take(Record(Spot(name), files[name]), names, (topics, situations))
    except LawDataError as wrong:
        raise MayDataError(str(wrong)) from wrong
    _check_options(situations)
    own = files["words.toml"]
    spelling = cue_files()["spelling.toml"]
    known = [*spelling["known"]["words"], *own["known"]["words"]]
    english = Record(Spot("english.toml"), files["english.toml"])
    return Book(
        topics=tuple(topics),
        situations=situations,
        index=index_build(situations.values()),
        lexicon=lexicon_build(_slang(spelling) | own["spelling"], classes, known),
        english=lexicon_build({}, _classes(english, {}), []),
        ear=Ear(
            passive=passive,
            **{name: frozenset(inner.texts(name)) for name in EAR_LISTS},
        ),
        gate=gate,
        wording=Wording(files["wording.toml"]),
    )


def _slang(spelling: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        word: plain
        for section, listed in spelling.items()
        if section != "known"
        for word, plain in listed.items()
    }


def _classes(record: Record, passive: dict[str, str]) -> dict[str, list[str]]:
    """Read the word classes; "@CALON" takes over a class of the engine that reads reports."""
    theirs: dict[str, list[str]] = {}
    for name in WORD_FILES:
        theirs.update(cue_files()[name]["classes"])
    found: dict[str, list[str]] = {}
    for item in record.children("class"):
        phrases: list[str] = []
        for phrase in item.text("words").split(", "):
            taken = theirs[phrase[1:]] if phrase.startswith("@") else [phrase]
            phrases.extend(taken)
            # "menghambat" stands for "dihambat" too.
            phrases.extend(bare for one in taken for bare in stripped(one))
        found[item.text("id")] = list(dict.fromkeys(phrases))
        if other := item.text("passive", ""):
            passive[item.text("id")] = other
    return found


_SHORTEST_ACTIVE = 7
_ACTIVE = re.compile(
    r"(?:(?P<k>meng)(?=[aeiou])|meng(?=[gh])|(?P<s>meny)|(?P<t>men)(?=[aeiou])|men(?=[cdjz])"
    r"|(?P<p>mem)(?=[aeiou])|mem(?=[bfvp])|me(?=[lmnrwy]))(?P<rest>[a-z]{3,})"
)


def stripped(word: str) -> list[str]:
    """Return an active verb without its prefix, as its passive shows it; often nothing."""
    found = _ACTIVE.fullmatch(word)
    if found is None or len(word) < _SHORTEST_ACTIVE:
        return []
    rest = found["rest"]
    if found["k"]:
        return [rest, f"k{rest}"]
    letter = next((name for name in "stp" if found[name]), "")
    return [letter + rest]


def _take(
    record: Record, classes: frozenset[str], into: tuple[list[Topic], dict[str, Situation]]
) -> None:
    topics, situations = into
    for raw in record.children("topic"):
        topics.append(Topic(raw.text("id"), raw.text("title_id"), raw.text("title_en")))
        raw.done()
    for raw in record.children("situation"):
        made = _situation(raw, topics[-1].id, classes)
        if made.id in situations:
            raise raw.wrong("keadaan ini sudah ada.")
        situations[made.id] = made
        raw.done()


def _situation(raw: Record, topic: str, classes: frozenset[str]) -> Situation:
    patterns = tuple(pattern_read(line) for line in raw.texts("match", ()))
    covers = frozenset(raw.text("covers", "").split())
    about = frozenset(raw.text("about", "").split())
    named = {name.removeprefix("-") for item in patterns for name in item.classes}
    _refuse(raw.spot.file, raw.name, (named | covers | about) - classes - {ALL})
    concept, acts = raw.text("concept", ""), raw.texts("acts", ())
    limits, contested = raw.texts("limits", ()), raw.texts("contested", ())
    basis = raw.texts("basis", ())
    _refuse(raw.spot.file, raw.name, {concept} - the_grammar().concepts.keys() - {""})
    _refuse(raw.spot.file, raw.name, set(acts) | set(limits), _codes())
    _refuse(raw.spot.file, raw.name, set(contested), {item.id for item in law.the_law().contested})
    _refuse(raw.spot.file, raw.name, set(basis), _citations())
    verdict = Verdict(raw.choice("verdict", _VERDICTS))
    if not (concept or acts or limits or basis) and verdict is not Verdict.TAK_TENTU:
        raise raw.wrong("tidak ada pasalnya: isi 'concept', 'acts', 'limits', atau 'basis'.")
    return Situation(
        id=raw.text("id"),
        topic=topic,
        verdict=verdict,
        concept=concept,
        acts=acts,
        limits=limits,
        basis=basis,
        contested=contested,
        stages=_verdicts(raw, "stages", STAGES),
        groups=_verdicts(raw, "groups", tuple(the_grammar().statuses)),
        patterns=patterns,
        covers=covers,
        about=about,
        phrases=raw.texts("phrases", ()),
        fact=_fact(raw),
        ask=raw.flag("ask", default=False),
        listed=raw.flag("listed", default=True),
        **_texts(raw, verdict),
    )


def _texts(raw: Record, verdict: Verdict) -> dict[str, str]:
    """Read all texts in both languages; what the verdict needs must be there."""
    needed = {"title", "why"}
    needed |= {"if_yes"} if verdict is Verdict.TERGANTUNG else set()
    needed |= {"if_no"} if verdict in {Verdict.TERGANTUNG, Verdict.BOLEH} else set()
    needed |= {"example_yes", "example_no"} if verdict is not Verdict.TAK_TENTU else set()
    found: dict[str, str] = {}
    for name in ("title", "why", "instead", "example_yes", "example_no", "if_yes", "if_no"):
        for language in ("id", "en"):
            key = f"{name}_{language}"
            found[key] = raw.text(key, None if name in needed else "")
        if bool(found[f"{name}_id"]) != bool(found[f"{name}_en"]):
            raise raw.wrong(f"'{name}' harus ada dalam dua bahasa.")
    return found


def pattern_read(line: str) -> Pattern:
    """Read "suka calon|bakal !kpu +1": slots, classes that may not be told, and a bonus."""
    slots, none, bonus = [], set(), 0.0
    for word in line.split():
        if word.startswith("!"):
            none.add(word[1:])
        elif word.startswith("+"):
            bonus += float(word[1:])
        else:
            slots.append(frozenset(word.split("|")))
    return Pattern(tuple(slots), frozenset(none), bonus)


def _verdicts(raw: Record, key: str, allowed: tuple[str, ...]) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for line in raw.texts(key, ()):
        name, _, verdict = line.partition("=")
        if name not in allowed or verdict not in _VERDICTS:
            raise raw.wrong(f"'{key}' berisi '{line}'.")
        found[name] = Verdict(verdict)
    return found


def _fact(raw: Record) -> Fact | None:
    for item in raw.children("fact", []):
        options = []
        for option in item.children("options"):
            texts = option.text("text_id"), option.text("text_en")
            options.append(Option(option.text("key"), *texts, option.text("to")))
            option.done()
        fact = Fact(item.text("text_id"), item.text("text_en"), tuple(options))
        item.done()
        return fact
    return None


def _check_options(situations: Mapping[str, Situation]) -> None:
    for made in situations.values():
        led = {option.to for option in made.fact.options} if made.fact else set()
        _refuse(made.topic, made.id, led, set(situations))


def _codes() -> set[str]:
    return {item.code for item in law.the_law().acts}


@cache
def _citations() -> frozenset[str]:
    return frozenset(ref for item in law.the_law().acts for ref in item.basis)


def _refuse(
    file: str, name: str, strange: Iterable[str], known: Iterable[str] = frozenset()
) -> None:
    rest = sorted(set(strange) - set(known))
    if rest:
        raise MayDataError(
            f"{file}, catatan '{name}': {', '.join(rest)} tidak dikenal. Perbaiki berkas itu."
        )
