"""One seal of a government over a batch: asked for by a person, made by the worker.

The page that is signed names the root of the tree over the batch, so one signature answers for
every document in it. Each document then has a copy that carries its own way to that root. A key
that is missing or a program that fails leaves the seal asked for; the worker tries again.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import PaperRef
from netral.core.ledger.merkle import HASH_SIZE, leaf_hash, row_root
from netral.core.ledger.tree import inclusion_ranges
from netral.gateways.signature import AnswerOddError
from netral.gateways.signature_child import SOURCE
from netral.gateways.signature_frames import framed, unframed
from netral.journal.services import entry_append
from netral.papers.access import seal_seen, withdrawer_required
from netral.papers.models import Paper, PaperFile, Seal, SealedDocument
from netral.papers.queries import SEAL_AGAIN
from netral.papers.services.archive import file_keep, file_kept
from netral.papers.services.documents import Letterhead, Mark
from netral.papers.services.handles import matter_draw, paper_ref_draw
from netral.papers.services.registry import Entered, PaperFacts, paper_record
from netral.papers.services.seal_page import SealPage, seal_page_pdf
from netral.papers.services.signed_pdf import signed_facts
from netral.papers.services.signing import Document
from netral.shell.format import long_date
from netral.shell.rounds import done_each

MOST_DOCUMENTS = 2_000
PEN_SECONDS = 300
State = Seal.State


@transaction.atomic
def seal_ask(*, actor: Actor, title: str, documents: Sequence[Document], at: datetime) -> Seal:
    """Ask for one seal over a batch; the worker makes it. The order of the documents is kept.

    Who may withdraw papers of the whole government may seal. Raises WrongInputError for an empty
    or too large batch, or a document that already bears a person's signature: what a seal adds
    would come after it.
    """
    withdrawer_required(actor, actor.government)
    if not 0 < len(documents) <= MOST_DOCUMENTS:
        raise WrongInputError(
            _("Satu segel untuk 1 sampai %(most)d dokumen. Bagi menjadi beberapa berkas.")
            % {"most": MOST_DOCUMENTS}
        )
    if any(b"/ByteRange" in document.pdf for document in documents):
        raise WrongInputError(
            _("Ada dokumen yang sudah ditandatangani dengan sertifikat. Segel tidak diperlukan.")
        )
    kept = [file_keep(document.pdf) for document in documents]
    seal = Seal.objects.create(
        ref=matter_draw(),
        government_id=actor.government,
        title=title,
        size=len(kept),
        root=row_root(b"".join(_leaves(kept))).hex(),
        paper=paper_ref_draw(),
        asked_by=actor.account,
        asked_at=at,
    )
    SealedDocument.objects.bulk_create(
        _place(seal, index, document, sha256)
        for index, (document, sha256) in enumerate(zip(documents, kept, strict=True))
    )
    _enter(seal, "seal.ask", actor.account, at)
    return seal


@transaction.atomic
def seal_again(*, actor: Actor, ref: str, at: datetime) -> Seal:
    """Let the worker try a seal that failed at once, not after its two minutes.

    Enters ``seal.again``. Raises NotVisibleError or NotAllowedError by authority, AlreadyDoneError
    for one that is made or is to be tried anyway.
    """
    seen = seal_seen(actor, ref)
    seal = Seal.objects.select_for_update().get(pk=seen.pk)
    if seal.state == State.MADE:
        raise AlreadyDoneError(_("Segel ini sudah dibubuhkan. Berkasnya sudah membawa segelnya."))
    if seal.tried_at is None:
        raise AlreadyDoneError(_("Segel ini sudah menunggu giliran. Tunggu beberapa detik."))
    seal.tried_at, seal.problem = None, ""
    seal.save(update_fields=["tried_at", "problem"])
    _enter(seal, "seal.again", actor.account, at)
    return seal


def seals_make(*, at: datetime) -> int:
    """Make the seals that wait, oldest first; return how many. One that fails waits two minutes."""
    waiting = Seal.objects.filter(state=State.ASKED).order_by("asked_at", "pk")
    due = waiting.filter(Q(tried_at=None) | Q(tried_at__lte=at - SEAL_AGAIN))
    return done_each(
        due, lambda seal: seal_make(government=seal.government_id, ref=seal.ref, at=at)
    )


def seal_make(*, government: str, ref: str, at: datetime) -> bool:
    """Press, sign and check the sealed page, make the copies, then keep it all at once.

    Nothing is held while the pen works. False when the key is missing or the pen failed; why
    stands on the seal, and it can be tried again.
    """
    seal = Seal.objects.select_related("government").get(ref=ref, government=government)
    if seal.state == State.MADE:
        return True
    if not seal_key_stands(government):
        return _failed(seal, "kunci", at)
    page = seal_page_pdf(_page(seal), at=seal.asked_at)
    try:
        (signed,) = _pen(_sign_act(seal), [page])
        facts = signed_facts(page, signed)
        copies = _pen(*_carry_act(seal, signed))
    except (AnswerOddError, PenFailedError):
        return _failed(seal, "pena", at)
    _keep(seal.pk, signed, facts, copies, at)
    return True


class PenFailedError(RuntimeError):
    """The pen's program ended without an answer: a key that is none, no memory, no time."""


def seal_key(government: str) -> Path:
    """Return where the government's key for seals lies: key, certificate, those above (PEM)."""
    return Path(settings.NETRAL_DATA_DIR) / "keys" / f"seal-{government}.pem"


def seal_key_stands(government: str) -> bool:
    """Tell whether the government's key for seals lies where it should."""
    return seal_key(government).exists()


def seal_clock() -> Path:
    """Return where the key of this installation's own time stamps lies, if it has one."""
    return Path(settings.NETRAL_DATA_DIR) / "keys" / "seal-clock.pem"


def sealed_copy(document: SealedDocument) -> bytes:
    """Return the file that carries its seal; before the seal is made, the document as it is."""
    return file_kept(document.copy_sha256 or document.sha256)


def _place(seal: Seal, index: int, document: Document, sha256: str) -> SealedDocument:
    return SealedDocument(
        seal=seal,
        index=index,
        subject=document.subject,
        title=document.title,
        paper=document.paper,
        sha256=sha256,
    )


def _page(seal: Seal) -> SealPage:
    on_site = seal.asked_at.astimezone(ZoneInfo(seal.government.timezone))
    return SealPage(
        head=Letterhead(seal.government.name),
        title=seal.title,
        size=seal.size,
        root=seal.root,
        day=long_date(on_site.date()),
        mark=Mark(seal.paper),
    )


def _leaves(fingerprints: Sequence[str]) -> list[bytes]:
    return [leaf_hash(bytes.fromhex(sha256)) for sha256 in fingerprints]


def _sign_act(seal: Seal) -> dict[str, Any]:
    clock = seal_clock()
    return {
        "act": "sign",
        "key": str(seal_key(seal.government_id)),
        "clock": str(clock) if clock.exists() else "",
        "reason": seal.title,
        "place": seal.government.name,
    }


def _carry_act(seal: Seal, signed: bytes) -> tuple[dict[str, Any], list[bytes]]:
    documents = list(seal.documents.order_by("index"))
    row = b"".join(_leaves([document.sha256 for document in documents]))
    places = []
    for index in range(seal.size):
        ranges = inclusion_ranges(index, seal.size)
        steps = [row_root(row[r.start * HASH_SIZE : r.end * HASH_SIZE]).hex() for r in ranges]
        places.append([index, steps])
    files = [signed, *(file_kept(document.sha256) for document in documents)]
    return {"act": "carry", "places": places}, files


def _pen(act: Mapping[str, Any], files: Sequence[bytes]) -> list[bytes]:
    """Let the pen's program do one act; raise PenFailedError when it gives no answer."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "netral.gateways.signature_pen"],
            input=framed(act, files),
            capture_output=True,
            timeout=PEN_SECONDS,
            env={"PYTHONPATH": str(SOURCE), "PATH": ""},
            check=True,
        )
        return unframed(io.BytesIO(done.stdout))[1]
    except (subprocess.SubprocessError, ValueError) as error:
        raise PenFailedError("the pen gave no answer") from error


@transaction.atomic
def _failed(seal: Seal, problem: str, at: datetime) -> bool:
    Seal.objects.filter(pk=seal.pk).update(problem=problem, tried_at=at)
    return False


@transaction.atomic
def _keep(
    pk: int,
    signed: bytes,
    facts: dict[str, str],
    copies: Sequence[bytes],
    at: datetime,
) -> None:
    """Let the seal stand, with its paper and every copy; a second worker changes nothing."""
    seal = Seal.objects.select_for_update().get(pk=pk)
    if seal.state == State.MADE:
        return
    seal.state, seal.made_at, seal.tried_at, seal.problem = State.MADE, at, at, ""
    seal.signed_sha256, seal.certificate = file_keep(signed), facts
    seal.save()
    entered = _enter(seal, "seal.make", seal.asked_by, at)
    facts_kept = PaperFacts(Paper.Kind.LETTER, f"Segel elektronik: {seal.title}"[:240], seal.ref)
    paper = paper_record(
        government=seal.government_id,
        facts=facts_kept,
        ref=PaperRef(seal.paper),
        entered=entered,
    )
    PaperFile.objects.create(
        paper=paper, sha256=seal.signed_sha256, maker=f"segel {seal.ref}", made_at=at
    )
    rows = list(seal.documents.order_by("index"))
    for row, copy in zip(rows, copies, strict=True):
        row.copy_sha256 = file_keep(copy)
    SealedDocument.objects.bulk_update(rows, ["copy_sha256"], batch_size=500)
    _papers_note(seal, rows, at)


def _papers_note(seal: Seal, rows: Sequence[SealedDocument], at: datetime) -> None:
    """Let the check pages of the batch's papers know the copies too."""
    codes = {row.paper: row.copy_sha256 for row in rows if row.paper}
    papers = Paper.objects.filter(ref__in=codes, government=seal.government_id)
    PaperFile.objects.bulk_create(
        PaperFile(paper=paper, sha256=codes[paper.ref], maker=f"segel {seal.ref}", made_at=at)
        for paper in papers
    )


def _enter(seal: Seal, kind: str, actor: str, at: datetime) -> Entered:
    promise = entry_append(
        government=seal.government_id,
        kind=kind,
        matter=seal.ref,
        actor=actor,
        body={
            "seal": seal.ref,
            "title": seal.title,
            "size": seal.size,
            "root": seal.root,
            "signed": seal.signed_sha256,
        },
        at=at,
    )
    return Entered(seal.ref, promise, at)
