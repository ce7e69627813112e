"""To which group of the law data a member of staff belongs, by status of service and post."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netral.core.law.book import post_kind

_BY_STATUS = {"PNS": "pns", "CPNS": "cpns", "PPPK": "pppk", "PPPK_PW": "pppk"}
_BPD = re.compile(r"\b(bpd|badan permusyawaratan desa|bamus (?:desa|nagari))\b", re.IGNORECASE)
_VILLAGE_STAFF = re.compile(
    r"^(kaur|kasi|kepala urusan|kepala seksi|kadus|kepala dusun|sekdes)\b.*"
    r"\b(desa|nagari|nagori|dusun|kampung|gampong)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """A group that a circular may address; ``status`` is what the law is asked about it by."""

    id: str
    status: str
    is_asn: bool


STAFF_GROUPS = (
    StaffGroup("pns", "PNS", is_asn=True),
    StaffGroup("cpns", "CPNS", is_asn=True),
    StaffGroup("pppk", "PPPK", is_asn=True),
    StaffGroup("non-asn", "PPNPN", is_asn=False),
    StaffGroup("kepala-desa", "KADES", is_asn=False),
    StaffGroup("perangkat-desa", "PERANGKAT_DESA", is_asn=False),
    StaffGroup("bpd", "BPD", is_asn=False),
)
"""In the order in which people are used to name them. The ids are those of the law's groups."""

ASN_GROUPS = tuple(group.id for group in STAFF_GROUPS if group.is_asn)
OTHER_GROUPS = tuple(group.id for group in STAFF_GROUPS if not group.is_asn)


def staff_group(status: str, post: str) -> str:
    """Return the group's id of a person on the roster.

    ASN belong by their status (UU 20/2023). Of all others the post decides:
    village heads, village staff and members of the council are bound by UU 6/2014, who works in
    an office without being ASN by the contract (SE MenPANRB 1/2023).
    """
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if _BPD.search(post):
        return "bpd"
    kind = post_kind(post)
    subjects = kind.subjects if kind else ()
    if "KADES" in subjects:
        return "kepala-desa"
    is_village_staff = "PERANGKAT_DESA" in subjects or _VILLAGE_STAFF.search(post)
    return "perangkat-desa" if is_village_staff else "non-asn"


def group_status(group: str) -> str:
    """Return the status by which the law is asked about a group; raise KeyError for no group."""
    return {each.id: each.status for each in STAFF_GROUPS}[group]
