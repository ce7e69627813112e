"""The calendar text, read again by a strict reader of its own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.core.clock import ClockError, Zone, calendar_of, reckon
from netral.core.clock.icalendar import Event, calendar_text, escaped, folded, term_event
from netral.core.kinds.terms import ClockRule, TermKind, TermUnit

STAMP = datetime(2024, 10, 7, 17, 0, tzinfo=Zone.WIB.tz)
IN_FORCE = Event(
    "perkara-7@kantor.example",
    date(2024, 10, 28),
    "Keputusan mulai berlaku",
    "Mulai Senin, 7 Oktober 2024; hari itu hari 0.\nHari kerja ke-15: Senin, 28 Oktober 2024.",
    "https://kantor.example/perkara/7",
)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)
NAME = re.compile(r"^(?P<name>[A-Z-]+)(?P<parameters>(;[A-Z-]+=[^:;]+)*):(?P<value>.*)$", re.DOTALL)

Component = dict[str, list[str]]


def unfolded(text: str) -> list[str]:
    """Return the content lines; any line that RFC 5545, 3.1 forbids fails the test."""
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    for line in lines:
        assert len(line.encode("utf-8")) <= 75
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line)
    return re.sub(r"\r\n ", "", text[:-2]).split("\r\n")


def unescaped(value: str) -> str:
    """Undo the escapes of RFC 5545, 3.3.11; a bare mark fails the test."""
    assert not re.search(r"(?<!\\)(\\\\)*[;,]", value), value
    assert not re.search(r"(?<!\\)(\\\\)*\\[^\\;,nN]", value), value
    marks = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda found: marks.get(found[1], found[1]), value)


def read(text: str) -> tuple[Component, list[Component], list[str]]:
    """Return the calendar's own properties, its events, and the names of all components."""
    own: Component = {}
    events: list[Component] = []
    inside: list[str] = []
    names: list[str] = []
    for line in unfolded(text):
        found = NAME.match(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            inside.append(value)
            names.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert inside.pop() == value
        elif inside == ["VCALENDAR"]:
            own.setdefault(name, []).append(value)
        elif inside[-1] == "VEVENT":
            events[-1].setdefault(name + found["parameters"], []).append(value)
    assert not inside
    return own, events, names


def test_a_day_is_a_whole_day_that_ends_before_the_next() -> None:
    _own, events, _names = read(calendar_text(name="Batas", events=[IN_FORCE], stamp=STAMP))
    assert events == [
        {
            "UID": ["perkara-7@kantor.example"],
            "DTSTAMP": ["20241007T100000Z"],
            "DTSTART;VALUE=DATE": ["20241028"],
            "DTEND;VALUE=DATE": ["20241029"],
            "SUMMARY": ["Keputusan mulai berlaku"],
            "DESCRIPTION": [escaped(IN_FORCE.description)],
            "URL": ["https://kantor.example/perkara/7"],
            "TRANSP": ["TRANSPARENT"],
        }
    ]


def test_a_stage_of_many_days_includes_its_last_day() -> None:
    campaign = Event("k@x", date(2024, 9, 25), "Masa kampanye", "", last=date(2024, 11, 23))
    _own, events, _names = read(calendar_text(name="Tahapan", events=[campaign], stamp=STAMP))
    assert events[0]["DTSTART;VALUE=DATE"] == ["20240925"]
    assert events[0]["DTEND;VALUE=DATE"] == ["20241124"]
    assert "DESCRIPTION" not in events[0]
    assert "URL" not in events[0]


def test_the_calendar_says_its_version_its_maker_and_its_name() -> None:
    own, _events, _names = read(calendar_text(name="Batas; satu", events=[IN_FORCE], stamp=STAMP))
    assert own["VERSION"] == ["2.0"]
    assert len(own["PRODID"]) == 1
    assert own["NAME"] == own["X-WR-CALNAME"] == ["Batas\\; satu"]


def test_a_calendar_without_events_still_holds_a_component() -> None:
    own, events, names = read(calendar_text(name="Kosong", events=[], stamp=STAMP))
    assert (own["NAME"], events) == (["Kosong"], [])
    assert names == ["VCALENDAR", "VTIMEZONE", "STANDARD"]


def test_the_same_days_and_stamp_give_the_same_bytes() -> None:
    again = STAMP.astimezone(UTC)
    once = calendar_text(name="Batas", events=[IN_FORCE], stamp=STAMP)
    assert once == calendar_text(name="Batas", events=[IN_FORCE], stamp=again)


def test_a_stamp_without_a_zone_is_refused() -> None:
    with pytest.raises(ClockError, match="zona waktu"):
        calendar_text(name="Batas", events=[], stamp=STAMP.replace(tzinfo=None))


def test_no_text_can_add_a_line_of_its_own() -> None:
    evil = "x\r\nEND:VEVENT\rBEGIN:VALARM\u2028\u0085\x00\x1b"
    event = Event(evil, date(2024, 1, 1), evil, evil, f"https://x.example/{evil}")
    _own, events, names = read(calendar_text(name=evil, events=[event], stamp=STAMP))
    assert names == ["VCALENDAR", "VEVENT"]
    assert events[0]["URL"] == ["https://x.example/xEND:VEVENTBEGIN:VALARM\u2028\u0085"]
    assert unescaped(events[0]["SUMMARY"][0]) == "x\nEND:VEVENT\nBEGIN:VALARM\n\n"


@given(texts, texts, texts)
def test_every_text_is_read_again_as_it_was_written(name: str, summary: str, told: str) -> None:
    event = Event("1@x", date(2024, 2, 29), summary, f"{told}.\n{summary}")
    own, events, _names = read(calendar_text(name=name, events=[event, event], stamp=STAMP))
    expected = re.compile("[\u2028\u2029]").sub("\n", summary)
    assert unescaped(events[1]["SUMMARY"][0]) == expected
    assert unescaped(own["NAME"][0]) == re.compile("[\u2028\u2029]").sub("\n", name)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")))
def test_folding_never_cuts_a_character_and_is_undone_by_joining(line: str) -> None:
    pieces = folded(line).split("\r\n ")
    assert "".join(pieces) == line
    lengths = [len(piece.encode("utf-8")) for piece in pieces]
    assert lengths[0] <= 75
    assert all(length <= 74 for length in lengths[1:])


@pytest.mark.parametrize("letter", ["x", "é", "—", "🗓"])
def test_a_long_line_is_filled_to_the_last_octet_and_never_beyond(letter: str) -> None:
    pieces = folded(letter * 300).split("\r\n")
    size = len(letter.encode())
    assert "".join(piece.removeprefix(" ") for piece in pieces) == letter * 300
    assert all(75 - size < len(piece.encode()) <= 75 for piece in pieces[:-1])


def test_half_a_surrogate_pair_is_shown_as_a_question_mark() -> None:
    assert folded("SUMMARY:a\ud83d") == "SUMMARY:a?"


def rule(*, confirmed: bool) -> ClockRule:
    return ClockRule(
        "DIS-BERLAKU",
        15,
        TermUnit.WORKDAYS,
        TermKind.IN_FORCE,
        ("Peraturan BKN 6/2022 Pasal 50 ayat (1)",),
        confirmed,
        "",
        "",
    )


def test_a_term_becomes_an_event_that_tells_how_it_was_counted() -> None:
    term = reckon(rule(confirmed=True), STAMP, calendar_of("15.04", []))
    event = term_event(term, uid="7@x", title="Mulai berlaku", url="https://x.example/")
    assert event is not None
    assert (event.day, event.url) == (date(2024, 10, 28), "https://x.example/")
    assert event.description.startswith("Mulai Senin, 7 Oktober 2024")
    assert event.description.endswith("Dasar: Peraturan BKN 6/2022 Pasal 50 ayat (1).")


def test_a_term_that_is_not_confirmed_is_no_event() -> None:
    term = reckon(rule(confirmed=False), STAMP, calendar_of("15.04", []))
    assert term_event(term, uid="7@x", title="Keberatan") is None


def test_the_stamp_is_told_in_utc_whatever_its_zone() -> None:
    nepal = datetime(2024, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    _own, events, _names = read(calendar_text(name="x", events=[IN_FORCE], stamp=nepal))
    assert events[0]["DTSTAMP"] == ["20231231T184500Z"]
