"""Questions and proposed answers for the tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nacl.public import PrivateKey

from netral.circulars.models import Advice, Question
from netral.circulars.services.advice import AdviceText, advice_confirm, advice_propose
from netral.circulars.services.questions import (
    Answered,
    NewQuestion,
    QuestionReceipt,
    question_answer,
    question_ask,
)
from netral.core.access import Actor, Role
from netral.core.kinds.phrase import ReceiptPhrase
from netral.vault.services.tokens import form_token_draw
from tests.apps.people.build import actor_build
from tests.apps.reports.build import AT, BKPSDM, GOVERNMENT

MARK = "KALIMATTANYA"
WORDS = f"Boleh tidak saya menjadi panitia lomba yang disponsori seorang bakal calon? {MARK}"
ARTICLE = "PP 94/2021 Pasal 5 huruf n angka 4"
ANSWER = Answered(f"Jangan memakai fasilitas negara di sana. {MARK}", (ARTICLE,), "tergantung")
ADVICE = AdviceText(
    verdict="tergantung",
    title_id="Menjadi panitia lomba yang disponsori bakal calon",
    text_id="Boleh jika lombanya terbuka bagi semua dan tanpa atribut bakal calon.",
    basis=(ARTICLE,),
    phrases=("panitia lomba disponsori bakal calon",),
    acts=("D-N4",),
)


def handler(unit: str = BKPSDM) -> Actor:
    """Return a new handler of the unit."""
    return actor_build(Role.HANDLER, unit)


def asked(text: str = WORDS, *, token: str = "", at: datetime = AT) -> QuestionReceipt:
    """Ask a question through the service."""
    return question_ask(new=NewQuestion(token or form_token_draw(), GOVERNMENT, text), at=at)


def words_of(receipt: QuestionReceipt) -> ReceiptPhrase:
    """Return the phrase that a receipt shows."""
    assert receipt.phrase is not None
    return receipt.phrase


@dataclass(frozen=True, slots=True)
class AnsweredCase:
    """A question that was asked and answered, by whom, and its receipt."""

    receipt: QuestionReceipt
    writer: Actor


def answered(key: PrivateKey, *, answer: Answered = ANSWER, at: datetime = AT) -> AnsweredCase:
    """Ask and answer a question."""
    receipt, writer = asked(at=at), handler()
    question_answer(actor=writer, ref=receipt.ref, answer=answer, unit_key=key, at=at)
    return AnsweredCase(receipt, writer)


def proposed(key: PrivateKey, *, at: datetime = AT, **changes: Any) -> tuple[Advice, Actor]:
    """Answer a question and propose the answer to the helper; return it and its writer."""
    case = answered(key, at=at)
    text = replace(ADVICE, **changes)
    advice = advice_propose(actor=case.writer, question=case.receipt.ref, text=text, at=at)
    return advice, case.writer


def confirmed(key: PrivateKey, *, at: datetime = AT, **changes: Any) -> Advice:
    """Propose an answer and confirm it by a second reader."""
    advice, _writer = proposed(key, at=at, **changes)
    return advice_confirm(actor=handler(), ref=advice.ref, at=at)


def only_question() -> Question:
    """Return the one question there is."""
    return Question.objects.get()
