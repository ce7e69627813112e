"""One question of law, one function: what follows from an act, a person and a day?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from netral.core.law import telling
from netral.core.law.answers import Answer, Missing, Norm, Question, Reason, SanctionRange
from netral.core.law.asked import (
    ASN,
    NO_ROLE,
    OF_POST,
    Moment,
    Person,
    fact_of,
    facts_of,
    moment_of,
    person_of,
    roles_needed,
    unusable,
)
from netral.core.law.book import the_book
from netral.core.law.builders import STAGES, STATUSES
from netral.core.law.indexed import Book
from netral.core.law.records import Act, FactQuestion

GRAVITY = ("moral", "kontrak", "ringan", "sedang", "berat", "pemberhentian")
BY_LEVEL_OF_POST = frozenset({"ringan", "sedang"})


def answer(
    *,
    act: str,
    status: str,
    post: str,
    region: str,
    on: date,
    facts: Iterable[str] = (),
) -> Answer:
    """Answer by the law of the day ``on``, in the book of this release.

    ``status`` is PNS, CPNS, PPPK, KADES and so on, or empty when not known; ``post`` is free text;
    ``region`` a dotted code, or empty; ``facts`` are ``id:value``, of the fact questions, or
    ``tahap:``, ``pemilihan:`` and ``subjek:``. A fact that cannot be used is noted and ignored.
    Raises UnknownLawCodeError for an act, status or region that is none.
    """
    question = Question(act, status, post, region, on, tuple(dict.fromkeys(facts)))
    return answer_to(question, the_book())


def answer_to(question: Question, book: Book) -> Answer:
    """Answer a question by any book; raises UnknownLawCodeError as ``answer`` does."""
    asked = book.act(question.act, question.on)
    person, moment = person_of(question, book), moment_of(question, book)
    blank = Answer(
        act=question.act,
        on=question.on,
        status=question.status,
        post=question.post,
        region=question.region,
        facts=question.facts,
        law_version=book.version,
        reason=Reason("", ""),
        stage=moment.stage,
        election=moment.election,
        notes=_unused(question, book),
    )
    if asked is None:
        return replace(blank, reason=telling.not_in_force(question, book))
    return _Case(book, question, person, moment).answer(blank, asked)


def _unused(question: Question, book: Book) -> tuple[str, ...]:
    strange = unusable(question, book)
    return tuple(f"Fakta '{fact}' tidak dikenal, jadi tidak dipakai." for fact in strange)


class _Case:
    """One question read against one book: what governs it, and all that follows."""

    def __init__(self, book: Book, question: Question, person: Person, moment: Moment) -> None:
        self.book, self.question, self.person, self.moment = book, question, person, moment
        self.on = question.on

    def answer(self, blank: Answer, asked: Act) -> Answer:
        """Fill the blank answer; without a governing act it says why, and what is missing."""
        unknown = self._unknown(asked)
        if unknown is not None:
            reason = telling.not_known(asked, unknown)
            return replace(blank, reason=reason, missing=(unknown,))
        governing, chain = self._govern(asked)
        if governing is None:
            return replace(blank, reason=chain)
        return self._full(blank, governing, chain)

    def _unknown(self, asked: Act) -> Missing | None:
        """What must be known before one may say whether the act is forbidden to this person."""
        if not asked.binds(self.person.subjects):
            return self._unknown_person(asked)
        is_other = asked.election and self.moment.regime not in {"", asked.election}
        if self.moment.stage is None and "semua" not in asked.stages and not is_other:
            return telling.MISSING_STAGE
        return None

    def _unknown_person(self, asked: Act) -> Missing | None:
        if not self.person.status:
            return telling.missing_status(STATUSES)
        roles = roles_needed(asked.applies_to)
        if roles and NO_ROLE not in facts_of(self.question, "subjek"):
            return telling.missing_role(roles)
        return telling.MISSING_POST if self._may_be_by_post(asked) else None

    def _may_be_by_post(self, act: Act) -> bool:
        by_post = bool(OF_POST.intersection(act.applies_to)) and self.person.status in ASN
        return by_post and not self.person.knows_post and not act.binds(self.person.subjects)

    def _govern(self, asked: Act) -> tuple[Act | None, Reason]:
        """The act that governs, with the reasons on the way to it; or why none does."""
        if not asked.binds(self.person.subjects):
            return None, telling.not_bound(asked, self.person)
        if asked.election and self.moment.regime and asked.election != self.moment.regime:
            return None, telling.other_election(asked, self.moment)
        if asked.fits_stage(self.moment.stage or ""):
            return self._by_facts(asked, ())
        # The same act stands under ethics before candidates are set and under discipline after.
        twin = self.book.act(asked.twin, self.on) if asked.twin else None
        if twin and twin.fits_stage(self.moment.stage or "") and twin.binds(self.person.subjects):
            return self._by_facts(twin, (telling.twin(asked, twin),))
        return None, telling.other_stage(asked, self.moment)

    def _by_facts(self, act: Act, before: tuple[Reason, ...]) -> tuple[Act, Reason]:
        """Let a known fact put another record in the place of this one."""
        reason = telling.governs(act, before)
        for question in self.book.questions_of(act.code):
            given = fact_of(self.question, question.id)
            for value in question.values:
                other = (
                    self.book.act(value.instead, self.on)
                    if value.instead and value.value == given
                    else None
                )
                if other:
                    return other, telling.governs(other, (telling.fact(question, value, reason),))
        return act, reason

    def _full(self, blank: Answer, act: Act, chain: Reason) -> Answer:
        acts = (act, *self._overlays(act))
        tracks = tuple(dict.fromkeys(item.track for item in acts if item.is_breach))
        sanction = self._sanction(act)
        worst = max(sanction.levels, key=GRAVITY.index, default="")
        found = replace(
            blank,
            governing=act.code,
            tracks=tracks,
            norms=tuple(norm for item in acts for norm in _norms(item)),
            sanction=sanction,
            examiner=self.book.examiner_for(worst, self.on),
            decider=self.book.decider_for(
                worst, self.person.post_level, self.person.scope, self.on
            ),
            clocks=self._clocks(tracks, worst),
            referral=tuple(
                dict.fromkeys(
                    item
                    for track in tracks
                    for item in self.book.addressees(track, self.person.subjects, self.on)
                )
            ),
            contested=self.book.contested_of(act.code),
            missing=self._missing(act, worst),
            notes=(*blank.notes, *_notes(act)),
        )
        reasons = telling.reasons(found, acts, (self.person, self.moment), self.book)
        return replace(found, reason=replace(chain, because=(*chain.because, *reasons)))

    def _overlays(self, act: Act) -> tuple[Act, ...]:
        found = (self.book.act(code, self.on) for code in act.overlays)
        return tuple(
            item
            for item in found
            if item and self._falls_under(item) and item.binds(self.person.subjects)
        )

    def _falls_under(self, act: Act) -> bool:
        is_here = act.election == self.moment.regime
        return is_here and act.fits_stage(self.moment.stage or "")

    def _sanction(self, act: Act) -> SanctionRange:
        levels = act.levels
        for question in self.book.questions_of(act.code):
            given = fact_of(self.question, question.id)
            narrowed = tuple(item.level for item in question.values if item.value == given)
            levels = tuple(level for level in narrowed if level) or levels
        menus = tuple(menu for level in levels for menu in self.book.sanction_menus(level, self.on))
        confirmed = act.level_confirmed and bool(menus or not levels)
        return SanctionRange(levels, act.range, menus, confirmed, act.range_en or act.range)

    def _clocks(self, tracks: tuple[str, ...], worst: str) -> tuple[str, ...]:
        codes = dict.fromkeys(
            item.rule.code
            for track in tracks
            for item in self.book.clocks(track, self.moment.regime, self.on)
        )
        # Only a dismissal goes to BPASN (PP 79/2021 Pasal 1 angka 4-5).
        if worst not in {"berat", "pemberhentian"}:
            codes.pop("UPAYA-BANDING", None)
        return tuple(codes)

    def _missing(self, act: Act, worst: str) -> tuple[Missing, ...]:
        asked = [
            telling.asked(item)
            for item in self.book.questions_of(act.code)
            if not self._is_told(item)
        ]
        overlays = (self.book.act(code, self.on) for code in act.overlays)
        if any(
            item and self._falls_under(item) and self._may_be_by_post(item) for item in overlays
        ):
            asked.append(telling.MISSING_POST)
        if worst in BY_LEVEL_OF_POST and not self.person.scope:
            asked.append(telling.MISSING_REGION)
        if (
            worst in BY_LEVEL_OF_POST
            and self.person.scope == "provinsi"
            and not self.person.post_level
        ):
            asked.append(telling.MISSING_LEVEL)
        return tuple(asked)

    def _is_told(self, question: FactQuestion) -> bool:
        return fact_of(self.question, question.id) in {item.value for item in question.values}


def _norms(act: Act) -> tuple[Norm, ...]:
    standing = act.standing
    return tuple(
        Norm(ref, act.track, act.code, standing.confirmed, standing.confidence)
        for ref in act.basis
        if act.is_breach
    )


def _notes(act: Act) -> tuple[str, ...]:
    notes = []
    if act.is_breach and not act.level_confirmed:
        notes.append("Tingkat sanksinya belum terkonfirmasi, jadi tidak ada pilihan baku.")
    if not act.standing.date_confirmed:
        notes.append("Hari mulai berlakunya belum diperiksa pada naskah resmi.")
    return tuple(notes)


__all__ = ["GRAVITY", "STAGES", "answer", "answer_to"]
