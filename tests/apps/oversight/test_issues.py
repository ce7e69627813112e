"""Issued totals: they foot, each person is in them once, and a stranger finds what was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from netral.core.access import Role
from netral.core.flow.pledge import Stage
from netral.core.kinds.refs import PersonRef
from netral.journal.models import Entry
from netral.journal.services import publish
from netral.journal.tasks import seal_all
from netral.ops import netral_recount
from netral.oversight.models import CoverageIssue
from netral.oversight.queries.checking import issue_difference
from netral.oversight.queries.issues import files_published
from netral.oversight.queries.published import counted_page, proof_required
from netral.oversight.services.issues import KEPT, TooFewError, coverage_issue
from netral.oversight.tasks import coverage_due
from netral.people.models import Person
from netral.pledges.models import Pact, PactRound
from netral.pledges.services.pact_rounds import round_withdraw
from netral.pledges.services.pacts import pact_annul
from tests.apps.oversight.build import AT, KEY, LATER, acts_build, followed_build, season_build
from tests.apps.people.build import actor_build, government_build, person_build
from tests.apps.pledges.build import session_build
from tests.apps.pledges.pacts import round_build, sign

pytestmark = pytest.mark.django_db
TOMORROW = AT + timedelta(days=1)
LATEST = (AT + timedelta(days=90)).date()


def issued_build(per_unit: int = 12) -> list[Person]:
    """Return the people of three units whose totals were issued on two days."""
    version, session, people = season_build(per_unit)
    coverage_issue(government=KEY, at=AT)
    acts_build(version, session, people[: 2 * per_unit])
    coverage_issue(government=KEY, at=TOMORROW)
    return people


def published(folder: Path, change: Callable[[dict[str, Any]], None] | None = None) -> Path:
    """Write what is published; ``change`` alters the newest issue first."""
    for name, text in files_published():
        told = json.loads(text)
        if change is not None and name == f"{KEY}/2.json":
            change(told)
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(json.dumps(told), encoding="utf-8")
    return folder


def recounted(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    netral_recount.main([str(folder), "--json", *more])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_the_published_tables_foot_and_a_stranger_finds_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued_build()
    assert [issue_difference(issue) for issue in CoverageIssue.objects.all()] == [None, None]
    told = recounted(published(tmp_path), capsys)
    assert (told["ok"], told["issues"]) == (True, 2)
    assert list(told["sums"].values()) == [36, 24, 24, 0, 12, 0]


def test_every_person_is_in_the_totals_once_and_can_check_it_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = issued_build()
    folder, sums = published(tmp_path), [0] * 6
    for person in people:
        proof = proof_required(person_ref=PersonRef(person.ref), today=TOMORROW.date())
        sums = [a + b for a, b in zip(sums, proof["counted"], strict=True)]
        file = tmp_path / "bukti.json"
        file.write_text(json.dumps(proof))
        assert recounted(folder, capsys, "--proof", str(file))["ok"]
    assert sums == [36, 24, 24, 0, 12, 0]


def test_a_proof_with_another_state_or_of_another_person_leads_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = issued_build()
    folder, file = published(tmp_path), tmp_path / "bukti.json"
    proof = proof_required(person_ref=PersonRef(people[0].ref), today=TOMORROW.date())
    for change in ({"counted": [1, 1, 1, 1, 1, 1]}, {"person": people[1].ref}, {"salt": "0" * 64}):
        file.write_text(json.dumps({**proof, **change}))
        told = recounted(folder, capsys, "--proof", str(file))
        assert told["false"]["place"] == "bukti Anda"


def test_no_name_no_number_and_no_handle_of_a_person_is_published() -> None:
    people = issued_build()
    text = "".join(text for _name, text in files_published())
    for person in people:
        assert not [word for word in (person.name, person.nip, person.ref) if word in text]


def test_a_unit_of_three_is_told_with_others_only() -> None:
    issued_build()
    for _ in range(3):
        person_build(f"{KEY}.kecil", name="Orang Kecil")
    issue = coverage_issue(government=KEY, at=TOMORROW + timedelta(days=1))
    assert "kecil" not in issue.document
    assert issue_difference(issue) is None


def raise_a_state(told: dict[str, Any]) -> None:
    told["tree"]["sums"][4] += 1


def swap_two_parts(told: dict[str, Any]) -> None:
    told["tree"]["parts"].reverse()


def drop_a_part(told: dict[str, Any]) -> None:
    told["tree"]["parts"].pop()


def rename_a_part(told: dict[str, Any]) -> None:
    told["tree"]["parts"][0]["label"]["name"] = "Dinas Lain"


def sum_below_zero(told: dict[str, Any]) -> None:
    told["tree"]["parts"][0]["sums"][1] = -1


def sum_too_large(told: dict[str, Any]) -> None:
    told["tree"]["parts"][0]["sums"] = [2**64, 0, 0, 0, 0, 0]


def another_root(told: dict[str, Any]) -> None:
    told["root"] = "0" * 64


def another_day(told: dict[str, Any]) -> None:
    told["day"] = "2024-09-01"


def nobody_left(told: dict[str, Any]) -> None:
    told["roster"] = {"joined": 1, "left": 0}


def another_past(told: dict[str, Any]) -> None:
    told["previous"]["root"] = "0" * 64


def another_entry(told: dict[str, Any]) -> None:
    told["record"]["salt"] = "0" * 64


LIES = (
    *(raise_a_state, swap_two_parts, drop_a_part, rename_a_part, sum_below_zero, sum_too_large),
    *(another_root, another_day, nobody_left, another_past, another_entry),
)


def test_every_change_of_what_is_published_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued_build()
    for lie in LIES:
        told = recounted(published(tmp_path / lie.__name__, lie), capsys)
        assert not told["ok"], lie.__name__
        assert told["false"]["place"]


def test_who_takes_the_gaps_off_the_roster_is_seen_in_the_denominator() -> None:
    people = issued_build()
    Person.objects.filter(pk__in=[p.pk for p in people[24:]]).update(valid_to=TOMORROW.date())
    issue = coverage_issue(government=KEY, at=TOMORROW + timedelta(days=1))
    told = json.loads(issue.document)
    assert told["roster"] == {"joined": 0, "left": 12, "annulled": 0}
    assert told["tree"]["sums"][0] == 24
    gone = counted_page(person_ref=PersonRef(people[0].ref), today=TOMORROW.date())
    assert gone.is_counted


def test_an_undone_pledge_is_found_from_one_day_to_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = issued_build()
    people[0].pledges.all().delete()
    coverage_issue(government=KEY, at=TOMORROW + timedelta(days=1))
    told = recounted(published(tmp_path), capsys)
    assert told["false"]["why"] == "berikrar turun dari 12 ke 11, yang keluar 0"


def pacts_build(people: list[Person]) -> tuple[PactRound, list[Pact]]:
    """Return a round that people signed in, whose totals were issued."""
    round_ = round_build(KEY, at=AT, due_on=LATEST)
    pacts = [sign(round_, person, at=LATER) for person in people]
    coverage_issue(government=KEY, at=TOMORROW + timedelta(days=1))
    return round_, pacts


def with_journal(folder: Path) -> list[str]:
    """Publish the journal beside the totals; return how it is named on the command line."""
    seal_all(TOMORROW)
    publish(government=KEY, folder=folder / "jejak" / KEY)
    return ["--journal", str(folder / "jejak")]


def test_an_annulled_pact_is_told_and_one_that_vanished_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _round, pacts = pacts_build(issued_build()[:12])
    clerk = actor_build(Role.OFFICER, KEY)
    pact_annul(actor=clerk, ref=pacts[0].ref, reason="Bukan ia yang menekan", at=TOMORROW)
    issue = coverage_issue(government=KEY, at=TOMORROW + timedelta(days=2))
    assert json.loads(issue.document)["roster"] == {"joined": 0, "left": 0, "annulled": 1}
    journal = with_journal(tmp_path)
    assert recounted(published(tmp_path), capsys, *journal)["ok"]

    Pact.objects.filter(pk=pacts[1].pk).delete()
    coverage_issue(government=KEY, at=TOMORROW + timedelta(days=3))
    told = recounted(published(tmp_path), capsys, *with_journal(tmp_path))
    assert told["false"]["why"] == "2 pakta disebut dibatalkan, di Jejak 1"


def test_a_round_opened_anew_with_the_same_words_is_another_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    round_, _pacts = pacts_build(issued_build()[:12])
    clerk = actor_build(Role.OFFICER, KEY)
    round_withdraw(actor=clerk, ref=round_.ref, reason="Batas harinya salah", at=TOMORROW)
    round_build(KEY, title=round_.title, at=TOMORROW, due_on=LATEST)
    session_build(Stage.OPEN, KEY, opens_at=TOMORROW)
    coverage_issue(government=KEY, at=TOMORROW + timedelta(days=2))
    told = recounted(published(tmp_path), capsys, *with_journal(tmp_path))
    assert (told["ok"], told["sums"]["signed"], told["sums"]["pledged"]) == (True, 0, 0)


def test_the_worker_issues_once_a_day_and_never_for_too_few() -> None:
    followed_build(per_unit=3)
    coverage_due(LATER)
    assert not CoverageIssue.objects.exists()
    with pytest.raises(TooFewError):
        coverage_issue(government=KEY, at=LATER)
    person_build(f"{KEY}.dinkes")
    coverage_due(TOMORROW)
    coverage_due(TOMORROW)
    assert CoverageIssue.objects.count() == 1
    assert Entry.objects.filter(kind="coverage.issue").count() == 1


def test_what_was_issued_is_refused_every_change_by_the_database() -> None:
    issued_build()
    issues = CoverageIssue.objects.all()
    for change in ({"document": "{}"}, {"root": "0" * 64}, {"sequence": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            issues.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        issues.all().delete()


def test_after_the_time_of_keeping_only_the_totals_remain() -> None:
    issued_build()
    later = TOMORROW + KEPT
    coverage_issue(government=KEY, at=later)
    assert [issue.seed is None for issue in CoverageIssue.objects.order_by("sequence")] == [
        True,
        False,
        False,
    ]
    assert not [i for i in CoverageIssue.objects.all() if issue_difference(i)]


def test_the_command_tells_whose_totals_are_too_few_and_issues_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    season_build(12)
    government_build("kab-kecil", "Kabupaten Kecil")
    call_command("coverage", "issue")
    told = capsys.readouterr().out
    assert "kab-kecil: Terlalu sedikit pegawai" in told
    assert "1 pemerintah selesai." in told
    assert CoverageIssue.objects.get().government_id == KEY
