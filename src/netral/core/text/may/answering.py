"""A typed question in, a verdict with its articles out: deterministic, and never a guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from netral.core import law
from netral.core.text.assessing import assess
from netral.core.text.codes import Moment, Person, reference_day
from netral.core.text.given import Given, given_read
from netral.core.text.grammar import the_grammar
from netral.core.text.may.answer import MayAnswer
from netral.core.text.may.book import Book, MayDataError, the_book
from netral.core.text.may.choosing import Fit, by_phrases, choose, refrains
from netral.core.text.may.reading import ASKING, Told, is_english, joined, questions
from netral.core.text.may.records import Situation, Verdict
from netral.core.text.may.ruling import Asker
from netral.core.text.may.telling import STAGES, Known, day_words, tell

LONGEST = 5_000
_MOST_PARTS = 4
_REFRAIN = "tidak-ikut"
_SURE, _VERY_SURE = 0.6, 0.75
_HOW_MUCH = "berapakah"
# Who only looks or passes by is often taken for a doer by the engine that reads reports.
_SOFT = frozenset({"lihat", "lewat", "gruplain", "bertugas"})


def may(  # noqa: PLR0913 (the facts beside a question, each by its name)
    question: str,
    *,
    status: object = None,
    post: object = None,
    stage: object = None,
    on: object = None,
    election: object = None,
    more: Sequence[Situation] = (),
) -> MayAnswer:
    """Answer a question of any kind; spans are code points of ``question``, end exclusive.

    ``more`` are answers that persons gave and a second reader released. What cannot be used is
    ignored with a note; nothing is raised.
    """
    book = the_book()
    asked = _Asked(book, given_read(stage=stage, status=status, post=post, on=on), election, more)
    refused = _refusal(question)
    if refused:
        return asked.open("nofit", refused)
    english = is_english(question)
    lexicon = book.english if english else book.lexicon
    told = [item for item in questions(question, lexicon, book.ear) if item.mentions]
    if not told:
        return asked.open("nofit", "language")
    if english:
        asked.note("english")
    answer = asked.together(told[:_MOST_PARTS], question)
    return asked.placed(answer, told, question)


def may_situation(  # noqa: PLR0913 (as ``may``)
    situation: str,
    *,
    status: object = None,
    post: object = None,
    stage: object = None,
    on: object = None,
    election: object = None,
    more: Sequence[Situation] = (),
) -> MayAnswer:
    """Answer a situation by its id, as the wizard and a shared link do; raises MayDataError."""
    book = the_book()
    known = {**book.situations, **{item.id: item for item in more}}
    if situation not in known:
        raise MayDataError(f"Keadaan '{situation}' tidak ada dalam daftar.")
    asked = _Asked(book, given_read(stage=stage, status=status, post=post, on=on), election, more)
    return asked.closed(asked.told(known[situation], Told.nothing()))


def no_answer() -> MayAnswer:
    """The answer to what stands in no list: ask a person."""
    nothing = given_read(stage=None, status=None, post=None, on=None)
    return _Asked(the_book(), nothing, None, ()).open("nofit")


def _refusal(question: str) -> str:
    if not question.strip():
        return "empty"
    if len(question) > LONGEST:
        return "long"
    return "" if any(letter.isalpha() for letter in question) else "wordless"


class _Asked:
    """One question with what is known beside it, and the notes that gather on the way."""

    def __init__(
        self, book: Book, given: Given, election: object, more: Sequence[Situation]
    ) -> None:
        self.book = book
        self.given = given
        self.more = more
        self.regime = _regime(election) or given.regime
        self.notes: list[tuple[str, str]] = list(given.notes)

    def note(self, key: str, value: str = "") -> None:
        """Add a note once."""
        if (key, value) not in self.notes:
            self.notes.append((key, value))

    def open(self, key: str, *notes: str) -> MayAnswer:
        """Answer that nobody has answered this yet."""
        for name in notes:
            self.note(name)
        say = self.book.wording.say
        title = "report_title" if key == "report" else "nofit_title"
        return self.closed(
            MayAnswer(
                verdict=Verdict.TAK_TENTU,
                situation="",
                topic="",
                title_id=say(title, "id"),
                title_en=say(title, "en"),
                text_id=say(key, "id"),
                text_en=say(key, "en"),
                law_version=law.LAW_VERSION,
                ask_a_person=key != "report",
                is_report=key == "report",
            )
        )

    def closed(self, answer: MayAnswer) -> MayAnswer:
        """Put the notes on an answer."""
        say = self.book.wording.say
        return replace(
            answer,
            notes=tuple(say(f"note_{key}", "id", value=v, day=v) for key, v in self.notes),
            notes_en=tuple(say(f"note_{key}", "en", value=v, day=v) for key, v in self.notes),
        )

    def placed(self, answer: MayAnswer, told: Sequence[Told], question: str) -> MayAnswer:
        """Say which words were understood."""
        places = sorted({(item.start, item.end) for one in told for item in one.mentions})
        words = tuple(question[start:end] for start, end in places)
        return replace(answer, spans=tuple(places), words=words)

    def together(self, told: Sequence[Told], question: str) -> MayAnswer:
        """Answer one question, or several in one text."""
        answers: list[MayAnswer] = []
        for place, one in enumerate(told):
            answer = self.one(one, question if len(told) == 1 else _span(one, question))
            if place and not answer.situation:
                # "Kalau pakai mobil dinas?" only makes sense with the question before it.
                answer = self.one(joined(told[place - 1], one), "")
            answers.append(answer)
        if len({answer.situation for answer in answers}) == 1:
            return answers[0]
        return self.both(answers)

    def both(self, answers: Sequence[MayAnswer], title: str = "parts_title") -> MayAnswer:
        """Join several answers; they are allowed together only if each is."""
        verdicts = {answer.verdict for answer in answers}
        verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.TERGANTUNG
        say, count = self.book.wording.say, str(len(answers))
        numbered = [(str(number), item) for number, item in enumerate(answers, start=1)]
        return self.closed(
            MayAnswer(
                verdict=verdict,
                situation="",
                topic="",
                title_id=say(title, "id", count=count),
                title_en=say(title, "en", count=count),
                text_id=" ".join(
                    say("part", "id", number=number, title=item.title_id, text=item.text_id)
                    for number, item in numbered
                ),
                text_en=" ".join(
                    say("part", "en", number=number, title=item.title_en, text=item.text_en)
                    for number, item in numbered
                ),
                law_version=law.LAW_VERSION,
                basis=_joined(answers, lambda item: item.basis),
                acts=_joined(answers, lambda item: item.acts),
                contested=tuple(side for item in answers for side in item.contested),
                ask_a_person=any(item.ask_a_person for item in answers),
                stage=answers[0].stage,
                stage_from=answers[0].stage_from,
                parts=tuple(answers),
            )
        )

    def one(self, told: Told, words: str) -> MayAnswer:
        """Answer a single question: a situation, else an act that the words resemble."""
        book = self.book
        fits = choose(
            told, book.index, gate=book.gate, more=by_phrases(told, self.more, book.lexicon)
        )
        if self._is_report(told):
            return self.open("report")
        if _HOW_MUCH in told.classes and ASKING not in told.classes:
            return self.open("nofit", "may")
        if len(fits) > 1:
            answers = [self.closed(self.told(fit.situation, told)) for fit in fits]
            return self.both(answers, "between_title")
        if fits and self._doubted(fits[0], told, words):
            return self.open("nofit")
        made = self._else(told, words) if not fits else fits[0].situation
        return self.closed(self.told(made, told)) if made else self.open("nofit")

    def _else(self, told: Told, words: str) -> Situation | None:
        """Where no situation fits: staying away, else an act that the words resemble."""
        if refrains(told, self.book.gate):
            return self.book.situations[_REFRAIN]
        return self._resembled(told, words)

    def _is_report(self, told: Told) -> bool:
        """Tell whether somebody else's act is told and nothing is asked."""
        if told.is_asked or told.denied:
            return False
        return bool(told.classes & {"lapor_ini"}) or (
            not told.has_me and bool(told.classes & {"orang_itu", "kejadian"})
        )

    def _doubted(self, fit: Fit, told: Told, words: str) -> bool:
        """Tell whether the engine that reads reports is sure of a breach where we would say yes."""
        gate = self.book.gate
        if fit.situation.verdict is not Verdict.BOLEH or not told.classes & gate.politics:
            return False
        if told.classes & fit.pattern.classes & (gate.mild | _SOFT) or fit.pattern.denies:
            return False
        found = assess(words.replace("?", "."), status=self.given.status or None)
        return bool(found.acts) and found.acts[0].score >= _VERY_SURE

    def _resembled(self, told: Told, words: str) -> Situation | None:
        """Ask the engine that reads reports; a sure act of it is not allowed."""
        gate = self.book.gate
        if not words or told.denied or told.classes & gate.mild or not told.classes & gate.politics:
            return None
        plain = words.replace("?", ".")
        found = assess(plain, status=self.given.status or None, on=self.given.on)
        best = found.acts[0] if found.acts else None
        if best is None or best.score < _SURE or best.track == "bukan_pelanggaran":
            return None
        act = next(item for item in law.the_law().acts if item.code == best.code)
        self.note("act")
        return Situation(
            id=f"act-{act.code.lower()}",
            topic="",
            title_id=act.title_id,
            title_en=act.title_en,
            verdict=Verdict.TIDAK,
            why_id=act.plain_id.rstrip("."),
            why_en=act.plain_en.rstrip("."),
            acts=(act.code,),
        )

    def told(self, made: Situation, told: Told) -> MayAnswer:
        """Rule on one situation for this asker and this moment."""
        kind = self.given.kind or told.kind or "ASN"
        if self.given.kind and told.kind and told.kind != self.given.kind:
            self.note("instead", self.given.status)
        stage, stage_from = self._stage(told)
        regime = self.regime or _spoken_regime(told)
        moment = Moment(stage, regime, self.given.on or reference_day(), bool(stage))
        statuses = the_grammar().statuses
        person = Person(self.given.status or statuses.get(kind, "PNS"), self.given.post)
        asker, known = Asker(kind, person, moment), Known(stage_from, self.given.on)
        answer = tell(made, asker, known, self.book.wording)
        if answer.stages_id:
            day = self.given.on
            self.note(*(("outside", day_words(day, "id")) if day else ("nostage", "")))
        return answer

    def _stage(self, told: Told) -> tuple[str, str]:
        if self.given.stage:
            here = law.stages_on(self.given.on) if self.given.on else ()
            is_dated = any(item.stage == self.given.stage for item in here)
            return self.given.stage, "kalender" if is_dated else "diberikan"
        spoken = next((name for name in STAGES if f"tahap_{name}" in told.classes), "")
        return spoken, "pertanyaan" if spoken else ""


def _regime(election: object) -> str:
    named = election if isinstance(election, str) else ""
    regimes = {item.id: item.regime for item in law.elections()}
    return regimes.get(named, named if named in regimes.values() else "")


def _spoken_regime(told: Told) -> str:
    return "pemilu" if "pemilu" in told.classes else ""


def _joined(
    answers: Sequence[MayAnswer], of: Callable[[MayAnswer], tuple[str, ...]]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for answer in answers for value in of(answer)))


def _span(told: Told, question: str) -> str:
    return question[told.mentions[0].start : told.mentions[-1].end]
