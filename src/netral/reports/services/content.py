"""What a citizen wrote, as one value: sealed whole, and padded so that its length says little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from netral.vault.services import sealing


@dataclass(frozen=True, slots=True)
class ReportText:
    """The reporter's words; days as ISO text, "" where nothing was written.

    ``act`` is a code of an act family or "". ``unit`` is the path of a unit the reporter chose.
    """

    what: str = field(repr=False)
    act: str = field(default="", repr=False)
    who: str = field(default="", repr=False)
    post: str = field(default="", repr=False)
    workplace: str = field(default="", repr=False)
    unit: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    happened_on: str = field(default="", repr=False)
    happened_note: str = field(default="", repr=False)
    known_on: str = field(default="", repr=False)
    links: str = field(default="", repr=False)
    route: str = field(default="kantor", repr=False)
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports: sealed apart from the report."""

    name: str = field(repr=False)
    address: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)


def packed(value: ReportText | Identity | Mapping[str, Any]) -> bytes:
    """Return a value as bytes to be sealed, padded so that its length says little."""
    return sealing.packed(value if isinstance(value, Mapping) else asdict(value))


def text_read(body: bytes) -> ReportText:
    """Return the report of its packed bytes; fields of a later release are left out."""
    known = {item.name for item in fields(ReportText)}
    return ReportText(
        **{name: value for name, value in sealing.unpacked(body).items() if name in known}
    )


def identity_read(body: bytes) -> Identity:
    """Return the identity of its packed bytes."""
    return Identity(**sealing.unpacked(body))


def message_read(body: bytes) -> dict[str, str]:
    """Return a message's fields: text, at, who."""
    return sealing.unpacked(body)


def missing_for_bawaslu(text: ReportText, *, has_evidence: bool) -> tuple[str, ...]:
    """Return what a formal report to Bawaslu still lacks: codes in the order of the form.

    UU Pilkada Pasal 134 ayat (3): name and address of the reporter, the one reported, time and
    place, the account; evidence is the material requirement beside them.
    """
    checks = (
        ("nama", text.is_named),
        ("terlapor", bool(text.who or text.post)),
        ("tempat", bool(text.place)),
        ("waktu", bool(text.happened_on)),
        ("uraian", bool(text.what)),
        ("bukti", has_evidence or bool(text.links)),
    )
    return tuple(code for code, is_there in checks if not is_there)
