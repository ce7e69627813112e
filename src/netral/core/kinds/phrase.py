"""The reporter's eight words: 88 bits, from which a locator and a key are derived, apart."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from netral.core.kinds.errors import WrongInputError

WORDS_IN_LIST = 2_048
BITS_A_WORD = 11
WORDS_IN_PHRASE = 8
ENTROPY_BYTES = WORDS_IN_PHRASE * BITS_A_WORD // 8
LOCATOR_BYTES = 16
SEED_BYTES = 32
FARTHEST_SUGGESTION = 2


class PhraseError(WrongInputError):
    """What was typed is not a phrase; the message names each doubtful word and one near it.

    It is built from the word list alone, so it tells nothing of which reports exist.
    """

    title = "Kata rahasia belum terbaca"


@dataclass(frozen=True, slots=True)
class ReceiptPhrase:
    """Eight words, one space between them; they never show in a log."""

    words: str = field(repr=False)

    @property
    def listed(self) -> tuple[str, ...]:
        """Return the words in their order."""
        return tuple(self.words.split(" "))


@lru_cache(maxsize=1)
def phrase_words() -> tuple[str, ...]:
    """Return the list; a word's place is its value."""
    text = files("netral.core.kinds").joinpath("words.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["words"].split())


@lru_cache(maxsize=1)
def _values() -> dict[str, int]:
    return {word: value for value, word in enumerate(phrase_words())}


def phrase_from(entropy: bytes) -> ReceiptPhrase:
    """Return the phrase of 11 random bytes (88 bits, 11 for each word)."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a phrase is made of {ENTROPY_BYTES} bytes")
    number, words = int.from_bytes(entropy, "big"), phrase_words()
    places = range((WORDS_IN_PHRASE - 1) * BITS_A_WORD, -1, -BITS_A_WORD)
    return ReceiptPhrase(" ".join(words[number >> place & WORDS_IN_LIST - 1] for place in places))


def phrase_read(text: str) -> ReceiptPhrase:
    """Return the phrase a person typed: case, spaces, numbers, commas and line ends forgiven.

    Raises PhraseError when a word is not in the list or there are not eight.
    """
    typed = re.findall(r"[a-z]+", text.lower())
    unknown = [word for word in typed if word not in _values()]
    if unknown:
        raise PhraseError(" ".join(_doubt(word) for word in unknown[:WORDS_IN_PHRASE]))
    if len(typed) != WORDS_IN_PHRASE:
        raise PhraseError(
            f"Kata rahasia berisi {WORDS_IN_PHRASE} kata, yang terbaca {len(typed)}. "
            "Periksa apakah ada kata yang terlewat atau tertulis dua kali."
        )
    return ReceiptPhrase(" ".join(typed))


def phrase_locator(phrase: ReceiptPhrase) -> bytes:
    """Return the 16 bytes under which the report is found; they say nothing of the key."""
    return _derived(phrase, "locator", LOCATOR_BYTES)


def phrase_seed(phrase: ReceiptPhrase) -> bytes:
    """Return the 32 bytes that are the reporter's X25519 private key."""
    return _derived(phrase, "x25519", SEED_BYTES)


def phrase_suggestion(word: str) -> str:
    """Return the word of the list nearest to a mistyped one, "" when none is near."""
    near = [known for known in phrase_words() if abs(len(known) - len(word)) <= _reach(word)]
    best = min(near, key=lambda known: distance(word, known), default="")
    return best if best and distance(word, best) <= _reach(word) else ""


def distance(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed to turn one into the other."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        previous, row[0] = row[0], i
        for j, target in enumerate(other, start=1):
            previous, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, previous + (letter != target)),
            )
    return row[-1]


def _reach(word: str) -> int:
    """A short word may be one letter off only: else everything is near everything."""
    return min(FARTHEST_SUGGESTION, max(1, len(word) // 3))


def _doubt(word: str) -> str:
    nearest = phrase_suggestion(word)
    if nearest:
        return f"“{word}” tidak ada dalam daftar kata. Mungkin “{nearest}”?"
    return f"“{word}” tidak ada dalam daftar kata. Periksa ejaannya."


def _derived(phrase: ReceiptPhrase, purpose: str, length: int) -> bytes:
    # 88 bits cannot be searched, so a fast KDF is enough; no salt: ADR 0003 has the sums.
    info = f"netral/phrase/v1/{purpose}".encode()
    return HKDF(SHA256(), length, salt=None, info=info).derive(phrase.words.encode())
