"""Who did it, by the words: the kind of person whom the rules bind, or do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netral.core.text.lexicon import Mention
from netral.core.text.matching import Signal
from netral.core.text.moods import Segment

OFFICIALS = (
    "BEKAS", "HONORER", "PPPK", "KADES", "PERANGKAT", "BPD", "TNIPOLRI", "KDH", "NEGARA",
    "DAERAH", "ASN",
)  # fmt: skip
_OTHERS = ("TIMSES", "CALON", "WARGA", "PARTAI")
CITIZENS = frozenset({"WARGA", "FAMILY", "TIMSES", "PASLON", "PARTAI"})
# What a party does for its own candidate.
_BY_A_PARTY = frozenset({"deklarasi", "kampanye", "kegiatan", "ajakan", "spanduk", "umum"})
_SIDES = frozenset({"PASLON", "TIMSES"})
_ORDERS = frozenset({"AJAK", "SURUH", "KERAH", "LIBAT", "KUMPULKAN", "HUKUM"})
_BY_A_SIDE = frozenset({"uang", "melibatkan"})
_NEXT_TO = 2
_OF_ONESELF = frozenset({"pendekatan", "parpol", "pasangan"})
_FAR = 6
_SAME = {"CALON": "PASLON"}
# "Staf ahli bupati" is the staff, not the head.
_OWNERS = frozenset({"KDH", "NEGARA"})
_BESIDE = 2


@dataclass(frozen=True, slots=True)
class Doer:
    """A person of the text: a kind, the words for the post, and where they stand."""

    kind: str
    post: str
    first: int
    last: int


def doers(segment: Segment) -> list[Doer]:
    """Return the people of a segment; a relative of an official is no official."""
    found: list[Doer] = []
    kin: Mention | None = None
    earlier: Mention | None = None
    for mention in segment.mentions:
        if mention.classes & {"KELUARGA", "PASUTRI"}:
            kin = mention
            found.append(Doer("FAMILY", mention.words, mention.first, mention.last))
        elif kind := next((k for k in (*OFFICIALS, *_OTHERS) if k in mention.classes), ""):
            owned = kin is not None and mention.first - kin.last <= _NEXT_TO
            kin = None
            if kind not in OFFICIALS or not (owned or _is_ordered(mention, earlier)):
                _add(found, Doer(_SAME.get(kind, kind), mention.words, mention.first, mention.last))
        earlier = mention
    return found


def _add(found: list[Doer], doer: Doer) -> None:
    """Add a person; words for an official right beside another's are about one person."""
    beside = found[-1] if found and found[-1].last == doer.first - 1 else None
    if beside is None or not {beside.kind, doer.kind} <= set(OFFICIALS):
        found.append(doer)
    elif doer.kind not in _OWNERS:
        # "honorer camat", "pegawai PPPK": of the closer kind.
        found[-1] = min(beside, doer, key=lambda item: OFFICIALS.index(item.kind))


def _is_ordered(mention: Mention, earlier: Mention | None) -> bool:
    """Tell whether the words before make this person the one who was told, not the teller."""
    return (
        earlier is not None
        and bool(earlier.classes & _ORDERS)
        and not earlier.is_passive
        and mention.first - earlier.last <= _NEXT_TO
    )


def doers_of(signal: Signal, people: Sequence[list[Doer]]) -> list[Doer]:
    """Return who did what the signal tells: before the anchor, after it, or in other sentences."""
    here = people[signal.segment]
    if signal.rule.concept in _BY_A_SIDE and not signal.anchor.is_passive:
        side = [item for item in here if _is_side(item, signal)]
        official = [item for item in here if _is_before(item, signal)]
        if side and not official:
            return side[:1]
    near = _nearest(here, signal)
    if near:
        return near
    for at in _outward(signal.segment, len(people)):
        official = [item for item in people[at] if item.kind in OFFICIALS]
        if official:
            return official[-1:]
    citizens = [
        item
        for item in here
        if item.kind == "FAMILY" or (item.kind == "WARGA" and item.last < signal.anchor.first)
    ]
    sides = [item for item in here if _is_side(item, signal)]
    return citizens[:1] or ([] if signal.anchor.is_passive else sides[:1])


def _nearest(here: list[Doer], signal: Signal) -> list[Doer]:
    before = [item for item in here if _is_before(item, signal)]
    after = [
        item
        for item in here
        if item.kind in OFFICIALS and item.first > signal.anchor.first and not _serves(item, signal)
    ]
    if signal.anchor.is_passive and after:
        return after[:1]
    kin = [item for item in here if item.kind == "FAMILY" and item.last < signal.anchor.first]
    if before:
        last = before[-1]
        joined = [item for item in before[:-1] if last.first - item.last <= _NEXT_TO]
        return [last, *joined]
    if kin and signal.rule.concept != "pasangan":
        return kin[:1]
    return after[:1]


def _is_side(doer: Doer, signal: Signal) -> bool:
    gap = signal.anchor.first - doer.last
    # "Paslon melibatkan guru", not "kampanye paslon, yang bawa guru".
    reach = _BESIDE if signal.rule.concept == "melibatkan" else gap
    kinds = _SIDES | {"PARTAI"} if signal.rule.concept in _BY_A_PARTY else _SIDES
    # Who wants to become a candidate is named by that word, and is no candidate's team.
    is_own = signal.rule.concept in _OF_ONESELF
    return doer.kind in kinds and 0 < gap <= reach and not is_own


def _is_before(doer: Doer, signal: Signal) -> bool:
    return doer.kind in OFFICIALS and doer.last < signal.anchor.first and not _serves(doer, signal)


def _serves(doer: Doer, signal: Signal) -> bool:
    """Tell whether the words already fill a slot as the object of the act."""
    is_object = signal.anchor.is_passive or doer.first > signal.anchor.first
    return is_object and any(item.first == doer.first for item in signal.mentions[1:])


def _outward(place: int, count: int) -> list[int]:
    before = range(place - 1, max(place - _FAR, 0) - 1, -1)
    return [*before, *range(place + 1, min(place + _FAR + 1, count))]
