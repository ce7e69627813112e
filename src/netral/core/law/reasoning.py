"""One question of law, one function: what follows from an act, a person and a day?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from netral.core.law import book
from netral.core.law.answers import Answer, Missing, Norm, Reason, SanctionRange
from netral.core.law.builders import STAGES
from netral.core.law.records import Act, Clock, FactQuestion

GRAVITY = ("moral", "ringan", "sedang", "berat", "pemberhentian")


@dataclass(frozen=True, slots=True)
class _Person:
    """Who did it: all kinds of subject that the status, the post and the facts make."""

    subjects: frozenset[str]
    post_level: str
    scope: str


@dataclass(frozen=True, slots=True)
class _Moment:
    """When it was done: the stage and election of that day, and the election's regime."""

    stage: str | None
    election: str | None
    regime: str


def answer(
    *, act: str, status: str, post: str, region: str, on: date, facts: Iterable[str] = ()
) -> Answer:
    """Answer by the law of the day ``on``.

    ``status`` is PNS, CPNS, PPPK, KADES and so on; ``post`` is free text; ``region`` a dotted
    code; ``facts`` are ``id:value``, of the fact questions, or ``tahap:``, ``pemilihan:`` and
    ``subjek:``. A fact that is not known is noted and ignored. Raises UnknownLawCodeError.
    """
    given = tuple(dict.fromkeys(facts))
    person = _person(status, post, region, given)
    moment = _moment(on, given)
    blank = Answer(
        act=act,
        on=on,
        status=status,
        post=post,
        region=region,
        facts=given,
        law_version=book.LAW_VERSION,
        reason=Reason("", ""),
        stage=moment.stage,
        election=moment.election,
    )
    asked = book.act(act, on)
    if asked is None:
        return replace(blank, reason=_not_yet(act, on))
    governing, reasons = _govern(asked, person, moment, on)
    if governing is None:
        return replace(blank, reason=reasons, missing=_missing_stage(asked, moment))
    instead = _instead(governing, given, on)
    if instead is not None:
        governing, reasons = instead[0], replace(instead[1], because=(reasons,))
    return _full(blank, governing, (person, moment), reasons)


def _full(blank: Answer, act: Act, who: tuple[_Person, _Moment], reason: Reason) -> Answer:
    person, moment = who
    over = _overlays(act, person, moment, blank.on)
    acts = (act, *over)
    tracks = tuple(dict.fromkeys(item.track for item in acts if item.is_breach))
    sanction = _sanction(act, blank.facts, blank.on)
    worst = max(sanction.levels, key=GRAVITY.index, default="")
    asked = _missing(act, blank.facts, (person, worst))
    return replace(
        blank,
        governing=act.code,
        tracks=tracks,
        norms=tuple(norm for item in acts for norm in _norms(item)),
        sanction=sanction,
        examiner=book.examiner_for(worst, blank.on),
        decider=book.decider_for(worst, person.post_level, person.scope, blank.on),
        clocks=_clocks(tracks, moment, blank.on, worst),
        referral=tuple(
            dict.fromkeys(
                item
                for track in tracks
                for item in book.addressees(track, person.subjects, blank.on)
            )
        ),
        contested=book.contested_of(act.code),
        missing=asked,
        notes=_notes(act, blank.facts),
        reason=replace(reason, because=(*reason.because, *_because(acts, sanction, moment))),
    )


def _person(status: str, post: str, region: str, facts: tuple[str, ...]) -> _Person:
    kind = book.post_kind(post)
    named = {fact.partition(":")[2] for fact in facts if fact.startswith("subjek:")}
    of_post = set(kind.subjects) if kind else set()
    if status not in {"PNS", "CPNS", "PPPK"}:
        of_post -= {"PEJABAT_ASN"}
    return _Person(
        subjects=frozenset({status} | named | of_post),
        post_level=kind.level if kind else "",
        scope="kabupaten" if "." in region else "provinsi",
    )


def _moment(on: date, facts: tuple[str, ...]) -> _Moment:
    chosen = _fact(facts, "pemilihan")
    regimes = {item.id: item.regime for item in book.elections()}
    stages = [stage for stage in book.stages_on(on) if chosen in {"", stage.election}]
    first = stages[0] if stages else None
    election = first.election if first else chosen if chosen in regimes else None
    stage = _fact(facts, "tahap")
    if stage not in STAGES:
        stage = first.stage if first else ""
    return _Moment(stage or None, election, regimes.get(election or "", ""))


def _fact(facts: tuple[str, ...], name: str) -> str:
    found = (fact.partition(":")[2] for fact in facts if fact.startswith(f"{name}:"))
    return next(found, "")


def _govern(asked: Act, person: _Person, moment: _Moment, on: date) -> tuple[Act | None, Reason]:
    if not asked.binds(person.subjects):
        return None, Reason(
            "Aturan ini tidak mengikat orang dengan status dan jabatan itu.",
            "This rule does not bind a person of that status and post.",
        )
    if asked.election and moment.regime and asked.election != moment.regime:
        return None, Reason(
            "Aturan ini untuk jenis pemilihan yang lain.",
            "This rule is for another kind of election.",
        )
    if moment.stage is None and "semua" not in asked.stages:
        return None, Reason(
            "Tahap pemilihan pada hari itu belum diketahui.",
            "The stage of the election on that day is not known.",
        )
    if asked.fits_stage(moment.stage or ""):
        return asked, Reason(asked.plain_id, asked.plain_en)
    return _twin(asked, person, moment, on)


def _twin(asked: Act, person: _Person, moment: _Moment, on: date) -> tuple[Act | None, Reason]:
    # The same act stands under ethics before candidates are set and under discipline after.
    twin = book.act(asked.twin, on) if asked.twin else None
    if twin and twin.fits_stage(moment.stage or "") and twin.binds(person.subjects):
        return twin, Reason(
            twin.plain_id,
            twin.plain_en,
            (
                Reason(
                    f"Pada tahap ini perbuatan itu diatur sebagai {twin.code}, bukan {asked.code}.",
                    f"At this stage the act is governed as {twin.code}, not {asked.code}.",
                ),
            ),
        )
    return None, Reason(
        "Aturan ini tidak berlaku pada tahap itu.", "This rule does not hold at that stage."
    )


def _instead(act: Act, facts: tuple[str, ...], on: date) -> tuple[Act, Reason] | None:
    for question in book.questions_of(act.code):
        given = _fact(facts, question.id)
        for item in question.values:
            other = book.act(item.instead, on) if item.instead and item.value == given else None
            if other:
                return other, Reason(other.plain_id, other.plain_en)
    return None


def _overlays(act: Act, person: _Person, moment: _Moment, on: date) -> tuple[Act, ...]:
    found = (book.act(code, on) for code in act.overlays)
    return tuple(
        item
        for item in found
        if item
        and item.binds(person.subjects)
        and item.election == moment.regime
        and item.fits_stage(moment.stage or "")
    )


def _norms(act: Act) -> tuple[Norm, ...]:
    standing = act.standing
    return tuple(
        Norm(ref, act.track, act.code, standing.confirmed, standing.confidence)
        for ref in act.basis
        if act.is_breach
    )


def _sanction(act: Act, facts: tuple[str, ...], on: date) -> SanctionRange:
    levels = act.levels
    for question in book.questions_of(act.code):
        given = _fact(facts, question.id)
        narrowed = tuple(item.level for item in question.values if item.value == given)
        levels = tuple(level for level in narrowed if level) or levels
    menus = tuple(menu for level in levels for menu in book.sanction_menus(level, on))
    confirmed = act.level_confirmed and bool(menus or not levels)
    return SanctionRange(levels, act.range, menus, confirmed)


def _clocks(tracks: tuple[str, ...], moment: _Moment, on: date, worst: str) -> tuple[str, ...]:
    found: list[Clock] = []
    for track in tracks:
        found.extend(book.clocks(track, moment.regime, on))
    codes = dict.fromkeys(item.rule.code for item in found)
    # Only a dismissal goes to BPASN (PP 79/2021 Pasal 1 angka 4-5).
    if worst not in {"berat", "pemberhentian"}:
        codes.pop("UPAYA-BANDING", None)
    return tuple(codes)


def _missing(act: Act, facts: tuple[str, ...], who: tuple[_Person, str]) -> tuple[Missing, ...]:
    person, worst = who
    asked = [_asked(item) for item in book.questions_of(act.code) if not _known(item, facts)]
    if worst in {"ringan", "sedang"} and person.scope == "provinsi" and not person.post_level:
        level_id, level_en = "Jenjang jabatan terlapor.", "The level of the respondent's post."
        asked.append(Missing("jenjang", level_id, level_en))
    return tuple(asked)


def _asked(question: FactQuestion) -> Missing:
    values = tuple(item.value for item in question.values)
    return Missing(question.id, question.text_id, question.text_en, values)


def _known(question: FactQuestion, facts: tuple[str, ...]) -> bool:
    return _fact(facts, question.id) in {item.value for item in question.values}


def _missing_stage(asked: Act, moment: _Moment) -> tuple[Missing, ...]:
    if moment.stage or "semua" in asked.stages:
        return ()
    return (
        Missing(
            "tahap",
            "Tahap pemilihan pada hari itu.",
            "The stage of the election on that day.",
            STAGES[:-1],
        ),
    )


def _notes(act: Act, facts: tuple[str, ...]) -> tuple[str, ...]:
    known = {"tahap", "pemilihan", "subjek"} | {item.id for item in book.the_law().questions}
    strange = [fact for fact in facts if fact.partition(":")[0] not in known]
    notes = [f"Fakta '{fact}' tidak dikenal, jadi tidak dipakai." for fact in strange]
    if act.is_breach and not act.level_confirmed:
        notes.append("Tingkat sanksinya belum terkonfirmasi, jadi tidak ada pilihan baku.")
    if not act.standing.date_confirmed:
        notes.append("Hari mulai berlakunya belum diperiksa pada naskah resmi.")
    return tuple(notes)


def _because(acts: tuple[Act, ...], sanction: SanctionRange, moment: _Moment) -> tuple[Reason, ...]:
    reasons = [Reason(f"Dasar: {ref}.", f"Basis: {ref}.") for item in acts for ref in item.basis]
    if moment.stage:
        stage = moment.stage.replace("_", " ")
        reasons.append(Reason(f"Tahap pada hari itu: {stage}.", f"Stage on that day: {stage}."))
    reasons.extend(
        Reason(
            f"Menu sanksi: {menu.title_id} ({menu.standing.citation[0]}).",
            f"Sanction menu: {menu.title_en} ({menu.standing.citation[0]}).",
        )
        for menu in sanction.menus
    )
    return tuple(reasons)


def _not_yet(code: str, on: date) -> Reason:
    return Reason(
        f"Aturan {code} belum atau tidak lagi berlaku pada {on.isoformat()}.",
        f"Rule {code} was not in force on {on.isoformat()}.",
    )
