"""What may be known of a paper: by anyone who holds its code, and by its government."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import handle_read
from netral.core.ledger.checkpoint import head_parse
from netral.core.ledger.note import note_parse
from netral.core.ledger.proof import proof_parse
from netral.journal.queries.tiles import NotSealedError, entry_proof
from netral.papers.models import (
    DEFAULT_PATTERN,
    Letterhead,
    NumberPattern,
    Paper,
    Seal,
    SealedDocument,
    TrustRoot,
)
from netral.people.models import Account, Unit

SEAL_AGAIN = timedelta(minutes=2)
"""A seal that failed is tried again after so long."""


class PaperUnknownError(NotVisibleError):
    """No paper carries this code."""

    title = "Kode ini tidak kami kenal"


@dataclass(frozen=True, slots=True)
class Sealing:
    """Where a paper's entry stands: its number from 1 and the size of the tree that covers it.

    Both are None while the entry waits for the next checkpoint.
    """

    number: int | None
    checkpoint: int | None


def paper_public(typed: str) -> Paper:
    """Return the paper whose code was typed or scanned; raise PaperUnknownError for none."""
    paper = Paper.objects.select_related("government").filter(ref=handle_read(typed)).first()
    if paper is None:
        raise PaperUnknownError(
            _(
                "Tidak ada dokumen dengan kode ini. Periksa lagi delapan huruf dan angka di bawah "
                "kode QR, atau minta pemiliknya mengunduh ulang."
            )
        )
    return paper


def paper_successor(paper: Paper) -> Paper | None:
    """Return the paper that stands in the place of one that ended, of the same thing; or none."""
    if paper.withdrawn_at is None:
        return None
    standing = Paper.objects.filter(
        government=paper.government_id,
        kind=paper.kind,
        subject=paper.subject,
        made_at__gte=paper.made_at,
        withdrawn_at=None,
    )
    return standing.order_by("-made_at", "-pk").first()


def paper_proof(paper: Paper) -> str:
    """Return the tlog-proof of the paper's entry; raise NotSealedError while it waits."""
    return entry_proof(government=paper.government_id, matter=paper.matter, leaf=paper.leaf)


def paper_sealing(paper: Paper) -> Sealing:
    """Return whether and where the paper's entry is sealed in the journal."""
    try:
        proof = proof_parse(paper_proof(paper))
    except NotSealedError:
        return Sealing(None, None)
    return Sealing(proof.number + 1, head_parse(note_parse(proof.checkpoint).text).size)


def paper_file_is_known(*, paper: Paper, sha256: str) -> bool | None:
    """Tell whether a file is the paper's own, byte for byte; None when none was ever pressed."""
    known = set(paper.files.values_list("sha256", flat=True))
    return sha256 in known if known else None


def papers_visible(*, actor: Actor, code: str = "") -> QuerySet[Paper]:
    """Return the papers of the actor's government, newest first; with a code, that one alone."""
    papers = Paper.objects.visible_to(actor.unit).order_by("-made_at", "-pk")
    return papers.filter(ref=handle_read(code)) if code else papers


def letterhead_on(*, government: str, on: date, unit: str = "") -> Letterhead | None:
    """Return the letterhead of a day: the government head's own, or an office's; or none.

    An office without one of its own writes under that of the nearest office above it.
    """
    begun = Letterhead.objects.filter(government_id=government).begun_on(on)
    if not unit:
        return begun.filter(unit=None).first()
    parts = unit.split(".")
    above = [".".join(parts[:count]) for count in range(2, len(parts) + 1)]
    nearest = begun.filter(unit__path__in=above).annotate(depth=Length("unit__path"))
    return nearest.order_by("-depth", "-valid_from", "-pk").first()


@dataclass(frozen=True, slots=True)
class LetterheadLine:
    """A letterhead in the list; ``state`` is berlaku, akan (later) or lama (replaced)."""

    row: Letterhead
    has_picture: bool
    state: str


def letterheads_listed(*, actor: Actor, on: date) -> list[LetterheadLine]:
    """Return the letterheads of the actor's government: the head's, then by office; newest first.

    The pictures stay in the database: a list needs only to know whether there is one.
    """
    rows = (
        Letterhead.objects.visible_to(actor.unit)
        .select_related("unit")
        .annotate(picture_bytes=Length("picture"))
        .defer("picture")
        .order_by(F("unit__name").asc(nulls_first=True), "-valid_from", "-pk")
    )
    found, in_force = [], set()
    for row in rows:
        has_begun = row.valid_from <= on
        is_newest = row.unit_id not in in_force
        state = "akan" if not has_begun else "berlaku" if is_newest else "lama"
        if has_begun:
            in_force.add(row.unit_id)
        found.append(LetterheadLine(row, bool(row.picture_bytes), state))  # type: ignore[attr-defined]
    return found


def letterhead_initial(*, government: str, unit: str, on: date) -> dict[str, object]:
    """Return what stands in the form of a new letterhead: the words of the one in force."""
    held = letterhead_on(government=government, unit=unit, on=on)
    said: dict[str, object] = {"unit": unit, "valid_from": on}
    if held is not None and (held.unit_id is None) == (not unit):
        names = ("name", "office", "address", "contacts", "place")
        said |= {name: getattr(held, name) for name in names}
        said["keep_picture"] = bool(held.picture)
    return said


def offices_on(*, government: str, on: date) -> list[tuple[str, str]]:
    """Return path and name of the OPD of a day, by name."""
    alive = Unit.objects.live_on(on).filter(government_id=government, kind=Unit.Kind.OPD)
    return list(alive.order_by("name", "path").values_list("path", "name"))


def number_pattern_of(*, government: str, series: str) -> str:
    """Return how the government writes the numbers of a series; the usual form without its own."""
    kept = NumberPattern.objects.filter(government_id=government, series=series).first()
    return kept.pattern if kept else DEFAULT_PATTERN


def seals_visible(*, actor: Actor) -> QuerySet[Seal]:
    """Return the seals of the actor's government, newest first."""
    return Seal.objects.visible_to(actor.unit).order_by("-asked_at", "-pk")


def seals_over(subjects: QuerySet[Any, str]) -> QuerySet[Seal]:
    """Return the seals over documents of these subjects, newest first."""
    places = SealedDocument.objects.filter(subject__in=subjects)
    return Seal.objects.filter(pk__in=places.values("seal")).order_by("-asked_at", "-pk")


@dataclass(frozen=True, slots=True)
class SealStanding:
    """How far a seal is: who asked, the next try while it waits, copies that carry it."""

    asked_name: str
    next_try: datetime | None
    copies: int


def seal_standing(seal: Seal) -> SealStanding:
    """Return how far a seal is. Two queries."""
    asked = Account.objects.filter(ref=seal.asked_by).values_list("name", flat=True).first()
    waits = seal.state == Seal.State.ASKED and seal.tried_at is not None
    next_try = seal.tried_at + SEAL_AGAIN if waits and seal.tried_at else None
    copies = seal.documents.exclude(copy_sha256="").count()
    return SealStanding(asked or "", next_try, copies)


def trust_roots_visible(*, actor: Actor) -> QuerySet[TrustRoot]:
    """Return the roots of the actor's government: those that wait, then those that count."""
    roots = TrustRoot.objects.visible_to(actor.unit)
    waits_first = F("confirmed_at").asc(nulls_first=True)
    return roots.order_by(F("removed_at").asc(nulls_first=True), waits_first, "name", "pk")


def roots_pem() -> bytes:
    """Return the certificates that two officers of any government trust, each once, as PEM."""
    rows = TrustRoot.objects.live().order_by("sha256").values_list("sha256", "pem")
    return "".join(dict(rows).values()).encode("ascii")


def vouchers_of(sha256: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return which governments trust each of these roots, by fingerprint.

    One that none vouches for lies in the folder ``trust/`` of the installation.
    """
    rows = TrustRoot.objects.live().filter(sha256__in=list(sha256)).order_by("government__name")
    found: dict[str, tuple[str, ...]] = {}
    for key, name in rows.values_list("sha256", "government__name"):
        found[key] = (*found.get(key, ()), name)
    return found
