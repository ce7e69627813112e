"""Searching the law in everyday words: one index for each span of days, nothing kept of the words.

A unit of the question (a word, or a phrase that the lexicon knows) speaks for a record by the
words of the record itself, and for an act by the cues with which citizens' reports are read too:
"like" leads to the acts about social media, "kades" to what binds a village head.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from netral.circulars.queries.rules_days import era_of
from netral.circulars.queries.rules_words import FAMILY_LABELS, Words, subject_words
from netral.core import law
from netral.core.law.records import Act, Addressee, Clock, Instrument, SanctionMenu
from netral.core.text import assess
from netral.core.text.clean import pieces, word_set
from netral.core.text.grammar import the_grammar
from netral.core.text.lexicon import Word
from netral.core.text.may import may, situations

T = TypeVar("T", Addressee, Clock, Instrument, SanctionMenu)
LONGEST = 200
ERAS_HELD = 8  # an index takes about a megabyte and a sixth of a second
LEAST_SHARE = 0.25
SENTENCE_WORDS = 3
SHORTEST_PLURAL = 3
TITLE, TEXT, REST, CUE = 3.0, 1.5, 1.0, 4.0
NAMED, PHRASED, TITLED, ASSESSED, ASKED = 50.0, 30.0, 12.0, 8.0, 12.0
# An act is told of an ASN unless the words say otherwise; its twin is the same deed another day.
OF_OTHERS, OF_TWIN, OF_SITUATION = 0.5, 0.8, 0.6
DOERS = frozenset({"ASN", "PPPK", "umum", "unknown"})
PLACES = (1.0, 0.74, 0.6, 0.5)
_TOKEN = re.compile(r"[^\W_]+(?:/[^\W_]+)*")
# Words that a question is made of, and that say nothing of what is asked.
_EMPTY = word_set(
    "apa apakah yang dan di ke dari ini itu dengan untuk pada boleh tidak bolehkah saya kami anda "
    "aku atau oleh adalah bagi sudah akan bisa kalau jika the a an of to and or in on is are may "
    "can i we my for with be bukan"
)
# Short forms of offices and of pay, told in the words of the records.
_SHORT = {
    "bpasn": "banding administratif",
    "dipecat": "pemberhentian",
    "kgb": "kenaikan gaji berkala",
    "pecat": "pemberhentian",
    "ptdh": "pemberhentian",
    "pmd": "dinas yang mengurus desa",
    "timses": "tim pemenangan",
    "tpp": "tunjangan kinerja",
    "tukin": "tunjangan kinerja",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A record that fits: its kind, its texts in both languages, and where it is told."""

    kind: Words
    title_id: str
    title_en: str
    plain_id: str
    plain_en: str
    law: str
    url_name: str
    url_key: str = ""


@dataclass(slots=True)
class _Index:
    """Records and, for each term, how strongly it speaks for which of them."""

    records: list[Found] = field(default_factory=list)
    terms: dict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[str, int] = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)

    def add(self, record: Found, texts: Mapping[str, float]) -> int:
        """Take in a record with its texts, each with its weight."""
        place = len(self.records)
        self.records.append(record)
        self.articles.append(_flat(record.law))
        for text, weight in texts.items():
            for forms in _forms(text):
                for term in forms:
                    self.speak(term, place, weight)
        return place

    def speak(self, term: str, place: int, weight: float) -> None:
        """Note that a term speaks for a record; the loudest counts."""
        held = self.terms[term]
        held[place] = max(held.get(place, 0.0), weight)

    def rarity(self, term: str) -> float:
        """Return how much a term tells: the fewer records it speaks for, the more."""
        return math.log(1 + len(self.records) / len(self.terms[term]))


def rules_found(text: str, day: date) -> list[Found]:
    """Return the records that fit the words, best first; none when nothing fits.

    Words beyond the first 200 letters are not read.
    """
    asked = _spelled(text.strip()[:LONGEST])
    index = _index(era_of(day)[0])
    scores: dict[int, float] = defaultdict(float)
    units = list(_units(asked))
    for unit in units:
        for place, score in _spoken(index, unit).items():
            scores[place] += score
    _add_articles(index, asked, scores)
    if not _has_digit(asked):
        _add_readings(index, asked, day, scores, is_sentence=len(units) >= SENTENCE_WORDS)
    return _ranked(index, scores)


def _add_readings(
    index: _Index, asked: str, day: date, scores: dict[int, float], *, is_sentence: bool
) -> None:
    """Raise what the readers of reports and of questions hear in the words; no verdict is told."""
    situation = may(asked, on=day).situation
    if situation in index.places:
        scores[index.places[situation]] += ASKED
    for suggestion in assess(asked, on=day).acts if is_sentence else ():
        if suggestion.code in index.places:
            scores[index.places[suggestion.code]] += ASSESSED * suggestion.score


def _ranked(index: _Index, scores: Mapping[int, float]) -> list[Found]:
    best = max(scores.values(), default=0.0)
    held = [place for place, score in scores.items() if score >= best * LEAST_SHARE]
    return [index.records[place] for place in sorted(held, key=lambda p: (-scores[p], p))]


def _spoken(index: _Index, unit: frozenset[str]) -> dict[int, float]:
    """Return for each record the loudest of a unit's terms."""
    best: dict[int, float] = {}
    for term in unit:
        if term in index.terms:
            rarity = index.rarity(term)
            for place, weight in index.terms[term].items():
                best[place] = max(best.get(place, 0.0), weight * rarity)
    return best


def _add_articles(index: _Index, asked: str, scores: dict[int, float]) -> None:
    """Raise what is asked for by its code, its title, or by words that stand so in its article."""
    flat = _flat(asked)
    has_digit = _has_digit(flat)
    for place, record in enumerate(index.records):
        if flat and flat in {_flat(record.title_id), _flat(record.title_en)}:
            scores[place] += TITLED
        if has_digit and f" {flat} " in f" {index.articles[place]} ":
            scores[place] += PHRASED
    named = index.places.get(asked.upper())
    if named is not None:
        scores[named] += NAMED


def _units(text: str) -> Iterator[frozenset[str]]:
    """Cut a question into units, each as the set of terms under which it may be known."""
    lexicon = the_grammar().lexicon
    words = lexicon.words(pieces(text))
    mentions = lexicon.mentions(words)
    inside = {n for item in mentions for n in range(item.first, item.last + 1)}
    for item in mentions:
        spoken = {form for n in range(item.first, item.last + 1) for form in words[n].forms}
        yield frozenset({f"@{name}" for name in item.classes} | (spoken - _EMPTY))
    for n, word in enumerate(words):
        if n not in inside and _tells(word):
            yield _known_as(word)
    yield from _others_in(text, {word.raw for word in words})


def _forms(text: str) -> Iterator[frozenset[str]]:
    """Yield the terms of each word of a record."""
    words = the_grammar().lexicon.words(pieces(text))
    for word in words:
        if _tells(word):
            yield _known_as(word)
    yield from _others_in(text, {word.raw for word in words})


def _tells(word: Word) -> bool:
    return word.raw.isalpha() and len(word.raw) > 1 and word.raw not in _EMPTY


def _known_as(word: Word) -> frozenset[str]:
    """Return a word's forms, and the one of an English plural."""
    forms = frozenset(word.forms)
    is_plural = word.raw.endswith("s") and len(word.raw) > SHORTEST_PLURAL
    return forms | {word.raw[:-1]} if is_plural else forms


def _others_in(text: str, taken: set[str]) -> Iterator[frozenset[str]]:
    """Yield what the reader of words passes over: numbers of articles, "BKN" (there: bukan)."""
    for token in _TOKEN.findall(text.casefold()):
        if _has_digit(token) or token not in taken | _EMPTY:
            yield frozenset({token, *token.split("/")})


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _spelled(text: str) -> str:
    """Return the question with short forms written out behind it."""
    full = [_SHORT[token] for token in _TOKEN.findall(text.casefold()) if token in _SHORT]
    return " ".join([text, *full])


def _flat(text: str) -> str:
    return " ".join(_TOKEN.findall(text.casefold()))


@lru_cache(maxsize=ERAS_HELD)
def _index(day: date) -> _Index:
    index = _Index()
    for act in law.acts(day):
        index.places[act.code] = index.add(_found_act(act), _texts_of_act(act))
    _add_cues(index)
    for group in law.groups(day):
        plain = (group.plain_id, group.plain_en)
        told = _told(_("Kelompok"), group, plain, ("rule-group", group.id))
        index.places[group.id] = index.add(*told)
    _add_subjects(index, day)
    for record, texts in _others(day):
        index.add(record, texts)
    for record, texts in _situations():
        index.places[record.url_key] = index.add(record, texts)
    return index


def _add_subjects(index: _Index, day: date) -> None:
    """Let the words for a person ("kades") speak for the group and for what binds it alone."""
    bound = {act.code: act.applies_to for act in law.acts(day)}
    bound |= {group.id: group.subjects for group in law.groups(day)}
    for name, subject in the_grammar().statuses.items():
        for key, subjects in bound.items():
            if subject in subjects:
                index.speak(f"@{name}", index.places[key], CUE / len(subjects))


def _found_act(act: Act) -> Found:
    return Found(
        _("Perbuatan"),
        act.title_id,
        act.title_en,
        act.plain_id,
        act.plain_en,
        "; ".join(act.basis),
        "rule-act",
        act.code,
    )


def _texts_of_act(act: Act) -> dict[str, float]:
    said = " ".join(str(words) for words in subject_words(act.applies_to))
    return {
        f"{act.title_id} {act.title_en} {act.code}": TITLE,
        f"{act.plain_id} {act.plain_en} {FAMILY_LABELS[act.family]}": TEXT,
        f"{' '.join(act.basis)} {act.range} {said}": REST,
    }


def _add_cues(index: _Index) -> None:
    """Let the words that speak for an act when a report is read speak for it here too.

    The classes of persons are left out: they speak for groups.
    """
    grammar = the_grammar()
    for rule in grammar.rules:
        for doer, codes in grammar.concepts[rule.concept].items():
            share = 1.0 if doer in DOERS else OF_OTHERS
            for code, place in zip(codes, PLACES, strict=False):
                for slot, classes in enumerate(rule.slots, start=1):
                    weight = CUE * rule.weight * place * share / slot
                    _add_cue(index, code, classes - grammar.statuses.keys(), weight)


def _add_cue(index: _Index, code: str, classes: Iterable[str], weight: float) -> None:
    act = next((item for item in law.the_law().acts if item.code == code), None)
    if act is None or code not in index.places:
        return
    for name in classes:
        index.speak(f"@{name}", index.places[code], weight)
        if act.twin in index.places:
            index.speak(f"@{name}", index.places[act.twin], weight * OF_TWIN)


def _others(day: date) -> Iterator[tuple[Found, dict[str, float]]]:
    book = law.the_law()
    for clock in _held(book.clocks, day):
        text = (clock.text, clock.rule.title_en)
        yield _told(_("Batas waktu"), clock.rule, text, ("rule-clocks", ""))
    for menu in _held(book.menus, day):
        items = (
            ", ".join(item.title_id for item in menu.items),
            ", ".join(item.title_en for item in menu.items),
        )
        yield _told(_("Sanksi"), menu, items, ("rule-sanctions", ""))
    for addressee in _held(book.addressees, day):
        text = (addressee.title_id, addressee.title_en)
        yield _told(_("Penerusan"), addressee, text, ("rule-addressees", ""))
    for instrument in _held(book.instruments, day):
        text = (instrument.short, instrument.short)
        yield _told(_("Peraturan"), instrument, text, ("rule-instruments", ""))


def _situations() -> Iterator[tuple[Found, dict[str, float]]]:
    """Yield what "Boleh tidak?" answers, more softly than the law itself."""
    for item in situations():
        if item.listed:
            why = (item.why_id, item.why_en)
            found, texts = _told(_("Boleh tidak?"), item, why, ("may-situation", item.id))
            yield found, {text: weight * OF_SITUATION for text, weight in texts.items()}


def _held(items: Iterable[T], day: date) -> Iterator[T]:
    return (item for item in items if item.standing.holds(day))


def _told(
    kind: Words, record: object, text: tuple[str, str], place: tuple[str, str]
) -> tuple[Found, dict[str, float]]:
    title_id, title_en = getattr(record, "title_id"), getattr(record, "title_en")  # noqa: B009
    cited = getattr(record, "standing", None)
    basis = cited.citation if cited else getattr(record, "basis", ())
    found = Found(kind, title_id, title_en, *text, "; ".join(basis), *place)
    texts = {f"{title_id} {title_en}": TITLE, " ".join(text): TEXT, " ".join(basis): REST}
    return found, texts
