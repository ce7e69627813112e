"""Questions to a person: sealed as they come in, answered with an article, read by the phrase."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from nacl.public import PrivateKey

from netral.circulars.models import Question
from netral.circulars.models.question import VERDICTS
from netral.circulars.queries.questions import (
    answer_due,
    answering_key,
    articles_on,
    question_by_form,
    question_by_locator,
    question_by_ref,
)
from netral.core.access import Actor, require
from netral.core.flow.moves import take
from netral.core.flow.question import ANSWERERS, MOVES, QuestionEnd, QuestionState
from netral.core.kinds.errors import NetralError, NotVisibleError, WrongInputError
from netral.core.kinds.phrase import ReceiptPhrase, phrase_locator, phrase_seed
from netral.core.kinds.refs import GovernmentKey, QuestionRef, handle_from
from netral.core.ledger.canonical import Json
from netral.journal.services import Promise, entry_append
from netral.shell.database import write_turn
from netral.vault.services.evidence import SENDER
from netral.vault.services.sealing import (
    SealError,
    key_pair_draw,
    packed,
    public_bytes,
    seal,
    unpacked,
    unseal,
)
from netral.vault.services.tokens import form_hash, form_phrase, form_secret

MAX_ARTICLES = 6
# Opened when no question fits, so that a wrong phrase costs the same work as a right one.
_NOBODY = seal(b"\0" * 32, bytes(PrivateKey(b"\1" * 32).public_key))


class NoAnswererError(NetralError):
    """The government has no office that could open a sealed question, so none is taken."""

    status = 503
    title = "Kantor ini belum siap menerima pertanyaan"


class NoQuestionError(WrongInputError):
    """No question fits these words."""

    title = "Tidak ada pertanyaan yang cocok"


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What is asked: the form's token, whom, the words, and the situation it began from."""

    token: str = field(repr=False)
    government: GovernmentKey
    text: str = field(repr=False)
    situation: str = ""


@dataclass(frozen=True, slots=True)
class QuestionReceipt:
    """What the asker gets. ``phrase`` is none on a later day."""

    ref: QuestionRef
    phrase: ReceiptPhrase | None
    promise: str
    asked_on: date
    due_on: date | None
    office: str
    is_again: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer in clear: words, articles, a verdict or "" when it is none of the three."""

    text: str = field(repr=False)
    basis: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class OpenedQuestion:
    """A question in clear, for the one who asked or an officer; never stored, never logged."""

    ref: QuestionRef
    state: QuestionState
    end: QuestionEnd | None
    asked_on: date
    due_on: date | None
    ended_on: date | None
    office: str
    text: str = field(repr=False)
    situation: str
    answer: Answered | None
    promise: str


def question_ask(*, new: NewQuestion, at: datetime) -> QuestionReceipt:
    """Take a question in; enters ``question.open``. The same form sent again asks nothing twice.

    Sealing is done before the transaction. Raises WrongInputError for a token that is not ours or
    without words, NoAnswererError when no office has a key.
    """
    secret = form_secret(new.token)
    if not new.text.strip():
        raise WrongInputError(_("Tulis dulu keadaan yang Anda tanyakan."))
    question = _sealed(new, secret, at)
    try:
        with write_turn():
            _store(question, at)
    except IntegrityError:
        first = question_by_form(form_hash(secret))
        if first is None:
            raise
        return _receipt(first, secret, at, is_again=True)
    return _receipt(question, secret, at, is_again=False)


def question_receipt_again(*, token: str, at: datetime) -> QuestionReceipt | None:
    """Return the receipt of a form that was sent, None when it was not."""
    secret = form_secret(token)
    found = question_by_form(form_hash(secret))
    return None if found is None else _receipt(found, secret, at, is_again=True)


def question_follow(*, phrase: ReceiptPhrase) -> OpenedQuestion:
    """Return the question of a phrase, read with its key; raise NoQuestionError for none."""
    own = PrivateKey(phrase_seed(phrase))
    found = question_by_locator(phrase_locator(phrase))
    try:
        key = unseal(bytes(found.key_for_asker) if found else _NOBODY, own)
    except SealError:
        found, key = None, b""
    if found is None:
        raise NoQuestionError(_("Tidak ada pertanyaan yang cocok dengan kata-kata ini."))
    return _opened(found, PrivateKey(key))


@transaction.atomic
def question_open(*, actor: Actor, ref: str, unit_key: PrivateKey, at: datetime) -> OpenedQuestion:
    """Open a question; enters ``question.view``.

    Raises NotVisibleError elsewhere, NotAllowedError in another role, SealError for another key.
    """
    question = _question(ref)
    require(actor, ANSWERERS, question.unit.path)
    opened = _opened(question, _own_key(question, unit_key))
    _enter(question, actor.account, "question.view", at)
    return opened


@transaction.atomic
def question_answer(
    *, actor: Actor, ref: str, answer: Answered, unit_key: PrivateKey, at: datetime
) -> Question:
    """Answer a question; enters ``question.answer``. Only who can read it can answer it.

    Raises WrongInputError without words or without an article of the law data in force today,
    MoveRefusedError when it was answered or closed.
    """
    question = _question(ref, is_locked=True)
    move = take(MOVES, "answer", QuestionState(question.state))
    require(actor, move.by, question.unit.path)
    _own_key(question, unit_key)
    _check_answer(answer, at.date())
    question.article_count = len(answer.basis)
    return _end(question, actor, answer, QuestionEnd.ANSWERED, at)


@transaction.atomic
def question_close(
    *,
    actor: Actor,
    ref: str,
    reason: QuestionEnd,
    text: str,
    unit_key: PrivateKey,
    at: datetime,
) -> Question:
    """Close a question that is none, or that belongs elsewhere; enters ``question.close``."""
    question = _question(ref, is_locked=True)
    move = take(MOVES, "close", QuestionState(question.state))
    require(actor, move.by, question.unit.path)
    _own_key(question, unit_key)
    if reason is QuestionEnd.ANSWERED:
        raise WrongInputError(_("Jawaban memerlukan pasal. Pakai langkah Kirim jawaban."))
    return _end(question, actor, Answered(text.strip()), reason, at)


def _sealed(new: NewQuestion, secret: bytes, at: datetime) -> Question:
    office = answering_key(government=new.government, text=new.text, today=at.date())
    if office is None:
        raise NoAnswererError(
            _(
                "Kantor ini belum membuat kunci untuk menyegel pertanyaan. Pertanyaan Anda belum "
                "terkirim dan tidak kami simpan. Sementara ini, tanyakan langsung ke kantornya."
            )
        )
    key, phrase = key_pair_draw(), form_phrase(secret)
    asker = PrivateKey(phrase_seed(phrase))
    body = {"text": new.text.strip(), "situation": new.situation}
    return Question(
        ref=handle_from(secrets.token_bytes(10)),
        government_id=office.unit.government_id,
        unit=office.unit,
        unit_key=office,
        asked_on=at.date(),
        due_on=answer_due(new.government, today=at.date()),
        form_hash=form_hash(secret),
        locator=phrase_locator(phrase),
        public_key=public_bytes(key),
        key_for_unit=seal(bytes(key), bytes(office.public_key)),
        key_for_asker=seal(bytes(key), public_bytes(asker)),
        sealed=seal(packed(body), public_bytes(key)),
    )


@transaction.atomic
def _store(question: Question, at: datetime) -> None:
    digest = hashlib.sha256(question.sealed).hexdigest()
    body: dict[str, Json] = {"unit": question.unit.path, "sealed": digest}
    promise = _enter(question, SENDER, "question.open", at, body=body)
    question.promise = promise.text
    question.save(force_insert=True)


def _receipt(question: Question, secret: bytes, at: datetime, *, is_again: bool) -> QuestionReceipt:
    is_shown = question.asked_on == at.date()
    return QuestionReceipt(
        ref=QuestionRef(question.ref),
        phrase=form_phrase(secret) if is_shown else None,
        promise=question.promise,
        asked_on=question.asked_on,
        due_on=question.due_on,
        office=question.unit.name,
        is_again=is_again,
    )


def _question(ref: str, *, is_locked: bool = False) -> Question:
    found = question_by_ref(ref, is_locked=is_locked)
    if found is None:
        raise NotVisibleError(
            _("Pertanyaan ini tidak ada, atau tidak termasuk wilayah kerja Anda.")
        )
    return found


def _own_key(question: Question, unit_key: PrivateKey) -> PrivateKey:
    return PrivateKey(unseal(bytes(question.key_for_unit), unit_key))


def _opened(question: Question, key: PrivateKey) -> OpenedQuestion:
    fields = unpacked(unseal(bytes(question.sealed), key))
    sealed = question.sealed_answer
    answer = unpacked(unseal(bytes(sealed), key)) if sealed else None
    return OpenedQuestion(
        ref=QuestionRef(question.ref),
        state=QuestionState(question.state),
        end=QuestionEnd(question.end_reason) if question.end_reason else None,
        asked_on=question.asked_on,
        due_on=question.due_on,
        ended_on=question.ended_on,
        office=question.unit.name,
        text=fields["text"],
        situation=fields["situation"],
        answer=_answered(answer) if answer else None,
        promise=question.promise,
    )


def _answered(fields: dict[str, Any]) -> Answered:
    return Answered(fields["text"], tuple(fields["basis"]), fields["verdict"])


def _check_answer(answer: Answered, today: date) -> None:
    if not answer.text.strip():
        raise WrongInputError(_("Tulis jawabannya dulu, lalu kirim."))
    if answer.verdict not in {"", *VERDICTS}:
        raise WrongInputError(_("Pilih boleh, tidak boleh, tergantung, atau tidak satu pun."))
    if not are_articles(answer.basis, today):
        raise WrongInputError(
            _("Jawaban tanpa pasal tidak bisa dikirim. Pilih paling sedikit satu pasal.")
        )


def are_articles(basis: Sequence[str], today: date) -> bool:
    """Tell whether each is an article of the law data in force, at least one and not too many."""
    known = set(articles_on(today))
    return 0 < len(basis) <= MAX_ARTICLES and all(one in known for one in basis)


def _end(
    question: Question, actor: Actor, answer: Answered, reason: QuestionEnd, at: datetime
) -> Question:
    fields = {"text": answer.text.strip(), "basis": list(answer.basis), "verdict": answer.verdict}
    sealed = seal(packed(fields), bytes(question.public_key))
    is_answer = reason is QuestionEnd.ANSWERED
    question.state = QuestionState.ANSWERED if is_answer else QuestionState.CLOSED
    question.end_reason, question.due_on, question.ended_on = reason, None, at.date()
    question.sealed_answer = sealed
    question.save(
        update_fields=[
            "state", "end_reason", "due_on", "ended_on", "sealed_answer", "article_count",
        ]
    )  # fmt: skip
    _enter(
        question,
        actor.account,
        "question.answer" if is_answer else "question.close",
        at,
        body={"sealed": hashlib.sha256(sealed).hexdigest()},
        close=reason.value,
    )
    return question


def _enter(
    question: Question,
    actor: str,
    kind: str,
    at: datetime,
    *,
    body: dict[str, Json] | None = None,
    close: str | None = None,
) -> Promise:
    return entry_append(
        government=question.government_id,
        kind=kind,
        matter=question.ref,
        actor=actor,
        body=body or {},
        due_on=question.due_on,
        close=close,
        at=at,
    )
