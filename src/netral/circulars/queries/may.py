"""What "Boleh tidak?" needs to know of the asker, and the answers that offices have given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from netral.circulars.models import Advice
from netral.circulars.queries.questions import advice_in_force
from netral.core import law
from netral.core.kinds.errors import NotVisibleError
from netral.core.text.may import (
    MayAnswer,
    Situation,
    Topic,
    Verdict,
    may,
    may_situation,
    situations,
    topics,
)
from netral.core.text.may.records import STRICTNESS

ALL_STAGES = "semua"
OFFICE_TOPIC = "kantor"


@dataclass(frozen=True, slots=True)
class AskedAs:
    """For whom and when: nothing of it is kept. ``stage`` is ALL_STAGES when nobody knows it.

    ``day`` is none for today, so that a shared link is answered with the law of its reading.
    ``is_named`` says that the government was chosen and is not merely the only one.
    """

    today: date
    status: str = ""
    stage: str = ""
    day: date | None = None
    government: str = ""
    is_named: bool = False

    @property
    def on(self) -> date | None:
        """Return the day to answer for; none when the answer is for all stages."""
        return None if self.stage == ALL_STAGES else self.day or self.today

    @property
    def facts(self) -> Mapping[str, object]:
        """Return what the engine is told beside the question."""
        stage = "" if self.stage == ALL_STAGES else self.stage
        return {"status": self.status or None, "stage": stage or None, "on": self.on}

    @property
    def query(self) -> str:
        """Return the query string of a link that is answered alike, "" when nothing was chosen."""
        day = self.day.isoformat() if self.day else ""
        office = self.government if self.is_named else ""
        named = (("siapa", self.status), ("tahap", self.stage), ("hari", day), ("ke", office))
        chosen = [(name, value) for name, value in named if value]
        return f"?{urlencode(chosen)}" if chosen else ""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with what stands around it: whose it is, and what is near it."""

    answer: MayAnswer
    office: str = ""
    since: date | None = None
    near: tuple[Situation, ...] = ()
    parts: tuple[Told, ...] = ()
    election: str = ""


def answer_typed(question: str, asked: AskedAs) -> Told:
    """Answer words that somebody typed; they are not kept."""
    given = _given(asked)
    more = [item for item, _advice in given.values()]
    return _told(may(question, more=more, **asked.facts), asked, given)


def answer_chosen(situation: str, asked: AskedAs) -> Told:
    """Answer a situation of the list; raise NotVisibleError for one that is not there."""
    given = _given(asked)
    known = {item.id for item in situations()} | set(given)
    if situation not in known:
        raise NotVisibleError("Keadaan ini tidak ada dalam daftar. Cari keadaan lain.")
    more = [item for item, _advice in given.values()]
    return _told(may_situation(situation, more=more, **asked.facts), asked, given)


def listed(asked: AskedAs, *, topic: str = "") -> list[tuple[Topic, list[Situation]]]:
    """Return the situations that can be chosen under their headings, the office's own last."""
    office = [item for item, _advice in _given(asked).values()]
    every = [item for item in (*situations(), *office) if item.listed]
    heads = [*topics(), Topic(OFFICE_TOPIC, "Dijawab kantor ini", "Answered by this office")]
    grouped = [
        (head, [item for item in every if item.topic == head.id])
        for head in heads
        if not topic or head.id == topic
    ]
    return [pair for pair in grouped if pair[1]]


def situation_of(advice: Advice) -> Situation:
    """Return an office's answer as the engine takes it; without English it stays Indonesian."""
    return Situation(
        id=f"kantor-{advice.ref.lower()}",
        topic=OFFICE_TOPIC,
        title_id=advice.title_id,
        title_en=advice.title_en or advice.title_id,
        verdict=Verdict(advice.verdict),
        why_id=advice.text_id,
        why_en=advice.text_en or advice.text_id,
        acts=tuple(advice.acts.splitlines()),
        basis=tuple(advice.basis.splitlines()),
        phrases=tuple(advice.phrases.splitlines()),
    )


def _given(asked: AskedAs) -> dict[str, tuple[Situation, Advice]]:
    """Return the answers of the asker's own government; of none when it is not known."""
    if not asked.government:
        return {}
    found = advice_in_force(today=asked.today, government=asked.government)
    return {made.id: (made, one) for one in found for made in [situation_of(one)]}


def _told(answer: MayAnswer, asked: AskedAs, given: Mapping[str, tuple[Situation, Advice]]) -> Told:
    parts = tuple(_told(part, asked, given) for part in sorted(answer.parts, key=_strictness))
    made = given.get(answer.situation)
    near = () if parts else _near(answer, [item for item, _advice in given.values()])
    cited = (*answer.basis, *(made[0].basis if made else ()))
    whole = replace(answer, basis=tuple(dict.fromkeys(cited)))
    office, since = (made[1].office, made[1].valid_from) if made else ("", None)
    return Told(whole, office, since, near, parts, _election(asked))


def _strictness(answer: MayAnswer) -> int:
    """Whoever reads the first answer alone must not miss a no that follows."""
    return STRICTNESS.index(answer.verdict)


def _near(answer: MayAnswer, office: Sequence[Situation]) -> tuple[Situation, ...]:
    """Return the neighbours of a situation under its heading: after it, then before it."""
    same = [item for item in (*situations(), *office) if item.topic == answer.topic and item.listed]
    ids = [item.id for item in same]
    if answer.situation not in ids:
        return ()
    place = ids.index(answer.situation)
    return tuple([*same[place + 1 :], *same[:place]][:3])


def _election(asked: AskedAs) -> str:
    """Return the id of the election whose calendar tells the stage, "" when none runs."""
    here = law.stages_on(asked.on) if asked.on else ()
    return here[0].election if here else ""
