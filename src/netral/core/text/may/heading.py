"""The deed that a question asks about, and the clauses that only give a reason for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netral.core.text.clean import PAUSE, word_set
from netral.core.text.lexicon import Mention, Word

# What follows one of these is why or what for, not what is asked about.
_REASONS = word_set(
    "karena sebab lantaran soalnya akibat gegara gara berhubung dikarenakan mentang because since"
)
_PURPOSES = word_set("supaya agar biar")
# A verb by its shape; the lists of words need not know it.
_VERB = re.compile(
    r"(?:me(?:ng|ny|[mnlrwy])|nge|ng|ny|ber|di)[a-z]{4,}|[a-z]{4,}kan|mem?per[a-z]{3,}"
)
_NO_VERB = word_set(
    "berita bersama bersamaan berapa berbeda berkali menurut mengenai menjelang meskipun "
    "meski merah merek mertua dimana dimanakah berikut berikutnya beras berkas bernama berupa "
    "berisi bersifat sedangkan melainkan merupakan bahkan silakan mending memang memangnya "
    "menjadi berdua bertiga berempat berdasarkan dinas direktur diskusi diskon disiplin "
    "distrik dinasnya nyonya nggak menteri mental menit menu menara metode berlangsung "
    "berkaitan bergantian dibaca dikenal dirinya dialog dialognya undangan undangannya "
    "digital diri meriah melulu mengapa mengingat bersangkutan berusia berumur"
)
# Whoever does these does something else besides: that is what is asked about.
_LIGHT = word_set(
    "ikut pergi datang coba mulai tetap bantu mau ingin akan jadi menjadi terus sempat turut "
    "izin minta berhenti diminta disuruh diundang diajak ditunjuk ditugaskan ditugasi buat bikin "
    "membuat membikin bikinkan"
)

# Between the word that asks and its verb these may stand; any other unknown word is the verb.
_SMALL = word_set(
    "saya kami kita aku saja kah ya sih dong pak bu mas mbak kak min apa kalau jika yang dan di ke "
    "dari ini itu dengan untuk pada sudah akan ada bisa boleh atau juga sama saat oleh seorang "
    "sebagai seperti para semua masih lagi dulu langsung kok nih tuh yo tetapi tapi hanya cuma "
    "sekedar sekadar asal sambil sebelum setelah selama dalam punya dia ia beliau mereka orang "
    "tidak kan do to bebas sering kadang sesekali cukup pernah puskesmas gudang dinas kecamatan "
    "kelurahan desa kampung atasan pimpinan sekolah kantor"
)
_SKIPPED = _LIGHT | _NO_VERB
_WHICH, _WITHOUT, _MAY = "yang", "tanpa", "boleh"
_ME = word_set("saya kami i")


@dataclass(frozen=True, slots=True)
class Head:
    """The verb asked about, with its classes; no classes tell that no list knows it.

    ``by_kin`` tells that a relative, not the asker, is to do it.
    """

    word: str = ""
    classes: frozenset[str] = frozenset()
    by_kin: bool = False

    @property
    def is_strange(self) -> bool:
        """Tell whether nothing is known of what would be done."""
        return bool(self.word) and not self.classes


NO_HEAD = Head()


@dataclass(frozen=True, slots=True)
class Listening:
    """Classes that name deeds, that ask, that name relatives, and that say something to others."""

    verbs: frozenset[str]
    asks: frozenset[str]
    kin: frozenset[str]
    says: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asides:
    """Where the words stand that tell why, what for, or only describe ("yang ...")."""

    reasons: set[int]
    purposes: set[int]
    described: set[int]

    @property
    def other(self) -> set[int]:
        """All that is no part of the deed asked about."""
        return self.reasons | self.purposes


def asides(found: Sequence[Mention], words: Sequence[Word], heard: Listening) -> Asides:
    """Find the clauses beside the main one; each ends at a pause or where the question is asked.

    After a letter or an appeal "supaya" tells what it says, not what it is for.
    """
    asked = {item.first for item in found if item.classes & heard.asks}
    said = min((item.first for item in found if item.classes & heard.says), default=len(words))
    made = Asides(set(), set(), set())
    here: set[int] = set()
    for at, word in enumerate(words):
        if word.forms[0] == PAUSE or at in asked:
            here = set()
        elif word.raw in _REASONS:
            here = made.reasons
        elif word.raw in _PURPOSES and at < said:
            here = made.purposes
        elif word.raw == _WHICH and here is not made.reasons and here is not made.purposes:
            here = made.described
        here.add(at)
    return made


def head(found: Sequence[Mention], words: Sequence[Word], heard: Listening) -> Head:
    """Return the first deed after the word that asks, else one in what stands before it."""
    off = asides(found, words, heard).other
    spoken = {at: item for item in found for at in range(item.first, item.last + 1)}
    asking = next((item for item in found if item.classes & heard.asks), None)
    asked = asking.last + 1 if asking else 0
    bare = _bare(words, asked) if asking and _MAY in asking.words else None
    if bare is not None and bare not in spoken and bare not in off:
        return Head(words[bare].forms[-1])
    pauses = (at for at in range(asked) if words[at].forms[0] == PAUSE)
    clause = max(pauses, default=0)
    for first, last in ((asked, len(words)), (clause, asked), (0, clause)):
        made = _first(spoken, words, [at for at in range(first, last) if at not in off], heard)
        if made.word:
            return made
    return NO_HEAD


def _first(
    spoken: Mapping[int, Mention], words: Sequence[Word], places: Sequence[int], heard: Listening
) -> Head:
    """Return the first deed at these places that the asker would do."""
    aside, by_kin, me = "", False, False
    for at in places:
        item, word = spoken.get(at), words[at]
        aside = _aside(word, aside)
        me = me or word.forms[0] in _ME
        if aside == _WITHOUT or {word.raw, word.forms[0]} & _SKIPPED:
            continue
        # What is suffered beside "yang" only describes ("acara yang dihadiri calon").
        if aside == _WHICH and word.raw.startswith("di"):
            continue
        if item is None and _VERB.fullmatch(word.raw):
            return Head(word.forms[-1], frozenset(), by_kin)
        if item is not None and item.classes & heard.verbs and not item.classes & heard.asks:
            return Head(item.words, item.classes, by_kin)
        by_kin = by_kin or (not me and item is not None and bool(item.classes & heard.kin))
    return NO_HEAD


def _bare(words: Sequence[Word], asked: int) -> int | None:
    """Return where the word stands that follows "boleh": the verb, though no list knows it."""
    for at in range(asked, len(words)):
        if {words[at].raw, words[at].forms[0]} & _SKIPPED or not words[at].forms[0].isalpha():
            return None
        if not {words[at].raw, words[at].forms[0]} & _SMALL:
            return at
    return None


def _aside(word: Word, before: str) -> str:
    """Return which word began the clause beside the main one; a pause ends it."""
    if word.forms[0] == PAUSE:
        return ""
    return word.raw if word.raw in {_WHICH, _WITHOUT} else before
