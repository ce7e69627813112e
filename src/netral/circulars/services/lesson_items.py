"""Items of a government's own: written, read by a second person, in force from a day, ended."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.circulars.models import Item
from netral.circulars.queries.lesson_items import pool_of
from netral.circulars.services.advice import OneReaderError
from netral.core.access import Actor, require
from netral.core.flow.lesson import items as core
from netral.core.flow.lesson.bank import citations, item_problems
from netral.core.flow.lesson.editing import ITEM_MOVES, WRITERS, ItemState
from netral.core.flow.moves import Move, take
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import handle_from
from netral.core.law import the_book
from netral.core.ledger.canonical import Json
from netral.core.text.persons import person_marks
from netral.journal.services import entry_append

OWN_TOPIC = "daerah"
REASON_LENGTH = 10
FEWEST_LEFT = 5
"""So many items an act keeps, as the bank has at least for each act of the usual circular."""


@transaction.atomic
def item_propose(*, actor: Actor, item: core.Item, at: datetime) -> Item:
    """Propose an item of the actor's own government; enters ``lesson.propose``.

    Raises WrongInputError when the law data does not bear it, AlreadyDoneError for a text that
    the government has already.
    """
    require(actor, WRITERS, actor.government)
    _check(item)
    row = Item(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=actor.government,
        source="daerah",
        state=ItemState.PROPOSED.value,
    )
    return _written(row, actor, item, at)


@transaction.atomic
def item_revise(*, actor: Actor, ref: str, item: core.Item, at: datetime) -> Item:
    """Propose anew what was returned; the reviser is its writer now."""
    row, move = _stepped(actor, ref, "propose")
    _check(item)
    row.state, row.note, row.read_by, row.read_at = move.to_stage, "", "", None
    return _written(row, actor, item, at)


@transaction.atomic
def item_confirm(*, actor: Actor, ref: str, at: datetime) -> Item:
    """Confirm as the second reader: lessons drawn from today on may ask it.

    Raises OneReaderError for who wrote it.
    """
    row, move = _read(actor, ref, "confirm", at)
    row.state, row.valid_from = move.to_stage, at.date()
    row.save()
    _enter(row, actor, "lesson.confirm", at)
    return row


@transaction.atomic
def item_return(*, actor: Actor, ref: str, reason: str, at: datetime) -> Item:
    """Return to its writer with a reason."""
    row, move = _read(actor, ref, "return", at)
    row.state, row.note = move.to_stage, _reason(reason)
    row.save()
    _enter(row, actor, "lesson.return", at, {"reason": row.note})
    return row


@transaction.atomic
def item_end(*, actor: Actor, ref: str, reason: str, at: datetime) -> Item:
    """End an item, the bank's too: lessons drawn from today on ask it no more.

    Raises WrongInputError where it would leave an act or a general topic with too few: nobody
    takes a clause out of the lessons alone.
    """
    row, move = _stepped(actor, ref, "end")
    _fewest_check(row, at)
    row.state, row.note, row.valid_to = move.to_stage, _reason(reason), at.date()
    row.save()
    _enter(row, actor, "lesson.end", at, {"reason": row.note})
    return row


def _written(row: Item, actor: Actor, item: core.Item, at: datetime) -> Item:
    row.sha256, row.content = item.fingerprint(), core.item_stored(item)
    row.written_by, row.written_at = actor.account, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyDoneError(
            _("Soal dengan kata-kata ini sudah ada. Lihat daftarnya.")
        ) from error
    _enter(row, actor, "lesson.propose", at)
    return row


def _read(actor: Actor, ref: str, act: str, at: datetime) -> tuple[Item, Move[ItemState]]:
    row, move = _stepped(actor, ref, act)
    if row.written_by == actor.account:
        raise OneReaderError(
            _("Anda yang menulisnya. Minta orang lain di kantor ini membaca dan mengesahkannya.")
        )
    row.read_by, row.read_at = actor.account, at
    return row, move


def _stepped(actor: Actor, ref: str, act: str) -> tuple[Item, Move[ItemState]]:
    row = Item.objects.select_for_update().filter(ref=ref, government=actor.government).first()
    if row is None:
        raise NotVisibleError(_("Soal ini tidak ada, atau bukan milik pemerintah Anda."))
    move = take(ITEM_MOVES, act, ItemState(row.state))
    require(actor, move.by, row.government_id)
    return row, move


def _check(item: core.Item) -> None:
    book = the_book()
    wrong = list(item_problems(item, book, citations(book)))
    texts = [item.scene.id, *(each.text.id for each in item.choices)]
    if any(mark.is_sure for text in texts for mark in person_marks(text)):
        wrong.append(_("Hapus nomor dan alamat; soal tidak menunjuk orang."))
    if wrong:
        raise WrongInputError(" ".join(wrong))


def _fewest_check(row: Item, at: datetime) -> None:
    """Refuse to end the last few items of an act or topic; what never had so many may end."""
    pool = pool_of(government=row.government_id, today=at.date())
    ending = core.item_read(row.content)
    left = [item for item in pool if item.fingerprint() != row.sha256]
    counts = [sum(code in item.acts for item in left) for code in ending.acts]
    if ending.topic in core.GENERAL_TOPICS:
        counts.append(sum(item.topic == ending.topic for item in left))
    if FEWEST_LEFT - 1 in counts:
        raise WrongInputError(
            _(
                "Perbuatan ini tinggal %(n)s soal. Tulis penggantinya dan minta orang kedua "
                "mengesahkannya, lalu akhiri soal ini."
            )
            % {"n": FEWEST_LEFT}
        )


def _reason(text: str) -> str:
    if len(text.strip()) < REASON_LENGTH:
        raise WrongInputError(_("Tulis alasannya, sedikitnya satu kalimat pendek."))
    return text.strip()


def _enter(
    row: Item, actor: Actor, kind: str, at: datetime, more: dict[str, Json] | None = None
) -> None:
    entry_append(
        government=row.government_id,
        kind=kind,
        matter=row.ref,
        actor=actor.account,
        body={"said": row.sha256, **(more or {})},
        at=at,
    )
