"""Words out of a text as people write it, each with its place in the text as given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# A word may hold invisible joiners and end in the "2" that doubles it ("bagi2").
_PIECE = re.compile(
    r"\b[pP]3[kK]\b"
    r"|[^\W\d_](?:[\u200b-\u200d\u00ad\u0300-\u036f]*[^\W\d_])*(?:2(?!\d))?"
    r"|\d+(?:[.,:/-]\d+)*"
    r"|[.!?]+(?=\s|[\"'”)]|$)|\n+|[,;:]"
)
END, ASKED, PAUSE = ".", "?", ","
NUMBER = "#"
_LONGEST_NUMBER = 2


def word_set(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


# A dot after these ends no sentence.
_SHORT = word_set(
    "no nmr jl tgl kec kab kel ds dr drs ir prof pj pjs plt plh sdr bpk h hj s m st dsb dll dkk psl"
)
# "bkn" is "bukan" in a chat, and the civil service agency after these.
_BEFORE_BKN = word_set("rekomendasi surat dari oleh ke kepada sanksi kepala kantor pusat lapor")
# After these a "2" is a number and does not double the word.
_NUMBERED = word_set("no nmr nomor nomer paslon calon urut pilih coblos dukung cabup cagub")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, number or stop; ``start`` and ``end`` count code points of the text as given."""

    word: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """Cut a text into lower-case words, numbers (``#``), ends of sentence and pauses."""
    found: list[Piece] = []
    for match in _PIECE.finditer(text):
        raw = match.group()
        word = _plain(raw) if raw[0].isalpha() else _sign(raw)
        if raw == "bkn" and not (found and found[-1].word in _BEFORE_BKN):
            word = "bukan"
        if word == END and raw == "." and found and found[-1].word in _SHORT:
            continue
        found.append(Piece(word, match.start(), match.end()))
        if raw[-1] == "2" and word in _NUMBERED:
            found.append(Piece(NUMBER, match.end() - 1, match.end()))
    return found


@lru_cache(maxsize=20_000)
def _plain(raw: str) -> str:
    flat = unicodedata.normalize("NFKD", raw).casefold()
    word = "".join(letter for letter in flat if letter.isalpha())
    if word in {"pppk", "pk"} and raw[1:2] in {"3", "p", "P"}:
        return "pppk"
    # "kampanyeee" is "kampanye"; no other Indonesian word has a letter three times in a row.
    return re.sub(r"(.)\1{2,}", r"\1", word)


def _sign(raw: str) -> str:
    if raw[0].isdigit():
        return NUMBER if len(raw) <= _LONGEST_NUMBER else raw
    if raw in {",", ";", ":"}:
        return PAUSE
    return ASKED if ASKED in raw else END
