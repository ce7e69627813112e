"""The wording of the pledge: ours by default, a region's own by entry, fixed by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.pledge import DRAFTERS, Variant, text_sha256
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.law import pledge_points
from netral.journal.services import entry_append
from netral.papers.services import matter_draw
from netral.pledges.models import PledgeText

MOST_POINTS = 8
POINT_LENGTH = 600
DEFAULT_TITLE = "Ikrar netralitas ASN"
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
    """Enter a wording for the actor's government; the same wording again is the same text.

    Raises NotVisibleError or NotAllowedError for who may not, WrongInputError for no points, too
    many, or one too long.
    """
    require(actor, DRAFTERS, actor.unit)
    return text_keep(actor=actor, draft=draft, at=at)


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
    points = pledge_points(at.date())
    if not points:
        raise WrongInputError(
            _("Pada tanggal ini belum ada susunan kata bawaan. Masukkan naskah daerah Anda.")
        )
    ours = any(point.ours for point in points)
    draft = TextDraft(
        title=DEFAULT_TITLE,
        points=tuple(point.text_id for point in points),
        source=OWN_WORDING if ours else points[0].citation,
        is_official=not ours,
        variant=Variant.FOUR.value,
    )
    return text_keep(actor=actor, draft=draft, at=at)


def text_chosen(*, actor: Actor, ref: str, at: datetime) -> PledgeText:
    """Return the wording of the actor's government with this reference, ours for an empty one."""
    if not ref:
        return pledge_text_default(actor=actor, at=at)
    text = PledgeText.objects.filter(government_id=actor.government, ref=ref).first()
    if text is None:
        raise NotVisibleError(_("Naskah ini tidak ada. Pilih lagi naskah ikrar."))
    return text


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
