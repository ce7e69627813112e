"""What the law data says of a situation for one kind of person in one stage."""

from __future__ import annotations

from dataclasses import dataclass

from netral.core import law
from netral.core.text.codes import (
    DEFAULT_REGIME,
    Moment,
    Person,
    codes_for,
    fitting_act,
    reference_day,
    view,
)
from netral.core.text.grammar import the_grammar
from netral.core.text.may.records import Situation, Verdict

# These have rules of their own, of which the data holds only part.
_ELSEWHERE = {
    "WARGA": "warga",
    "KDH": "pejabat",
    "NEGARA": "pejabat",
    "DAERAH": "pejabat",
    "PASLON": "calon",
}


_BY_OFFICE = frozenset({"keputusan", "program", "mutasi"})
_OFFICE_ONLY = {
    "KDH": _BY_OFFICE,
    "NEGARA": _BY_OFFICE,
    "DAERAH": _BY_OFFICE,
    "BPD": frozenset[str](),
}


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom and when it is asked; ``kind`` as the cue data names people."""

    kind: str
    person: Person
    moment: Moment


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict with its acts and articles; ``why_not`` names the text of a missing answer."""

    verdict: Verdict
    acts: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    track: str = ""
    why_not: str = ""


def rule(made: Situation, asker: Asker) -> Ruling:
    """Decide one situation for one asker."""
    verdict = made.verdict_for(kind=asker.kind, stage=asker.moment.stage)
    if asker.kind == "TNIPOLRI":
        return Ruling(Verdict.TAK_TENTU, why_not="tni")
    if verdict is Verdict.TAK_TENTU:
        return Ruling(verdict, articles=made.basis)
    if verdict is Verdict.TIDAK:
        return _forbidden(made, asker)
    if asker.kind in _ELSEWHERE:
        return Ruling(Verdict.TAK_TENTU, why_not=_ELSEWHERE[asker.kind])
    return _permitted(made, verdict, asker)


def _permitted(made: Situation, verdict: Verdict, asker: Asker) -> Ruling:
    if verdict is Verdict.TERGANTUNG:
        codes = _broken(made, asker) or _bound(made.limits, asker)
        return Ruling(verdict, codes, (*_articles(codes, asker), *made.basis), _track(codes, asker))
    return Ruling(verdict, _harmless(made, asker), (*_limits(made, asker), *made.basis))


def _forbidden(made: Situation, asker: Asker) -> Ruling:
    codes = _broken(made, asker)
    if codes:
        articles = (*_articles(codes, asker), *made.basis)
        return Ruling(Verdict.TIDAK, codes, articles, _track(codes, asker))
    if made.basis and not (made.concept or made.acts):
        return Ruling(Verdict.TIDAK, articles=made.basis)
    today = Moment(asker.moment.stage, asker.moment.regime, reference_day(), is_stage_known=True)
    if asker.moment.on != today.on and _broken(made, Asker(asker.kind, asker.person, today)):
        return Ruling(Verdict.TAK_TENTU, why_not="early")
    return Ruling(Verdict.TAK_TENTU, why_not=_ELSEWHERE.get(asker.kind, "unbound"))


def _broken(made: Situation, asker: Asker) -> tuple[str, ...]:
    """The act that governs, and the election law that comes on top of it."""
    listed = list(made.acts)
    if made.concept and _speaks_to(made.concept, asker.kind):
        listed.extend(codes_for(the_grammar(), made.concept, asker.kind, asker.moment))
    bound = _bound(tuple(listed), asker)
    breaches = tuple(code for code in bound if not code.startswith("N0-"))
    regime = asker.moment.regime or DEFAULT_REGIME
    over = tuple(code for code in breaches[1:] if _election_of(code, asker) == regime)
    return (*breaches[:1], *over)


def _speaks_to(concept: str, kind: str) -> bool:
    """Tell whether the data says of this kind of person what the concept breaks.

    The reader of reports may guess for them; an answer may not.
    """
    return kind not in _OFFICE_ONLY or (
        concept in _OFFICE_ONLY[kind] or kind in the_grammar().concepts[concept]
    )


def _election_of(code: str, asker: Asker) -> str:
    act = law.act(code, asker.moment.on)
    return act.election if act else ""


def _bound(codes: tuple[str, ...], asker: Asker) -> tuple[str, ...]:
    found = []
    for code in codes:
        act = fitting_act(code, asker.moment)
        if act is not None and view(act.code, asker.person, asker.moment)["is_bound"]:
            found.append(act.code)
    return tuple(dict.fromkeys(found))


def _limits(made: Situation, asker: Asker) -> tuple[str, ...]:
    """Where what is allowed ends: the acts named, or what binds this kind of person at all."""
    codes = _bound(made.limits, asker) if made.limits else ()
    if made.limits and not codes:
        codes = _bound(tuple(codes_for(the_grammar(), "umum", asker.kind, asker.moment)), asker)[:1]
    return _articles(codes, asker)


def _harmless(made: Situation, asker: Asker) -> tuple[str, ...]:
    return tuple(code for code in _bound(made.acts, asker) if code.startswith("N0-"))


def _articles(codes: tuple[str, ...], asker: Asker) -> tuple[str, ...]:
    acts = (law.act(code, asker.moment.on) for code in codes)
    return tuple(dict.fromkeys(ref for act in acts if act for ref in act.basis))


def _track(codes: tuple[str, ...], asker: Asker) -> str:
    act = law.act(codes[0], asker.moment.on) if codes else None
    return act.track if act else ""
