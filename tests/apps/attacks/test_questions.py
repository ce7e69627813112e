"""A question before acting: the clerk wants to know who asks, the hacker wants in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from netral.circulars.models import Advice, Question
from netral.circulars.services.advice import OneReaderError, advice_confirm, advice_propose
from netral.circulars.services.questions import (
    NoQuestionError,
    question_follow,
    question_open,
)
from netral.core.access import Actor, Role
from netral.core.kinds.errors import NotAllowedError
from netral.core.kinds.refs import UnitPath
from netral.journal.models import Entry
from netral.people.models import UnitKey
from netral.reports.services.following import NoReportError, report_follow
from netral.shell.moment import moment
from netral.vault.services.sealing import SealError
from tests.apps.cases.build import office_build, unlocked_client
from tests.apps.circulars.ask import ADVICE, WORDS, answered, asked, handler, proposed, words_of
from tests.apps.people.build import actor_build
from tests.apps.reports.build import (
    AT,
    BKPSDM,
    hidden,
    key_build,
    offices_build,
    phrase_of,
    sent,
)

pytestmark = pytest.mark.django_db
ASK = "/boleh/tanya/"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ settings.SECRET_KEY }}'


def test_a_second_personnel_office_draws_no_question_away() -> None:
    offices_build()
    key_build("kab-batanghari.bkpsdm-baru")
    asked()
    assert Question.objects.get().unit.path == BKPSDM


def test_a_key_that_is_exchanged_opens_no_older_question() -> None:
    keys = offices_build()
    old = asked()
    UnitKey.objects.filter(unit__path=BKPSDM).update(ended_at=AT + timedelta(hours=1), ref="KLAMA")
    newer = key_build(BKPSDM)
    with pytest.raises(SealError):
        question_open(actor=handler(), ref=old.ref, unit_key=newer, at=AT)
    assert question_open(actor=handler(), ref=old.ref, unit_key=keys.bkpsdm, at=AT).text == WORDS


def test_one_person_in_two_roles_is_still_one_reader() -> None:
    advice, writer = proposed(offices_build().bkpsdm)
    as_head = Actor(writer.account, writer.name, Role.PPK, UnitPath("kab-batanghari"))
    with pytest.raises(OneReaderError):
        advice_confirm(actor=as_head, ref=advice.ref, at=AT)
    assert Advice.objects.get().state == "diajukan"


def test_the_personnel_officer_who_runs_accounts_neither_reads_nor_proposes() -> None:
    keys = offices_build()
    case = answered(keys.bkpsdm)
    clerk = actor_build(Role.OFFICER, "kab-batanghari")
    ref = case.receipt.ref
    with pytest.raises(NotAllowedError):
        question_open(actor=clerk, ref=ref, unit_key=keys.bkpsdm, at=AT)
    with pytest.raises(NotAllowedError):
        advice_propose(actor=clerk, question=ref, text=ADVICE, at=AT)


def test_no_guess_at_the_roster_is_answered_by_the_guard() -> None:
    """The guard knows patterns alone: a name of the list and a name of nobody fare alike."""
    case = answered(offices_build().bkpsdm)
    for name in ("Sukarni", "Tidakadaorangnya"):
        text = replace(ADVICE, text_id=f"Kata {name} boleh tanpa atribut.")
        assert text.marks() == ()
    assert case.receipt.ref


def test_the_words_of_a_report_open_no_question_and_the_other_way_round() -> None:
    offices_build()
    question, report = words_of(asked()), phrase_of(sent())
    with pytest.raises(NoQuestionError):
        question_follow(phrase=report)
    with pytest.raises(NoReportError):
        report_follow(phrase=question)


def test_hostile_words_are_shown_as_words_to_everyone() -> None:
    office = office_build()
    client = Client()
    form = hidden(client.get(ASK))
    received = client.post(ASK, {**form, "tanya": HOSTILE})
    words = " ".join(re.findall(r"<li>([a-z]+)</li>", received.content.decode())[:8])
    officer = unlocked_client(Role.HANDLER, BKPSDM, office)
    pages = (
        officer.post(f"/pertanyaan/{Question.objects.get().ref}/"),
        client.post("/boleh/tanya/ikuti/", {"kata": words}),
        client.post("/boleh/", {"rencana": HOSTILE}),
        client.post("/boleh/kenali/", {"cerita": HOSTILE}),
        client.post(ASK, {"tanya": HOSTILE}),
    )
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize(
    ("path", "field"),
    [(ASK, "tanya"), ("/boleh/", "rencana"), ("/boleh/kenali/", "cerita")],
)
def test_a_text_of_a_megabyte_is_refused_and_nothing_is_kept(path: str, field: str) -> None:
    offices_build()
    client = Client()
    form = hidden(client.get(path))
    answer = client.post(path, {**form, field: "boleh " * 180_000})
    assert answer.status_code in {400, 413, 422}
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"keadaan": "../../etc"},
        {"keadaan": "x" * 500},
        {"pemerintah": "kab-solok"},
        {"pemerintah": "' OR 1=1 --"},
        {"formulir": "abc:def"},
    ],
)
def test_a_forged_field_asks_nothing(form: dict[str, str]) -> None:
    offices_build()
    client = Client()
    typed = {**hidden(client.get(ASK)), "tanya": WORDS, **form}
    assert client.post(ASK, typed).status_code == 422
    assert not Question.objects.exists()


def test_a_teacher_leaves_no_name_no_session_and_no_words_in_an_address() -> None:
    offices_build()
    teacher = Client()
    page = teacher.get(ASK)
    text = page.content.decode()
    assert 'autocomplete="off"' in text
    assert not re.search(r'name="(nama|nip|email|hp)', text)
    received = teacher.post(ASK, {**hidden(page), "tanya": WORDS})
    links = re.findall(r'(?:href|action|src)="([^"]*)"', received.content.decode())
    # "boleh" may be drawn, and stands in the page's own address.
    phrase = set(re.findall(r"<li>([a-z]+)</li>", received.content.decode())[:8]) - {"boleh"}
    assert not [link for link in links for word in phrase if word in link.split("/")]
    assert "netral_sesi" not in teacher.cookies
    assert received.headers["Cache-Control"] == "no-store"


def test_the_journal_tells_no_unit_and_no_moment_of_a_question() -> None:
    offices_build()
    asked(at=moment())
    leaf = bytes(Entry.objects.get(kind="question.open").leaf, "utf-8").decode()
    assert "bkpsdm" not in leaf
    assert not re.search(r"\d\d:\d\d", leaf)
