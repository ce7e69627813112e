"""The acts of a day as a form offers them: in plain words, by family, the code beside."""

from __future__ import annotations

from datetime import date

from netral.circulars.queries.rules_told import act_title
from netral.circulars.queries.rules_words import FAMILY_LABELS
from netral.core import law
from netral.core.law.records import Act

Groups = list[tuple[str, list[tuple[str, str]]]]
"""Choices under the name of their family: ``(name, [(code, words)])``."""


def breaches_by_family(on: date) -> Groups:
    """Return the breaches that are law on the day, in the order in which people look for them."""
    found: dict[str, list[tuple[str, str]]] = {key: [] for key in FAMILY_LABELS}
    for act in _breaches(on):
        found[act.family].append((act.code, act_title(act)))
    return [(str(FAMILY_LABELS[key]), rows) for key, rows in found.items() if rows]


def breaches_to_choose(on: date, *, none: str) -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Return the same for a select: ``none`` first, each act with its code behind its words."""
    groups = [
        (name, [(code, f"{words} ({code})") for code, words in rows])
        for name, rows in breaches_by_family(on)
    ]
    return [("", none), *groups]


def _breaches(on: date) -> list[Act]:
    return [act for act in law.acts(on) if act.is_breach]
