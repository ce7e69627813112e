"""Build a rule of time with its options, and the hours of a counter, from one TOML record."""

from __future__ import annotations

from netral.core.kinds.terms import (
    Addition,
    ClockRule,
    Direction,
    Dispute,
    Ending,
    Reading,
    TermKind,
    TermUnit,
)
from netral.core.law.builders import REGIMES, STAGES, TRACKS
from netral.core.law.reading import Record
from netral.core.law.records import Clock, CounterHours, Standing

UNITS = tuple(TermUnit)
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


def build_clock(record: Record) -> Clock:
    """Build one clock."""
    standing = record.standing(record.texts("basis"))
    return Clock(
        rule=build_rule(record, standing),
        text=record.text("rule"),
        instrument=record.text("instrument"),
        tracks=record.choices("tracks", TRACKS),
        reported_n=record.number_or_none("reported_n"),
        standing=standing,
    )


def build_rule(record: Record, standing: Standing) -> ClockRule:
    """Build the rule of time of one clock; options that are left out change nothing."""
    number = record.number_or_none("n")
    if standing.confirmed is (number is None):
        raise record.wrong("batas yang terkonfirmasi harus punya 'n', dan yang belum tidak boleh.")
    return ClockRule(
        code=record.text("code"),
        n=number,
        unit=TermUnit(record.choice("unit", UNITS)),
        kind=TermKind(record.choice("kind", tuple(TermKind))),
        basis=standing.citation,
        confirmed=standing.confirmed,
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        regime=record.choice("regime", REGIMES, ""),
        confidence=standing.confidence,
        sources=standing.sources,
        note=record.text("note", ""),
        direction=Direction(record.choice("direction", tuple(Direction), Direction.FORWARD)),
        ending=Ending(record.choice("ending", tuple(Ending), Ending.STAYS)),
        additions=tuple(_addition(child) for child in record.children("additions", [])),
        dispute=_dispute(record),
        after=record.text("after", ""),
        times=record.number_or_none("times") or 1,
        twin=record.text("twin", ""),
    )


def build_counter(record: Record) -> CounterHours:
    """Build the hours of one counter; without ``opens`` it is open day and night."""
    opens, closes = record.time_or_none("opens"), record.time_or_none("closes")
    if (opens is None) is not (closes is None):
        raise record.wrong("'opens' dan 'closes' diisi keduanya atau tidak sama sekali.", "opens")
    days = record.choices("weekdays", WEEKDAYS, WEEKDAYS)
    return CounterHours(
        id=record.text("id"),
        place=record.text("place"),
        clocks=record.texts("clocks"),
        stages=record.choices("stages", STAGES),
        weekdays=frozenset(WEEKDAYS.index(day) for day in days),
        opens=opens,
        closes=closes,
        instrument=record.text("instrument", ""),
        standing=record.standing(),
    )


def _addition(record: Record) -> Addition:
    number = record.number_or_none("n")
    if number is None:
        raise record.wrong("tambahan harus punya 'n'.", "n")
    made = Addition(
        fact=record.text("fact"),
        n=number,
        unit=TermUnit(record.choice("unit", UNITS)),
        basis=record.texts("basis"),
    )
    record.done()
    return made


def _dispute(record: Record) -> Dispute | None:
    readings = tuple(_reading(child) for child in record.children("readings", []))
    question_id, question_en = record.text("question_id", ""), record.text("question_en", "")
    if not readings and not question_id:
        return None
    if not question_id or not question_en or len(readings) < 2:  # noqa: PLR2004
        raise record.wrong(
            "yang diperdebatkan harus punya 'question_id', 'question_en' dan sedikitnya dua "
            "'readings'.",
            "readings",
        )
    return Dispute(question_id, question_en, readings)


def _reading(record: Record) -> Reading:
    unit = record.choice("unit", ("", *UNITS), "")
    made = Reading(
        who=record.text("who"),
        says_id=record.text("says_id"),
        says_en=record.text("says_en"),
        sources=record.texts("sources"),
        n=record.number_or_none("n"),
        unit=TermUnit(unit) if unit else None,
    )
    record.done()
    return made
