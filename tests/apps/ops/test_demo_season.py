"""The demonstration season, built once for this file and rolled back after it."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import Count, F, Q
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from netral.cases.models import Case, Decision, Step
from netral.circulars.models import Attempt, CircularVersion, Delivery, Reading
from netral.circulars.queries.deadlines import dues_of
from netral.circulars.queries.gaps import gap_persons, gap_sum, heads_waiting
from netral.core.flow.case import CaseStage
from netral.core.flow.pledge import Absence
from netral.core.flow.reminding import Gap
from netral.core.flow.report import ReportState
from netral.core.kinds.phrase import ReceiptPhrase
from netral.desk.models import Attendance, CarriedDirective, Directive, Meeting, Realisation
from netral.gateways.chosen import WAYS
from netral.journal.models import Checkpoint, Entry, Leaf, Log, Pending
from netral.journal.queries.audit import rows_check
from netral.journal.queries.logs import books_of
from netral.journal.services import publish
from netral.ops.demo.build import season_build
from netral.ops.demo.live import pledge_replay
from netral.ops.demo.scene import DATA, PARTS, season
from netral.ops.demo.sign_ins import ABROAD, ASN, idle_person, sample_phrase, sign_ins_told
from netral.ops.demo.tamper import byte_flipped, tamper_show, verified
from netral.people.models import Account, Instansi, Person, Posting, Region, UnitKeyShare
from netral.people.queries.contacts import reaches_of
from netral.pledges.models import Pact, Pledge, PledgeAbsence, PledgeSession
from netral.reports.models import Message, Report, ReporterIdentity
from netral.reports.services.following import report_follow
from netral.shell.moment import moment
from netral.vault.models import Evidence
from tests.apps.ops.real_people import REAL_PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.first]
DAY = date(2024, 11, 10)
BATANGHARI, SUKAMARA, SAMOSIR = "kab-batanghari", "kab-sukamara", "kab-samosir"
CODES = {
    BATANGHARI: "15.04",
    SAMOSIR: "12.17",
    SUKAMARA: "62.08",
    "kab-simalungun": "12.08",
    "kab-solok": "13.02",
}
LINE = re.compile(r"^\s*(\S+)\s+(http://127\.0\.0\.1:\d+/\S+)\s*$", re.MULTILINE)


@pytest.fixture(scope="module", autouse=True)
def _season(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001
    demonstration = override_settings(NETRAL_DEMO=True, NETRAL_TODAY=DAY)
    with django_db_blocker.unblock(), demonstration, transaction.atomic():
        assert season_build(today=DAY)
        yield
        transaction.set_rollback(True)


def told() -> dict[str, str]:
    return dict(LINE.findall(sign_ins_told(at=moment())))


def cases(**fields: object) -> list[Case]:
    return list(Case.objects.filter(**fields).order_by("pk"))


def test_the_five_governments_have_their_official_codes_and_enough_people() -> None:
    found = dict(Instansi.objects.values_list("key", "region_id"))
    assert found == CODES
    sizes = dict(Instansi.objects.annotate(n=Count("persons")).values_list("key", "n"))
    assert 550 <= sizes.pop(BATANGHARI) <= 650
    assert all(60 <= size <= 130 for size in sizes.values())


def test_every_kecamatan_of_the_five_is_there() -> None:
    for key, code in CODES.items():
        wanted = {f"Kecamatan {r.name}" for r in Region.objects.filter(parent=code)}
        units = Instansi.objects.get(key=key).units.values_list("name", flat=True)
        assert wanted
        assert wanted <= set(units)


def test_all_people_are_synthetic_by_their_numbers() -> None:
    assert not Person.objects.exclude(nip__regex=r"9[0-9]{2}$").exists()


def test_no_person_of_the_news_is_met() -> None:
    texts = [(DATA / f"{part}.toml").read_text(encoding="utf-8") for part in PARTS]
    texts += Person.objects.values_list("name", flat=True)
    texts += Account.objects.values_list("name", flat=True)
    met = set()
    for text in texts:
        words = re.findall(r"[a-z]+", text.lower())
        runs = {" ".join(words[i : i + n]) for i in range(len(words)) for n in (2, 3)}
        met |= {hashlib.sha256(run.encode()).hexdigest()[:32] for run in runs} & REAL_PEOPLE
    assert not met


def test_a_second_call_changes_nothing() -> None:
    before = Entry.objects.count(), Person.objects.count(), Account.objects.count()
    assert season_build(today=DAY) is False
    assert (Entry.objects.count(), Person.objects.count(), Account.objects.count()) == before


def test_the_circular_is_signed_in_september_and_forbids_by_articles() -> None:
    version = CircularVersion.objects.get()
    assert (version.government_id, version.stage) == (BATANGHARI, "Terbit")
    assert version.dated_on == date(2024, 9, 9)
    assert (version.signatory_post, version.signatory_kind) == ("Bupati", "definitif")
    codes = {code for clause in version.clauses.all() for code in clause.acts}
    assert {"D-N1", "D-N2", "D-N3", "D-N4", "D-N5", "D-N6", "D-N7"} <= codes


def test_most_offices_passed_the_circular_on_and_some_did_not() -> None:
    offices = Delivery.objects.filter(unit__kind="opd")
    late = set(offices.filter(passed_on_at=None).values_list("unit__name", flat=True))
    assert late == set(season()["circular"][0]["not_passed_on"])
    assert not Reading.objects.filter(person__unit__name__in=late).exists()


def test_the_offices_that_did_not_pass_it_on_are_past_their_last_day() -> None:
    version = CircularVersion.objects.get()
    waiting = Delivery.objects.filter(version=version, must_pass_on=True, passed_on_at=None)
    dues = dues_of(waiting, version, today=DAY)
    assert len(dues) == len(waiting) > 2
    assert all(due.is_past and due.over > 20 for due in dues.values())


def test_some_are_reached_by_phone_some_by_mail_and_some_by_paper_alone() -> None:
    version = CircularVersion.objects.get()
    unread = gap_persons(version, BATANGHARI, Gap.READ, on=DAY)
    reached = gap_sum(list(unread), WAYS, today=DAY)
    assert min(reached.message, reached.mail, reached.without) > 5
    assert {
        reach.way for reach in reaches_of(heads_waiting(version, BATANGHARI, DAY), WAYS).values()
    } == {"pesan"}


def test_reading_differs_from_office_to_office() -> None:
    people = Person.objects.filter(government=BATANGHARI).values("unit__name")
    read = Count("circular_readings", filter=Q(circular_readings__read_at__isnull=False))
    rows = people.annotate(read=read, all=Count("pk")).values_list("unit__name", "read", "all")
    shares = {name: done / whole for name, done, whole in rows}
    assert shares["Sekretariat Daerah"] == 1
    assert 0 < shares["Kecamatan Maro Sebo Ulu"] < 0.5
    assert 0.5 < sum(shares.values()) / len(shares) < 0.9


def test_pledges_absences_and_silence_are_three_things() -> None:
    session = PledgeSession.objects.get(government=BATANGHARI)
    pledged = Pledge.objects.filter(session=session)
    kinds = PledgeAbsence.objects.filter(session=session).values_list("kind", flat=True)
    assert set(kinds) == {kind.value for kind in Absence}
    assert not pledged.filter(person__in=PledgeAbsence.objects.values("person")).exists()
    silent = Person.objects.filter(government=BATANGHARI).count() - pledged.count() - len(kinds)
    assert silent > 50
    assert session.stage == "open"


def test_samosir_pledged_together_on_23_october_in_every_office() -> None:
    session = PledgeSession.objects.get(government=SAMOSIR)
    assert session.stage == "closed"
    made = Pledge.objects.filter(session=session)
    zone = ZoneInfo("Asia/Jakarta")
    assert {one.at.astimezone(zone).date() for one in made} == {date(2024, 10, 23)}
    heads = made.filter(person__in=Posting.objects.filter(is_head=True).values("person"))
    moments = sorted(heads.values_list("at", flat=True))
    assert len(moments) > 25
    assert moments[-1] - moments[0] < timedelta(seconds=90)
    assert made.values("unit_path").distinct().count() > 30


@pytest.mark.parametrize("is_moving", [True, False])
def test_the_replay_counts_every_pledge_and_says_who_is_silent(*, is_moving: bool) -> None:
    said: list[str] = []
    slept: list[float] = []
    made = pledge_replay(say=said.append, pause=slept.append, is_moving=is_moving)
    assert made == Pledge.objects.filter(session__government=SAMOSIR).count()
    people = Person.objects.filter(government=SAMOSIR).count()
    words = "".join(said)
    assert f"{made} dari {people}" in words
    assert f"Yang belum berikrar: {people - made}." in words
    assert sum(slept) == pytest.approx(12)
    assert words.count("\r") == (made if is_moving else 0)


def test_the_command_replays_line_by_line_where_there_is_no_terminal() -> None:
    out = io.StringIO()
    call_command("demo", "pledge-live", stdout=out)
    assert "23 Oktober 2024" in out.getvalue()
    assert "\r" not in out.getvalue()


def test_the_command_shows_the_flipped_byte() -> None:
    out = io.StringIO()
    call_command("demo", "tamper", stdout=out)
    assert "SALAH" in out.getvalue()


def test_every_stage_of_a_case_and_every_state_of_a_report_can_be_seen() -> None:
    assert set(Case.objects.values_list("stage", flat=True)) == {one.value for one in CaseStage}
    assert set(Report.objects.values_list("state", flat=True)) == {one.value for one in ReportState}


def test_two_cases_are_overdue_and_no_report() -> None:
    late = cases(due_on__lt=DAY)
    assert {(case.government_id, case.stage) for case in late} == {
        (BATANGHARI, "dipanggil"),
        (BATANGHARI, "dicocokkan"),
    }
    assert not Report.objects.filter(due_on__lt=DAY).exists()


def test_two_like_cases_ended_unlike_and_one_left_the_range_with_a_reason() -> None:
    like = Decision.objects.filter(case__act_code="S-MEDSOS-KAMPANYE").order_by("pk")
    harsh, mild = like
    assert (harsh.items, harsh.is_outside_range) == (["BERAT-PELAKSANA-12"], False)
    assert (mild.items, mild.is_outside_range) == (["RINGAN-TERTULIS"], True)
    assert bytes(mild.sealed_outside_reason)


def test_sukamara_handled_its_case_from_the_superior_to_the_head_of_the_region() -> None:
    (case,) = cases(government=SUKAMARA)
    steps = Step.objects.filter(case=case, act__in=["summon", "examine", "decide"])
    roles = list(steps.order_by("pk").values_list("by_role", flat=True))
    assert roles == ["atasan", "atasan", "ppk"]
    assert len(set(steps.values_list("by_name", flat=True))) == 3


def test_a_report_about_the_personnel_office_went_to_the_inspectorate() -> None:
    by_office = Counter(Report.objects.filter(government=BATANGHARI).values_list("unit__name"))
    assert by_office[("Inspektorat Daerah",)] == 1


def test_one_report_has_a_picture_one_a_name_and_both_sides_wrote() -> None:
    evidence = Evidence.objects.get()
    assert evidence.owner in set(Report.objects.values_list("ref", flat=True))
    assert ReporterIdentity.objects.count() == 1
    assert set(Message.objects.values_list("is_from_reporter", flat=True)) == {True, False}


def test_the_rakor_of_simalungun_gave_directives_on_what_the_news_told() -> None:
    meeting = Meeting.objects.get(government="kab-simalungun")
    topics = set(meeting.directives.values_list("topic", flat=True))
    assert topics == {"anggaran", "pelayanan", "bantuan", "netralitas", "lain"}
    states = set(Attendance.objects.filter(meeting=meeting).values_list("state", flat=True))
    assert states == {"hadir", "izin", "tidak_hadir"}
    assert meeting.approved_at is not None


def test_open_directives_were_carried_into_the_next_meeting() -> None:
    coming = Meeting.objects.get(government=BATANGHARI, stage="direncanakan")
    open_ones = Directive.objects.still_open().filter(government=BATANGHARI)
    carried = CarriedDirective.objects.filter(meeting=coming).values("directive")
    assert open_ones.exists()
    assert not open_ones.exclude(pk__in=carried).exists()


def test_solok_knows_spending_and_building_of_its_offices() -> None:
    rows = Realisation.objects.filter(government="kab-solok")
    assert rows.count() == 7
    assert all(0 < row.financial_percent < 100 for row in rows)


@pytest.mark.parametrize("government", CODES)
def test_the_books_balance_and_a_stranger_can_check_the_journal(
    government: str, tmp_path: Path
) -> None:
    found = books_of(government=government, today=DAY)
    assert not found.findings
    assert all(account.rest == 0 for account in found.accounts.values())
    publish(government=government, folder=tmp_path)
    code, words = verified(tmp_path)
    assert code == 0, words
    assert "Data contoh" in words
    assert "demo" in Log.objects.get(government=government).origin


@pytest.mark.parametrize("government", CODES)
def test_the_journal_runs_through_the_days_of_the_season_in_their_order(government: str) -> None:
    leaves = Leaf.objects.filter(log__government=government).order_by("position")
    days = list(leaves.values_list("entry__day", flat=True))
    assert days == sorted(days)
    assert days[0] == season()["start"].date()
    assert days[-1] <= DAY
    assert Checkpoint.objects.filter(log__government=government).count() >= len(set(days)) - 1
    assert not Pending.objects.exists()


def test_what_the_journal_shows_names_nobody(tmp_path: Path) -> None:
    publish(government=BATANGHARI, folder=tmp_path)
    shown = b"".join(path.read_bytes() for path in (tmp_path / "tile/entries").rglob("*.p/*"))
    assert shown
    for name, nip in Person.objects.values_list("name", "nip"):
        assert nip.encode() not in shown
        assert " " not in name or json.dumps(name)[1:-1].encode() not in shown


def test_a_flipped_byte_is_found_in_the_copy_and_in_the_rows(tmp_path: Path) -> None:
    said: list[str] = []
    assert tamper_show(say=said.append)
    words = "\n".join(said)
    assert "SALAH" in words
    assert "Pemeriksa baris: catatan nomor" in words
    assert rows_check(government=BATANGHARI).fault is None
    publish(government=BATANGHARI, folder=tmp_path)
    byte_flipped(tmp_path)
    assert verified(tmp_path)[0] == 1


def test_after_the_show_the_rows_are_guarded_again() -> None:
    tamper_show(say=lambda _words: None)
    entry = Entry.objects.first()
    assert entry
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(body="lain")


def test_there_is_a_way_in_for_each_role_and_for_the_other_governments() -> None:
    first, *others = season()["government"]
    words = {wish["word"] for wish in first["account"]} | {ASN}
    for plan in others:
        words |= {f"{word}-{plan['key'].removeprefix('kab-')}" for word in ABROAD}
    links = told()
    assert set(links) == words
    assert len(set(links.values())) == len(words)


def test_each_one_time_link_opens_the_desk_of_its_role_once() -> None:
    for word, url in told().items():
        if word == ASN:
            continue
        path = "/" + url.split("/", 3)[3]
        browser = Client(SERVER_NAME="127.0.0.1")
        assert browser.post(path).status_code == 302, word
        assert browser.get("/meja/").status_code == 200, word
        used = Client(SERVER_NAME="127.0.0.1").post(path)
        assert used.status_code == 410, word


def test_the_asn_link_is_of_someone_who_has_done_nothing_yet() -> None:
    person = idle_person(BATANGHARI, moment())
    assert not Pledge.objects.filter(person=person).exists()
    assert Reading.objects.filter(person=person, opened_at=None).exists()
    path = "/" + told()[ASN].split("/", 3)[3]
    browser = Client()
    assert person.name in browser.get(path).content.decode()
    assert "PIN" in browser.post(path).content.decode()


def test_the_words_that_are_printed_open_the_page_of_a_report_both_sides_wrote_on() -> None:
    words = sample_phrase()
    assert words in sign_ins_told(at=moment())
    found = report_follow(phrase=ReceiptPhrase(words))
    assert found.state is ReportState.ADMITTED
    assert {message.is_mine for message in found.messages} == {True, False}


def test_the_keys_of_both_offices_are_shared_to_those_who_handle_and_decide() -> None:
    shares = UnitKeyShare.objects.filter(unit_key__unit__government=BATANGHARI)
    holders = set(shares.values_list("account__username", flat=True))
    roles = {"penangan", "penangan_2", "inspektorat", "pemeriksa", "sekda", "ppk"}
    assert holders == {f"{word}.batanghari" for word in roles}


def test_lessons_are_passed_failed_and_taught_and_come_before_the_pledge() -> None:
    passed, failed = (Attempt.objects.filter(is_passed=is_passed) for is_passed in (True, False))
    assert passed.count() > failed.count() > 0
    ways = Reading.objects.exclude(understood_by="").values_list("understood_by", flat=True)
    assert set(ways) == {"latihan", "kelas"}
    waiting = failed.exclude(person__in=passed.values("person")).values("person")
    assert not Pledge.objects.filter(person__in=waiting).exists()
    early = Reading.objects.filter(person__pledges__at__lt=F("understood_at"))
    assert not early.exists()


def test_pacts_are_signed_from_the_top_down_with_each_state_shown() -> None:
    states = set(Pact.objects.values_list("state", flat=True))
    assert {"diketahui", "cuti", "sakit", "menolak"} <= states
    assert set(Pact.objects.values_list("round__government", flat=True)) == {SUKAMARA}
