"""Builds circulars for tests: a government of three OPD, a draft, a published letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from netral.circulars.models import Circular, CircularVersion
from netral.circulars.services import (
    DraftText,
    circular_approve,
    circular_draft,
    circular_pass_on,
    circular_publish,
    circular_submit,
    reading_open,
    reading_read,
    version_draft,
)
from netral.circulars.services.drafts import handle_new
from netral.core.access import Assurance, Role
from netral.core.flow.circular import ClauseText, Election
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath
from netral.journal.models import Entry
from netral.people.models import Person
from tests.apps.people.build import actor_build, unit_build

AT = datetime(2024, 9, 12, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
KEY = "kab-batanghari"
DINKES = f"{KEY}.dinkes"
PKM = f"{DINKES}.pkm-muara-tembesi"
DISDIK = f"{KEY}.disdik"
CAMPAIGN = ClauseText("kampanye", "", "Jangan ikut kampanye.", ("D-N1", "D-N2"))
GOODS = ClauseText("fasilitas", "Barang negara", "Jangan memakai mobil dinas.", ("D-N4",))


def tree_build() -> None:
    """Build a government with Dinkes (and a health centre below it) and Disdik."""
    unit_build(PKM, "Puskesmas Muara Tembesi")
    unit_build(DISDIK, "Dinas Pendidikan")


def text_build(
    clauses: Sequence[ClauseText] = (CAMPAIGN, GOODS),
    *,
    title: str = "Netralitas ASN dalam Pilkada 2024",
    bases: Sequence[str] = ("UU 20/2023", "UU 10/2016", "PP 94/2021"),
) -> DraftText:
    """Return what a writer decides."""
    return DraftText(title, Election.PILKADA, "Agar semua netral.", tuple(bases), tuple(clauses))


def draft_build(text: DraftText | None = None, *, key: str = KEY) -> Circular:
    """Return a circular whose first version is a draft."""
    return circular_draft(
        actor=actor_build(Role.OFFICER, key),
        text=text or text_build(),
        form_token=handle_new(),
        at=AT,
    )


def approved_build(text: DraftText | None = None, *, key: str = KEY) -> Circular:
    """Return a circular that waits for its signature."""
    circular = draft_build(text, key=key)
    approve(circular)
    return circular


def approve(circular: Circular) -> None:
    """Submit and approve the draft of a circular."""
    ref, key = CircularRef(circular.ref), circular.government_id
    circular_submit(actor=actor_build(Role.DESK, key), ref=ref, at=AT)
    circular_approve(actor=actor_build(Role.SEKDA, key), ref=ref, at=AT)


def published_build(
    text: DraftText | None = None, *, number: str = "800/1/SE/2024", key: str = KEY
) -> CircularVersion:
    """Return the version in force of a new circular."""
    circular = approved_build(text, key=key)
    return publish(circular, number)


def publish(circular: Circular, number: str, *, at: datetime = AT) -> CircularVersion:
    """Sign the approved version."""
    return circular_publish(
        actor=actor_build(Role.PPK, circular.government_id),
        ref=CircularRef(circular.ref),
        number=number,
        at=at,
    )


def renewed_build(
    version: CircularVersion, clauses: Sequence[ClauseText], number: str = "800/2/SE/2024"
) -> CircularVersion:
    """Return the next version in force, with other clauses."""
    officer = actor_build(Role.OFFICER, version.government_id)
    ref = CircularRef(version.circular.ref)
    draft = version_draft(actor=officer, ref=ref)
    draft.clauses.all().delete()
    for order, clause in enumerate(clauses, start=1):
        draft.clauses.create(
            order=order,
            key=clause.key,
            heading=clause.heading,
            text=clause.text,
            acts=list(clause.acts),
        )
    approve(version.circular)
    return publish(version.circular, number)


def passed_on(
    version: CircularVersion, unit: str = DINKES, note: str = "Baca sampai tuntas."
) -> None:
    """Let the head of a unit pass the version on."""
    circular_pass_on(
        actor=actor_build(Role.OPD_HEAD, unit),
        ref=CircularRef(version.circular.ref),
        unit=UnitPath(unit),
        note=note,
        at=AT,
    )


def opened(version: CircularVersion, person: Person) -> None:
    """Let a person open the version."""
    reading_open(
        person=PersonRef(person.ref),
        ref=CircularRef(version.circular.ref),
        sequence=version.sequence,
        assurance=Assurance.LINK_PIN,
        at=AT,
    )


def has_read(version: CircularVersion, person: Person) -> None:
    """Let a person open and read the version."""
    opened(version, person)
    reading_read(
        person=PersonRef(person.ref),
        ref=CircularRef(version.circular.ref),
        sequence=version.sequence,
        assurance=Assurance.LINK_PIN,
        at=AT,
    )


def kinds_entered() -> list[str]:
    """Return the kinds of the circular's entries in the order they were made."""
    entries = Entry.objects.filter(kind__startswith="circular.").order_by("pk")
    return list(entries.values_list("kind", flat=True))
