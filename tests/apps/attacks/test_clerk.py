"""The head's loyal clerk, with a personnel officer's powers, wants to bury a report."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from netral.cases.queries.cases import cases_visible
from netral.core.access import Actor, Role
from netral.core.flow.report import ReportState
from netral.core.kinds.errors import NotAllowedError, NotVisibleError, WrongInputError
from netral.journal.models import Entry
from netral.ops import serve
from netral.people.models import Account, Person, UnitKey, UnitKeyShare
from netral.people.services.accounts import account_reset, invitation_accept
from netral.people.services.calendar import HolidayWish, holiday_add
from netral.people.services.links import link_open, link_revoke, links_issue
from netral.people.services.persons import PostWish, posting_begin
from netral.people.services.places import unit_rename
from netral.people.services.roles import GrantWish, role_end, role_grant
from netral.people.services.unit_keys import unit_key_end, unit_key_make
from netral.people.services.unlock import unlock_key_make
from netral.reports.models import Report, ReportStep
from netral.reports.queries import reports_of
from netral.reports.services.handling import report_open
from netral.shell.moment import moment
from tests.apps.cases.build import (
    DINKES,
    KEY,
    PHRASE,
    Office,
    holder_build,
    matched,
    office_build,
    opened,
    report_build,
    unlocked_client,
)
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    staff_client,
    unit_build,
)
from tests.apps.reports.build import AT, BKPSDM, key_build, moved, sent

pytestmark = pytest.mark.django_db
GOOD = "empat kata tanpa hubungan"
SETTLING = ("buka-perkara", "gabungkan", "teruskan", "tidak-dilanjutkan")
REFUSAL = {"reason": "bukan_asn", "note": "Orang itu bukan pegawai pemerintah ini."}


@pytest.fixture
def office() -> Office:
    return office_build()


@pytest.mark.parametrize("act", SETTLING)
def test_a_clerk_in_a_handlers_seat_cannot_settle_a_report_that_he_cannot_read(
    office: Office, act: str
) -> None:
    receipt = report_build(office)
    seated = staff_client(account_build(Role.HANDLER, BKPSDM))
    before = Entry.objects.count()
    answer = seated.post(f"/antrean/{receipt.ref}/{act}/", REFUSAL)
    assert answer.status_code in {403, 423}
    assert Entry.objects.count() == before


def test_a_handler_with_an_open_key_still_refuses_with_a_reason(office: Office) -> None:
    receipt = report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    answer = browser.post(f"/antrean/{receipt.ref}/tidak-dilanjutkan/", REFUSAL)
    assert answer.status_code == 302


def test_a_clerk_who_resets_a_handlers_account_cannot_become_the_handler(office: Office) -> None:
    holder = holder_build(Role.HANDLER, BKPSDM, office)
    token = account_reset(actor=actor_build(), account=holder.ref, at=moment())
    with pytest.raises(WrongInputError):
        invitation_accept(token=token, password=GOOD, pass_phrase="tebakan petugas", at=moment())
    address = reverse("invitation", args=[str(token)])
    chosen = {"password": GOOD, "again": GOOD}
    assert Client().post(address, chosen).status_code == 422
    assert Client().post(address, chosen | {"pass_phrase": "lain lagi"}).status_code == 422
    assert not Account.objects.get(pk=holder.pk).has_usable_password()
    assert Client().post(address, chosen | {"pass_phrase": PHRASE}).status_code == 302
    assert Account.objects.get(pk=holder.pk).check_password(GOOD)


def test_a_clerk_cannot_guess_the_pass_phrase_by_new_invitations(office: Office) -> None:
    holder, officer = holder_build(Role.HANDLER, BKPSDM, office), actor_build()
    token = account_reset(actor=officer, account=holder.ref, at=moment())
    for number in range(7):
        token = account_reset(actor=officer, account=holder.ref, at=moment())
        with pytest.raises(WrongInputError):
            invitation_accept(token=token, password=GOOD, pass_phrase=f"{number}", at=moment())
    with pytest.raises(WrongInputError, match="Tunggu"):
        invitation_accept(token=token, password=GOOD, pass_phrase=PHRASE, at=moment())


def test_a_clerk_cannot_grant_himself_a_role() -> None:
    officer = actor_build()
    wish = GrantWish(Role.HANDLER, KEY, moment().date())
    with pytest.raises(NotAllowedError):
        role_grant(actor=officer, account=officer.account, wish=wish, at=moment())


def test_a_clerk_of_one_agency_cannot_grant_over_another_whose_name_begins_alike() -> None:
    unit_build("kab-a.dinas")
    unit_build("kab-a.dinas-lain")
    officer = actor_build(Role.OFFICER, "kab-a.dinas")
    other = account_build(Role.SUPERIOR, "kab-a.dinas")
    wish = GrantWish(Role.HANDLER, "kab-a.dinas-lain", moment().date())
    with pytest.raises(NotVisibleError):
        role_grant(actor=officer, account=other.ref, wish=wish, at=moment())


def test_a_clerk_cannot_make_reports_unreadable_by_ending_the_last_holders_role(
    office: Office,
) -> None:
    holder = holder_build(Role.HANDLER, BKPSDM, office)
    (grant,) = holder.grants.all()
    role_end(actor=actor_build(), ref=grant.ref, reason="mutasi", at=moment())
    assert UnitKeyShare.objects.get(account=holder).ended_at is None
    again = GrantWish(Role.HANDLER, BKPSDM, moment().date())
    role_grant(actor=actor_build(), account=holder.ref, wish=again, at=moment())
    browser = staff_client(holder)
    assert browser.post("/kunci/", {"pass_phrase": PHRASE}).status_code == 302
    receipt = report_build(office)
    assert browser.post(f"/antrean/{receipt.ref}/").status_code == 200


def test_a_resting_share_opens_nothing_without_a_role(office: Office) -> None:
    holder = holder_build(Role.HANDLER, BKPSDM, office)
    (grant,) = holder.grants.all()
    receipt = report_build(office)
    browser = staff_client(holder)
    browser.post("/kunci/", {"pass_phrase": PHRASE})
    role_end(actor=actor_build(), ref=grant.ref, reason="mutasi", at=moment())
    assert browser.post(f"/antrean/{receipt.ref}/").status_code in {403, 404}


@pytest.mark.parametrize("name", ["BKPSDM Bayangan", "Badan Kepegawaian"])
def test_a_clerk_cannot_draw_reports_to_a_unit_that_he_opens_or_renames(name: str) -> None:
    key_build(BKPSDM)
    shadow = unit_build("kab-batanghari.aaa", name)
    assert BKPSDM > "kab-batanghari.aaa"
    key_build(shadow.path)
    sent()
    assert Report.objects.get().unit.path == BKPSDM


def test_a_clerk_cannot_park_a_report_without_a_clock(office: Office) -> None:
    receipt = report_build(office)
    report = moved(receipt.ref, ReportState.NEEDS_DETAILS)
    assert report.due_on is not None
    entry = Entry.objects.filter(matter=receipt.ref).latest("pk")
    assert entry.due_on == report.due_on


def test_a_clerk_cannot_redate_an_act_behind_the_journals_back(office: Office) -> None:
    case = opened(office)
    body = json.loads(Entry.objects.get(kind="case.open", matter=case.ref).body or "")["body"]
    assert body["act_on"] == case.act_on.isoformat()


def test_a_clerk_without_the_handlers_role_does_not_read_a_report(office: Office) -> None:
    receipt = report_build(office)
    for role in (Role.OFFICER, Role.PPK, Role.SEKDA, Role.DESK, Role.OVERSEER):
        actor = actor_build(role, KEY)
        with pytest.raises(NotAllowedError):
            report_open(actor=actor, ref=receipt.ref, unit_key=office.private, at=AT)


def test_a_clerk_without_an_unlock_key_is_no_holder(office: Office) -> None:
    del office
    puppet = account_build(Role.HANDLER, "kab-batanghari.inspektorat")
    with pytest.raises(WrongInputError):
        unit_key_make(
            actor=actor_build(),
            unit="kab-batanghari.inspektorat",
            holders=[puppet.ref],
            at=moment(),
        )


def test_a_head_who_issues_links_cannot_try_more_pins_than_one_link_allows() -> None:
    person, at, head = person_build(), moment(), actor_build(Role.OPD_HEAD, DINKES)
    tokens = [issued(head, person, at) for _ in range(4)]
    assert link_open(token=tokens[0], pin="482913", at=at).person == person.ref
    tried = 0
    for token in [*tokens[1:], *(issued(head, person, at) for _ in range(3))]:
        for guess in ("111222", "222333", "333444"):
            tried += 1
            assert link_open(token=token, pin=guess, at=at).person is None
    assert tried > 5
    assert link_open(token=tokens[0], pin="482913", at=at).person is None
    later = at + timedelta(minutes=16)
    assert link_open(token=tokens[0], pin="482913", at=later).person == person.ref


def issued(head: Actor, person: Person, at: datetime) -> str:
    ((_person, token),) = links_issue(
        actor=head,
        unit=person.unit.path,
        persons=[person],
        channel="tangan",
        at=at,
        expires_at=at + timedelta(days=3),
    )
    return str(token)


def test_a_thief_of_a_pin_is_out_once_the_link_is_revoked() -> None:
    person, at, head = person_build(), moment(), actor_build(Role.OPD_HEAD, DINKES)
    token = issued(head, person, at)
    thief = Client()
    pins = {"pin": "482913", "again": "482913"}
    assert thief.post(f"/saya/{token}/", pins).status_code == 302
    assert thief.get("/saya/").status_code == 200
    (link,) = person.links.all()
    link_revoke(actor=head, ref=link.ref, reason="PIN dicuri", at=moment())
    assert thief.get("/saya/").status_code == 404


def test_a_clerk_cannot_open_a_case_for_a_day_before_the_law(office: Office) -> None:
    receipt = report_build(office)
    browser = unlocked_client(Role.HANDLER, BKPSDM, office)
    form = {"act_code": "S-MEDSOS-KAMPANYE", "act_on": "2019-01-01", "summary": "x"}
    answer = browser.post(f"/antrean/{receipt.ref}/buka-perkara/", form)
    assert answer.status_code == 422


def test_a_clerk_cannot_move_the_clock_of_a_real_folder(tmp_path: Path) -> None:
    real = serve.folder_for(serve.options(["--data", str(tmp_path / "kantor"), "--empty"]))
    (real / "netral.sqlite3").touch()
    redated = ["--data", str(real), "--empty", "--today", "2024-10-01"]
    with pytest.raises(serve.FolderError, match="data sungguhan"):
        serve.folder_for(serve.options(redated))
    assert not (real / "demo.json").exists()


def test_a_clerk_cannot_stretch_a_running_clock_by_a_holiday(office: Office) -> None:
    case = matched(office, opened(office))
    receipt = report_build(office)
    due = Report.objects.get(ref=receipt.ref).due_on
    for number in range(1, 15):
        day = AT.date() + timedelta(days=number)
        wish = HolidayWish(day, "Libur daerah", "libur_daerah", f"Keputusan {number}")
        holiday_add(actor=actor_build(), wish=wish, at=AT)
    before = case.due_on
    case.refresh_from_db()
    assert case.due_on == before
    assert Report.objects.get(ref=receipt.ref).due_on == due
    later = report_build(office)
    assert Report.objects.get(ref=later.ref).due_on == due


def test_a_clerk_cannot_take_a_case_from_its_line_by_moving_the_respondent(office: Office) -> None:
    case = matched(office, opened(office))
    unit_build(f"{KEY}.dikbud")
    wish = PostWish(unit=f"{KEY}.dikbud", title="Staf", valid_from=AT.date())
    posting_begin(actor=actor_build(), person=office.person.ref, wish=wish, at=AT)
    case.refresh_from_db()
    assert case.respondent_unit is not None
    assert case.respondent_unit.path == DINKES
    assert cases_visible(actor=office.superior, today=AT.date()).filter(pk=case.pk).exists()


def test_a_clerk_cannot_lose_a_report_by_renaming_the_unit_that_handles_it(office: Office) -> None:
    receipt = report_build(office)
    unit_rename(actor=actor_build(), path=BKPSDM, name="Bagian Umum", at=AT)
    assert reports_of(office.handler).filter(ref=receipt.ref).exists()
    assert sent().office == "Bagian Umum"


def test_a_clerk_cannot_end_a_units_key_or_role_from_another_agency(office: Office) -> None:
    outside = actor_build(Role.OFFICER, DINKES)
    holder = holder_build(Role.HANDLER, BKPSDM, office)
    (grant,) = holder.grants.all()
    key = UnitKey.objects.get(unit__path=BKPSDM)
    with pytest.raises(NotVisibleError):
        unit_key_end(actor=outside, key_id=key.pk, reason="x", at=AT)
    with pytest.raises(NotVisibleError):
        role_end(actor=outside, ref=grant.ref, reason="x", at=AT)
    with pytest.raises(NotVisibleError):
        account_reset(actor=outside, account=holder.ref, at=AT)


def test_a_step_that_told_a_reporter_a_day_is_not_changed_or_deleted(office: Office) -> None:
    receipt = report_build(office)
    steps = ReportStep.objects.filter(report__ref=receipt.ref)
    for attack in (lambda: steps.update(on=AT.date()), steps.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_a_clerk_cannot_exchange_all_readers_of_a_unit_at_one_stroke(office: Office) -> None:
    handler, officer = holder_build(Role.HANDLER, BKPSDM, office), actor_build()
    puppet = account_build(Role.HANDLER, BKPSDM)
    unlock_key_make(account=puppet, pass_phrase="kucing biru di atas meja", at=AT)
    old = UnitKey.objects.get(unit__path=BKPSDM)
    unit_key_end(actor=officer, key_id=old.pk, reason="diganti", at=AT)
    with pytest.raises(WrongInputError):
        unit_key_make(actor=officer, unit=BKPSDM, holders=[puppet.ref], at=AT)
    made = unit_key_make(actor=officer, unit=BKPSDM, holders=[puppet.ref, handler.ref], at=AT)
    assert made.shares.count() == 2
