"""A frightened teacher reports her head: what could tell who she is, or let her word be lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from nacl.public import PrivateKey

from netral.core.access import Role
from netral.core.flow.report import CloseReason, ReportState
from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.journal.models import Entry
from netral.oversight.queries.waiting import waiting_for
from netral.reports.models import IdentityRequest, ReporterIdentity
from netral.reports.services.content import ReportText
from netral.reports.services.following import reporter_message_send
from netral.reports.services.identity import (
    identity_approve,
    identity_open,
    identity_request,
)
from netral.reports.services.routing import offices_for
from netral.vault.services.sealing import SealError, unseal
from netral.vault.services.tokens import form_token_draw
from tests.apps.cases.build import Office, office_build, report_build, unlocked_client
from tests.apps.people.build import account_build, person_build, person_client, staff_client
from tests.apps.reports.build import (
    ANSWERS,
    AT,
    BKPSDM,
    GOVERNMENT,
    INSPEKTORAT,
    MARK,
    SOMEONE,
    TEXT,
    handler,
    hidden,
    moved,
    offices_build,
    phrase_of,
    sent,
    shown_words,
)

pytestmark = pytest.mark.django_db
WHY = "Perlu dipanggil sebagai saksi."


@pytest.fixture
def office() -> Office:
    return office_build()


def test_her_new_evidence_on_a_refused_report_does_not_lie_unseen(office: Office) -> None:
    receipt = report_build(office)
    moved(
        receipt.ref,
        ReportState.REFUSED,
        reason=CloseReason.TOO_LITTLE,
        note_for_reporter="Belum cukup.",
    )
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    assert receipt.ref not in browser.get("/antrean/?keadaan=kabar").content.decode()
    reporter_message_send(
        phrase=phrase_of(receipt), token=form_token_draw(), text="Ini fotonya.", uploads=(), at=AT
    )
    assert receipt.ref in browser.get("/antrean/?keadaan=kabar").content.decode()
    waits = waiting_for(actor=office.handler, today=AT.date())
    assert [one.url for one in waits] == [f"/antrean/{receipt.ref}/"]
    assert "baca-ulang" in browser.get(f"/antrean/{receipt.ref}/").content.decode()
    again = browser.post(f"/antrean/{receipt.ref}/baca-ulang/", {"note": "Kami baca lagi."})
    assert again.status_code == 302
    assert Entry.objects.filter(kind="report.reopen", matter=receipt.ref).exists()
    assert waiting_for(actor=office.handler, today=AT.date())[0].due_on is not None


def test_her_answer_to_a_question_does_not_wait_for_the_clock(office: Office) -> None:
    receipt = report_build(office)
    moved(receipt.ref, ReportState.NEEDS_DETAILS, note_for_reporter="Aula yang mana?")
    assert waiting_for(actor=office.handler, today=AT.date()) == []
    reporter_message_send(
        phrase=phrase_of(receipt), token=form_token_draw(), text="Aula timur.", uploads=(), at=AT
    )
    (waits,) = waiting_for(actor=office.handler, today=AT.date())
    assert waits.url == f"/antrean/{receipt.ref}/"


@pytest.mark.parametrize("role", [Role.SUPERIOR, Role.OPD_HEAD, Role.DESK, Role.OFFICER])
def test_her_head_finds_no_trace_of_a_report(office: Office, role: Role) -> None:
    receipt = report_build(office)
    browser = staff_client(account_build(role, "kab-batanghari.dinkes"))
    for address in ("/meja/", "/antrean/", "/perkara/", "/pengawasan/"):
        assert receipt.ref not in browser.get(address).content.decode()
    assert browser.get(f"/antrean/{receipt.ref}/").status_code == 404
    assert browser.post(f"/antrean/{receipt.ref}/").status_code == 404


def test_a_report_on_the_personnel_office_goes_past_it() -> None:
    offices_build()
    for text in (
        ReportText(what="x", post="Kepala BKPSDM"),
        ReportText(what="x", workplace="Badan Kepegawaian dan Pengembangan SDM"),
        ReportText(what="x", unit=f"{BKPSDM}.mutasi"),
    ):
        handling, _other, is_turned = offices_for(government=GOVERNMENT, text=text, today=AT.date())
        assert handling.unit.path == INSPEKTORAT
        assert is_turned


def test_a_story_that_speaks_of_the_personnel_office_does_not_go_there() -> None:
    offices_build()
    story = "Kepala BKPSDM menyuruh kami hadir di posko calon."
    for text, unit in (
        (ReportText(what=story, who="Pak Budi"), INSPEKTORAT),
        (ReportText(what=story, who="Pak Budi", post="Inspektur"), BKPSDM),
        (ReportText(what="Saya mengadu ke inspektorat dan BKPSDM.", who="Pak Budi"), BKPSDM),
        (ReportText(what="Camat bkn netral; status kepegawaian PNS.", who="Camat"), BKPSDM),
    ):
        handling, _other, is_turned = offices_for(government=GOVERNMENT, text=text, today=AT.date())
        assert handling.unit.path == unit
        assert is_turned is (unit == INSPEKTORAT)


def test_a_handler_alone_cannot_see_who_she_is() -> None:
    offices = offices_build()
    receipt = sent(identity=SOMEONE)
    actor = handler()
    with pytest.raises(NotAllowedError):
        identity_open(actor=actor, ref=receipt.ref, unit_key=offices.bkpsdm, at=AT)
    identity_request(actor=actor, ref=receipt.ref, reason=WHY, unit_key=offices.bkpsdm, at=AT)
    with pytest.raises(NotAllowedError):
        identity_open(actor=actor, ref=receipt.ref, unit_key=offices.bkpsdm, at=AT)
    with pytest.raises((NotAllowedError, NotVisibleError)):
        identity_approve(actor=actor, ref=receipt.ref, reason=WHY, unit_key=offices.bkpsdm, at=AT)
    kept = ReporterIdentity.objects.get()
    with pytest.raises(SealError):
        unseal(bytes(kept.half_for_other), offices.bkpsdm)


def test_each_look_at_who_she_is_needs_two_reasons_and_both_are_kept() -> None:
    offices = offices_build()
    receipt = sent(identity=SOMEONE)
    asker, granter = handler(), handler(INSPEKTORAT)
    asked: Any = {"actor": asker, "ref": receipt.ref, "unit_key": offices.bkpsdm, "at": AT}
    identity_request(reason=WHY, **asked)
    identity_approve(
        actor=granter,
        ref=receipt.ref,
        reason="Saksi kunci perkara ini.",
        unit_key=offices.inspektorat,
        at=AT,
    )
    kept = IdentityRequest.objects.get()
    report_key = PrivateKey(unseal(bytes(kept.identity.report.key_for_unit), offices.bkpsdm))
    assert unseal(bytes(kept.sealed_grant_reason or b""), report_key) == b"Saksi kunci perkara ini."
    assert identity_open(**asked) == SOMEONE
    with pytest.raises(NotAllowedError):
        identity_open(**asked)


def test_the_database_and_the_folder_hold_no_word_of_hers(data_dir: Path) -> None:
    offices_build()
    sent(identity=SOMEONE)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of the database's own
            for row in cursor.fetchall():
                assert MARK not in str([bytes(x) if isinstance(x, memoryview) else x for x in row])
    for path in data_dir.rglob("*"):
        assert not path.is_file() or MARK.encode() not in path.read_bytes()


def test_a_report_sent_from_her_own_personal_session_is_tied_to_nobody() -> None:
    offices_build()
    person = person_build(name="Guru Yang Takut")
    browser = person_client(person)
    key = browser.session.session_key
    before = dict(browser.session)
    page = browser.post("/lapor/", ANSWERS | {"langkah": "1"})
    assert "Guru Yang Takut" not in page.content.decode()
    form = ANSWERS | hidden(page) | {"langkah": "5", "ke": "lanjut"}
    page = browser.post("/lapor/", form)
    answer = browser.post("/lapor/", ANSWERS | hidden(page) | {"langkah": "6", "ke": "lanjut"})
    assert shown_words(answer)
    assert (browser.session.session_key, dict(browser.session)) == (key, before)
    assert not [
        entry
        for entry in Entry.objects.filter(kind="report.open")
        if person.ref in (entry.body or "")
    ]


def test_a_report_sets_no_cookie_that_outlives_the_browser() -> None:
    offices_build()
    browser = Client()
    browser.get("/lapor/")
    browser.post("/lapor/", ANSWERS | {"langkah": "1"})
    named = {name: cookie["max-age"] for name, cookie in browser.cookies.items()}
    assert set(named) <= {"netral_csrf"}


def test_no_page_of_a_report_names_it_in_its_title_or_is_kept() -> None:
    offices_build()
    receipt = sent()
    words = phrase_of(receipt).words
    followed = Client().post("/lapor/ikuti/", {"kata": words})
    title = re.search(r"<title>(.*?)</title>", followed.content.decode(), re.DOTALL)
    assert title is not None
    for secret in (receipt.ref, *words.split()):
        assert secret not in title[1]
    assert "no-store" in followed.headers["Cache-Control"]
    assert words not in followed.request["PATH_INFO"] + followed.request["QUERY_STRING"]


def test_the_field_for_her_words_is_not_remembered_by_the_browser() -> None:
    page = Client().get("/lapor/ikuti/").content.decode()
    field = re.search(r"<(?:input|textarea)[^>]*name=\"kata\"[^>]*>", page)
    assert field is not None
    assert 'autocomplete="off"' in field[0]


def test_a_shared_computer_remembers_nothing_that_she_typed() -> None:
    offices_build()
    receipt = sent()
    pages = [
        Client().get("/lapor/"),
        Client().post("/lapor/", ANSWERS | {"langkah": "1"}),
        Client().post("/lapor/", ANSWERS | {"langkah": "2"}),
        Client().get("/lapor/ikuti/"),
        Client().post("/lapor/ikuti/", {"kata": phrase_of(receipt).words}),
    ]
    for page in pages:
        forms = re.findall(r"<form[^>]*/lapor/[^>]*>", page.content.decode())
        assert forms
        assert any('autocomplete="off"' in form for form in forms)


def test_the_form_warns_against_writing_her_own_name() -> None:
    offices_build()
    assert "Jangan tulis nama" in Client().get("/lapor/").content.decode()


def test_the_journals_public_part_says_nothing_of_who_and_of_what() -> None:
    offices_build()
    receipt = sent(identity=SOMEONE)
    entry = Entry.objects.get(kind="report.open", matter=receipt.ref)
    for word in (*SOMEONE.name.split(), BKPSDM, "MOBILISASI", TEXT.post):
        assert word not in entry.leaf
    assert SOMEONE.name not in (entry.body or "")
