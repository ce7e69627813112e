"""A typed question: what it tells, what it denies, by whom, and where one question ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netral.core.text.clean import ASKED, END, PAUSE, pieces, word_set
from netral.core.text.lexicon import Lexicon, Mention, Word
from netral.core.text.may.heading import NO_HEAD, Head, Listening, asides, head

ASKING = "tanya"
_DENIES = "tidak"
# After these something else begins that a denial does not reach.
_BREAKS = word_set(
    "dan tapi tetapi namun karena lalu kemudian terus sambil asal asalkan kalau jika saat ketika "
    "waktu cuma hanya sebab agar supaya malah and but while"
) | {PAUSE, END, ASKED}
_REACH = 4
_ENGLISH = word_set(
    "may can the a an i my of is are am it to in at on with allowed we our for do does if and or "
    "not should could"
)
_OPENS = word_set("may can should is are am do does")
_INDONESIAN = word_set(
    "yang dan di ke dari ini itu dengan untuk pada sudah apa apakah tidak akan ada saya kami mau "
    "bisa boleh bolehkah atau juga kalau jika sama saat oleh"
)
KINDS = (
    "HONORER", "PPPK", "KADES", "PERANGKAT", "BPD", "TNIPOLRI", "KDH", "NEGARA",
    "DAERAH", "ASN", "WARGA",
)  # fmt: skip
_OUTSIDE = frozenset({"WARGA", "TNIPOLRI"})
_ME = word_set("saya kami aku sebagai seorang bolehkah boleh apakah bagi i as we")
_OTHERS = word_set(
    "oleh dari dengan bareng bersama sama untuk ke kepada rumah kantor milik punya postingan akun "
    "teman tetangga suami istri anak saudara kakak adik ipar mertua keponakan sepupu mantan bapak "
    "pacar ayah ibu orang pilih acara from with by for of husband wife friend neighbour the"
)


EAR_LISTS = ("deeds", "hiding", "outer", "attends", "kin", "verbs")
_CAMPAIGN, _IN_CAMPAIGN = "kampanye", "saatkampanye"
_BY_KIN = "olehkerabat"
_SAYS = frozenset({"edaran", "ajak", "ingat"})
_RUNS, _CANDIDATE = "maju", "calon"


@dataclass(frozen=True, slots=True)
class Ear:
    """What the reader listens for: deeds, and what words say beside one another.

    A verb of ``passive`` says something else when it is suffered ("dikasih"). The words inside a
    phrase of a ``hiding`` class mean nothing by themselves ("calon pengantin"), and words of an
    ``outer`` class mean nothing inside any phrase ("calon bupati"). "Saat kampanye" is the event
    beside a class of ``attends``, else only the time. Beside ``kin`` it is they who run.
    ``verbs`` name all that somebody may do, risky or not.
    """

    passive: Mapping[str, str]
    deeds: frozenset[str]
    hiding: frozenset[str]
    outer: frozenset[str]
    attends: frozenset[str]
    kin: frozenset[str]
    verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What one question says: classes told and denied, mentions in order, and the asker.

    ``main`` is what is said outside reasons ("karena ..."), ``head`` the deed asked about.
    """

    classes: frozenset[str]
    denied: frozenset[str]
    mentions: tuple[Mention, ...]
    kind: str
    is_asked: bool
    has_me: bool
    content: frozenset[str]
    main: frozenset[str] = frozenset()
    head: Head = NO_HEAD

    @property
    def said(self) -> frozenset[str]:
        """Classes as patterns speak of them: denied ones with a minus."""
        return self.classes | {f"-{name}" for name in self.denied}

    @classmethod
    def nothing(cls) -> Told:
        """Nothing was typed: the situation was chosen."""
        return cls(frozenset(), frozenset(), (), "", True, True, frozenset())


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: list[Word]
    stop: str


def is_english(text: str) -> bool:
    """Tell whether the small words of a text are English rather than Indonesian."""
    words = [piece.word for piece in pieces(text)]
    ours = sum(word in _INDONESIAN for word in words)
    theirs = sum(word in _ENGLISH for word in words)
    return theirs > ours and (theirs > 1 or words[0] in _OPENS)


def questions(text: str, lexicon: Lexicon, ear: Ear) -> list[Told]:
    """Cut a text into its questions; what is only told belongs to the question beside it."""
    groups: list[list[_Sentence]] = []
    is_open = False
    for sentence in _sentences(lexicon.words(pieces(text))):
        told = _told([sentence], lexicon, ear)
        if groups and not (is_open and (told.is_asked or sentence.stop == ASKED)):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
            is_open = False
        # "Boleh tidak?" alone asks about what comes next.
        is_open = is_open or (told.is_asked and bool(told.classes - {ASKING}))
    return [_told(group, lexicon, ear) for group in groups]


def joined(first: Told, second: Told) -> Told:
    """Read a second question together with the first ("kalau pakai mobil dinas?")."""
    return Told(
        classes=first.classes | second.classes,
        denied=first.denied | second.denied,
        mentions=(*first.mentions, *second.mentions),
        kind=second.kind or first.kind,
        is_asked=True,
        has_me=first.has_me or second.has_me,
        content=first.content | second.content,
        main=first.main | second.main,
        head=second.head if second.head.word else first.head,
    )


def _sentences(words: list[Word]) -> Iterator[_Sentence]:
    start = 0
    for place, word in enumerate(words):
        if word.forms[0] in {END, ASKED}:
            if place > start:
                yield _Sentence(words[start:place], word.forms[0])
            start = place + 1
    if start < len(words):
        yield _Sentence(words[start:], "")


def _told(group: list[_Sentence], lexicon: Lexicon, ear: Ear) -> Told:
    mentions: list[Mention] = []
    told: set[str] = set()
    denied: set[str] = set()
    content: set[str] = set()
    main: set[str] = set()
    asked = NO_HEAD
    heard = Listening(ear.verbs, frozenset({ASKING}), ear.kin, _SAYS)
    kind, has_me = "", False
    for sentence in group:
        found = lexicon.mentions(sentence.words)
        off = _denied(found, sentence.words)
        aside = asides(found, sentence.words, heard)
        if _asks(found, sentence) or not asked.word:
            asked = head(found, sentence.words, heard)
        for item in found:
            classes = _meant(item, sentence.words, lexicon, ear)
            is_off = item.first in off
            (denied if is_off else told).update(classes)
            # "Staf yang tidak hadir" is not left undone by the asker; "agar tidak ikut" is meant.
            beside = aside.reasons | (aside.described if is_off else aside.purposes)
            if item.first not in beside:
                main.update(f"-{name}" if is_off else name for name in classes)
        mentions.extend(found)
        content.update(word.forms[-1] for word in sentence.words if word.forms[0].isalpha())
        kind = kind or _kind(found, sentence.words, ear.deeds)
        has_me = has_me or any(word.forms[0] in {"saya", "kami", "i"} for word in sentence.words)
    told = _beside(told, ear, asked)
    is_asked = ASKING in told or any(sentence.stop == ASKED for sentence in group)
    return Told(
        classes=frozenset(told - {_DENIES}),
        denied=frozenset(denied - {_DENIES, ASKING}),
        mentions=tuple(mentions),
        kind=kind,
        is_asked=is_asked,
        has_me=has_me,
        content=frozenset(content),
        main=frozenset(_beside(main, ear, asked)),
        head=asked,
    )


def _meant(item: Mention, words: list[Word], lexicon: Lexicon, ear: Ear) -> frozenset[str]:
    """The classes of a mention and, where it hides nothing, of the words inside it."""
    classes = _classes(item, ear.passive)
    if not classes & ear.hiding:
        classes |= _inside(item, words, lexicon) - ear.outer
    return classes


def _beside(told: set[str], ear: Ear, asked: Head) -> set[str]:
    """Return what words say beside one another: where one goes, who runs, who does it."""
    if _IN_CAMPAIGN in told and told & ear.attends:
        told = told | {_CAMPAIGN}
    if _RUNS in told and told & ear.kin:
        told = told - {_RUNS} | {_CANDIDATE}
    return told | {_BY_KIN} if asked.by_kin else told


def _asks(found: list[Mention], sentence: _Sentence) -> bool:
    """Tell whether this sentence asks; "Boleh tidak?" alone leaves it to what stands beside."""
    is_asked = sentence.stop == ASKED or any(ASKING in item.classes for item in found)
    return is_asked and any(ASKING not in item.classes for item in found)


def _classes(item: Mention, passive: Mapping[str, str]) -> frozenset[str]:
    """Return what a mention says; "dikasih" is to receive, not to give."""
    if not item.is_passive or not item.classes & passive.keys():
        return item.classes
    return frozenset(passive.get(name, name) for name in item.classes)


def _inside(item: Mention, words: list[Word], lexicon: Lexicon) -> frozenset[str]:
    """Return what the words of a phrase say besides: "dana kampanye" speaks of a campaign too."""
    if item.first == item.last:
        return frozenset()
    ends = lexicon.mentions(words[item.first : item.last])
    ends += lexicon.mentions(words[item.first + 1 : item.last + 1])
    return frozenset(name for end in ends for name in end.classes) - {_DENIES, ASKING}


def _denied(found: list[Mention], words: list[Word]) -> set[int]:
    """Return where the mentions stand that a "tidak" or "tanpa" takes back."""
    starts = {item.first: item for item in found}
    off: set[int] = set()
    for item in found:
        if _DENIES not in item.classes:
            continue
        at, left = item.last + 1, _REACH
        while at < len(words) and left > 0 and words[at].forms[0] not in _BREAKS:
            hit = starts.get(at)
            if hit is not None and ASKING in hit.classes:
                break
            if hit is not None:
                off.add(at)
                at, left = hit.last + 1, _REACH - 1
            else:
                at, left = at + 1, left - 1
    return off


def _kind(found: list[Mention], words: list[Word], deeds: frozenset[str]) -> str:
    """Return the kind of person who asks or is asked about; empty where none is named."""
    me = any(word.forms[0] in {"saya", "kami", "i"} for word in words)
    for item in found:
        if item.classes & deeds:
            break
        kind = next((name for name in KINDS if name in item.classes), "")
        before = {words[at].forms[0] for at in range(max(item.first - 2, 0), item.first)}
        by = words[item.first - 1].raw if item.first else ""
        if not kind or before & _OTHERS or by.startswith("di"):
            continue
        if kind not in _OUTSIDE or before & _ME or not me:
            return kind
    return ""
