"""The groups of people: who is meant, what binds them, and what is forbidden to them."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core import law

EVE, DAY = date(2024, 11, 13), date(2024, 11, 14)


def codes(group_id: str, on: date) -> list[str]:
    group = law.group(group_id, on)
    assert group is not None
    return [act.code for act in law.acts_of_group(group, on)]


def test_the_twelve_groups_are_there_in_order() -> None:
    assert [group.id for group in law.groups(DAY)] == [
        "pns",
        "cpns",
        "pppk",
        "non-asn",
        "kepala-desa",
        "perangkat-desa",
        "bpd",
        "lurah",
        "suami-istri-calon",
        "tni-polri",
        "kepala-daerah",
        "petahana",
    ]


def test_every_group_is_told_in_plain_words_with_its_articles() -> None:
    for group in law.groups(DAY):
        sentences = (group.plain_id, group.plain_en, group.rule_id, group.rule_en)
        assert all(text.endswith(".") for text in sentences), group.id
        assert group.who_acts_id.endswith("."), group.id
        assert group.who_acts_en.endswith("."), group.id
        assert group.standing.citation, group.id
        assert group.standing.sources, group.id


def test_only_soldiers_police_and_regional_heads_are_for_referral_alone() -> None:
    alone = {group.id for group in law.groups(DAY) if group.referral_only}
    assert alone == {"tni-polri", "kepala-daerah", "petahana"}


def test_a_group_is_there_from_the_day_of_its_rule() -> None:
    assert law.group("lurah", date(2016, 7, 1)) is not None
    assert law.group("lurah", date(2016, 6, 30)) is None
    assert "lurah" not in {group.id for group in law.groups(date(2016, 6, 30))}


def test_an_unknown_group_is_refused_with_those_that_exist() -> None:
    with pytest.raises(law.UnknownLawCodeError, match=r"'rt-rw'.*perangkat-desa"):
        law.group("rt-rw", DAY)


def test_soldiers_and_police_come_under_article_188_with_the_ruling() -> None:
    assert "P-188" not in codes("tni-polri", EVE)
    assert codes("tni-polri", DAY)[:2] == ["R-TNIPOLRI", "P-188"]


def test_regional_heads_come_under_article_188_with_the_ruling() -> None:
    assert codes("kepala-daerah", EVE)[:2] == ["H-71-2", "H-71-3"]
    assert "P-188" not in codes("kepala-daerah", EVE)
    assert "P-188" in codes("kepala-daerah", DAY)


def test_the_acts_about_a_group_come_first_and_outcomes_are_no_prohibitions() -> None:
    assert codes("suami-istri-calon", DAY)[:2] == ["E-PASANGAN", "S-PASANGAN"]
    assert codes("non-asn", DAY) == ["H-PPNPN", "P-187A"]
    assert not any(code.startswith("N0-") for code in codes("pns", DAY))


def test_staff_without_asn_status_are_not_under_the_discipline_rule() -> None:
    for group_id in ("non-asn", "kepala-desa", "perangkat-desa", "bpd"):
        assert not any(code.startswith(("D-", "S-", "E-")) for code in codes(group_id, DAY))
