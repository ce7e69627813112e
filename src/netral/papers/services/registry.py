"""Registers papers, so that anyone who holds one can check it, and withdraws them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, is_within
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import PaperRef
from netral.journal.services import Promise, entry_append
from netral.papers.access import issuer_required, withdrawer_required
from netral.papers.models import Paper, PaperFile
from netral.papers.queries import paper_public
from netral.papers.services.handles import matter_draw
from netral.papers.services.press import maker
from netral.shell.database import rows_insert, stored_moment

REASON_LENGTH = 300
_COLUMNS = (
    *("ref", "government_id", "kind", "title", "subject", "holder", "has_hidden_holder"),
    *("matter", "leaf", "promise", "made_at", "withdrawn_at", "withdrawn_reason"),
)


class PaperChangedError(AlreadyDoneError):
    """The same maker pressed other bytes for the same paper: its facts were changed."""

    title = "Isi dokumen ini berubah"


class PaperFacts(NamedTuple):
    """What is registered: the kind, title and subject of a paper, and who holds it.

    ``holder`` is kept only when ``shows_holder``; a paper of nobody has an empty holder.
    """

    kind: Paper.Kind
    title: str
    subject: str
    holder: str = ""
    shows_holder: bool = False


class Entered(NamedTuple):
    """The journal entry that a paper rests on: its matter, its promise, its moment."""

    matter: str
    promise: Promise
    at: datetime


def paper_record(*, government: str, facts: PaperFacts, ref: PaperRef, entered: Entered) -> Paper:
    """Keep a paper whose act the caller has just entered, in the caller's transaction.

    The paper's proof is that entry; no second one is written.
    """
    row = dict(zip(_COLUMNS, _row(government, facts, ref, entered), strict=True))
    return Paper.objects.create(**row | {"made_at": entered.at})


def papers_record(
    *, government: str, papers: Sequence[tuple[PaperFacts, PaperRef, Entered]]
) -> None:
    """Keep many papers whose acts the caller has just entered, in the caller's transaction."""
    rows_insert("papers_paper", _COLUMNS, [_row(government, *paper) for paper in papers])


def _row(government: str, facts: PaperFacts, ref: PaperRef, entered: Entered) -> tuple[object, ...]:
    """Return what the table keeps of a paper, in the order of the columns."""
    kind, title, subject, holder, shows_holder = facts
    matter, promise, at = entered
    return (
        *(ref, government, kind.value, title, subject, holder if shows_holder else ""),
        *(bool(holder) and not shows_holder, matter, promise.leaf.hex(), promise.text),
        *(stored_moment(at), None, ""),
    )


@transaction.atomic
def paper_register(
    *, actor: Actor, government: str, facts: PaperFacts, ref: PaperRef, pdf: bytes, at: datetime
) -> Paper:
    """Register a paper together with its file, whose QR already carries ``ref``.

    Raises NotVisibleError or NotAllowedError when the actor issues no letters there.
    """
    issuer_required(actor, government)
    matter = matter_draw()
    digest = hashlib.sha256(pdf).hexdigest()
    promise = entry_append(
        government=government,
        kind="paper.register",
        matter=matter,
        actor=actor.account,
        body={"paper": ref, "kind": facts.kind.value, "sha256": digest, "maker": maker()},
        at=at,
    )
    entered = Entered(matter, promise, at)
    paper = paper_record(government=government, facts=facts, ref=ref, entered=entered)
    PaperFile.objects.create(paper=paper, sha256=digest, maker=maker(), made_at=at)
    return paper


@transaction.atomic
def paper_file_register(*, person: str, ref: PaperRef, pdf: bytes, at: datetime) -> PaperFile:
    """Register the fingerprint of a paper's file the first time it is pressed.

    ``person`` is the holder who asked for it; the caller has checked that it is theirs. Repeated
    with the same bytes it changes nothing. Raises PaperChangedError when the bytes differ.
    """
    paper = Paper.objects.select_for_update().get(ref=ref)
    digest = hashlib.sha256(pdf).hexdigest()
    kept, is_new = PaperFile.objects.get_or_create(
        paper=paper, maker=maker(), defaults={"sha256": digest, "made_at": at}
    )
    if kept.sha256 != digest:
        raise PaperChangedError(
            _(
                "Berkas yang baru dibuat tidak sama dengan yang pernah terdaftar, jadi tidak kami "
                "berikan. Hubungi pengelola kepegawaian."
            )
        )
    if is_new:
        entry_append(
            government=paper.government_id,
            kind="paper.register",
            matter=paper.matter,
            actor=person,
            body={"paper": ref, "kind": paper.kind, "sha256": digest, "maker": maker()},
            at=at,
        )
    return kept


@transaction.atomic
def paper_withdraw(
    *, actor: Actor, ref: PaperRef, reason: str, at: datetime, unit: str = ""
) -> Paper:
    """Withdraw a paper: its check page says so from now on, with the reason.

    ``unit`` is whose officers answer for what the paper is of, where the caller knows it; else it
    takes one over the whole government. Raises NotVisibleError or NotAllowedError for others,
    WrongInputError without a reason, AlreadyDoneError when it was withdrawn before.
    """
    paper = Paper.objects.select_for_update().get(pk=paper_public(ref).pk)
    is_of_it = is_within(unit, paper.government_id)
    withdrawer_required(actor, unit if is_of_it else paper.government_id)
    if paper.withdrawn_at is not None:
        raise AlreadyDoneError(_("Dokumen ini sudah dicabut. Tidak ada yang berubah."))
    if not reason.strip():
        raise WrongInputError(_("Tulis alasan pencabutan. Pemegang dokumen akan membacanya."))
    paper.withdrawn_at = at
    paper.withdrawn_reason = reason.strip()[:REASON_LENGTH]
    paper.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    entry_append(
        government=paper.government_id,
        kind="paper.withdraw",
        matter=paper.matter,
        actor=actor.account,
        body={"paper": paper.ref, "reason": paper.withdrawn_reason},
        at=at,
    )
    return paper
