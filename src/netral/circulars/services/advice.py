"""From an answer to the helper: freed of persons, confirmed by a second reader, dated, ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.circulars.models import Advice, Question
from netral.circulars.models.question import VERDICTS
from netral.circulars.queries.questions import advice_by_ref, question_by_ref
from netral.circulars.services.questions import are_articles
from netral.core.access import Actor, require
from netral.core.flow.moves import Move, MoveRefusedError, take
from netral.core.flow.question import (
    ADVICE_MOVES,
    ANSWERERS,
    AdviceState,
    QuestionState,
)
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import handle_from
from netral.core.law import the_law
from netral.core.ledger.canonical import Json, canonical
from netral.core.text.persons import PersonMark, person_marks
from netral.journal.services import entry_append

REASON_LENGTH = 10


class PersonInTextError(WrongInputError):
    """The text holds what points at a person, so it does not enter the helper."""

    title = "Masih ada yang menunjuk orang"


class OneReaderError(NotAllowedError):
    """Who wrote an answer may not confirm it."""

    title = "Perlu pembaca kedua"


@dataclass(frozen=True, slots=True)
class AdviceText:
    """What an answer of the helper says; English may be empty."""

    verdict: str
    title_id: str
    text_id: str
    basis: tuple[str, ...]
    phrases: tuple[str, ...]
    title_en: str = ""
    text_en: str = ""
    acts: tuple[str, ...] = ()

    def marks(self) -> tuple[PersonMark, ...]:
        """Return what in the words may point at a person."""
        words = (self.title_id, self.title_en, self.text_id, self.text_en, *self.phrases)
        return tuple(mark for text in words for mark in person_marks(text))


@transaction.atomic
def advice_propose(
    *, actor: Actor, question: str, text: AdviceText, at: datetime, is_checked: bool = False
) -> Advice:
    """Propose an answered question to the helper; enters ``advice.propose``.

    Raises PersonInTextError for numbers and addresses, and for names unless ``is_checked`` says
    that someone looked at them; MoveRefusedError for a question that was not answered;
    AlreadyDoneError when it was proposed.
    """
    asked = _answered(question)
    require(actor, ANSWERERS, asked.unit.path)
    _check(text, at, is_checked=is_checked)
    advice = Advice(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=asked.government_id,
        unit=asked.unit,
        question=asked,
        office=asked.unit.name,
        proposed_by=actor.account,
        proposed_at=at,
        **_fields(text),
    )
    try:
        with transaction.atomic():
            advice.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDoneError(_("Jawaban ini sudah diajukan. Lihat daftar usulan.")) from error
    _enter(advice, actor, "advice.propose", at)
    return advice


@transaction.atomic
def advice_revise(
    *, actor: Actor, ref: str, text: AdviceText, at: datetime, is_checked: bool = False
) -> Advice:
    """Propose anew what was returned; enters ``advice.propose``. The reviser is its writer now."""
    advice, move = _stepped(actor, ref, "propose")
    _check(text, at, is_checked=is_checked)
    for name, value in _fields(text).items():
        setattr(advice, name, value)
    advice.state, advice.note = move.to_stage, ""
    advice.proposed_by, advice.proposed_at = actor.account, at
    advice.read_by, advice.read_at = "", None
    advice.save()
    _enter(advice, actor, "advice.propose", at)
    return advice


@transaction.atomic
def advice_confirm(*, actor: Actor, ref: str, at: datetime) -> Advice:
    """Confirm as the second reader: from today on it is part of the helper; ``advice.confirm``.

    Raises OneReaderError for who wrote it.
    """
    advice, move = _read(actor, ref, "confirm", at)
    advice.state, advice.valid_from = move.to_stage, at.date()
    advice.save(update_fields=["state", "read_by", "read_at", "valid_from"])
    _enter(advice, actor, "advice.confirm", at)
    return advice


@transaction.atomic
def advice_return(*, actor: Actor, ref: str, reason: str, at: datetime) -> Advice:
    """Return to its writer with a reason; enters ``advice.return``."""
    advice, move = _read(actor, ref, "return", at)
    advice.state, advice.note = move.to_stage, _reason(reason)
    advice.save(update_fields=["state", "read_by", "read_at", "note"])
    _enter(advice, actor, "advice.return", at, {"reason": advice.note})
    return advice


@transaction.atomic
def advice_end(*, actor: Actor, ref: str, reason: str, at: datetime) -> Advice:
    """End an answer: from today on the helper gives it no more; enters ``advice.end``."""
    advice, move = _stepped(actor, ref, "end")
    advice.state, advice.note, advice.valid_to = move.to_stage, _reason(reason), at.date()
    advice.save(update_fields=["state", "note", "valid_to"])
    _enter(advice, actor, "advice.end", at, {"reason": advice.note})
    return advice


def _answered(ref: str) -> Question:
    question = question_by_ref(ref)
    if question is None:
        raise NotVisibleError(_("Pertanyaan ini tidak ada, atau tidak termasuk wilayah Anda."))
    if question.state != QuestionState.ANSWERED:
        raise MoveRefusedError(_("Jawab dulu pertanyaannya; setelah itu jawabannya bisa diajukan."))
    return question


def _read(actor: Actor, ref: str, act: str, at: datetime) -> tuple[Advice, Move[AdviceState]]:
    """Return what a second reader steps on, with the reader set."""
    advice, move = _stepped(actor, ref, act)
    if advice.proposed_by == actor.account:
        raise OneReaderError(
            _("Anda yang menulisnya. Minta orang lain di kantor ini membaca dan mengesahkannya.")
        )
    advice.read_by, advice.read_at = actor.account, at
    return advice, move


def _stepped(actor: Actor, ref: str, act: str) -> tuple[Advice, Move[AdviceState]]:
    advice = advice_by_ref(ref, is_locked=True)
    if advice is None:
        raise NotVisibleError(_("Usulan ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    move = take(ADVICE_MOVES, act, AdviceState(advice.state))
    require(actor, move.by, advice.unit.path)
    return advice, move


def _check(text: AdviceText, at: datetime, *, is_checked: bool) -> None:
    if text.verdict not in VERDICTS:
        raise WrongInputError(_("Pilih boleh, tidak boleh, atau tergantung."))
    if not (text.title_id.strip() and text.text_id.strip() and text.phrases):
        raise WrongInputError(_("Isi judul, jawaban, dan sedikitnya satu contoh pertanyaan."))
    if not are_articles(text.basis, at.date()):
        raise WrongInputError(_("Pilih paling sedikit satu pasal yang berlaku hari ini."))
    known = {act.code for act in the_law().acts}
    if not set(text.acts) <= known:
        raise WrongInputError(_("Ada perbuatan yang tidak dikenal. Pilih dari daftarnya."))
    _check_persons(text.marks(), is_checked=is_checked)


def _check_persons(marks: Sequence[PersonMark], *, is_checked: bool) -> None:
    found = [mark for mark in marks if mark.is_sure or not is_checked]
    if found:
        words = ", ".join(f"“{mark.words}”" for mark in found[:REASON_LENGTH])
        raise PersonInTextError(
            _("Hapus yang menunjuk orang: %(words)s. Jawaban untuk semua tidak memerlukannya.")
            % {"words": words}
        )


def _reason(text: str) -> str:
    if len(text.strip()) < REASON_LENGTH:
        raise WrongInputError(_("Tulis alasannya, sedikitnya satu kalimat pendek."))
    return text.strip()


def _fields(text: AdviceText) -> dict[str, str]:
    """Return the columns of a text: lists one item a line."""
    lines = {"basis", "acts", "phrases"}
    return {
        name: "\n".join(value) if name in lines else value.strip()
        for name, value in asdict(text).items()
    }


def _enter(
    advice: Advice, actor: Actor, kind: str, at: datetime, more: dict[str, Json] | None = None
) -> None:
    said: dict[str, Json] = {"title": advice.title_id, "text": advice.text_id}
    digest = hashlib.sha256(canonical({**said, "basis": advice.basis})).hexdigest()
    entry_append(
        government=advice.government_id,
        kind=kind,
        matter=advice.ref,
        actor=actor.account,
        body={"unit": advice.unit.path, "said": digest, **(more or {})},
        at=at,
    )
