"""Answers of law that an act relied on: kept with their edition, given again byte for byte."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from netral.core import law
from netral.core.law import Question
from netral.core.law.book import data_files
from netral.core.law.editions import pack, replay
from netral.people.models import LawAnswer, LawEdition
from netral.people.queries.law_answers import law_answer_replay, law_answers_replayed
from netral.people.services.law_answers import answer_digest, law_answer_store
from netral.shell.moment import moment
from tests.apps.people.build import government_build

pytestmark = pytest.mark.django_db
KEY = "kab-batanghari"
CAMAT = Question("D-N5", "PNS", "Camat Muara Tembesi", "15.04", date(2024, 10, 10))


@pytest.fixture(autouse=True)
def _government() -> None:
    government_build(KEY)


def stored(question: Question = CAMAT) -> LawAnswer:
    return law_answer_store(government=KEY, question=question, at=moment())


def of_another_law(answer: LawAnswer) -> LawAnswer:
    """Return the same question as it would have been stored under an older edition."""
    text = data_files()["acts-pp-94-2021.toml"].decode()
    edition = pack(
        data_files()
        | {"acts-pp-94-2021.toml": text.replace('levels = ["berat"]', "levels = []").encode()}
    )
    assert answer.question is not None
    found = replay(answer.question, edition)
    kept = LawEdition.objects.create(
        version=json.loads(found)["law_version"], files=edition, first_used_on=date(2024, 1, 2)
    )
    return LawAnswer.objects.create(
        ref="LAMA",
        government_id=KEY,
        edition=kept,
        engine=answer.engine,
        question=answer.question,
        answer=found,
        given_on=date(2024, 1, 2),
    )


def test_an_answer_is_given_again_byte_for_byte() -> None:
    found = law_answer_replay(stored())
    assert (found.is_kept, found.is_equal, found.difference) == (True, True, "")
    assert found.version == law.LAW_VERSION


def test_an_edition_is_kept_once_and_holds_the_whole_law() -> None:
    stored()
    stored()
    edition = LawEdition.objects.get()
    assert bytes(edition.files) == pack(data_files())
    assert LawAnswer.objects.count() == 2


def test_the_place_of_a_post_is_not_kept_and_changes_no_conclusion() -> None:
    answer = stored()
    assert answer.question is not None
    assert answer.answer is not None
    assert "Muara Tembesi" not in answer.question + answer.answer
    whole = law.answer_to(CAMAT, law.the_book()).to_dict()
    assert json.loads(answer.answer) | {"post": ""} == whole | {"post": ""}


def test_an_unknown_post_is_not_kept_either() -> None:
    answer = stored(Question("D-N5", "PNS", "Juru kunci Bapak Anu", "15.04", date(2024, 10, 10)))
    assert answer.question is not None
    assert json.loads(answer.question)["post"] == ""
    assert law_answer_replay(answer).is_equal


def test_an_old_answer_keeps_its_own_law() -> None:
    old = of_another_law(stored())
    assert old.answer is not None
    assert json.loads(old.answer)["sanction"]["levels"] == []
    assert law_answer_replay(old).is_equal
    assert [one.is_equal for one in law_answers_replayed()] == [True, True]


def test_a_changed_answer_is_found_and_the_first_difference_named() -> None:
    answer = stored()
    assert answer.answer is not None
    forged = LawAnswer(
        ref="PALSU",
        edition=answer.edition,
        engine=answer.engine + 1,
        question=answer.question,
        answer=answer.answer.replace('"berat"', '"ringan"', 1),
    )
    found = law_answer_replay(forged)
    assert not found.is_equal
    assert '"ringan"' in found.difference
    assert found.is_old_engine


@pytest.mark.parametrize("table", ["people_lawedition", "people_lawanswer"])
def test_the_database_refuses_to_change_or_delete_what_is_kept(table: str) -> None:
    stored()
    column = "first_used_on" if table == "people_lawedition" else "given_on"
    for statement in (f"UPDATE {table} SET {column} = '2020-01-01'", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_an_answer_can_be_emptied_once_and_is_then_no_longer_kept() -> None:
    answer = stored()
    LawAnswer.objects.filter(pk=answer.pk).update(question=None, answer=None)
    answer.refresh_from_db()
    found = law_answer_replay(answer)
    assert (found.is_kept, found.is_equal) == (False, False)
    assert answer_digest(answer) == ""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LawAnswer.objects.filter(pk=answer.pk).update(question="x", answer="y")


def test_the_digest_covers_question_and_answer() -> None:
    answer = stored()
    digest = answer_digest(answer)
    assert len(digest) == 64
    answer.answer = f"{answer.answer} "
    assert answer_digest(answer) != digest
    assert answer_digest(None) == ""


def test_a_question_that_the_law_refuses_is_not_kept() -> None:
    with pytest.raises(law.UnknownLawCodeError):
        stored(Question("X-1", "PNS", "camat", "15.04", date(2024, 10, 10)))
    assert not LawAnswer.objects.exists()


def test_the_command_replays_all_and_tells_what_differs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = stored()
    with pytest.raises(SystemExit) as good:
        call_command("law_replay", "--json")
    assert (good.value.code, json.loads(capsys.readouterr().out)) == (
        0,
        {"ok": True, "replayed": 1, "different": []},
    )
    LawAnswer.objects.create(
        ref="PALSU",
        government_id=KEY,
        edition=answer.edition,
        engine=answer.engine + 1,
        question=answer.question,
        answer="{}",
        given_on=date(2024, 1, 2),
    )
    with pytest.raises(SystemExit) as bad:
        call_command("law_replay")
    told = capsys.readouterr().out
    assert bad.value.code == 1
    assert "PALSU (versi " in told
    assert "Program sudah membaca hukum dengan cara lain sejak itu." in told
    assert "2 jawaban dihitung ulang dengan 1 edisi hukum: 1 sama persis, 1 berbeda." in told
