"""Which situation fits a question: the closest pattern that passes the gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

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
# How much less a yes may weigh than a no and still be as likely what was meant.
_CLOSE = 0.3
_SHARE = 0.5
_FEWEST = 2
# "Karena mau ke TPS" excuses nothing either.
_EXCUSES = frozenset({"tps"})


@dataclass(frozen=True, slots=True)
class Fit:
    """A situation that fits, and how closely."""

    situation: Situation
    weight: float
    pattern: Pattern
    words: frozenset[str] = frozenset()

    @property
    def slots(self) -> frozenset[str]:
        """The classes that the pattern rests on, denied or not."""
        told = frozenset[str]().union(*self.pattern.slots)
        return frozenset(name.removeprefix("-") for name in told)

    @property
    def spoken(self) -> frozenset[str]:
        """The classes that the situation speaks of besides."""
        return self.slots | self.situation.covers


Index = Mapping[str, Sequence[Fit]]


def choose(told: Told, index: Index, *, gate: Gate, more: Sequence[Fit] = ()) -> list[Fit]:
    """Return the fit that answers; two where a no stands beside a yes that fits as closely.

    Empty when nothing fits or no fit is safe.
    """
    fits = [*_fits(told, index), *more]
    fits.sort(
        key=lambda fit: (-fit.weight, STRICTNESS.index(fit.situation.verdict), fit.situation.id)
    )
    best = next((fit for fit in fits if _passes(fit, told, gate)), None)
    if best is None:
        return []
    if best.situation.verdict is Verdict.TIDAK:
        beside = (fit for fit in fits if _is_beside(fit, best, told, gate))
        return [*islice(beside, 1), best]
    return [best]


def _is_beside(fit: Fit, best: Fit, told: Told, gate: Gate) -> bool:
    """Tell whether a yes is as likely meant as the best no, and no act speaks against it."""
    return (
        fit.situation.verdict is Verdict.BOLEH
        and _is_asked(fit, told, gate)
        and fit.weight >= best.weight - _CLOSE
        and not _rest(fit, told) & gate.risk & gate.deeds
    )


def _rest(fit: Fit, told: Told) -> frozenset[str]:
    """What is told and of which neither the pattern nor the situation speaks."""
    return told.classes - fit.pattern.classes - fit.situation.covers - {ASKING}


def refrains(told: Told, gate: Gate) -> bool:
    """Tell whether every act in the question is one that the asker would not do."""
    if told.head.word and not told.head.classes & told.denied:
        return False
    return bool(_undone(told) & gate.deeds) and not told.classes & (gate.deeds | gate.others)


def _undone(told: Told) -> frozenset[str]:
    """Return what the asker would leave undone; what others leave undone is no such thing."""
    return frozenset(name[1:] for name in told.main if name.startswith("-"))


def by_phrases(told: Told, situations: Iterable[Situation], lexicon: Lexicon) -> list[Fit]:
    """Find answers given by a person: all content words of one of their phrases are told."""
    asked = told.content - _SILENT
    found = []
    for made in situations:
        for phrase in made.phrases:
            words = phrase_words(phrase, lexicon)
            if len(words) >= _FEWEST and words <= asked and len(words) >= _SHARE * len(asked):
                found.append(Fit(made, len(words), _pattern(phrase, lexicon), words))
    return found


def _pattern(phrase: str, lexicon: Lexicon) -> Pattern:
    """Return what a phrase speaks of, so that the gate knows what it does not."""
    mentions = lexicon.mentions(lexicon.words(pieces(phrase)))
    return Pattern(tuple(item.classes for item in mentions))


def phrase_words(phrase: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the content words of an everyday phrase in their known forms."""
    words = lexicon.words(pieces(phrase))
    return frozenset(word.forms[-1] for word in words if word.forms[0].isalpha()) - _SILENT


def index_build(situations: Iterable[Situation]) -> Index:
    """Sort all patterns by the classes of their first slot, so that few must be tried."""
    found: dict[str, list[Fit]] = {}
    for made in situations:
        for pattern in made.patterns:
            for name in sorted(pattern.slots[0]):
                found.setdefault(name, []).append(Fit(made, pattern.weight, pattern))
    return found


def _fits(told: Told, index: Index) -> list[Fit]:
    """Return the closest fit of every situation that fits at all."""
    said = told.said
    best: dict[str, Fit] = {}
    for name in sorted(said):
        for fit in index.get(name, ()):
            known = best.get(fit.situation.id)
            if known is not None and known.weight >= fit.weight:
                continue
            pattern = fit.pattern
            if not pattern.none & told.classes and not any(
                slot.isdisjoint(said) for slot in pattern.slots
            ):
                best[fit.situation.id] = fit
    return list(best.values())


def _is_asked(fit: Fit, told: Told, gate: Gate) -> bool:
    """Tell whether a yes speaks of the deed asked about, and not only of the reason for it."""
    deed, made = told.head, fit.situation
    if fit.words:
        return not deed.is_strange or deed.word in fit.words
    if made.about and not made.about & told.classes:
        return False
    if deed.word and ALL not in made.covers and not deed.classes & fit.spoken:
        return False
    # Beside its own deed a pattern may take from the reason what it warns of, never what excuses.
    is_own = not deed.classes.isdisjoint(fit.slots)
    known = told.main | (told.classes - gate.mild - _EXCUSES if is_own else frozenset())
    return all(slot & known for slot in fit.pattern.slots)


def _passes(fit: Fit, told: Told, gate: Gate) -> bool:
    """Refuse a yes beside a risk, and a no beside a mitigating word, of which it does not speak."""
    rest = _rest(fit, told)
    if fit.situation.verdict is Verdict.BOLEH:
        if not _is_asked(fit, told, gate):
            return False
        return ALL in fit.situation.covers or not (rest - _undone(told)) & gate.risk
    if fit.situation.verdict is Verdict.TIDAK:
        if not any(slot & told.main for slot in fit.pattern.slots):
            return False
        # What mitigates must be said of the deed, not of the reason for it.
        return not rest & gate.mild & (told.main | told.denied)
    return True
