"""The options of a clock, read strictly."""

from __future__ import annotations

import tomllib
from datetime import time

import pytest

from netral.core.kinds.terms import Direction, Ending, TermUnit
from netral.core.law import LawDataError, load
from netral.core.law.book import data_files
from netral.core.law.reading import Record, Spot
from netral.core.law.records import Clock, CounterHours
from netral.core.law.timing import build_clock, build_counter

FILES = data_files()
CLOCK = """
code = "C"
title_id = "Batas"
title_en = "Limit"
rule = "batas"
n = 7
unit = "hari"
kind = "latest"
tracks = ["disiplin"]
instrument = "pp-94-2021"
basis = ["PP 94/2021 Pasal 1"]
in_force = 2021-08-31
confidence = "tinggi"
confirmed = true
sources = ["S10"]
"""
COUNTER = """
id = "loket"
place = "Bawaslu"
clocks = ["C"]
stages = ["kampanye"]
citation = "Pengumuman"
in_force = 2024-10-14
confidence = "rendah"
confirmed = false
sources = ["S51"]
"""
SIDES = """
readings = [
  { who = "A", says_id = "x", says_en = "x", sources = ["S1"] },
  { who = "B", says_id = "y", says_en = "y", sources = ["S2"], n = 3, unit = "hari_kerja" },
]
"""
QUESTION = 'question_id = "Mana?"\nquestion_en = "Which?"\n'


def clock(more: str = "") -> Clock:
    record = Record(Spot("c.toml"), tomllib.loads(CLOCK + more))
    made = build_clock(record)
    record.done()
    return made


def counter(more: str = "") -> CounterHours:
    record = Record(Spot("c.toml"), tomllib.loads(COUNTER + more))
    made = build_counter(record)
    record.done()
    return made


def test_a_clock_without_options_runs_forward_stays_and_is_undisputed() -> None:
    rule = clock().rule
    assert (rule.direction, rule.ending) == (Direction.FORWARD, Ending.STAYS)
    assert (rule.additions, rule.added, rule.dispute) == ((), (), None)
    assert (rule.after, rule.times, rule.twin) == ("", 1, "")


def test_a_clock_says_its_options() -> None:
    more = (
        'direction = "mundur"\nending = "hari_buka"\nafter = "A"\ntimes = 2\ntwin = "B"\n'
        'additions = [{ fact = "pos", n = 3, unit = "hari", basis = ["Pasal 2"] }]\n'
    )
    rule = clock(more).rule
    assert (rule.direction, rule.ending) == (Direction.BACKWARD, Ending.OPEN)
    assert (rule.after, rule.times, rule.twin) == ("A", 2, "B")
    (mail,) = rule.additions
    assert (mail.fact, mail.n, mail.unit, mail.basis) == ("pos", 3, TermUnit.DAYS, ("Pasal 2",))
    assert rule.given(["pos"]).added == (mail,)
    assert rule.given(["kurir"]).added == ()


def test_a_dispute_has_a_question_and_two_readings_at_least() -> None:
    dispute = clock(QUESTION + SIDES).rule.dispute
    assert dispute is not None
    assert (dispute.question_id, dispute.question_en) == ("Mana?", "Which?")
    first, second = dispute.readings
    assert (first.n, first.unit) == (None, None)
    assert (second.n, second.unit) == (3, TermUnit.WORKDAYS)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('ending = "geser"', "'ending' berisi 'geser'"),
        ('direction = "samping"', "'direction' berisi 'samping'"),
        (QUESTION, "sedikitnya dua"),
        (SIDES, "sedikitnya dua"),
        ('question_id = "Mana?"\n' + SIDES, "sedikitnya dua"),
        (QUESTION + SIDES.replace('unit = "hari_kerja"', 'unit = "dekade"'), "'dekade'"),
        (QUESTION + SIDES.replace('who = "B"', 'siapa = "B", who = "B"'), "tidak dikenal: siapa"),
        ('additions = [{ fact = "pos", unit = "hari", basis = ["x"] }]', "harus punya 'n'"),
        ('additions = [{ fact = "pos", n = 3, unit = "hari", basis = [] }]', "'basis'"),
        ('additions = [{ fact = "p", n = 3, unit = "hari", basis = ["x"], m = 1 }]', ": m."),
        ("times = 0", "lebih dari 0"),
    ],
)
def test_an_option_that_is_none_is_refused_by_name(more: str, says: str) -> None:
    with pytest.raises(LawDataError, match=says):
        clock(more)


def test_a_counter_has_its_weekdays_and_hours() -> None:
    made = counter('weekdays = ["senin", "jumat"]\nopens = 08:00:00\ncloses = 16:30:00')
    assert made.weekdays == frozenset({0, 4})
    assert (made.opens, made.closes) == (time(8), time(16, 30))
    assert (counter().weekdays, counter().opens) == (frozenset(range(7)), None)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("opens = 08:00:00", "diisi keduanya"),
        ('opens = "8"\ncloses = 16:00:00', "harus berupa jam"),
        ('weekdays = ["ahad"]', "ahad"),
    ],
)
def test_a_counter_with_half_its_hours_is_refused(more: str, says: str) -> None:
    with pytest.raises(LawDataError, match=says):
        counter(more)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('after = "GKD-SIDIK"', 'after = "GKD-X"', "GKD-X"),
        ('twin = "BWS-PEMILU-LAPOR"', 'twin = "BWS-X"', "BWS-X"),
        ('clocks = ["BWS-PILKADA-LAPOR"]', 'clocks = ["BWS-Y"]', "BWS-Y"),
        ('sources = ["S104"]', 'sources = ["S9999"]', "S9999"),
    ],
)
def test_a_clock_that_names_what_is_not_there_is_refused(old: str, new: str, says: str) -> None:
    text = FILES["clocks-elections.toml"].decode()
    assert old in text
    changed = FILES | {"clocks-elections.toml": text.replace(old, new, 1).encode()}
    with pytest.raises(LawDataError, match=says):
        load(changed)
