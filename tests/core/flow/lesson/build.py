"""Builds items, slots and answers for the tests of the lesson."""

from __future__ import annotations

from datetime import date
from typing import Any

from netral.core.flow.lesson.attempt import Answered
from netral.core.flow.lesson.drawing import Asked, Slot
from netral.core.flow.lesson.items import Choice, Item, Verdict, Words

LIKE = "SKB 22 September 2022, Lampiran II, tabel disiplin butir 6"
CAMPAIGN = date(2024, 10, 8)


def choice_build(text: str) -> Choice:
    return Choice(Words(text, f"{text} (en)"), Words(f"Karena {text}.", f"Because {text}."))


def item_build(name: str = "suka", **changes: Any) -> Item:
    fields: dict[str, Any] = {
        "name": name,
        "topic": "medsos",
        "verdict": Verdict.FORBIDDEN,
        "status": "PNS",
        "acts": ("S-MEDSOS-INTERAKSI",),
        "on": CAMPAIGN,
        "scene": Words(f"Anda melihat unggahan {name}.", f"You see the post {name}."),
        "choices": tuple(choice_build(text) for text in ("lewati", "sukai", "komentari")),
        "basis": (LIKE,),
    }
    return Item(**{**fields, **changes})


def asked_build(clause: str, count: int, verdict: Verdict = Verdict.FORBIDDEN) -> Asked:
    names = [f"{clause} {number}" for number in range(count)]
    return Asked(clause, tuple(item_build(name, verdict=verdict) for name in names))


def slots_build(*sizes: int) -> tuple[Slot, ...]:
    return tuple(
        Slot(f"butir {at}", tuple(f"{at}.{number}" for number in range(size)))
        for at, size in enumerate(sizes)
    )


def answered(slot: int, item: str, *, right: bool = True) -> Answered:
    return Answered(slot, item, right)
