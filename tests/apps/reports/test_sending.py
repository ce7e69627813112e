"""Sending: sealed, routed, counted, promised; once, however often the form is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import GovernmentKey
from netral.core.ledger.note import key_parse
from netral.core.ledger.promise import promise_open
from netral.journal.models import Entry, Log
from netral.people.models import UnitKey
from netral.reports.models import Report, ReporterIdentity, ReportStep
from netral.reports.services import sending
from netral.reports.services.following import phrase_confirm
from netral.reports.services.handling import report_open
from netral.reports.services.routing import NoOfficeError
from netral.reports.services.sending import NewReport, receipt_again, report_send
from netral.vault.models import Evidence
from netral.vault.services.tokens import form_token_draw
from tests.apps.people.build import government_build
from tests.apps.reports.build import (
    AT,
    BKPSDM,
    GOVERNMENT,
    INSPEKTORAT,
    SOMEONE,
    TEXT,
    handler,
    key_build,
    offices_build,
    phrase_of,
    sent,
)
from tests.apps.vault.build import sealed_upload

pytestmark = pytest.mark.django_db


def test_a_report_is_sealed_counted_and_promised() -> None:
    keys = offices_build()
    receipt = sent()
    report = Report.objects.get()
    entry = Entry.objects.get(kind="report.open")
    assert (report.state, report.received_on, report.unit.path) == ("masuk", AT.date(), BKPSDM)
    assert (entry.matter, entry.due_on) == (report.ref, receipt.due_on)
    promise = promise_open(receipt.promise, key_parse(Log.objects.get().verifier_key))
    assert promise.leaf == bytes(entry.leaf_hash)
    opened = report_open(actor=handler(), ref=report.ref, unit_key=keys.bkpsdm, at=AT)
    assert opened.text == TEXT
    assert str(report) == report.ref


def test_the_first_reading_is_promised_within_two_working_days() -> None:
    offices_build()
    friday = AT.replace(day=11)
    assert sent(at=friday).due_on == date(2024, 10, 15)


def test_the_length_of_a_report_says_little() -> None:
    offices_build()
    sent(replace(TEXT, what="a"))
    sent(replace(TEXT, what="a" * 60))
    one, other = Report.objects.values_list("sealed", flat=True)
    assert len(bytes(one)) == len(bytes(other))


def test_the_same_form_sent_twice_is_one_report_and_the_same_words() -> None:
    offices_build()
    token = form_token_draw()
    first, second = sent(token=token), sent(token=token)
    assert (first.ref, phrase_of(first)) == (second.ref, phrase_of(second))
    assert (first.is_again, second.is_again) == (False, True)
    assert Report.objects.count() == Entry.objects.filter(kind="report.open").count() == 1


def test_words_once_confirmed_are_never_shown_again() -> None:
    offices_build()
    token = form_token_draw()
    phrase = phrase_of(sent(token=token))
    assert phrase_confirm(phrase=phrase, expected=phrase, at=AT)
    assert sent(token=token).phrase is None
    assert Entry.objects.filter(kind="report.confirm").count() == 1
    assert phrase_confirm(phrase=phrase, expected=phrase, at=AT)
    assert Entry.objects.filter(kind="report.confirm").count() == 1


def test_words_are_not_shown_again_on_a_later_day() -> None:
    offices_build()
    token = form_token_draw()
    sent(token=token)
    assert sent(token=token, at=AT + timedelta(days=1)).phrase is None


def test_a_form_that_was_never_sent_has_no_receipt() -> None:
    offices_build()
    assert receipt_again(token=form_token_draw(), at=AT) is None


@pytest.mark.parametrize("token", ["", "abc", "00:zz"])
def test_a_token_that_is_not_ours_is_refused(token: str) -> None:
    offices_build()
    new = NewReport(token, GOVERNMENT, TEXT)
    with pytest.raises(WrongInputError, match="tidak kami kenali"):
        report_send(new=new, at=AT)
    assert not Report.objects.exists()


def test_evidence_goes_with_its_report_and_never_with_two() -> None:
    offices_build()
    upload = sealed_upload()
    receipt = sent(uploads=(upload,))
    assert Evidence.objects.get().owner == receipt.ref
    with pytest.raises(AlreadyDoneError):
        sent(uploads=(upload,))
    assert Report.objects.count() == Entry.objects.filter(kind="report.open").count() == 1


def test_a_named_report_keeps_the_name_apart() -> None:
    keys = offices_build()
    receipt = sent(identity=SOMEONE)
    opened = report_open(actor=handler(), ref=receipt.ref, unit_key=keys.bkpsdm, at=AT)
    assert opened.has_identity
    assert opened.text.is_named
    assert SOMEONE.name not in str(opened.text.what)
    assert ReporterIdentity.objects.get().other_key.unit.path == INSPEKTORAT


def test_a_government_without_a_key_takes_no_report() -> None:
    government_build(key="kab-samosir", name="Kabupaten Samosir")
    new = NewReport(form_token_draw(), GovernmentKey("kab-samosir"), TEXT)
    with pytest.raises(NoOfficeError, match="belum"):
        report_send(new=new, at=AT)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("changes", "unit"),
    [
        ({}, BKPSDM),
        ({"unit": "kab-batanghari.dinkes"}, BKPSDM),
        ({"unit": "kab-batanghari.bkpsdm"}, INSPEKTORAT),
        ({"unit": "kab-batanghari.bkpsdm.bidang-mutasi"}, INSPEKTORAT),
        ({"unit": "kab-batanghari.inspektorat"}, BKPSDM),
        ({"unit": "kab-batanghari"}, INSPEKTORAT),
        ({"workplace": "BKPSDM"}, INSPEKTORAT),
        ({"post": "Kepala Bidang Kepegawaian"}, INSPEKTORAT),
        ({"post": "Inspektur Pembantu"}, BKPSDM),
    ],
)
def test_a_report_never_goes_into_the_line_of_the_one_reported(
    changes: dict[str, Any], unit: str
) -> None:
    offices_build()
    receipt = sent(replace(TEXT, **changes))
    assert Report.objects.get().unit.path == unit
    assert receipt.is_turned == (unit != BKPSDM)


def test_a_single_office_handles_all_and_an_ended_key_is_not_used() -> None:
    key_build("kab-batanghari.kantor-tunggal")
    old = key_build(BKPSDM)
    UnitKey.objects.filter(public_key=bytes(old.public_key)).update(ended_at=AT)
    sent(replace(TEXT, unit="kab-batanghari.kantor-tunggal"), identity=SOMEONE)
    report = Report.objects.get()
    assert report.unit.path == "kab-batanghari.kantor-tunggal"
    assert report.identity.other_key == report.unit_key


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_days_of_a_report_refuse_change(act: str) -> None:
    offices_build()
    sent()
    rows = ReportStep.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(state="selesai") if act == "update" else rows._raw_delete(rows.db)


def test_nothing_of_the_secrets_shows_in_a_repr() -> None:
    offices_build()
    receipt = sent(identity=SOMEONE)
    shown = repr((receipt, TEXT, SOMEONE, NewReport("t0ken", GOVERNMENT, TEXT)))
    assert not [word for word in phrase_of(receipt).listed if f"'{word}" in shown]
    assert "KALIMATRAHASIA" not in shown
    assert "t0ken" not in shown


def test_another_broken_constraint_is_not_taken_for_a_double(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offices_build()
    sent()
    ref = Report.objects.get().ref
    monkeypatch.setattr(sending, "handle_from", lambda _: ref)
    with pytest.raises(IntegrityError):
        sent()
    assert Report.objects.count() == 1
