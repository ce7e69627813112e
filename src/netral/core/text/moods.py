"""Which words tell an event, and which only quote a rule, deny, or name an event for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from netral.core.text.clean import ASKED, END, PAUSE, word_set
from netral.core.text.lexicon import Mention, Word

_DOERS = word_set(
    "ASN PPPK KADES PERANGKAT BPD HONORER TNIPOLRI KDH NEGARA DAERAH WARGA BEKAS KELUARGA "
    "PASUTRI PASLON TIMSES ATASAN"
)
_BESIDE = word_set("WAKTU TEMPAT BUKTI SAYA DUGA LEPAS SAMBUNG TANYA ANDAI")
_UNTOLD = _DOERS | _BESIDE | word_set("BAWAHAN JABATAN PEJABAT PPK")
_OPEN_SIDE = word_set("AJAK YEL POSE BAGI PASANG SUKAPASTI UNTUNG SULIT DIAM FAJAR")
_HANDS = word_set("PILIH DUKUNG")
# What comes from "agar tidak memilih" or "karena tidak mendukung" is told, not denied.
_TURNING = word_set("AJAK BILANG KARENA HUKUM SULIT HANYA")
# The small words that may stand between "tidak" and what it denies.
_SMALL = word_set(
    "pernah akan mau ada sedang lagi sempat sama sekali bisa perlu usah boleh termasuk juga satu "
    "yang seorang pun orang untuk ingin merasa di ke dalam pada acara mungkin dengan seperti "
    "benar ketika saat waktu kalau"
)
_NOBODY = word_set("ada satupun seorang")
_EITHER = word_set("atau maupun ataupun apalagi")
# After these words something else begins that the negation does not reach.
_BREAKS = word_set("dan tapi karena lalu kemudian terus saat ketika waktu") | {PAUSE}
_REACH = 3
# A stretch without a full stop is cut here, so that no text takes long.
_LONGEST = 80


@dataclass(slots=True)
class Segment:
    """Part of a sentence that holds together; ``mentions`` are those that tell an event."""

    sentence: int
    first: int
    last: int
    mentions: list[Mention]
    is_question: bool = False
    moods: set[str] = field(default_factory=set)

    def has(self, *classes: str) -> bool:
        """Tell whether any mention is of one of the classes."""
        return any(mention.classes.intersection(classes) for mention in self.mentions)


def segments(words: list[Word], mentions: list[Mention]) -> list[Segment]:
    """Cut a text into segments and drop from each the mentions that tell no event."""
    found = list(_cut(words, mentions))
    for place, segment in enumerate(found):
        near = found[max(place - _REACH, 0) : place]
        before = [item for item in near if item.sentence >= segment.sentence - 1]
        _read(segment, before, words)
    return found


def _cut(words: list[Word], mentions: list[Mention]) -> Iterator[Segment]:
    sentence, taken = 0, 0
    for first, last, stop in _stretches(words, mentions):
        inside = []
        while taken < len(mentions) and mentions[taken].first < last:
            inside.append(mentions[taken])
            taken += 1
        for part in _conceded(words, (first, last), inside):
            yield Segment(sentence, part[0], part[1], part[2], stop == ASKED)
        sentence += stop in {END, ASKED}


def _stretches(words: list[Word], mentions: list[Mention]) -> Iterator[tuple[int, int, str]]:
    """Yield first word, end and stop of each stretch: to a full stop, to a turn, or too long."""
    turns = {item.first for item in mentions if "LEPAS" in item.classes}
    first = 0
    for place, word in enumerate(words):
        stop = word.forms[0]
        if stop in {END, ASKED}:
            yield first, place, stop
            first = place + 1
        elif place > first and (place in turns or place - first >= _LONGEST):
            yield first, place, ""
            first = place
    yield first, len(words), ""


def _conceded(
    words: list[Word], span: tuple[int, int], inside: list[Mention]
) -> Iterator[tuple[int, int, list[Mention]]]:
    """Split "padahal dilarang, ia tetap ..." at its first pause."""
    first, last = span
    opens = inside and inside[0].first <= first + 1 and "LUNAK" in inside[0].classes
    pause = next((at for at in range(first, last) if words[at].forms[0] == PAUSE), last)
    if opens and pause < last:
        yield first, pause, [item for item in inside if item.first < pause]
        yield pause + 1, last, [item for item in inside if item.first > pause]
    else:
        yield first, last, inside


def _read(segment: Segment, before: list[Segment], words: list[Word]) -> None:
    segment.is_question = segment.is_question or segment.has("TANYA")
    if segment.has("TAKTERBUKTI"):
        _keep(segment, "TAKTERBUKTI")
    elif segment.has("BANTAH") or _is_refusal(segment):
        _silence(segment, before, "negated")
    elif _is_ban(segment) or _is_threat(segment, words) or _is_condition(segment, words):
        _silence(segment, [], "rule")
    else:
        _negate(segment, words)
        if segment.has("NETRAL") and not segment.has(*_OPEN_SIDE):
            _silence(segment, before, "neutral")


def _is_refusal(segment: Segment) -> bool:
    """Tell whether only "saya tolak" is left of what was said before."""
    told = [item for item in segment.mentions if _is_telling(item)]
    return (
        bool(told)
        and all(item.classes & {"TIDAK", "TOLAK"} for item in told)
        and segment.has("TOLAK")
    )


def _is_ban(segment: Segment) -> bool:
    return segment.has("LARANG") and not segment.is_question and not segment.has("LANGGAR")


def _is_threat(segment: Segment, words: list[Word]) -> bool:
    if not segment.has("ANCAMAN") or segment.is_question:
        return False
    spoken = (words[at].forms[0] for at in range(segment.first, segment.last))
    return segment.has("ANDAI") or "yang" in spoken or not segment.has("DUGA")


def _is_condition(segment: Segment, words: list[Word]) -> bool:
    starts = [item for item in segment.mentions if "ANDAI" in item.classes]
    if not starts or segment.is_question:
        return False
    said = [item for item in segment.mentions if "BILANG" in item.classes]
    if said and said[0].first < starts[0].first:
        return False
    at = starts[0].last + 1
    near = {form for word in words[at : at + _REACH] for form in word.forms}
    is_generic = bool(near & {"ada", "lihat", "temukan", "menemukan", "tahu"})
    return is_generic or starts[0].first <= segment.first + 1


def _keep(segment: Segment, name: str) -> None:
    segment.moods.add("negated")
    segment.mentions = [
        item for item in segment.mentions if name in item.classes or item.classes & _DOERS
    ]


def _silence(segment: Segment, before: list[Segment], mood: str) -> None:
    """Keep only who, when and where; a bare denial silences the sentence before it too."""
    told = [item for item in segment.mentions if _is_telling(item)]
    segment.moods.add(mood)
    segment.mentions = [item for item in segment.mentions if not _is_telling(item)]
    if len(told) <= 1:
        for earlier in before:
            earlier.moods.add(mood)
            earlier.mentions = [item for item in earlier.mentions if not _is_telling(item)]


def _is_telling(mention: Mention) -> bool:
    return not mention.classes <= _UNTOLD


def _negate(segment: Segment, words: list[Word]) -> None:
    starts = {item.first: item for item in segment.mentions}
    turns = segment.has(*_TURNING)
    dropped: set[int] = set()
    for item in segment.mentions:
        if "TIDAK" in item.classes:
            at = _after(item.last + 1, segment.last, words)
            hit = starts.get(at)
            if hit and ("AJAK" in hit.classes or _is_nobody(item, hit, words)):
                # Who tells nobody to choose has not told them whom either.
                stop = _stop(at, segment.last, words)
                dropped.update(place for place in starts if at <= place < stop)
            while at in starts and not (turns and starts[at].classes & _HANDS):
                dropped.add(at)
                at = _onward(starts, at, segment.last, words)
    if dropped:
        segment.moods.add("negated")
        segment.mentions = [item for item in segment.mentions if item.first not in dropped]


def _stop(at: int, last: int, words: list[Word]) -> int:
    return next((place for place in range(at, last) if words[place].forms[0] in _BREAKS), last)


def _is_nobody(denial: Mention, hit: Mention, words: list[Word]) -> bool:
    """Tell whether it says "tidak ada guru ...": then nothing that follows was done."""
    between = (word.forms[0] for word in words[denial.first : hit.first])
    return bool(hit.classes & _DOERS) and bool(_NOBODY.intersection(between))


def _onward(starts: dict[int, Mention], at: int, last: int, words: list[Word]) -> int:
    """Return where the negation reaches next, or -1 where something else begins."""
    hit = starts[at]
    at = _after(hit.last + 1, last, words)
    joined = words[at].forms[0] if at < last else ""
    if joined in _EITHER:
        return _after(at + 1, last, words)
    is_relative = hit.last + 1 < last and words[hit.last + 1].forms[0] == "yang"
    if (hit.classes & _DOERS and not is_relative) or joined in _BREAKS:
        return -1
    # One word that says nothing ("kepada") may stand between.
    return next((place for place in (at, at + 1) if place in starts), -1)


def _after(at: int, last: int, words: list[Word]) -> int:
    while at < last and words[at].forms[0] in _SMALL:
        at += 1
    return at
