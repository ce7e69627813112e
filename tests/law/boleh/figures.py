"""How often "Boleh tidak?" answers the golden questions rightly; the scoring is fixed here.

A question whose right answer is no and that is answered yes is *wrongly allowed*. One whose
right answer is yes and that is answered no is *wrongly forbidden*. ``tergantung`` and
``tak_tentu`` count as right only where they are expected; elsewhere they are *held back*:
neither wrongly allowed nor wrongly forbidden, but not right either.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netral.core.text.may import MayAnswer, Verdict, may

FOLDER = Path(__file__).parent
ALL = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "held_out",
    "held_out_last",
    "held_out_reasons",
)
FACTS = ("status", "post", "stage", "on")
YES, NO, OPEN = Verdict.BOLEH, Verdict.TIDAK, {Verdict.TERGANTUNG, Verdict.TAK_TENTU}


@dataclass(slots=True)
class Figures:
    """Counts by the right answer, and the questions that went wrong."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrongly_allowed: list[str] = field(default_factory=list)
    wrongly_forbidden: list[str] = field(default_factory=list)
    too_generous: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)
    wrong_act: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of questions answered exactly right."""
        return self.right.total() / self.asked.total()

    @property
    def forbidden_share(self) -> float:
        """The share of allowed things that were wrongly forbidden."""
        return len(self.wrongly_forbidden) / self.asked[YES]


def golden(which: str) -> list[dict[str, Any]]:
    """The questions of one file."""
    text = (FOLDER / f"{which}.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["ask"])


def answered(ask: dict[str, Any]) -> MayAnswer:
    """Ask one golden question with what is known beside it."""
    return may(ask["q"], **{name: ask[name] for name in FACTS if name in ask})


def measure(which: str) -> Figures:
    """Answer all questions of one file and count."""
    figures = Figures()
    for ask in golden(which):
        _count(figures, ask, answered(ask))
    return figures


def _count(figures: Figures, ask: dict[str, Any], answer: MayAnswer) -> None:
    want, got = Verdict(ask["want"]), answer.verdict
    line = f"{want} -> {got} [{answer.situation}] {ask['q']}"
    figures.asked[want] += 1
    figures.right[want] += got is want
    if got is YES and want is NO:
        figures.wrongly_allowed.append(line)
    elif got is NO and want is YES:
        figures.wrongly_forbidden.append(line)
    elif got is YES and want in OPEN:
        figures.too_generous.append(line)
    elif got is not want:
        figures.held_back.append(line)
    if got is want and not set(ask.get("acts", ())) <= set(answer.acts):
        figures.wrong_act.append(f"{line}: {answer.acts}, not {ask['acts']}")


def told(which: str) -> str:
    """The figures of one file in words, with every question that went wrong."""
    figures = measure(which)
    lines = [
        f"{which}: {figures.right.total()} of {figures.asked.total()} right ({figures.share:.1%})",
        *(f"  {name}: {figures.right[name]} of {n}" for name, n in figures.asked.items()),
        f"  wrongly allowed: {len(figures.wrongly_allowed)}",
        f"  wrongly forbidden: {len(figures.wrongly_forbidden)} ({figures.forbidden_share:.1%})",
        f"  yes where it depends or nobody knows: {len(figures.too_generous)}",
        f"  held back or stricter than needed: {len(figures.held_back)}",
        f"  right, but by another act: {len(figures.wrong_act)}",
    ]
    for listed in (
        figures.wrongly_allowed,
        figures.wrongly_forbidden,
        figures.too_generous,
        figures.held_back,
        figures.wrong_act,
    ):
        lines.extend(f"    {line}" for line in listed)
    return "\n".join(lines)


if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        sys.stdout.write(f"{told(name)}\n")
