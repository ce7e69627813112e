"""The province scenario: its places, its proofs, and, in the long run, the whole command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from netral.core.access import Assurance
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.journal.tasks import seal_all
from netral.ops.crowd.client import Vower
from netral.ops.province import child, command, coverage, proofs
from netral.ops.province.staff import places
from netral.ops.province.story import FalseThingError, Story
from netral.pledges.models import Pledge
from netral.pledges.queries.published import call_published
from netral.pledges.queries.room import Kept
from netral.pledges.services import PledgeAct, pledges_make
from netral.pledges.views import outside
from netral.shell.moment import moment

ROOT = Path(__file__).resolve().parents[3]


def quiet(_words: str) -> None:
    """Say nothing."""


def story_of(folder: Path, count: int = 2) -> Story:
    return Story(work=folder, say=quiet, places=places(share=0.01, most=count))


@pytest.fixture
def told(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Return a scenario in which two governments pledged and their journals are sealed."""
    settings.NETRAL_DATA_DIR = tmp_path
    monkeypatch.setattr(outside, "KEPT", Kept(call_published))
    monkeypatch.setattr(proofs, "fetch", lambda _port, path: looked_at(path))
    monkeypatch.setattr(child, "LEAD_SECONDS", 0)
    story = story_of(tmp_path / "hasil")
    for step in (child.governments_opened, child.pages_opened, child.call_made):
        step(story)
    story.ports["site"] = 0
    vowed(story)
    coverage.coverage_issued(story)
    seal_all(moment())
    return story


def looked_at(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def vowed(story: Story) -> None:
    """Let everyone with an open page pledge, and remember what each was told."""
    at = moment()
    acts = []
    for one in story.visitors:
        session = story.sessions[one.government]
        acts.append(
            PledgeAct(
                person=PersonRef(one.person),
                session=SessionRef(session.ref),
                text_sha256=session.text.sha256,
                assurance=Assurance.LINK_PIN,
                show_name=False,
                at=at,
            )
        )
    for act, made in zip(acts, pledges_make(acts=acts), strict=True):
        assert not isinstance(made, Exception)
        page = f'<pre data-code="{made.certificate}">{made.promise}</pre>'
        story.acknowledged(Vower(act.person, b""), page.encode())


def test_the_province_has_its_real_places_and_more_than_two_hundred_thousand_staff() -> None:
    found = places(share=1.0, most=33)
    assert len(found) == len({place.key for place in found}) == 33
    assert {"kab-samosir", "kota-medan", "kab-simalungun"} <= {place.key for place in found}
    assert 200_000 < sum(place.staff for place in found) < 260_000
    assert all(place.code.startswith("12.") for place in found)


@pytest.mark.parametrize(
    "wrong", [["--share", "0"], ["--share", "2"], ["--governments", "34"], ["--installations", "2"]]
)
def test_a_wrong_option_is_refused_as_wrong_use(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.options(wrong)
    assert ended.value.code == 2


def test_results_are_kept_in_an_empty_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()
    with pytest.raises(SystemExit):
        command.options(["--keep", str(tmp_path)])


def test_a_second_certificate_for_one_person_ends_the_scenario(tmp_path: Path) -> None:
    story, vower = story_of(tmp_path), Vower("P1", b"")
    story.acknowledged(vower, b'<pre data-code="AAAAAAAA">')
    story.acknowledged(vower, b"302 /sertifikat/")
    with pytest.raises(FalseThingError, match="dua sertifikat"):
        story.acknowledged(vower, b'<pre data-code="BBBBBBBB">')


@pytest.mark.django_db
def test_everything_is_proved_from_what_is_published(told: Story) -> None:
    for step in (
        proofs.journals_sealed,
        proofs.sheets_written,
        proofs.totals_recounted,
        proofs.journals_verified,
        coverage.coverage_recounted,
        proofs.nobody_missing,
    ):
        assert step(told)
    assert told.figures["certificates_checked"] == 2
    assert len(told.leaves) == len(told.visitors) == Pledge.objects.count()
    assert len(list((told.work / proofs.SHEETS).glob("*.pdf"))) == 3


@pytest.mark.django_db
def test_a_lost_pledge_a_wrong_code_and_a_false_total_are_found(
    told: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs.journals_sealed(told)
    first = told.visitors[0].person
    code = told.codes[first]
    told.codes[first] = "AAAAAAAA" if code != "AAAAAAAA" else "BBBBBBBB"
    with pytest.raises(FalseThingError, match="sertifikatnya sama"):
        proofs.nobody_missing(told)
    told.codes[first] = code
    told.codes["HILANG"] = "CCCCCCCC"
    with pytest.raises(FalseThingError, match="hilang"):
        proofs.nobody_missing(told)
    told.codes.pop("HILANG")
    told.leaves["HILANG"] = "A" * 43 + "="
    with pytest.raises(FalseThingError, match="janji"):
        proofs.nobody_missing(told)
    false = json.loads(looked_at(f"/ikrar/serentak/{told.held.ref}/hasil.json"))
    false["governments"][0]["done"] += 1
    false["done"] += 1
    monkeypatch.setattr(proofs, "fetch", lambda _port, _path: json.dumps(false).encode())
    with pytest.raises(FalseThingError, match="isi Jejak"):
        proofs.totals_recounted(told)


def test_one_hidden_group_alone_is_no_protection(tmp_path: Path) -> None:
    story = story_of(tmp_path)
    offices: list[dict[str, object]] = [
        {"name": "A", "done": 9, "total": 20},
        {"name": "B", "done": None, "total": 10},
    ]
    row = {"name": "Kabupaten", "done": 11, "total": 30, "offices": offices}
    with pytest.raises(FalseThingError, match="kelompok kecil"):
        proofs._foots(story, row)
    both = [{**one, "done": None} for one in offices]
    proofs._foots(story, {**row, "offices": both})


def run(*options: str) -> dict[str, object]:
    """Run the command as anyone does; return the object on its last line."""
    line = [sys.executable, "-m", "netral.ops.cli", "demo", "province", "--json", *options]
    done = subprocess.run(  # noqa: S603 - our own program
        line, cwd=ROOT, check=False, capture_output=True, text=True
    )
    last: dict[str, object] = json.loads(done.stdout.strip().split("\n")[-1])
    assert (done.returncode, last["false"]) == (0, None), done.stdout[-3000:]
    return last


@pytest.mark.slow
def test_the_whole_scenario_runs_in_small_with_processes_killed() -> None:
    found = run("--share", "0.01", "--governments", "3")
    assert found["ok"] is True
    assert found["governments"] == 3


@pytest.mark.slow
def test_three_installations_join_and_prove_each_their_own() -> None:
    found = run("--share", "0.01", "--installations", "3")
    assert found["installations"] == 3
