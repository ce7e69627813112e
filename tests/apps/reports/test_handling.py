"""The officers' side: who may open, how a report moves, what its reporter hears."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from netral.core.access import Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.report import CloseReason, ReportState
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.journal.models import Entry
from netral.reports.models import Message, Report, ReportStep
from netral.reports.queries import reports_of, reports_waiting
from netral.reports.services.following import report_follow
from netral.reports.services.handling import (
    report_evidence_open,
    report_message_send,
    report_open,
    report_state_set,
)
from netral.vault.services.sealing import SealError
from tests.apps.people.build import actor_build
from tests.apps.reports.build import (
    AT,
    BKPSDM,
    INSPEKTORAT,
    handler,
    moved,
    offices_build,
    phrase_of,
    sent,
)
from tests.apps.vault.build import EXIF_MARK, sealed_upload

pytestmark = pytest.mark.django_db
S = ReportState


def test_opening_a_report_is_on_record() -> None:
    keys = offices_build()
    ref = sent(uploads=(sealed_upload(name="rapat.jpg"),)).ref
    actor = handler()
    opened = report_open(actor=actor, ref=ref, unit_key=keys.bkpsdm, at=AT)
    assert [card.name for card in opened.evidence] == ["rapat.jpg"]
    assert (opened.state, opened.missing) == (S.RECEIVED, ("nama",))
    entry = Entry.objects.get(kind="report.view")
    assert entry.matter == ref
    assert actor.account in (entry.body or "")


@pytest.mark.parametrize(
    ("role", "unit", "error"),
    [
        (Role.HANDLER, INSPEKTORAT, NotVisibleError),
        (Role.HANDLER, "kab-samosir", NotVisibleError),
        (Role.PPK, "kab-batanghari", NotAllowedError),
        (Role.SUPERIOR, BKPSDM, NotAllowedError),
    ],
)
def test_others_cannot_open_a_report_and_nothing_is_written(
    role: Role, unit: str, error: type[Exception]
) -> None:
    keys = offices_build()
    ref = sent().ref
    before = Entry.objects.count()
    actor = actor_build(role, unit)
    before = Entry.objects.count()
    with pytest.raises(error):
        report_open(actor=actor, ref=ref, unit_key=keys.bkpsdm, at=AT)
    with pytest.raises(error):
        report_message_send(actor=actor, ref=ref, text="halo", at=AT)
    assert Entry.objects.count() == before
    assert not Message.objects.exists()


def test_the_key_of_another_unit_opens_nothing() -> None:
    keys = offices_build()
    ref = sent().ref
    with pytest.raises(SealError):
        report_open(actor=handler(), ref=ref, unit_key=keys.inspektorat, at=AT)
    with pytest.raises(NotVisibleError):
        report_open(actor=handler(), ref="TIDAKADA00", unit_key=keys.bkpsdm, at=AT)


def test_a_report_goes_from_reading_to_a_case_to_an_answer() -> None:
    offices_build()
    receipt = sent()
    moved(receipt.ref, S.IN_TRIAGE, S.NEEDS_DETAILS, S.IN_TRIAGE)
    report = moved(receipt.ref, S.ADMITTED, of="C000000001", note_for_reporter="Mulai diperiksa.")
    assert report.due_on is None
    moved(receipt.ref, S.CLOSED, reason=CloseReason.NOT_PROVEN, note_for_reporter="Terima kasih.")
    followed = report_follow(phrase=phrase_of(receipt))
    states = [state for state, _ in followed.steps]
    assert states == [
        S.RECEIVED,
        S.IN_TRIAGE,
        S.NEEDS_DETAILS,
        S.IN_TRIAGE,
        S.ADMITTED,
        S.CLOSED,
    ]
    assert followed.close_reason is CloseReason.NOT_PROVEN
    assert [one.text for one in followed.messages] == ["Mulai diperiksa.", "Terima kasih."]
    closing = Entry.objects.get(kind="report.close")
    assert (closing.close, closing.due_on) == ("tidak_terbukti", None)
    assert Entry.objects.get(kind="report.admit").of == "C000000001"


def test_a_triage_has_its_own_promise() -> None:
    offices_build()
    ref = sent().ref
    assert moved(ref, S.IN_TRIAGE).due_on == date(2024, 10, 14)


def test_a_refusal_closes_with_its_reason_and_can_be_read_again() -> None:
    offices_build()
    ref = sent().ref
    moved(ref, S.IN_TRIAGE, S.REFUSED, reason=CloseReason.NOT_ASN)
    assert Entry.objects.get(kind="report.close").close == "bukan_asn"
    report = moved(ref, S.IN_TRIAGE)
    assert (report.close_reason, report.state) == ("", "ditelaah")
    assert Entry.objects.filter(kind="report.reopen").count() == 1


def test_a_step_out_of_turn_changes_nothing() -> None:
    offices_build()
    ref = sent().ref
    before = Entry.objects.count()
    with pytest.raises(MoveRefusedError):
        moved(ref, S.CLOSED, reason=CloseReason.PROVEN)
    with pytest.raises(MoveRefusedError):
        moved(ref, S.IN_TRIAGE, S.REFUSED)
    assert Report.objects.get().state == "ditelaah"
    assert Entry.objects.count() == before + 1
    assert ReportStep.objects.count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HANDLER])
def test_no_other_role_takes_a_report(role: Role) -> None:
    offices_build()
    ref = sent().ref
    with pytest.raises(NotAllowedError):
        report_state_set(
            actor=actor_build(role, "kab-batanghari"), ref=ref, state=S.IN_TRIAGE, at=AT
        )
    assert Report.objects.get().state == "masuk"


def test_a_closed_report_cannot_lack_its_reason_in_the_database() -> None:
    offices_build()
    sent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(state="selesai")


def test_an_officer_writes_without_a_key_and_the_reporter_does_not_learn_who() -> None:
    keys = offices_build()
    receipt, actor = sent(), handler()
    report_message_send(actor=actor, ref=receipt.ref, text="Apakah ada saksi lain?", at=AT)
    (message,) = report_follow(phrase=phrase_of(receipt)).messages
    assert (message.who, message.text, message.is_mine) == (
        "Petugas",
        "Apakah ada saksi lain?",
        False,
    )
    opened = report_open(actor=actor, ref=receipt.ref, unit_key=keys.bkpsdm, at=AT)
    assert opened.messages[0].who == actor.name
    with pytest.raises(WrongInputError):
        report_message_send(actor=actor, ref=receipt.ref, text="  ", at=AT)
    assert "message" in str(Message.objects.get())


def test_evidence_is_opened_through_its_report_only() -> None:
    keys = offices_build()
    ref = sent(uploads=(sealed_upload(),)).ref
    other = sent(uploads=(sealed_upload(),)).ref
    actor = handler()
    card = report_open(actor=actor, ref=ref, unit_key=keys.bkpsdm, at=AT).evidence[0]
    opened = report_evidence_open(
        actor=actor,
        ref=ref,
        evidence=card.ref,
        unit_key=keys.bkpsdm,
        reason="telaah awal",
        at=AT,
    )
    assert EXIF_MARK.encode() not in opened.content
    with pytest.raises(NotVisibleError):
        report_evidence_open(
            actor=actor,
            ref=other,
            evidence=card.ref,
            unit_key=keys.bkpsdm,
            reason="telaah awal",
            at=AT,
        )


def test_the_queue_shows_open_reports_of_the_own_unit_the_most_urgent_first() -> None:
    offices_build()
    refs = [sent(at=AT.replace(day=day)).ref for day in (9, 7, 8)]
    moved(refs[0], S.IN_TRIAGE, S.REFUSED, reason=CloseReason.OUTSIDE)
    actor = handler()
    assert [report.ref for report in reports_waiting(actor)] == [refs[1], refs[2]]
    assert [report.ref for report in reports_of(actor)] == refs[::-1]
    assert not reports_waiting(handler(INSPEKTORAT)).exists()
    assert "masuk" in str(ReportStep.objects.order_by("pk").first())
