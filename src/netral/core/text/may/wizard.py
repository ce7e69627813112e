"""At most five plain questions to an answer; the answers so far are all that is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netral.core.text.codes import Moment, Person, reference_day
from netral.core.text.may.answer import MayAnswer
from netral.core.text.may.answering import may_situation, no_answer
from netral.core.text.may.book import the_book
from netral.core.text.may.records import Option, Situation, Verdict
from netral.core.text.may.ruling import Asker, rule
from netral.core.text.may.telling import STAGES, at_stage

KEYS = ("who", "topic", "what", "fact", "when")
OTHER = "lain"
_TODAY, _UNKNOWN = "hari_ini", "tidak_tahu"
_WHO = (
    Option("PNS", "PNS atau calon PNS", "Permanent civil servant (PNS or CPNS)"),
    Option("PPPK", "PPPK", "Contract-based government employee (PPPK)"),
    Option("HONORER", "Pegawai non-ASN atau honorer", "Non-ASN or contract staff"),
    Option("KADES", "Kepala desa", "Village head"),
    Option("PERANGKAT_DESA", "Perangkat desa", "Village staff"),
    Option("BPD", "Anggota Badan Permusyawaratan Desa", "Village council member"),
    Option("TNI_POLRI", "Anggota TNI atau Polri", "Soldier or police officer"),
)
_STAGE_OPTIONS = (
    Option("pra_penetapan", "Sebelum calon ditetapkan", "Before candidates are set"),
    Option(
        "pasca_penetapan",
        "Calon sudah ditetapkan, kampanye belum mulai",
        "Candidates set, campaign not begun",
    ),
    Option("kampanye", "Masa kampanye", "Campaign"),
    Option("masa_tenang", "Masa tenang", "Quiet period"),
    Option("pemungutan", "Hari pemungutan suara", "Voting day"),
    Option("pasca", "Sesudah pemungutan suara", "After voting day"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its options; ``number`` counts those that were asked so far."""

    key: str
    number: int
    text_id: str
    text_en: str
    options: tuple[Option, ...]
    most: int = len(KEYS)


def first_question() -> Question:
    """The question that opens the wizard."""
    return Question("who", 1, "Anda siapa?", "Who are you?", _WHO)


def next_question(answers: Mapping[str, str], *, on: object = None) -> Question | MayAnswer:
    """Return the next question, or the answer; an answer that is no option is asked again.

    ``on`` is the day of asking, used where the answer to "when" is today.
    """
    if answers.get("who") not in {option.key for option in _WHO}:
        return first_question()
    book = the_book()
    topic = answers.get("topic", "")
    if topic not in {item.id for item in book.topics}:
        topics = tuple(Option(item.id, item.title_id, item.title_en) for item in book.topics)
        return Question("topic", 2, "Ini tentang apa?", "What is it about?", topics)
    chosen = answers.get("what", "")
    if chosen == OTHER:
        return no_answer()
    made = book.situations.get(chosen)
    if made is None or made.topic != topic or not made.listed:
        return _what(topic)
    return _after(made, answers, on)


def _after(made: Situation, answers: Mapping[str, str], on: object) -> Question | MayAnswer:
    number = 4
    if made.fact is not None:
        options = {option.key: option for option in made.fact.options}
        if answers.get("fact") not in options:
            fact = made.fact
            return Question("fact", number, fact.text_id, fact.text_en, fact.options)
        made = the_book().situations[options[answers["fact"]].to]
        number += 1
    when = answers.get("when", "")
    if _turns(made, answers["who"]):
        named = {*STAGES, _UNKNOWN} | ({_TODAY} if on else set())
        if when not in named:
            return Question("when", number, "Kapan?", "When?", _whens(on))
    stage = when if when in STAGES else None
    day = on if when == _TODAY else None
    return may_situation(made.id, status=answers["who"], stage=stage, on=day)


def _what(topic: str) -> Question:
    made = [
        Option(item.id, item.title_id, item.title_en)
        for item in the_book().situations.values()
        if item.topic == topic and item.listed
    ]
    other = Option(OTHER, "Lainnya, tidak ada di sini", "Something else")
    return Question("what", 3, "Mau melakukan apa?", "What do you want to do?", (*made, other))


def _whens(on: object) -> tuple[Option, ...]:
    today = (Option(_TODAY, "Hari ini", "Today"),) if on else ()
    return (*today, *_STAGE_OPTIONS, Option(_UNKNOWN, "Tidak tahu", "I don't know"))


def _turns(made: Situation, who: str) -> bool:
    """Tell whether the stage changes the answer or the rule behind it."""
    kind = {"PNS": "ASN", "PERANGKAT_DESA": "PERANGKAT", "TNI_POLRI": "TNIPOLRI"}.get(who, who)
    asker = Asker(kind, Person(who, ""), Moment("", "", reference_day(), is_stage_known=False))
    rulings = [rule(made, at_stage(asker, stage)) for stage in STAGES]
    return len({(item.verdict, item.acts) for item in rulings}) > 1 and (
        rulings[0].verdict is not Verdict.TAK_TENTU or len({i.verdict for i in rulings}) > 1
    )
