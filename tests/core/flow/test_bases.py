"""Legal bases: each one read by the law of the day, what is doubtful said with its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from netral.core.flow import bases
from netral.core.flow.bases import SUCCESSORS, Doubt, Finding, bases_read, findings_of
from netral.core.flow.circular import Election
from netral.core.law.book import the_law

ON = date(2024, 9, 12)
SOUND = ("UU 20/2023", "UU 10/2016", "PP 94/2021", "SKB 22 September 2022")


def found(
    *texts: str,
    opening: str = "",
    election: Election = Election.PILKADA,
    groups: tuple[str, ...] = (),
    on: date = ON,
) -> list[tuple[Doubt, str]]:
    findings = findings_of(
        texts, opening=opening, election=election, groups_addressed=groups, on=on
    )
    return [(one.doubt, one.shown) for one in findings]


def test_sound_bases_raise_no_doubt() -> None:
    assert found(*SOUND, groups=("pns", "cpns", "pppk")) == []


def test_a_basis_names_the_records_that_it_cites() -> None:
    (read,) = bases_read(["UU 1/2015 jo. UU 10/2016"], election=Election.PILKADA, on=ON)
    assert [rule.id for rule in read.rules] == ["uu-10-2016"]
    assert read.findings == ()


@pytest.mark.parametrize(
    ("text", "doubt", "shown"),
    [
        ("UU 5/2014", Doubt.SUPERSEDED, "UU 5/2014"),
        ("PP 53/2010", Doubt.SUPERSEDED, "PP 53/2010"),
        ("Putusan MK 136/PUU-XXII/2024", Doubt.NOT_YET, "Putusan MK 136/PUU-XXII/2024"),
        ("UU 99/2019", Doubt.UNKNOWN, "UU 99/2019"),
        ("Surat Gubernur Jambi", Doubt.UNREAD, "Surat Gubernur Jambi"),
        ("Pernyataan Mendagri 9 Juli 2024", Doubt.UNREAD, "Pernyataan Mendagri 9 Juli 2024"),
    ],
)
def test_each_doubt_has_its_case(text: str, doubt: Doubt, shown: str) -> None:
    assert found(*SOUND, text) == [(doubt, shown)]


@pytest.mark.parametrize("old", SUCCESSORS, ids=lambda one: one.key)
def test_the_day_before_the_new_rule_the_old_one_was_sound(old: bases.Successor) -> None:
    number, year = old.key.split("-")[1:]
    text = f"{old.key.split('-')[0].upper()} {number}/{year}"
    before = found(text, on=old.since - timedelta(days=1))
    assert (Doubt.SUPERSEDED, text) not in before
    assert (Doubt.SUPERSEDED, text) in found(text, on=old.since)


@pytest.mark.parametrize("old", SUCCESSORS, ids=lambda one: one.key)
def test_a_successor_is_a_record_that_begins_on_that_day(old: bases.Successor) -> None:
    (by,) = [rule for rule in the_law().instruments if rule.id == old.by]
    assert by.standing.in_force == old.since


def test_a_rule_that_ended_is_told_with_its_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    law = the_law()
    ended = [
        replace(rule, standing=replace(rule.standing, ended=date(2024, 1, 31)))
        if rule.id == "pp-94-2021"
        else rule
        for rule in law.instruments
    ]
    monkeypatch.setattr(bases, "the_law", lambda: replace(law, instruments=tuple(ended)))
    (one,) = findings_of(["PP 94/2021"], election=Election.PILKADA, on=ON)
    assert (one.doubt, one.on) == (Doubt.ENDED, date(2024, 1, 31))


def test_only_the_other_elections_statute_is_the_gravest_doubt_and_told_once() -> None:
    assert found("UU 7/2017") == [(Doubt.WRONG_ELECTION, "pilkada")]
    assert found("UU Pilkada", election=Election.PEMILU) == [(Doubt.WRONG_ELECTION, "pemilu")]


def test_the_other_elections_rule_beside_the_own_statute_is_only_noted() -> None:
    assert found("UU 10/2016", "UU 7/2017") == [(Doubt.OTHER_ELECTION, "UU 7/2017")]
    assert found("UU 7/2017", "PKPU 2/2024", election=Election.PEMILU) == [
        (Doubt.OTHER_ELECTION, "PKPU 2/2024")
    ]


def test_the_opening_cites_as_well_but_need_not() -> None:
    assert found(opening="Agar semua netral.") == []
    assert found(opening="Berdasarkan UU 7/2017, pegawai wajib netral.") == [
        (Doubt.WRONG_ELECTION, "pilkada")
    ]
    assert found("UU 7/2017", opening="menurut UU Pilkada") == [(Doubt.OTHER_ELECTION, "UU 7/2017")]


def test_a_group_beside_asn_is_missed_when_its_own_rule_is_not_cited() -> None:
    assert found(*SOUND, groups=("pns", "kepala-desa", "non-asn")) == [
        (Doubt.GROUP_WITHOUT, "non-asn"),
        (Doubt.GROUP_WITHOUT, "kepala-desa"),
    ]
    cited = (*SOUND, "UU 6/2014", "SE MenPANRB 1/2023")
    assert found(*cited, groups=("kepala-desa", "non-asn")) == []


def test_doubts_come_gravest_first_and_each_once() -> None:
    findings = findings_of(
        ["UU 99/2019", "PP 53/2010", "PP 53/2010", "UU 7/2017"],
        election=Election.PILKADA,
        on=ON,
    )
    assert [one.doubt for one in findings] == [
        Doubt.WRONG_ELECTION,
        Doubt.SUPERSEDED,
        Doubt.UNKNOWN,
    ]


def test_a_doubt_that_rests_on_a_record_names_its_source() -> None:
    findings = findings_of(
        ["UU 7/2017", "Putusan MK 136/PUU-XXII/2024", "PP 53/2010"],
        election=Election.PILKADA,
        groups_addressed=("bpd",),
        on=ON,
    )
    assert len(findings) == 4
    assert all(one.source for one in findings)
    assert isinstance(findings[0], Finding)
