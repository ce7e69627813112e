"""Asking a person: sealed, routed, promised, answered with an article, read by the phrase."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from nacl.public import PrivateKey

from netral.circulars.models import Question
from netral.circulars.queries.questions import (
    articles_on,
    questions_of,
    questions_waiting,
)
from netral.circulars.services.questions import (
    Answered,
    NewQuestion,
    NoAnswererError,
    NoQuestionError,
    question_answer,
    question_ask,
    question_close,
    question_follow,
    question_open,
    question_receipt_again,
)
from netral.core.access import Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.question import QuestionEnd, QuestionState
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.core.kinds.phrase import phrase_read
from netral.core.kinds.refs import GovernmentKey
from netral.journal.models import Entry
from netral.vault.services.sealing import SealError
from netral.vault.services.tokens import form_token_draw
from tests.apps.circulars.ask import (
    ANSWER,
    ARTICLE,
    MARK,
    WORDS,
    answered,
    asked,
    handler,
    only_question,
    words_of,
)
from tests.apps.people.build import actor_build, government_build
from tests.apps.reports.build import AT, BKPSDM, GOVERNMENT, INSPEKTORAT, offices_build
from tests.apps.reports.test_marker import values_at_rest

pytestmark = pytest.mark.django_db
STRANGER = "kuda kuda kuda kuda kuda kuda kuda kuda"


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    return tmp_path


def test_a_question_is_sealed_counted_promised_and_due_in_three_working_days() -> None:
    offices_build()
    receipt = asked()
    question, entry = only_question(), Entry.objects.get(kind="question.open")
    assert (question.unit.path, question.state) == (BKPSDM, "masuk")
    assert (entry.matter, entry.due_on) == (question.ref, receipt.due_on)
    assert receipt.due_on == date(2024, 10, 10)
    assert str(question) == question.ref


def test_nothing_of_a_question_or_its_answer_is_readable_at_rest() -> None:
    keys = offices_build()
    answered(keys.bkpsdm)
    assert not [value for value in values_at_rest() if MARK.encode() in value]


def test_the_length_of_a_question_says_little() -> None:
    offices_build()
    asked("Boleh?")
    asked("Boleh? " * 20)
    one, other = Question.objects.values_list("sealed", flat=True)
    assert len(bytes(one)) == len(bytes(other))


def test_the_same_form_sent_twice_asks_once_and_gives_the_same_words() -> None:
    offices_build()
    token = form_token_draw()
    first, second = asked(token=token), asked(token=token)
    assert words_of(first) == words_of(second)
    assert (first.is_again, second.is_again) == (False, True)
    assert Question.objects.count() == Entry.objects.filter(kind="question.open").count() == 1


def test_the_words_are_shown_on_the_day_of_asking_alone() -> None:
    offices_build()
    token = form_token_draw()
    asked(token=token)
    later = question_receipt_again(token=token, at=AT + timedelta(days=1))
    assert later is not None
    assert later.phrase is None
    assert question_receipt_again(token=form_token_draw(), at=AT) is None


def test_a_question_that_speaks_of_the_personnel_office_goes_to_the_inspectorate() -> None:
    offices_build()
    asked("Kepala BKPSDM meminta kami hadir di kampanye, boleh menolak?")
    assert only_question().unit.path == INSPEKTORAT


def test_without_an_office_that_can_open_it_no_question_is_taken() -> None:
    government_build()
    with pytest.raises(NoAnswererError):
        asked()
    assert not Question.objects.exists()


def test_a_question_without_words_or_with_a_foreign_token_is_refused() -> None:
    offices_build()
    with pytest.raises(WrongInputError, match="Tulis dulu"):
        asked("   ")
    with pytest.raises(WrongInputError, match="tidak kami kenali"):
        question_ask(new=NewQuestion("abc:def", GovernmentKey(GOVERNMENT), WORDS), at=AT)
    assert not Entry.objects.filter(kind="question.open").exists()


def test_an_officer_opens_a_question_and_the_journal_keeps_it() -> None:
    keys = offices_build()
    receipt, reader = asked(), handler()
    opened = question_open(actor=reader, ref=receipt.ref, unit_key=keys.bkpsdm, at=AT)
    assert (opened.text, opened.answer) == (WORDS, None)
    assert Entry.objects.get(kind="question.view").matter == receipt.ref


@pytest.mark.parametrize(
    ("role", "unit", "error"),
    [
        (Role.HANDLER, "kab-batanghari.dinkes", NotVisibleError),
        (Role.HANDLER, INSPEKTORAT, NotVisibleError),
        (Role.HANDLER, "kab-solok.bkpsdm", NotVisibleError),
        (Role.PPK, "kab-batanghari", NotAllowedError),
        (Role.SEKDA, "kab-batanghari", NotAllowedError),
        (Role.OFFICER, "kab-batanghari", NotAllowedError),
        (Role.EXAMINER, BKPSDM, NotAllowedError),
    ],
)
def test_nobody_else_opens_answers_or_closes_it_and_nothing_is_written(
    role: Role, unit: str, error: type[Exception]
) -> None:
    keys = offices_build()
    receipt = asked()
    actor, ref, key = actor_build(role, unit), receipt.ref, keys.bkpsdm
    before = Entry.objects.count()
    with pytest.raises(error):
        question_open(actor=actor, ref=ref, unit_key=key, at=AT)
    with pytest.raises(error):
        question_answer(actor=actor, ref=ref, answer=ANSWER, unit_key=key, at=AT)
    with pytest.raises(error):
        question_close(
            actor=actor, ref=ref, reason=QuestionEnd.REPORT, text="", unit_key=key, at=AT
        )
    assert (Entry.objects.count(), only_question().state) == (before, "masuk")


def test_another_key_opens_nothing() -> None:
    keys = offices_build()
    receipt = asked()
    for key in (keys.inspektorat, PrivateKey.generate()):
        with pytest.raises(SealError):
            question_open(actor=handler(), ref=receipt.ref, unit_key=key, at=AT)
        with pytest.raises(SealError):
            question_answer(actor=handler(), ref=receipt.ref, answer=ANSWER, unit_key=key, at=AT)


def test_the_asker_reads_the_answer_by_the_phrase() -> None:
    case = answered(offices_build().bkpsdm)
    followed = question_follow(phrase=words_of(case.receipt))
    assert (followed.state, followed.text) == (QuestionState.ANSWERED, WORDS)
    assert followed.answer == ANSWER
    assert followed.due_on is None
    entry = Entry.objects.get(kind="question.answer")
    assert (entry.matter, entry.close) == (case.receipt.ref, "dijawab")


def test_another_phrase_finds_nothing() -> None:
    offices_build()
    asked()
    with pytest.raises(NoQuestionError):
        question_follow(phrase=phrase_read(STRANGER))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answered("Boleh.", ()), "tanpa pasal"),
        (Answered("Boleh.", ("Pasal karangan",)), "tanpa pasal"),
        (Answered("Boleh.", (ARTICLE,) * 7), "tanpa pasal"),
        (Answered("  ", (ARTICLE,)), "Tulis jawabannya"),
        (Answered("Boleh.", (ARTICLE,), "entah"), "Pilih boleh"),
    ],
)
def test_an_answer_without_an_article_cannot_be_sent(answer: Answered, said: str) -> None:
    keys = offices_build()
    receipt = asked()
    with pytest.raises(WrongInputError, match=said):
        question_answer(
            actor=handler(), ref=receipt.ref, answer=answer, unit_key=keys.bkpsdm, at=AT
        )
    assert only_question().state == "masuk"


def test_the_database_too_refuses_an_answer_without_an_article() -> None:
    offices_build()
    asked()
    wrong = {"state": "dijawab", "end_reason": "dijawab", "ended_on": AT.date(), "due_on": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(state="ditutup")


def test_a_question_is_answered_once() -> None:
    keys = offices_build()
    case = answered(keys.bkpsdm)
    with pytest.raises(MoveRefusedError):
        question_answer(
            actor=handler(), ref=case.receipt.ref, answer=ANSWER, unit_key=keys.bkpsdm, at=AT
        )


def test_what_is_no_question_is_closed_with_advice_and_the_asker_reads_why() -> None:
    keys = offices_build()
    receipt = asked()
    question_close(
        actor=handler(),
        ref=receipt.ref,
        reason=QuestionEnd.REPORT,
        text="Ini sudah terjadi. Laporkan lewat Lapor, boleh tanpa nama.",
        unit_key=keys.bkpsdm,
        at=AT,
    )
    followed = question_follow(phrase=words_of(receipt))
    assert (followed.state, followed.end) == (QuestionState.CLOSED, QuestionEnd.REPORT)
    assert followed.answer is not None
    assert "Laporkan" in followed.answer.text
    assert Entry.objects.get(kind="question.close").close == "lewat_lapor"


def test_closing_is_no_way_around_the_article() -> None:
    keys = offices_build()
    receipt = asked()
    with pytest.raises(WrongInputError, match="pasal"):
        question_close(
            actor=handler(),
            ref=receipt.ref,
            reason=QuestionEnd.ANSWERED,
            text="Boleh.",
            unit_key=keys.bkpsdm,
            at=AT,
        )


def test_the_queue_shows_what_waits_the_most_urgent_first_and_only_to_its_office() -> None:
    keys = offices_build()
    late = asked("Yang kedua ditanyakan", at=AT + timedelta(days=1))
    early = asked("Yang pertama ditanyakan")
    answered(keys.bkpsdm)
    assert [one.ref for one in questions_waiting(handler())] == [early.ref, late.ref]
    assert questions_of(handler()).count() == 3
    assert not questions_of(handler(INSPEKTORAT)).exists()


def test_only_what_the_law_data_confirms_can_carry_an_answer() -> None:
    shown = articles_on(AT.date())
    assert ARTICLE in shown
    assert not [one for one in shown if "belum terkonfirmasi" in one or "bukan" in one]
    assert not set(articles_on(date(2019, 1, 1))) & {ARTICLE}
