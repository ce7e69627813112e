"""Words in, ranked acts out: deterministic, with the words that spoke for each."""

from __future__ import annotations

from collections.abc import Sequence

from netral.core import law
from netral.core.text.clean import pieces, word_set
from netral.core.text.codes import Moment, reference_day, view
from netral.core.text.doers import OFFICIALS, doers
from netral.core.text.given import Given, given_read
from netral.core.text.grammar import Grammar, the_grammar
from netral.core.text.hearing import Heard, Hearing, hear
from netral.core.text.lexicon import Mention
from netral.core.text.moods import Segment, segments
from netral.core.text.suggestion import Assessment, Suggestion

LONGEST = 100_000
_LEAST, _MOST = 0.3, 5
_PARTS = ("waktu", "tempat", "pelaku", "perbuatan", "bukti")
_CUES = {"waktu": "WAKTU", "tempat": "TEMPAT", "bukti": "BUKTI"}
_GAP = 3
# Enough to tell Indonesian that speaks of something else from another language.
_COMMON = word_set(
    "yang dan di ke dari ini itu dengan untuk pada sudah apa tidak akan ada saya kami mau bisa "
    "atau juga mohon kapan"
)


def assess(
    text: str,
    *,
    stage: object = None,
    status: object = None,
    post: object = None,
    on: object = None,
) -> Assessment:
    """Suggest acts for a text of any kind; spans are code points of ``text``, end exclusive.

    ``stage`` and ``status`` are codes of the law data, ``post`` free text, ``on`` a date or its
    ISO form. What cannot be used is ignored with a note; nothing is raised.
    """
    grammar = the_grammar()
    given = given_read(stage=stage, status=status, post=post, on=on)
    noted = [_note(grammar, *note) for note in given.notes]
    refused = _refusal(text)
    found = [] if refused else _read(grammar, text)
    if not found:
        noted.append(_note(grammar, refused or "language"))
        return Assessment((), _PARTS, tuple(noted), law.LAW_VERSION)
    moment = _moment(given, found)
    hearing = hear(grammar, found, given, moment)
    acts = [_suggest(code, heard, moment, text) for code, heard in _ranked(hearing)]
    noted.extend(_note(grammar, *note) for note in _notes(acts, found, moment, hearing))
    shown = tuple(act for act, _is_bound in acts)
    missing = _missing(found, given, has_act=bool(acts))
    return Assessment(shown, missing, tuple(dict.fromkeys(noted)), law.LAW_VERSION)


def _refusal(text: str) -> str:
    if not text.strip():
        return "empty"
    if len(text) > LONGEST:
        return "long"
    return "" if any(letter.isalpha() for letter in text) else "wordless"


def _read(grammar: Grammar, text: str) -> list[Segment]:
    """Return the segments; none when no word of the language is known."""
    words = grammar.lexicon.words(pieces(text))
    mentions = grammar.lexicon.mentions(words)
    if not mentions and not any(_COMMON.intersection(word.forms) for word in words):
        return []
    return segments(words, mentions)


def _moment(given: Given, found: Sequence[Segment]) -> Moment:
    regime = next((name for name in ("PEMILU", "PILKADA") if _any(found, name)), "").lower()
    stage = given.stage or ("pra_penetapan" if _any(found, "BAKAL") else "")
    on = given.on or reference_day()
    return Moment(stage, regime or given.regime, on, bool(given.stage))


def _any(found: Sequence[Segment], name: str) -> bool:
    return any(segment.has(name) for segment in found)


def _ranked(hearing: Hearing) -> list[tuple[str, Heard]]:
    order = {act.code: place for place, act in enumerate(law.the_law().acts)}
    loud = [pair for pair in hearing.codes.items() if pair[1].weight >= _LEAST]
    return sorted(loud, key=lambda pair: (-pair[1].weight, order[pair[0]]))[:_MOST]


def _suggest(code: str, heard: Heard, moment: Moment, text: str) -> tuple[Suggestion, bool]:
    seen = view(code, heard.person, moment)
    places = sorted({(item.start, item.end) for item in heard.mentions})
    suggestion = Suggestion(
        code=code,
        family=seen["family"],
        title=seen["title"],
        score=round(heard.weight, 2),
        spans=_spans(heard.mentions),
        words=tuple(text[start:end] for start, end in places),
        basis=tuple(seen["basis"]),
        track=seen["track"],
        sanction=seen["sanction"],
        contested=seen["contested"],
    )
    return suggestion, bool(seen["is_bound"])


def _spans(mentions: tuple[Mention, ...]) -> tuple[tuple[int, int], ...]:
    """Join the words that stand next to one another; end exclusive."""
    spans: list[tuple[int, int]] = []
    last = 0
    for item in sorted(mentions, key=lambda item: item.first):
        if spans and item.first - last <= _GAP:
            spans[-1] = spans[-1][0], max(spans[-1][1], item.end)
        else:
            spans.append((item.start, item.end))
        last = item.last
    return tuple(spans)


def _notes(
    acts: list[tuple[Suggestion, bool]],
    found: Sequence[Segment],
    moment: Moment,
    hearing: Hearing,
) -> list[tuple[str, str]]:
    if not acts:
        moods = sorted({mood for segment in found for mood in segment.moods})
        why = ["citizen"] if hearing.has_citizens else moods
        return [("nothing", ""), *((mood, "") for mood in why)]
    notes = [("suggests", "")]
    if any(segment.is_question for segment in found):
        notes.append(("question", ""))
    if not moment.is_stage_known:
        notes.append(("nostage", (moment.stage or "kampanye").replace("_", " ")))
    top, is_bound = acts[0]
    if not is_bound:
        notes.append(("notbound", top.code))
    return notes


def _missing(found: Sequence[Segment], given: Given, *, has_act: bool) -> tuple[str, ...]:
    known = {part for part, name in _CUES.items() if _any(found, name)}
    people = {doer.kind for segment in found for doer in doers(segment)}
    known |= {"waktu"} if given.on else set()
    known |= {"pelaku"} if given.post or people & set(OFFICIALS) else set()
    known |= {"perbuatan"} if has_act else set()
    return tuple(part for part in _PARTS if part not in known)


def _note(grammar: Grammar, key: str, value: str = "") -> str:
    return grammar.notes[key]["id"].replace("{value}", value)
