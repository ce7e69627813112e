"""The wizard: at most five plain questions, and every path ends in an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from netral.core.text.may import (
    MayAnswer,
    Question,
    Verdict,
    first_question,
    next_question,
    situations,
    topics,
)

DAY = date(2024, 10, 5)


def paths(
    answers: Mapping[str, str], on: object = None
) -> Iterator[tuple[Mapping[str, str], MayAnswer]]:
    """Walk every path that opens from the answers so far."""
    found = next_question(answers, on=on)
    if isinstance(found, MayAnswer):
        yield answers, found
        return
    assert len(answers) < 5
    for option in found.options:
        yield from paths({**answers, found.key: option.key}, on)


def asked(answers: Mapping[str, str], on: object = None) -> Question:
    found = next_question(answers, on=on)
    assert isinstance(found, Question)
    return found


def test_it_opens_with_who_asks() -> None:
    assert first_question() == asked({})
    assert first_question().number == 1
    assert all(option.text_id and option.text_en for option in first_question().options)


@pytest.mark.parametrize("topic", [item.id for item in topics()])
def test_every_path_of_a_topic_ends_in_an_answer(topic: str) -> None:
    ends = list(paths({"who": "PNS", "topic": topic}))
    assert ends
    assert all(answer.text_id and answer.text_en for _answers, answer in ends)
    assert {answer.verdict for _answers, answer in ends} > {Verdict.TAK_TENTU}


@pytest.mark.parametrize("who", [option.key for option in first_question().options])
def test_every_kind_of_person_gets_an_answer(who: str) -> None:
    assert all(answer.text_id for _path, answer in paths({"who": who, "topic": "medsos"}))


def test_every_listed_situation_can_be_chosen() -> None:
    for topic in topics():
        offered = {option.key for option in asked({"who": "PNS", "topic": topic.id}).options}
        listed = {made.id for made in situations() if made.topic == topic.id and made.listed}
        assert offered == listed | {"lain"}


def test_questions_are_numbered_and_there_are_five_at_most() -> None:
    answers: dict[str, str] = {}
    for number, (key, choice) in enumerate(
        [("who", "PNS"), ("topic", "kampanye"), ("what", "hadir-mendengar"), ("fact", "aktif")], 1
    ):
        question = asked(answers)
        assert (question.key, question.number) == (key, number)
        answers[key] = choice
    last = asked(answers)
    assert (last.key, last.number, last.most) == ("when", 5, 5)
    final = next_question({**answers, "when": "kampanye"})
    assert isinstance(final, MayAnswer)
    assert final.situation == "kampanye-aktif"


def test_a_fact_leads_to_another_answer() -> None:
    base = {"who": "PNS", "topic": "keluarga", "what": "pasangan-calon", "when": "kampanye"}
    with_leave = next_question({**base, "fact": "ya"})
    without = next_question({**base, "fact": "tidak"})
    assert isinstance(with_leave, MayAnswer)
    assert isinstance(without, MayAnswer)
    assert (with_leave.verdict, without.verdict) == (Verdict.BOLEH, Verdict.TIDAK)


def test_today_is_offered_only_when_the_day_is_known() -> None:
    base = {"who": "PNS", "topic": "medsos", "what": "suka-calon"}
    assert "hari_ini" not in {option.key for option in asked(base).options}
    assert "hari_ini" in {option.key for option in asked(base, on=DAY).options}
    final = next_question({**base, "when": "hari_ini"}, on=DAY)
    assert isinstance(final, MayAnswer)
    assert (final.stage, final.stage_from) == ("kampanye", "kalender")


def test_not_knowing_when_gives_the_general_answer() -> None:
    base = {"who": "PNS", "topic": "medsos", "what": "suka-calon", "when": "tidak_tahu"}
    final = next_question(base)
    assert isinstance(final, MayAnswer)
    assert final.stage == ""
    assert final.stages_id


def test_when_is_not_asked_where_it_changes_nothing() -> None:
    final = next_question({"who": "PNS", "topic": "pakaian", "what": "warna-batik"})
    assert isinstance(final, MayAnswer)
    assert final.verdict is Verdict.BOLEH


def test_an_answer_that_is_no_option_is_asked_again() -> None:
    assert asked({"who": "raja"}).key == "who"
    assert asked({"who": "PNS", "topic": "entah"}).key == "topic"
    assert asked({"who": "PNS", "topic": "medsos", "what": "memilih"}).key == "what"
    assert asked({"who": "PNS", "topic": "medsos", "what": "suka-calon", "when": "x"}).key == "when"
    path = {"who": "PNS", "topic": "keluarga", "what": "pasangan-calon", "fact": "mungkin"}
    assert asked(path).key == "fact"


def test_something_else_goes_to_a_person() -> None:
    final = next_question({"who": "PNS", "topic": "medsos", "what": "lain"})
    assert isinstance(final, MayAnswer)
    assert final.verdict is Verdict.TAK_TENTU
    assert final.ask_a_person
    assert final.notes == ()
