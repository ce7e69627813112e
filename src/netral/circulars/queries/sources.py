"""What was read in an uploaded letter, and which acts each clause may point at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netral.circulars.models import Attachment, CircularVersion
from netral.circulars.queries.rules_told import act_title
from netral.core import law
from netral.core.text.clauses import acts_proposed
from netral.core.text.letters import Kind

PART_LABELS = {
    Kind.FURNITURE: gettext_lazy("Bagian kertas, bukan isi surat"),
    Kind.HEAD: gettext_lazy("Kepala surat"),
    Kind.NUMBER: gettext_lazy("Nomor surat"),
    Kind.ABOUT: gettext_lazy("Perihal"),
    Kind.ADDRESSEE: gettext_lazy("Tujuan"),
    Kind.OPENING: gettext_lazy("Pembuka"),
    Kind.BASIS: gettext_lazy("Dasar hukum"),
    Kind.LEAD: gettext_lazy("Pengantar butir"),
    Kind.CLAUSE: gettext_lazy("Butir"),
    Kind.CLOSING: gettext_lazy("Penutup"),
    Kind.ANNEX: gettext_lazy("Lampiran surat"),
}
NEVER_A_CLAUSE = frozenset({Kind.FURNITURE, Kind.HEAD, Kind.NUMBER, Kind.ABOUT, Kind.BASIS})
REMEMBERED = 1_024


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act proposed for a clause: its code, title, and the words that spoke for it."""

    code: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class PartRead:
    """A part of the uploaded letter: its kind in words, its place, whether a clause holds it."""

    key: str
    kind: Kind
    label: str
    mark: str
    heading: str
    text: str
    page: int
    line: int
    is_clause: bool

    @property
    def may_be_clause(self) -> bool:
        """Tell whether a person may still make a clause of it."""
        return not self.is_clause and self.kind not in NEVER_A_CLAUSE


def clause_proposals(text: str, *, held: Collection[str], on: date) -> list[Proposal]:
    """Return the acts that a clause's words resemble and that it does not point at yet."""
    known = {act.code: act for act in law.acts(on)}
    return [
        Proposal(code, act_title(known[code]), _("Kata: %(words)s") % {"words": words})
        for code, words in _resembling(text, on)
        if code in known and code not in held
    ]


@lru_cache(maxsize=REMEMBERED)
def _resembling(text: str, on: date) -> tuple[tuple[str, str], ...]:
    return tuple((act.code, ", ".join(act.words)) for act in acts_proposed(text, on=on))


def source_of(version: CircularVersion) -> Attachment | None:
    """Return the uploaded letter from which the version was begun, or none."""
    return version.attachments.filter(is_source=True).select_related("enclosure").first()


def parts_read(source: Attachment, keys: Collection[str]) -> list[PartRead]:
    """Return what was read in the uploaded letter, in order; ``keys`` are those of the clauses."""
    return [
        PartRead(
            key=f"h{row['page']}-{row['line']}",
            kind=Kind(row["kind"]),
            label=str(PART_LABELS[Kind(row["kind"])]),
            mark=row["mark"],
            heading=row["heading"],
            text=row["text"],
            page=row["page"],
            line=row["line"],
            is_clause=f"h{row['page']}-{row['line']}" in keys,
        )
        for row in source.reading
    ]
