"""The wording of the pledge: ours by default, a region's own by entry, fixed by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.pledge import DRAFTERS, Variant, text_sha256
from netral.core.kinds.errors import WrongInputError
from netral.core.law import pledge_points
from netral.journal.services import entry_append
from netral.papers.services import matter_draw
from netral.pledges.models import PledgeText
from netral.pledges.queries.texts import text_seen

MOST_POINTS = 8
POINT_LENGTH = 600
DEFAULT_TITLE = "Ikrar netralitas ASN"
PACT_TITLE = "Pakta integritas netralitas ASN"
PACT_READY = (
    "Bila saya melanggar pakta ini, saya bersedia diperiksa dan menerima akibatnya menurut "
    "peraturan yang berlaku."
)
OWN_WORDING = "Susunan kata milik Netral, bukan naskah resmi"


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A wording to be entered; ``source`` is its decree, or says whose wording it is."""

    title: str
    points: tuple[str, ...]
    source: str
    is_official: bool
    variant: str = Variant.OTHER.value


@transaction.atomic
def pledge_text_add(*, actor: Actor, draft: TextDraft, at: datetime) -> PledgeText:
    """Enter a wording for the actor's government; the same again is the same text.

    Raises NotVisibleError or NotAllowedError for who may not, WrongInputError for no points, too
    many, or one too long, or when the same words stand there under another source: who pledged by
    them was shown that one.
    """
    require(actor, DRAFTERS, actor.unit)
    kept = text_keep(actor=actor, draft=draft, at=at)
    if (kept.source, kept.is_official) != (draft.source, draft.is_official):
        raise WrongInputError(
            _(
                "Naskah dengan judul dan kata-kata ini sudah ada, dengan sumber “%(source)s”. "
                "Pakai naskah itu, atau beri judul lain."
            )
            % {"source": kept.source}
        )
    return kept


def text_keep(*, actor: Actor, draft: TextDraft, at: datetime) -> PledgeText:
    """Keep a wording in the caller's transaction, for an actor whose act needs it."""
    government = actor.government
    points = _points_checked(draft.points)
    text, is_new = PledgeText.objects.get_or_create(
        government_id=government,
        sha256=text_sha256(draft.title, points),
        defaults={
            "ref": matter_draw(),
            "variant": draft.variant,
            "title": draft.title,
            "points": points,
            "source": draft.source,
            "is_official": draft.is_official,
            "made_at": at,
        },
    )
    if is_new:
        entry_append(
            government=government,
            kind="pledge_text.add",
            matter=text.ref,
            actor=actor.account,
            body={
                "sha256": text.sha256,
                "title": text.title,
                "source": text.source,
                "variant": text.variant,
            },
            at=at,
        )
    return text


def pledge_text_default(*, actor: Actor, at: datetime) -> PledgeText:
    """Return our own wording of the four points of the joint decree (SKB 22 September 2022).

    Raises WrongInputError before the decree's day: then a region must enter its own text.
    """
    draft = wording_default(at)
    return text_keep(actor=actor, draft=draft, at=at)


def pact_text_default(*, actor: Actor, at: datetime) -> PledgeText:
    """Return our own wording of the pact: the pledge's points, and that one answers for them.

    No official text of a pact is known to us, so it is always marked as ours. Raises
    WrongInputError as ``pledge_text_default``.
    """
    return text_keep(actor=actor, draft=pact_wording_default(at), at=at)


def pact_wording_default(at: datetime) -> TextDraft:
    """Return our own wording of the pact as it would be kept, and keep nothing.

    Raises WrongInputError before the decree's day.
    """
    return TextDraft(
        title=PACT_TITLE,
        points=(*wording_default(at).points, PACT_READY),
        source=OWN_WORDING,
        is_official=False,
    )


def wording_default(at: datetime) -> TextDraft:
    """Return our own wording as it would be kept at a moment, and keep nothing.

    Raises WrongInputError before the decree's day.
    """
    points = pledge_points(at.date())
    if not points:
        raise WrongInputError(
            _("Pada tanggal ini belum ada susunan kata bawaan. Masukkan naskah daerah Anda.")
        )
    ours = any(point.ours for point in points)
    return TextDraft(
        title=DEFAULT_TITLE,
        points=tuple(point.text_id for point in points),
        source=OWN_WORDING if ours else points[0].citation,
        is_official=not ours,
        variant=Variant.FOUR.value,
    )


def text_chosen(*, actor: Actor, ref: str, at: datetime) -> PledgeText:
    """Return the wording of the actor's government with this reference, ours for an empty one."""
    return text_seen(actor=actor, ref=ref) if ref else pledge_text_default(actor=actor, at=at)


def _points_checked(points: tuple[str, ...]) -> list[str]:
    kept = [point.strip() for point in points if point.strip()]
    if not 1 <= len(kept) <= MOST_POINTS or any(len(point) > POINT_LENGTH for point in kept):
        raise WrongInputError(
            _(
                "Naskah harus berisi satu sampai delapan butir, masing-masing paling panjang 600 "
                "huruf. Tulis satu butir per baris."
            )
        )
    return kept
