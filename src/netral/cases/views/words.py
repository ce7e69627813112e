"""Words of the pages: what a step was called once taken, and the addresses of the steps to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop

from netral.cases.models import Case, CaseClock, Step
from netral.cases.queries.clocks import is_paused
from netral.core.access import Actor, Role
from netral.core.flow.case import STAGE_LABELS, CaseClose, CaseStage, buttons
from netral.core.flow.moves import Move
from netral.people.queries.roles import ROLE_WORDS

STEP_WORDS = {
    "open": gettext_noop("Perkara dibuka"),
    "join": gettext_noop("Laporan digabungkan"),
    "match": gettext_noop("Terlapor dikenali"),
    "rematch": gettext_noop("Terlapor dicocokkan ulang"),
    "set_aside": gettext_noop("Terlapor bukan ASN"),
    "summon": gettext_noop("Terlapor dipanggil"),
    "summon_again": gettext_noop("Terlapor dipanggil lagi"),
    "examine": gettext_noop("Pemeriksaan dicatat"),
    "decide": gettext_noop("Diputus: terbukti"),
    "clear": gettext_noop("Diputus: tidak terbukti"),
    "deliver": gettext_noop("Keputusan disampaikan"),
    "refer": gettext_noop("Diteruskan"),
    "close": gettext_noop("Ditutup"),
    "suspend": gettext_noop("Batas waktu dijeda"),
    "resume": gettext_noop("Jeda diakhiri"),
    "extend": gettext_noop("Batas waktu diperpanjang"),
}
STEP_PLACES = {
    "match": "cocokkan",
    "rematch": "cocokkan",
    "summon": "panggil",
    "summon_again": "panggil",
    "examine": "periksa",
    "decide": "putuskan",
    "deliver": "sampaikan",
    "refer": "teruskan",
    "close": "tutup",
}
CLOCK_PLACES = {"suspend": "jeda", "resume": "lanjutkan", "extend": "perpanjang"}


def stage_tag(case: Case) -> tuple[str, str]:
    """Return the state and the words of a case's tag."""
    stage = CaseStage(case.stage)
    if stage is CaseStage.NOT_PROVEN or case.close_reason == CaseClose.NOT_PROVEN.value:
        return "shut", gettext(STAGE_LABELS[CaseStage.NOT_PROVEN])
    state = "done" if stage is CaseStage.CLOSED else "run"
    return state, gettext(STAGE_LABELS[stage])


def step_buttons(moves: Iterable[Move[CaseStage]]) -> list[dict[str, str]]:
    """Return the steps that have a page of their own, each once: words and place."""
    found: dict[str, str] = {}
    for move in moves:
        if move.act in STEP_PLACES:
            found.setdefault(STEP_PLACES[move.act], gettext(move.label))
    return [{"place": place, "label": label} for place, label in found.items()]


def clock_buttons(
    actor: Actor, case: Case, clocks: Iterable[CaseClock], today: date
) -> list[dict[str, str]]:
    """Return what the officer may do to the case's running limits: none to the own step's."""
    limits = [clock for clock in clocks if clock.done_at is None and clock.is_limit]
    if actor.role.value == case.waits_for or not limits:
        return []
    offered = {
        "suspend": True,
        "resume": any(is_paused(clock, today) for clock in limits),
        "extend": any(not clock.term["extend_n"] for clock in limits),
    }
    return [
        {"place": CLOCK_PLACES[move.act], "label": gettext(move.label)}
        for move in buttons(CaseStage(case.stage), actor.role)
        if offered.get(move.act)
    ]


def journey(case: Case, steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return the timeline: every step taken, then for whom the case waits."""
    taken = [
        {
            "title": gettext(STEP_WORDS[step.act]),
            "state": "done",
            "on": step.on,
            "note": f"{step.by_name}, {ROLE_WORDS[Role(step.by_role)]}",
            "law": step.basis,
        }
        for step in steps
    ]
    if not case.waits_for:
        return taken
    waiting = gettext("Menunggu: %(role)s") % {"role": ROLE_WORDS[Role(case.waits_for)]}
    return [*taken, {"title": waiting, "state": "now", "by": case.due_on}]
