"""Which group a member of staff belongs to: ASN by status, all others by the post."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core import law
from netral.core.law.grouping import (
    ASN_GROUPS,
    OTHER_GROUPS,
    STAFF_GROUPS,
    group_status,
    staff_group,
)

ON = date(2024, 10, 5)


@pytest.mark.parametrize(
    ("status", "post", "group"),
    [
        ("PNS", "Camat Muara Tembesi", "pns"),
        ("PNS", "Sekretaris Desa Sukamaju", "pns"),
        ("CPNS", "", "cpns"),
        ("PPPK", "Guru", "pppk"),
        ("PPPK_PW", "Pelaksana", "pppk"),
        ("NON_ASN", "Satpam", "non-asn"),
        ("NON_ASN", "", "non-asn"),
        ("NON_ASN", "Kepala Seksi Keamanan", "non-asn"),
        ("NON_ASN", "Kepala Desa Sukamaju", "kepala-desa"),
        ("NON_ASN", "Wali Nagari Koto Baru", "kepala-desa"),
        ("NON_ASN", "Sekretaris Desa Sukamaju", "perangkat-desa"),
        ("NON_ASN", "Kaur Keuangan Desa Sukamaju", "perangkat-desa"),
        ("NON_ASN", "Ketua BPD Sukamaju", "bpd"),
    ],
)
def test_the_group_follows_the_status_and_of_those_who_are_not_asn_the_post(
    status: str, post: str, group: str
) -> None:
    assert staff_group(status, post) == group


def test_every_group_is_one_of_the_law_and_is_asked_by_a_status_that_it_binds() -> None:
    known = {group.id: group for group in law.groups(ON)}
    assert {group.id for group in STAFF_GROUPS} <= known.keys()
    assert all(group.status in known[group.id].subjects for group in STAFF_GROUPS)
    assert (*ASN_GROUPS, *OTHER_GROUPS) == tuple(group.id for group in STAFF_GROUPS)


def test_a_group_that_no_circular_can_address_has_no_status() -> None:
    assert group_status("kepala-desa") == "KADES"
    with pytest.raises(KeyError):
        group_status("tni-polri")
