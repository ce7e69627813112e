"""From a concept and its doer to codes of the law, fit for the stage and the election."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from netral.core import law
from netral.core.law.records import Act
from netral.core.text.grammar import CueDataError, Grammar

DEFAULT_REGIME = "pilkada"
_MOST = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """When it was: stage and election as far as known, and the day whose law holds."""

    stage: str
    regime: str
    on: date
    is_stage_known: bool


def reference_day() -> date:
    """The day from which all acts of the data are in force: the law when no day is given."""
    return max(act.standing.in_force for act in law.the_law().acts)


def codes_for(grammar: Grammar, concept: str, kind: str, moment: Moment) -> list[str]:
    """Return the codes for what was done by this kind of person, the best first.

    Empty when no rule binds such a person.
    """
    listed = [code for code in _listed(grammar, concept, kind) if law.act(code, moment.on)]
    fitting = [made for code in listed if (made := fitting_act(code, moment))]
    regime = moment.regime or DEFAULT_REGIME
    ours = [act for act in fitting if act.election in {"", regime}]
    if moment.regime and ours:
        fitting = ours
    fitting.sort(key=lambda act: act.election not in {"", regime})
    if not fitting and listed:
        fitting = [act for code in ("D-N6", "D-24") if (act := fitting_act(code, moment))][:1]
    for over in fitting[0].overlays if fitting else ():
        act = law.act(over, moment.on)
        if act and act.election == regime and fitting_act(over, moment) and over not in listed:
            fitting.append(act)
    return list(dict.fromkeys(act.code for act in fitting))[:_MOST]


def _listed(grammar: Grammar, concept: str, kind: str) -> list[str]:
    rows = grammar.concepts[concept]
    if "always" in rows:
        return rows["always"]
    if kind in rows.get("none", ()):
        return []
    general = rows.get("ASN", [])
    if not kind:
        return rows.get("unknown", general)
    own = rows.get(kind) or grammar.anywhere.get(kind, [])
    return [code for item in own for code in (general if item == "+" else [item])]


def fitting_act(code: str, moment: Moment) -> Act | None:
    """Return the act, or its twin, that holds on this day and in this stage."""
    act = law.act(code, moment.on)
    if act is None or not moment.stage or act.fits_stage(moment.stage):
        return act
    twin = law.act(act.twin, moment.on) if act.twin else None
    return twin if twin and twin.fits_stage(moment.stage) else None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the law is asked about: a status and a post."""

    status: str
    post: str


def view(code: str, person: Person, moment: Moment) -> Mapping[str, Any]:
    """What the law says of an act for this person then: basis, track, sanction, contested.

    ``is_bound`` tells whether it binds such a person then; ``stage`` is the stage it was asked for.
    """
    return _view(
        code,
        Person(person.status, _post(person.post)),
        moment.stage,
        _era(moment.on),
        moment.regime,
    )


@lru_cache(maxsize=10_000)
def _post(words: str) -> str:
    kind = law.post_kind(words) if words else None
    return kind.words[0] if kind else ""


@lru_cache(maxsize=20_000)
def _view(code: str, person: Person, stage: str, on: date, regime: str) -> Mapping[str, Any]:
    act = law.act(code, on)
    if act is None:
        raise CueDataError(f"Kode '{code}' tidak berlaku pada {on}. Perbaiki codes.toml.")
    asked = stage or _first_stage(act)
    elections = [item.id for item in law.elections() if item.regime == (regime or act.election)]
    facts = [f"tahap:{asked}", *(f"pemilihan:{name}" for name in elections[:1])]
    if act.applies_to[0] in {
        "ATASAN_LANGSUNG",
        "PEJABAT_YANG_BERWENANG_MENGHUKUM",
        "PPK",
        "PASLON",
    }:
        facts.append(f"subjek:{act.applies_to[0]}")
    found = law.answer(
        act=code, status=person.status, post=person.post, region="", on=on, facts=facts
    )
    sanction = None
    if found.sanction is not None:
        sanction = {
            "level": act.level,
            "text": found.sanction.text,
            "confirmed": found.sanction.confirmed,
            "items": [
                {"id": item.id, "title": item.title_id, "level": item.level, "basis": item.basis}
                for menu in found.sanction.menus
                for item in menu.items
            ],
        }
    return {
        "family": act.family,
        "title": act.title_id,
        "basis": list(act.basis),
        "track": act.track,
        "sanction": sanction,
        "contested": _contested(code),
        "is_bound": found.governing is not None,
        "stage": asked,
    }


def _first_stage(act: Act) -> str:
    return "kampanye" if act.fits_stage("kampanye") else act.stages[0]


def _contested(code: str) -> dict[str, Any] | None:
    found = law.contested_of(code)
    if not found:
        return None
    return {
        "id": found[0].id,
        "question": found[0].question_id,
        "sides": [{"who": side.who, "says": side.says_id} for side in found[0].sides],
    }


def _era(on: date) -> date:
    """The first day since which nothing of the law has changed: so that answers can be kept."""
    days = _turns()
    return days[max(bisect_right(days, on) - 1, 0)]


@cache
def _turns() -> list[date]:
    book = law.the_law()
    standings = [
        item.standing
        for items in (book.acts, book.menus, book.clocks, book.examiners, book.deciders)
        for item in items
    ]
    standings.extend(item.standing for item in book.addressees)
    days = {item.in_force for item in standings}
    days |= {item.ended + timedelta(days=1) for item in standings if item.ended}
    for election in book.elections:
        for stage in election.stages:
            days |= {stage.first, stage.last + timedelta(days=1)}
    return sorted(days)
