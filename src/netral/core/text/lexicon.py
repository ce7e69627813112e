"""The words that speak for something, found through slang, affixes and slips of the finger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netral.core.text.clean import NUMBER, Piece, word_set

_TYPO_LENGTH = 6
_TYPO_STEM = 8
_PREFIXES = (
    ("meng", ""), ("meng", "k"), ("menge", ""), ("meny", "s"), ("mem", ""), ("mem", "p"),
    ("men", ""), ("men", "t"), ("me", ""), ("nge", ""), ("ng", ""), ("ng", "k"), ("ny", "s"),
    ("ny", "c"), ("n", "t"), ("m", "p"), ("di", ""), ("ber", ""), ("be", ""), ("ter", ""),
    ("ke", ""), ("se", ""), ("peng", ""), ("pe", ""), ("dike", ""), ("diper", ""),
    ("memper", ""), ("keber", ""), ("ku", ""),
)  # fmt: skip
_DENYING = frozenset({"tidak", "belum", "hanya", "cuma", "sekadar"})
_FILLING = word_set(
    "juga pernah kunjung pun lagi mau sempat segera sama sekali bisa berdiri duduk datang sambil "
    "dan ikut"
)
_MOST_SEEN = 50_000
_SHORTEST_STEM = 3
_SUFFIXES = ("nya", "kan", "an", "i", "in", "lah", "kah", "pun", "ku", "mu", "kannya", "annya")


@dataclass(frozen=True, slots=True)
class Word:
    """A piece with every form under which the lexicon may know it; the surest comes first."""

    forms: tuple[str, ...]
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the text that belong to classes; ``first`` and ``last`` count words.

    ``raw`` is the first word as it was written.
    """

    classes: frozenset[str]
    words: str
    raw: str
    first: int
    last: int
    start: int
    end: int

    @property
    def is_passive(self) -> bool:
        """Tell whether the word is a passive verb ("disuruh")."""
        return self.raw.startswith("di")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Spellings, known words, and phrases by their first word, the longest first."""

    spellings: Mapping[str, tuple[str, ...]]
    vocabulary: frozenset[str]
    known: frozenset[str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]
    near: Mapping[str, tuple[str, ...]]
    seen: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)

    def words(self, found: list[Piece]) -> list[Word]:
        """Give each piece its known forms; slang for two words becomes two."""
        return [
            Word(forms, piece.word, piece.start, piece.end)
            for piece in found
            for forms in self._forms(piece.word)
        ]

    def mentions(self, words: list[Word]) -> list[Mention]:
        """Find the phrases of the classes, from left to right, the longest at each place."""
        found: list[Mention] = []
        at = 0
        while at < len(words):
            hit = self._longest(words, at)
            if hit is None:
                at += 1
                continue
            phrase, classes, last = hit
            first = words[at]
            spoken = " ".join(phrase)
            found.append(
                Mention(classes, spoken, first.raw, at, last, first.start, words[last].end)
            )
            at = last + 1
        return found

    def _longest(
        self, words: list[Word], at: int
    ) -> tuple[tuple[str, ...], frozenset[str], int] | None:
        best: tuple[str, ...] = ()
        end = at
        classes: frozenset[str] = frozenset()
        for form in words[at].forms:
            for phrase, named in self.phrases.get(form, ()):
                if len(phrase) < len(best):
                    break
                last = _end(words, at, phrase)
                if last is None or (len(phrase), last) < (len(best), end):
                    continue
                # "menyuruh" and its stem "suruh" may stand in different classes: both speak.
                classes = classes | named if (len(phrase), last) == (len(best), end) else named
                best, end = phrase, last
        return (best, classes, end) if best else None

    def _forms(self, word: str) -> tuple[tuple[str, ...], ...]:
        known = self.seen.get(word)
        if known is None:
            known = tuple(self._look(part) for part in self._spelled(word))
            # Text from outside must not fill the memory.
            if len(self.seen) < _MOST_SEEN:
                self.seen[word] = known
        return known

    def _spelled(self, word: str) -> tuple[str, ...]:
        if word in self.spellings:
            return self.spellings[word]
        single = _undoubled(word)
        if word not in self.vocabulary and single in self.spellings:
            return self.spellings[single]
        return (word,)

    def _look(self, word: str) -> tuple[str, ...]:
        if word in self.known or not word.isalpha():
            return (word,)
        if word in self.vocabulary:
            return (word, *(stem for stem in stems(word) if stem in self.vocabulary))
        for shape in (word, _undoubled(word)):
            hits = tuple(form for form in (shape, *stems(shape)) if form in self.vocabulary)
            if hits:
                return (word, *hits)
        return (word, *self._nearest(word))

    def _nearest(self, word: str) -> tuple[str, ...]:
        for shape in (word, *stems(word)):
            # What affixes leave is short and near to many words: only a long one may be a slip.
            if len(shape) < (_TYPO_LENGTH if shape == word else _TYPO_STEM):
                continue
            close = {
                other
                for cut in _cuts(shape)
                for other in self.near.get(cut, ())
                if other[0] == shape[0] and _is_one_slip(shape, other)
            }
            if close:
                return (min(close),)
        return ()


def lexicon_build(
    spellings: Mapping[str, str], classes: Mapping[str, list[str]], known: list[str]
) -> Lexicon:
    """Build the look-ups; ``known`` words are real ones that must not be taken for a slip."""
    phrases: dict[tuple[str, ...], set[str]] = {}
    for name, listed in classes.items():
        for phrase in listed:
            phrases.setdefault(tuple(phrase.split()), set()).add(name)
    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for parts in sorted(phrases, key=lambda parts: (-len(parts), parts)):
        by_first.setdefault(parts[0], []).append((parts, frozenset(phrases[parts])))
    spelled = {slang: tuple(plain.split()) for slang, plain in spellings.items()}
    written = {part for parts in phrases for part in parts}
    spoken = {word for plain in spelled.values() for word in plain}
    near: dict[str, set[str]] = {}
    for word in sorted(written):
        if len(word) >= _TYPO_LENGTH:
            for cut in _cuts(word):
                near.setdefault(cut, set()).add(word)
    return Lexicon(
        spellings=spelled,
        vocabulary=frozenset(written | spoken | {NUMBER}),
        known=frozenset(known),
        phrases={first: tuple(listed) for first, listed in by_first.items()},
        near={cut: tuple(sorted(words)) for cut, words in near.items()},
    )


def stems(word: str) -> Iterator[str]:
    """Yield what is left of a word without its affixes, the least cut first."""
    tails = [word]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            tails.append(word[: -len(suffix)])
            tails.extend(
                word[: -len(suffix) - len(inner)]
                for inner in ("kan", "an", "i")
                if suffix in {"nya", "lah", "kah", "ku", "mu"}
                and word[: -len(suffix)].endswith(inner)
            )
    if word.endswith("in"):
        tails.append(f"{word[:-2]}kan")
    yield from tails[1:]
    for tail in tails:
        for prefix, back in _PREFIXES:
            if tail.startswith(prefix) and len(tail) - len(prefix) >= _SHORTEST_STEM:
                yield back + tail[len(prefix) :]


def _end(words: list[Word], at: int, phrase: tuple[str, ...]) -> int | None:
    """Return where the phrase ends if it stands here; "belum juga dijalankan" may be filled."""
    last = at
    for part in phrase[1:]:
        last += 1
        while phrase[0] in _DENYING and last < len(words) and words[last].forms[0] in _FILLING:
            if part in words[last].forms:
                break
            last += 1
        if last >= len(words) or part not in words[last].forms:
            return None
    return last


def _undoubled(word: str) -> str:
    return "".join(
        letter for place, letter in enumerate(word) if not place or letter != word[place - 1]
    )


def _cuts(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _is_one_slip(left: str, right: str) -> bool:
    """Tell whether one letter was changed, left out, put in, or swapped with its neighbour."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    one, other = left[start:], right[start:]
    if len(one) == len(other):
        swapped = one[1::-1] + one[2:] if len(one) > 1 else ""
        return one[1:] == other[1:] or swapped == other
    return one[1:] == other or one == other[1:]
