"""Two laws side by side: which records differ, and which answers, in plain Indonesian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.months import day_words
from netral.core.law.answers import Answer, Question, Reason
from netral.core.law.indexed import Book
from netral.core.law.reasoning import answer_to
from netral.core.law.records import Law
from netral.core.law.words import FIELD_SAID, KIND_SAID, UNIT_SAID, WEEKDAY_SAID

NOTHING = "(kosong)"
# What a record is known by, and what tells the items of a list inside it apart.
_NAMES = ("code", "id", "nr", "day", "value", "who", "fact", "title_id")
# A record's kind, its name and its first day.
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that was added, taken away or changed, and one sentence for each difference."""

    kind: str
    name: str
    what: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer that changes: what it no longer says, and what it says now."""

    label: str
    gone: str
    come: str

    @property
    def sentence(self) -> str:
        """The change as one sentence."""
        if self.gone and self.come:
            return f"{self.label}: dari '{self.gone}' menjadi '{self.come}'."
        if self.come:
            return f"{self.label}: ditambah '{self.come}'."
        if self.gone:
            return f"{self.label}: tidak lagi '{self.gone}'."
        return f"{self.label}: berganti urutan."


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Questions whose answers change in the same way."""

    parts: tuple[Part, ...]
    questions: tuple[Question, ...]


def compare_records(old: Law, new: Law) -> tuple[RecordChange, ...]:
    """Return every record that is not in both laws alike, in the order of their kinds."""
    was, now = dict(_records(old)), dict(_records(new))
    for gone, come in _moved(was, now):
        now[gone] = now.pop(come)
    found = []
    for key in dict.fromkeys((*was, *now)):
        change = _change(key, was.get(key), now.get(key))
        if change is not None:
            found.append(change)
    order = list(KIND_SAID)
    return tuple(sorted(found, key=lambda item: order.index(item.kind)))


def compare_answers(
    old: Book, new: Book, questions: Iterable[Question]
) -> tuple[AnswerChange, ...]:
    """Ask both books; return what changes, the most frequent change first."""
    grouped: dict[tuple[Part, ...], list[Question]] = {}
    for question in questions:
        parts = tuple(_parts(old, new, question))
        if parts:
            grouped.setdefault(parts, []).append(question)
    found = [AnswerChange(parts, tuple(asked)) for parts, asked in grouped.items()]
    return tuple(sorted(found, key=lambda item: -len(item.questions)))


def question_words(question: Question) -> str:
    """A question in one line, as a person would say it."""
    who = (
        ", ".join(text for text in (question.status, question.post) if text) or "orang tanpa status"
    )
    where = f", wilayah {question.region}" if question.region else ""
    facts = f" ({', '.join(question.facts)})" if question.facts else ""
    return f"{question.act}, {who}{where}, {day_words(question.on)[0]}{facts}"


def _records(law: Law) -> Iterator[tuple[_Key, Any]]:
    """Every record with what it is known by: its kind, its name and its first day."""
    dated: dict[str, Iterable[Any]] = {
        "instrument": law.instruments, "act": law.acts, "menu": law.menus, "clock": law.clocks,
        "examiner": law.examiners, "decider": law.deciders, "addressee": law.addressees,
        "group": law.groups, "counter": law.counters,
    }  # fmt: skip
    for kind, items in dated.items():
        for item in items:
            name = item.rule.code if kind == "clock" else item.code if kind == "act" else item.id
            yield (kind, name, item.standing.in_force.isoformat()), item
    plain: dict[str, Iterable[Any]] = {
        "election": law.elections, "contested": law.contested, "question": law.questions,
        "clause": law.clauses, "point": law.pledge, "holiday": law.holidays,
    }  # fmt: skip
    for kind, items in plain.items():
        for item in items:
            yield (kind, _name(item), ""), item
    for post in law.posts:
        yield ("post", post.words[0], ""), post
    for name, address in law.sources.items():
        yield ("source", name, ""), address


def _moved(was: dict[_Key, Any], now: dict[_Key, Any]) -> Iterator[tuple[_Key, _Key]]:
    """The records that only begin on another day: one of a name is gone, one has come."""
    gone, come = (_lonely(one, other) for one, other in ((was, now), (now, was)))
    for named, keys in gone.items():
        others = come.get(named, [])
        if len(keys) == len(others) == 1:
            yield keys[0], others[0]


def _lonely(one: dict[_Key, Any], other: dict[_Key, Any]) -> dict[tuple[str, str], list[_Key]]:
    found: dict[tuple[str, str], list[_Key]] = {}
    for key in one:
        if key not in other:
            found.setdefault(key[:2], []).append(key)
    return found


def _name(item: Any) -> str:
    found = next(getattr(item, name) for name in _NAMES if hasattr(item, name))
    return found.isoformat() if isinstance(found, date) else str(found)


def _change(key: _Key, was: Any, now: Any) -> RecordChange | None:
    kind, name, since = key
    begun = f", berlaku sejak {day_words(date.fromisoformat(since))[0]}" if since else ""
    head = f"{KIND_SAID[kind]} {name}{_title(now if was is None else was)}{begun}"
    if was is None:
        return RecordChange(kind, name, "ditambah", (f"{head}: ditambahkan.",))
    if now is None:
        return RecordChange(kind, name, "dihapus", (f"{head}: dihapus.",))
    before, after = dict(_leaves(was, "")), dict(_leaves(now, ""))
    sentences = tuple(
        f"{head}: {_told(place, before.get(place), after.get(place))}"
        for place in dict.fromkeys((*before, *after))
        if before.get(place) != after.get(place)
    )
    return RecordChange(kind, name, "diubah", sentences) if sentences else None


def _title(item: Any) -> str:
    title = getattr(item, "title_id", "")
    return f" ({title})" if title else ""


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """The plain values of a record, each with its place; a list of words is one value."""
    if is_dataclass(value):
        for item in fields(value):
            inside = f"{place}.{item.name}" if place else item.name
            yield from _leaves(getattr(value, item.name), inside)
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for at, item in enumerate(value):
            known = next((getattr(item, n) for n in _NAMES if hasattr(item, n)), at)
            yield from _leaves(item, f"{place}[{known}]")
    else:
        # The only set in the records is that of a counter's weekdays.
        is_weekdays = isinstance(value, frozenset)
        yield place, tuple(WEEKDAY_SAID[at] for at in sorted(value)) if is_weekdays else value


def _told(place: str, was: Any, now: Any) -> str:
    label = _label(place)
    if place == "standing.ended" and was is None:
        return f"berakhir pada {_said(now)}; sebelumnya tanpa akhir."
    if isinstance(was, tuple) and isinstance(now, tuple) and was and now:
        gone = [str(item) for item in was if item not in now]
        come = [str(item) for item in now if item not in was]
        told = [
            *([f"ditambah {', '.join(come)}"] if come else []),
            *([f"dikurangi {', '.join(gone)}"] if gone else []),
        ]
        return f"{label} {' dan '.join(told) or 'berganti urutan'}."
    return f"{label} berubah dari {_said(was)} menjadi {_said(now)}."


def _label(place: str) -> str:
    """The words for a field; inside a list also which item it is."""
    leaf = place.rpartition(".")[2].partition("[")[0]
    inside = place.partition("[")[2].partition("]")[0]
    words = FIELD_SAID.get(leaf, leaf)
    return f"{words} pada {inside}" if inside else words


def _said(value: Any) -> str:
    if value is None or value in ("", ()):
        return NOTHING
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date):
        return day_words(value)[0]
    if isinstance(value, tuple):
        return "'" + ", ".join(map(str, value)) + "'"
    return f"'{value.value if isinstance(value, Enum) else value}'"


def _parts(old: Book, new: Book, question: Question) -> Iterator[Part]:
    was, now = _asked(old, question), _asked(new, question)
    if isinstance(was, str) or isinstance(now, str):
        told = [item if isinstance(item, str) else "dijawab" for item in (was, now)]
        if told[0] != told[1]:
            yield Part("jawaban", told[0], told[1])
        return
    before, after = _summary(was, old), _summary(now, new)
    real = [
        Part(label, _joined(values, after[label]), _joined(after[label], values))
        for label, values in before.items()
        if values != after[label]
    ]
    if real:
        yield from real
    elif was.reason != now.reason:
        yield from _reworded(was.reason, now.reason)


def _reworded(was: Reason, now: Reason) -> Iterator[Part]:
    """The sentences of two trees of reasons that are not in both."""
    labels = ("kalimat alasan", "kalimat alasan (Inggris)", "kutipan alasan")
    before, after = (zip(*_sentences(reason), strict=True) for reason in (was, now))
    for label, gone, come in zip(labels, before, after, strict=True):
        if gone != come:
            yield Part(label, _joined(gone, come), _joined(come, gone))


def _sentences(reason: Reason) -> Iterator[tuple[str, str, str]]:
    yield reason.text_id, reason.text_en, ", ".join(reason.cites)
    for below in reason.because:
        yield from _sentences(below)


def _asked(book: Book, question: Question) -> Answer | str:
    try:
        return answer_to(question, book)
    except WrongInputError as error:
        return f"ditolak: {error}"


def _summary(found: Answer, book: Book) -> dict[str, tuple[str, ...]]:
    sanction = found.sanction
    return {
        "aturan yang mengatur": (found.governing or "tidak ada",),
        "tahap": (found.stage or "tidak diketahui",),
        "jalur": found.tracks,
        "pasal": tuple(norm.ref for norm in found.norms),
        "tingkat sanksi": sanction.levels if sanction else (),
        "rentang sanksi": (sanction.text,) if sanction else (),
        "menu sanksi": tuple(menu.title_id for menu in sanction.menus) if sanction else (),
        "tingkat terkonfirmasi": (("ya" if sanction.confirmed else "tidak",) if sanction else ()),
        "yang memeriksa": (found.examiner.title_id,) if found.examiner else (),
        "yang memutus": (found.decider.title_id,) if found.decider else (),
        "batas waktu": tuple(_clock(book, code) for code in found.clocks),
        "diteruskan kepada": tuple(item.title_id for item in found.referral),
        "diperdebatkan": tuple(item.question_id for item in found.contested),
        "masih perlu diketahui": tuple(item.text_id for item in found.missing),
        "catatan": found.notes,
    }


def _clock(book: Book, code: str) -> str:
    rule = book.clock_rule(code)
    number = f"{rule.n} {UNIT_SAID[rule.unit][0]}" if rule.n else "angka belum terkonfirmasi"
    return f"{rule.title_id} ({number})"


def _joined(values: tuple[str, ...], others: tuple[str, ...]) -> str:
    return "; ".join(value for value in values if value not in others)
