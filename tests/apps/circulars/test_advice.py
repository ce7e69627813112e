"""From an answer to the helper: freed of persons, read twice, dated, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.models import Advice
from netral.circulars.queries.questions import advice_in_force, advice_of, advice_waiting
from netral.circulars.services.advice import (
    OneReaderError,
    PersonInTextError,
    advice_confirm,
    advice_end,
    advice_propose,
    advice_return,
    advice_revise,
)
from netral.core.access import Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.models import Entry
from tests.apps.circulars.ask import (
    ADVICE,
    answered,
    asked,
    confirmed,
    handler,
    proposed,
)
from tests.apps.people.build import actor_build
from tests.apps.reports.build import AT, INSPEKTORAT, offices_build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    return tmp_path


def kinds() -> list[str]:
    entered = Entry.objects.filter(kind__startswith="advice.").order_by("pk")
    return list(entered.values_list("kind", flat=True))


def test_an_answer_enters_the_helper_after_a_second_reader() -> None:
    advice = confirmed(offices_build().bkpsdm)
    assert [one.ref for one in advice_in_force(today=AT.date())] == [advice.ref]
    assert (advice.office, advice.valid_from) == ("Bkpsdm", AT.date())
    assert kinds() == ["advice.propose", "advice.confirm"]
    assert str(advice) == ADVICE.title_id


def test_before_the_second_reader_nothing_is_in_the_helper() -> None:
    proposed(offices_build().bkpsdm)
    assert advice_in_force(today=AT.date()) == []


def test_who_wrote_it_does_not_confirm_or_return_it() -> None:
    advice, writer = proposed(offices_build().bkpsdm)
    with pytest.raises(OneReaderError):
        advice_confirm(actor=writer, ref=advice.ref, at=AT)
    with pytest.raises(OneReaderError):
        advice_return(actor=writer, ref=advice.ref, reason="cukup panjang", at=AT)
    assert kinds() == ["advice.propose"]


def test_the_database_too_wants_two_people() -> None:
    advice, writer = proposed(offices_build().bkpsdm)
    rows = Advice.objects.filter(pk=advice.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="berlaku", read_by=writer.account, valid_from=AT.date())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="berlaku", valid_from=AT.date())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(basis="")


@pytest.mark.parametrize(
    ("role", "unit", "error"),
    [
        (Role.HANDLER, INSPEKTORAT, NotVisibleError),
        (Role.PPK, "kab-solok", NotVisibleError),
        (Role.OFFICER, "kab-batanghari", NotAllowedError),
        (Role.DESK, "kab-batanghari", NotAllowedError),
        (Role.ASN, "kab-batanghari", NotAllowedError),
    ],
)
def test_nobody_else_confirms(role: Role, unit: str, error: type[Exception]) -> None:
    advice, _writer = proposed(offices_build().bkpsdm)
    with pytest.raises(error):
        advice_confirm(actor=actor_build(role, unit), ref=advice.ref, at=AT)
    assert kinds() == ["advice.propose"]


@pytest.mark.parametrize("role", [Role.SEKDA, Role.PPK])
def test_the_head_of_the_office_may_read_a_second_time(role: Role) -> None:
    advice, _writer = proposed(offices_build().bkpsdm)
    advice_confirm(actor=actor_build(role, "kab-batanghari"), ref=advice.ref, at=AT)
    assert len(advice_in_force(today=AT.date(), government="kab-batanghari")) == 1
    assert advice_in_force(today=AT.date(), government="kab-solok") == []


def test_a_returned_answer_is_written_anew_and_read_again() -> None:
    advice, writer = proposed(offices_build().bkpsdm)
    reader = handler()
    advice_return(actor=reader, ref=advice.ref, reason="Sebutkan juga hari libur.", at=AT)
    with pytest.raises(MoveRefusedError):
        advice_confirm(actor=reader, ref=advice.ref, at=AT)
    better = replace(ADVICE, text_id="Boleh di luar jam kerja, tanpa atribut bakal calon.")
    advice_revise(actor=writer, ref=advice.ref, text=better, at=AT)
    now = advice_confirm(actor=reader, ref=advice.ref, at=AT)
    assert (now.text_id, now.note) == (better.text_id, "")


def test_a_reader_who_rewrites_it_becomes_its_writer() -> None:
    advice, writer = proposed(offices_build().bkpsdm)
    reader = handler()
    advice_return(actor=reader, ref=advice.ref, reason="Sebutkan juga hari libur.", at=AT)
    advice_revise(actor=reader, ref=advice.ref, text=ADVICE, at=AT)
    with pytest.raises(OneReaderError):
        advice_confirm(actor=reader, ref=advice.ref, at=AT)
    advice_confirm(actor=writer, ref=advice.ref, at=AT)


def test_an_ended_answer_is_given_no_more() -> None:
    advice = confirmed(offices_build().bkpsdm)
    ended = advice_end(
        actor=handler(), ref=advice.ref, reason="Aturannya berubah.", at=AT + timedelta(days=9)
    )
    assert ended.valid_to == (AT + timedelta(days=9)).date()
    assert advice_in_force(today=AT.date() + timedelta(days=9)) == []
    with pytest.raises(MoveRefusedError):
        advice_end(actor=handler(), ref=advice.ref, reason="Sekali lagi saja.", at=AT)


def test_a_reason_is_a_sentence() -> None:
    advice = confirmed(offices_build().bkpsdm)
    with pytest.raises(WrongInputError, match="alasannya"):
        advice_end(actor=handler(), ref=advice.ref, reason="ya", at=AT)


@pytest.mark.parametrize(
    "text",
    [
        "Tanyakan kepada 0812-3456-7890.",
        "NIP 199001012015031001 boleh.",
        "Tulis ke seseorang@contoh.example.",
    ],
)
def test_numbers_and_addresses_never_enter_even_when_checked(text: str) -> None:
    case = answered(offices_build().bkpsdm)
    with pytest.raises(PersonInTextError):
        advice_propose(
            actor=case.writer,
            question=case.receipt.ref,
            text=replace(ADVICE, text_id=text),
            at=AT,
            is_checked=True,
        )


def test_a_name_is_warned_of_and_passes_when_somebody_looked() -> None:
    case = answered(offices_build().bkpsdm)
    text = replace(ADVICE, phrases=("Kata Bu Melati boleh jadi panitia lomba",))
    wish = partial(advice_propose, actor=case.writer, question=case.receipt.ref, text=text, at=AT)
    with pytest.raises(PersonInTextError, match="Bu Melati"):
        wish()
    assert wish(is_checked=True).state == "diajukan"


@pytest.mark.parametrize(
    "changes",
    [
        {"basis": ()},
        {"basis": ("Pasal karangan",)},
        {"verdict": "mungkin"},
        {"title_id": " "},
        {"phrases": ()},
        {"acts": ("D-TIDAK-ADA",)},
    ],
)
def test_what_is_not_whole_is_refused(changes: dict[str, Any]) -> None:
    case = answered(offices_build().bkpsdm)
    with pytest.raises(WrongInputError):
        advice_propose(
            actor=case.writer,
            question=case.receipt.ref,
            text=replace(ADVICE, **changes),
            at=AT,
        )
    assert not Advice.objects.exists()


def test_a_question_without_an_answer_or_of_another_office_is_not_proposed() -> None:
    keys = offices_build()
    waiting = asked()
    with pytest.raises(MoveRefusedError, match="Jawab dulu"):
        advice_propose(actor=handler(), question=waiting.ref, text=ADVICE, at=AT)
    case = answered(keys.bkpsdm)
    with pytest.raises(NotVisibleError):
        advice_propose(actor=handler(INSPEKTORAT), question=case.receipt.ref, text=ADVICE, at=AT)
    with pytest.raises(NotVisibleError):
        advice_confirm(actor=handler(), ref="TIDAKADA", at=AT)
    with pytest.raises(NotVisibleError):
        advice_end(actor=handler(), ref="TIDAKADA", reason="cukup panjang", at=AT)
    with pytest.raises(NotVisibleError):
        advice_propose(actor=handler(), question="TIDAKADA", text=ADVICE, at=AT)


def test_an_answer_is_proposed_once() -> None:
    case = answered(offices_build().bkpsdm)
    wish = partial(advice_propose, actor=case.writer, question=case.receipt.ref, text=ADVICE, at=AT)
    wish()
    with pytest.raises(AlreadyDoneError):
        wish()


def test_the_list_of_a_second_reader_leaves_out_what_is_the_own_work() -> None:
    advice, writer = proposed(offices_build().bkpsdm)
    reader = handler()
    assert [one.ref for one in advice_waiting(reader)] == [advice.ref]
    assert not advice_waiting(writer).exists()
    advice_return(actor=reader, ref=advice.ref, reason="Sebutkan juga hari libur.", at=AT)
    assert [one.ref for one in advice_waiting(writer)] == [advice.ref]
    assert not advice_waiting(actor_build(Role.SEKDA, "kab-batanghari")).exists()
    assert advice_of(reader).count() == 1
