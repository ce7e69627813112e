"""Tells the thread: its nine steps in order, each a line and its figures; stops at a falsehood."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from netral.core.kinds.errors import NetralError
from netral.ops.thread.browser import NoFormError
from netral.ops.thread.citizen import citizen
from netral.ops.thread.handling import handling
from netral.ops.thread.letters import letters
from netral.ops.thread.meetings import meetings
from netral.ops.thread.opening import opening
from netral.ops.thread.personnel import personnel
from netral.ops.thread.proofs import byte_flipped, journal_verified
from netral.ops.thread.story import FalseThingError, Story
from netral.ops.thread.vows import vows

Step = Callable[[Story], str]
STEPS: tuple[Step, ...] = (
    opening,
    personnel,
    letters,
    vows,
    citizen,
    handling,
    meetings,
    journal_verified,
    byte_flipped,
)
FALSE = (FalseThingError, NetralError, NoFormError)


def thread_tell(
    *, story: Story, say: Callable[[str], object], steps: tuple[Step, ...] = STEPS
) -> dict[str, Any]:
    """Run the steps, say each in one line; return what was proved, or the first false thing."""
    told: dict[str, Any] = {"ok": True, "rows": story.rows, "steps": [], "false": None}
    began = time.monotonic()
    for place, step in enumerate(steps, start=1):
        from_here, started = len(story.proved), time.monotonic()
        try:
            words = step(story)
        except FALSE as error:
            told |= {"ok": False, "false": {"step": place, "what": _what(error)}}
            say(f"{place}. SALAH  {told['false']['what']}")
            break
        say(f"{place}. {words}")
        told["steps"].append(
            {
                "step": place,
                "told": words,
                "proved": story.proved[from_here:],
                "seconds": round(time.monotonic() - started, 1),
            }
        )
    told["seconds"] = round(time.monotonic() - began, 1)
    say(_summary(story, told, len(steps)))
    return told


def _what(error: Exception) -> str:
    return f"{error.title}. {error}" if isinstance(error, NetralError) else f"Tidak benar: {error}."


def _summary(story: Story, told: dict[str, Any], count: int) -> str:
    if not told["ok"]:
        return (
            f"Berhenti di langkah {told['false']['step']} dari {count}; yang lain tidak diperiksa."
        )
    return (
        f"Terbukti: {len(story.proved)} pemeriksaan dalam {count} langkah benar semua, "
        f"{told['seconds']:.0f} detik. Semua orang dan laporan di sini rekaan."
    )
