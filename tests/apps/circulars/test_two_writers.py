"""Two at once, on both databases: one wins, one is told; or both see the one act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netral.circulars.models import Circular, CircularVersion, PaperList, Reading
from netral.circulars.services import circular_draft, draft_save, sheet_issue
from netral.circulars.services.paper_lists import paper_list_print
from netral.circulars.services.questions import question_answer
from netral.core.access import Role
from netral.core.flow.circular import CircularStage
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.journal.models import Entry
from netral.people.models import PersonalLink
from netral.vault.services.tokens import form_token_draw
from tests.apps.circulars.ask import ANSWER, asked, handler
from tests.apps.circulars.build import (
    AT,
    approved_build,
    draft_build,
    kinds_entered,
    opened,
    passed_on,
    publish,
    published_build,
    text_build,
    tree_build,
)
from tests.apps.people.build import actor_build, person_build
from tests.apps.people.told import at_once
from tests.apps.reports.build import offices_build

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_signatures_at_once_publish_once() -> None:
    circular = approved_build()
    actor_build(Role.PPK)
    assert at_once(lambda: publish(circular, "1/SE")) == ["MoveRefusedError", "done"]
    assert CircularVersion.objects.get().stage == CircularStage.PUBLISHED
    assert kinds_entered().count("circular.publish") == 1


def test_two_writers_at_once_keep_the_words_of_one_and_tell_the_other() -> None:
    ref = CircularRef(draft_build().ref)
    actor = actor_build()
    saved = at_once(lambda: draft_save(actor=actor, ref=ref, text=text_build(), revision=1, at=AT))
    assert saved == ["AlreadyDoneError", "done"]
    assert CircularVersion.objects.get().clauses.count() == 2


def test_two_presses_of_a_person_at_once_are_one_opening() -> None:
    person = person_build()
    version = published_build()
    assert at_once(lambda: opened(version, person)) == ["done", "done"]
    assert Reading.objects.count() == 1
    assert kinds_entered().count("circular.open") == 1


def test_a_new_form_sent_twice_at_once_begins_one_circular() -> None:
    actor = actor_build()
    begun = at_once(
        lambda: circular_draft(actor=actor, text=text_build(), form_token="SAMA", at=AT)
    )
    assert begun == ["done", "done"]
    assert Circular.objects.count() == CircularVersion.objects.count() == 1


def test_two_heads_at_once_pass_on_once() -> None:
    tree_build()
    version = published_build()
    assert at_once(lambda: passed_on(version)) == ["done", "done"]
    assert kinds_entered().count("circular.pass_on") == 1


def test_two_presses_on_a_sheet_at_once_leave_one_link_to_each_person() -> None:
    person = person_build()
    version = published_build()
    ref, unit = CircularRef(version.circular.ref), UnitPath(person.unit.path)
    actor = actor_build(Role.OPD_HEAD, person.unit)
    pressed = at_once(lambda: sheet_issue(actor=actor, ref=ref, unit=unit, at=AT))
    assert pressed == ["done", "done"]
    assert PersonalLink.objects.filter(revoked_at=None).count() == 1


def test_two_presses_on_a_list_at_once_leave_one_list_open() -> None:
    person = person_build()
    version = published_build()
    ref, unit = CircularRef(version.circular.ref), UnitPath(person.unit.path)
    actor = actor_build(Role.OPD_HEAD, person.unit)
    pressed = at_once(lambda: paper_list_print(actor=actor, ref=ref, unit=unit, at=AT))
    assert pressed == ["done", "done"]
    assert PaperList.objects.filter(closed_at=None).count() == 1


def test_two_answers_at_once_are_one(settings: Any, tmp_path: Path) -> None:
    settings.NETRAL_DATA_DIR = tmp_path
    keys, reader = offices_build(), handler()
    ref = asked().ref
    sent = at_once(
        lambda: question_answer(actor=reader, ref=ref, answer=ANSWER, unit_key=keys.bkpsdm, at=AT)
    )
    assert sent == ["MoveRefusedError", "done"]
    assert Entry.objects.filter(kind="question.answer").count() == 1


def test_a_question_sent_twice_at_once_is_one(settings: Any, tmp_path: Path) -> None:
    settings.NETRAL_DATA_DIR = tmp_path
    offices_build()
    token = form_token_draw()
    assert at_once(lambda: asked(token=token)) == ["done", "done"]
    assert Entry.objects.filter(kind="question.open").count() == 1
