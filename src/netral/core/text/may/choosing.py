"""Which situation fits a question: the closest pattern that passes the gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netral.core.text.clean import pieces, word_set
from netral.core.text.lexicon import Lexicon
from netral.core.text.may.reading import ASKING, Told
from netral.core.text.may.records import STRICTNESS, Gate, Pattern, Situation, Verdict

_SILENT = word_set(
    "yang dan di ke dari ini itu dengan untuk pada sudah apa apakah tidak akan ada saya kami mau "
    "bisa boleh bolehkah atau juga kalau jika sama saat oleh bagaimana seorang sebagai kah jadi "
    "asn pns pegawai tanya izin pak bu punya dalam adalah"
)
ALL = "*"
_SHARE = 0.5
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """A situation that fits, and how closely."""

    situation: Situation
    weight: float
    pattern: Pattern


def choose(
    told: Told, situations: Iterable[Situation], *, gate: Gate, more: Sequence[Fit] = ()
) -> Fit | None:
    """Return the fit that answers; None when nothing fits or no fit is safe."""
    fits = [fit for made in situations if (fit := _fit(told, made)) is not None]
    fits.extend(more)
    fits.sort(key=lambda fit: (-fit.weight, STRICTNESS.index(fit.situation.verdict)))
    return next((fit for fit in fits if _passes(fit, told, gate)), None)


def refrains(told: Told, gate: Gate) -> bool:
    """Tell whether every act in the question is one that the asker would not do."""
    return bool(told.denied & gate.deeds) and not told.classes & gate.deeds


def by_phrases(told: Told, situations: Iterable[Situation], lexicon: Lexicon) -> list[Fit]:
    """Find answers given by a person: all content words of one of their phrases are told."""
    asked = told.content - _SILENT
    found = []
    for made in situations:
        for phrase in made.phrases:
            words = phrase_words(phrase, lexicon)
            if len(words) >= _FEWEST and words <= asked and len(words) >= _SHARE * len(asked):
                found.append(Fit(made, len(words), _pattern(phrase, lexicon)))
    return found


def _pattern(phrase: str, lexicon: Lexicon) -> Pattern:
    """Return what a phrase speaks of, so that the gate knows what it does not."""
    mentions = lexicon.mentions(lexicon.words(pieces(phrase)))
    return Pattern(tuple(item.classes for item in mentions))


def phrase_words(phrase: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the content words of an everyday phrase in their known forms."""
    words = lexicon.words(pieces(phrase))
    return frozenset(word.forms[-1] for word in words if word.forms[0].isalpha()) - _SILENT


def _fit(told: Told, made: Situation) -> Fit | None:
    said = told.said
    best: Fit | None = None
    for pattern in made.patterns:
        if pattern.none & told.classes or any(slot.isdisjoint(said) for slot in pattern.slots):
            continue
        if best is None or pattern.weight > best.weight:
            best = Fit(made, pattern.weight, pattern)
    return best


def _passes(fit: Fit, told: Told, gate: Gate) -> bool:
    """Refuse a yes beside a risk, and a no beside a mitigating word, of which it does not speak."""
    spoken = fit.pattern.classes | fit.situation.covers
    rest = told.classes - spoken - {ASKING}
    if fit.situation.verdict is Verdict.BOLEH:
        return ALL in spoken or not (rest - told.denied) & gate.risk
    if fit.situation.verdict is Verdict.TIDAK:
        return not rest & gate.mild
    return True
