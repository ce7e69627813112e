"""The questions that a change of law is tried on: each act, whom it binds, the days that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from netral.core.law.answers import Question
from netral.core.law.asked import person_of
from netral.core.law.indexed import Book
from netral.core.law.records import Law

# A person of each kind that an act may name: status, post, facts.
PERSONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("PNS", "guru", ()),
    ("PNS", "camat", ()),
    ("PNS", "lurah", ()),
    ("CPNS", "guru", ()),
    ("PPPK", "guru", ()),
    ("PPNPN", "staf", ()),
    ("HONORER", "staf", ()),
    ("KADES", "kepala desa", ()),
    ("PERANGKAT_DESA", "perangkat desa", ()),
    ("BPD", "", ()),
    ("TNI_POLRI", "", ()),
    ("KEPALA_DAERAH", "bupati", ()),
    ("PJ_KEPALA_DAERAH", "penjabat bupati", ()),
    ("PEJABAT_NEGARA", "", ()),
    ("PEJABAT_DAERAH", "", ()),
    ("PASLON", "", ()),
    ("PNS", "camat", ("subjek:ATASAN_LANGSUNG",)),
    ("PNS", "camat", ("subjek:PEJABAT_YANG_BERWENANG_MENGHUKUM",)),
    ("KEPALA_DAERAH", "bupati", ("subjek:PPK",)),
)
REGIONS = ("15", "15.04")
_DAY = timedelta(days=1)


def usual_questions(old: Book, new: Book) -> Iterator[Question]:
    """Yield each act of either book, for whom it binds in either, on each day that matters.

    Those are the days on which a stage or a record begins or ends in either book, and the eve.
    """
    days = sorted(_days(old.law) | _days(new.law))
    for code in dict.fromkeys(act.code for book in (old, new) for act in book.law.acts):
        for on in days:
            for status, post, facts in PERSONS:
                question = Question(code, status, post, REGIONS[-1], on, facts)
                if _may_bind(question, old) or _may_bind(question, new):
                    for region in REGIONS:
                        yield Question(code, status, post, region, on, facts)


def _may_bind(question: Question, book: Book) -> bool:
    subjects = person_of(question, book).subjects
    return any(act.binds(subjects) for act in book.acts_of_code(question.act))


def _days(law: Law) -> set[date]:
    standings = [
        item.standing
        for items in (law.acts, law.menus, law.clocks, law.examiners, law.deciders, law.addressees)
        for item in items
    ]
    begun = {item.in_force for item in standings}
    begun |= {item.ended + _DAY for item in standings if item.ended}
    for election in law.elections:
        turns = (*election.stages, *(stage for stage in election.milestones if stage.acts))
        begun |= {stage.first for stage in turns} | {stage.last + _DAY for stage in turns}
    return begun | {day - _DAY for day in begun}
