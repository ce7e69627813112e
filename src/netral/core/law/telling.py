"""The reasons of an answer: a sentence for each conclusion, in both languages, with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netral.core.kinds.months import day_words
from netral.core.kinds.terms import ClockRule
from netral.core.law.answers import Answer, Missing, Question, Reason
from netral.core.law.asked import NO_ROLE, Moment, Person
from netral.core.law.builders import EVERYONE, STAGES
from netral.core.law.indexed import Book
from netral.core.law.records import (
    Act,
    Addressee,
    Clock,
    Contested,
    FactQuestion,
    FactValue,
    SanctionMenu,
)
from netral.core.law.words import (
    REGIME_SAID,
    STAGE_SAID,
    SUBJECT_SAID,
    TRACK_SAID,
    UNIT_SAID,
    listed,
    unsure,
)

MISSING_STAGE = Missing(
    "tahap", "Tahap pemilihan pada hari itu.", "The stage of the election on that day.", STAGES[:-1]
)
MISSING_POST = Missing(
    "jabatan",
    "Jabatan terlapor: apakah ia pejabat ASN?",
    "The respondent's post: is he or she an ASN official?",
)
MISSING_LEVEL = Missing(
    "jenjang", "Jenjang jabatan terlapor.", "The level of the respondent's post."
)
MISSING_REGION = Missing(
    "wilayah",
    "Wilayah: provinsi atau kabupaten/kota mana?",
    "The region: which province, kabupaten or city?",
)


def missing_status(statuses: tuple[str, ...]) -> Missing:
    """Ask for the status."""
    return Missing("status", "Status terlapor.", "The respondent's status.", statuses)


def missing_role(roles: tuple[str, ...]) -> Missing:
    """Ask whether the person plays the part that the rule is about."""
    text_id = f"Apakah orang itu {listed(roles, SUBJECT_SAID, 0)}?"
    text_en = f"Is that person {listed(roles, SUBJECT_SAID, 1)}?"
    return Missing("subjek", text_id, text_en, (*roles, NO_ROLE))


def asked(question: FactQuestion) -> Missing:
    """Ask for a fact that changes the answer."""
    values = tuple(item.value for item in question.values)
    return Missing(question.id, question.text_id, question.text_en, values)


def not_in_force(question: Question, book: Book) -> Reason:
    """Say that the act is not law on the day, and since or until when it is."""
    (day, day_en), first = day_words(question.on), book.first_day()
    if question.on < first:
        since, since_en = day_words(first)
        return Reason(
            f"Tidak diketahui: data hukum ini mulai {since}, dan {day} lebih dulu.",
            f"Not known: this law data begins on {since_en}, and {day_en} is earlier.",
            about="hari",
        )
    told = []
    for item in book.acts_of_code(question.act):
        begun, begun_en = day_words(item.standing.in_force)
        ended, ended_en = day_words(item.standing.ended) if item.standing.ended else ("", "")
        text_id = f"Berlaku sejak {begun}" + (f" sampai {ended}." if ended else ".")
        text_en = f"In force from {begun_en}" + (f" to {ended_en}." if ended else ".")
        text_id, text_en = unsure(text_id, text_en, confirmed=item.standing.date_confirmed)
        told.append(Reason(text_id, text_en, about="hari", cites=item.basis))
    return Reason(
        f"Aturan {question.act} belum atau tidak lagi berlaku pada {day}.",
        f"Rule {question.act} was not in force on {day_en}.",
        tuple(told),
        about="hari",
    )


def not_known(act: Act, missing: Missing) -> Reason:
    """Say that the answer waits for a fact."""
    if missing is MISSING_STAGE:
        text_id = "Tahap pemilihan pada hari itu belum diketahui."
        text_en = "The stage of the election on that day is not known."
    else:
        text_id = f"Belum diketahui apakah aturan ini mengikat orang itu. {missing.text_id}"
        text_en = f"It is not known whether this rule binds that person. {missing.text_en}"
    return Reason(text_id, text_en, (_bound(act),), about=f"kurang:{missing.id}", cites=act.basis)


def not_bound(act: Act, person: Person) -> Reason:
    """Say that the rule is for other people, and for whom."""
    who, who_en = (listed(sorted(person.subjects), SUBJECT_SAID, at) for at in (0, 1))
    return Reason(
        f"Aturan ini tidak mengikat orang dengan status dan jabatan itu ({who}).",
        f"This rule does not bind a person of that status and post ({who_en}).",
        (_bound(act),),
        about="mengikat",
        cites=act.basis,
    )


def other_election(act: Act, moment: Moment) -> Reason:
    """Say that the rule is for another kind of election."""
    own, here = REGIME_SAID[act.election], REGIME_SAID[moment.regime]
    return Reason(
        f"Aturan ini untuk jenis pemilihan yang lain: {own[0]}, bukan {here[0]}.",
        f"This rule is for another kind of election: {own[1]}, not {here[1]}.",
        about="pemilihan",
        cites=act.basis,
    )


def other_stage(act: Act, moment: Moment) -> Reason:
    """Say that the rule does not hold at the stage, and at which it does."""
    here = STAGE_SAID[moment.stage or "semua"]
    own_id, own_en = (listed(act.stages, STAGE_SAID, at) for at in (0, 1))
    return Reason(
        f"Aturan ini tidak berlaku pada tahap itu ({here[0]}).",
        f"This rule does not hold at that stage ({here[1]}).",
        (
            Reason(
                f"Aturan ini untuk tahap: {own_id}.",
                f"This rule is for the stages: {own_en}.",
                about="tahap",
                cites=act.basis,
            ),
        ),
        about="tahap",
        cites=(moment.source,) if moment.source else (),
    )


def governs(act: Act, before: tuple[Reason, ...]) -> Reason:
    """Say in plain words which rule governs."""
    return Reason(act.plain_id, act.plain_en, before, about=f"aturan:{act.code}", cites=act.basis)


def twin(asked: Act, twin: Act) -> Reason:
    """Say that at this stage the act stands under another code."""
    return Reason(
        f"Pada tahap ini perbuatan itu diatur sebagai {twin.code}, bukan {asked.code}.",
        f"At this stage the act is governed as {twin.code}, not {asked.code}.",
        about="tahap",
        cites=(*twin.basis, *asked.basis),
    )


def fact(question: FactQuestion, value: FactValue, rest: Reason) -> Reason:
    """Say which fact put another record in place of the first."""
    return Reason(
        f"{question.text_id} Jawabannya: {value.value.replace('_', ' ')}.",
        f"{question.text_en} The answer: {value.value.replace('_', ' ')}.",
        (rest,),
        about=f"fakta:{question.id}",
        cites=rest.cites,
    )


def reasons(
    found: Answer, acts: Sequence[Act], who: tuple[Person, Moment], book: Book
) -> tuple[Reason, ...]:
    """Give each conclusion of an answer its reason, in the order in which one would explain it."""
    person, moment = who
    first = acts[0]
    return (
        _since(first, book),
        _bound(first, person),
        *_stage(moment),
        *(_track(track, acts) for track in found.tracks),
        *(_norm(ref, act) for act in acts for ref in act.basis),
        _level(found, first),
        *_examined(found, first),
        *_decided(found, first),
        *(_clock(book.clock(code)) for code in found.clocks),
        *(_addressee(item) for item in found.referral),
        *(_contested(item) for item in found.contested),
        *(_missing(item, first) for item in found.missing),
    )


def _since(act: Act, book: Book) -> Reason:
    first, kept = book.acts_of_code(act.code)[0].standing, act.standing
    (begun, begun_en), (day, day_en) = day_words(first.in_force), day_words(kept.in_force)
    text_id, text_en = f"Aturan ini berlaku sejak {begun}", f"This rule holds since {begun_en}"
    if first.in_force != kept.in_force:
        text_id += f", dengan dasar ini sejak {day}"
        text_en += f", on this basis since {day_en}"
    sure = first.date_confirmed and kept.date_confirmed
    text_id, text_en = unsure(f"{text_id}.", f"{text_en}.", confirmed=sure)
    return Reason(text_id, text_en, about="hari", cites=act.basis)


def _bound(act: Act, person: Person | None = None) -> Reason:
    who = act.applies_to
    if person is not None:
        who = tuple(name for name in who if name in {*person.subjects, *EVERYONE})
    return Reason(
        f"Aturan ini mengikat: {listed(who, SUBJECT_SAID, 0)}.",
        f"This rule binds: {listed(who, SUBJECT_SAID, 1)}.",
        about="mengikat",
        cites=act.basis,
    )


def _stage(moment: Moment) -> Iterator[Reason]:
    if moment.stage:
        words = STAGE_SAID[moment.stage]
        cites = (moment.source,) if moment.source else ()
        yield Reason(
            f"Tahap pada hari itu: {words[0]}." + ("" if cites else " Ini menurut keterangan."),
            f"Stage on that day: {words[1]}." + ("" if cites else " This was told to us."),
            about="tahap",
            cites=cites,
        )


def _track(track: str, acts: Sequence[Act]) -> Reason:
    on_it = [act for act in acts if act.track == track]
    codes, words = ", ".join(act.code for act in on_it), TRACK_SAID[track]
    return Reason(
        f"Jalur {words[0]}: karena aturan {codes}.",
        f"The {words[1]} track: because of rule {codes}.",
        about=f"jalur:{track}",
        cites=tuple(ref for act in on_it for ref in act.basis),
    )


def _norm(ref: str, act: Act) -> Reason:
    sure = act.standing.confirmed and "terkonfirmasi" not in ref
    text_id, text_en = unsure(f"Dasar: {ref}.", f"Basis: {ref}.", confirmed=sure)
    return Reason(text_id, text_en, about="norma", cites=(ref,))


def _level(found: Answer, act: Act) -> Reason:
    sanction = found.sanction
    menus = sanction.menus if sanction else ()
    sure = bool(sanction and sanction.confirmed)
    text_id = f"Rentang sanksi: {act.range}."
    text_en = f"Range of sanctions: {act.range_en or act.range}."
    text_id, text_en = unsure(text_id, text_en, confirmed=sure)
    return Reason(text_id, text_en, tuple(map(_menu, menus)), about="tingkat", cites=act.basis)


def _menu(menu: SanctionMenu) -> Reason:
    text_id, text_en = unsure(
        f"Menu sanksi: {menu.title_id} ({menu.standing.citation[0]}).",
        f"Sanction menu: {menu.title_en} ({menu.standing.citation[0]}).",
        confirmed=menu.standing.confirmed,
    )
    return Reason(text_id, text_en, about=f"menu:{menu.id}", cites=menu.standing.citation)


def _examined(found: Answer, act: Act) -> Iterator[Reason]:
    examiner = found.examiner
    if examiner:
        kept = examiner.standing
        text_id, text_en = unsure(
            f"Yang memeriksa: {examiner.title_id}.",
            f"Who examines: {examiner.title_en}.",
            confirmed=kept.confirmed,
        )
        yield Reason(text_id, text_en, about="pemeriksa", cites=kept.citation)
    elif act.is_breach:
        yield Reason(
            f"Yang menangani: {act.authority}.",
            f"Who handles it: {act.authority_en or act.authority}.",
            about="pemeriksa",
            cites=act.basis,
        )


def _decided(found: Answer, act: Act) -> Iterator[Reason]:
    decider = found.decider
    if decider:
        kept = decider.standing
        text_id, text_en = unsure(
            f"Yang memutus: {decider.title_id}.",
            f"Who decides: {decider.title_en}.",
            confirmed=kept.confirmed,
        )
        yield Reason(text_id, text_en, about="pemutus", cites=kept.citation)
    elif act.is_breach:
        yield Reason(
            f"Yang memutus menurut data ini belum dapat ditunjuk. Yang berwenang: {act.authority}.",
            f"This data cannot name who decides. In charge: {act.authority_en or act.authority}.",
            about="pemutus",
            cites=act.basis,
        )


def _clock(clock: Clock) -> Reason:
    rule, unit = clock.rule, UNIT_SAID[clock.rule.unit]
    if rule.n is None:
        text_id = (
            f"Batas waktu: {rule.title_id}. Angkanya belum terkonfirmasi, jadi tidak dihitung."
        )
        text_en = f"Time limit: {rule.title_en}. Its number is not confirmed, so it is not counted."
    else:
        text_id = f"Batas waktu: {rule.title_id}, {rule.n} {unit[0]}."
        text_en = f"Time limit: {rule.title_en}, {rule.n} {unit[1]}."
    about = f"batas:{rule.code}"
    return Reason(text_id, text_en, tuple(_disputed(rule, about)), about=about, cites=rule.basis)


def _disputed(rule: ClockRule, about: str) -> Iterator[Reason]:
    """Say on what sources differ about a term; the first reading is the one that is counted."""
    if rule.dispute:
        sides = tuple(
            Reason(
                f"{side.who}: {side.says_id}",
                f"{side.who}: {side.says_en}",
                (),
                about,
                side.sources,
            )
            for side in rule.dispute.readings
        )
        yield Reason(
            f"Cara menghitungnya masih diperdebatkan: {rule.dispute.question_id}",
            f"How to count it is still disputed: {rule.dispute.question_en}",
            sides,
            about,
            rule.basis,
        )


def _addressee(item: Addressee) -> Reason:
    text_id, text_en = unsure(
        f"Diteruskan kepada: {item.title_id}.",
        f"Referred to: {item.title_en}.",
        confirmed=item.standing.confirmed,
    )
    return Reason(text_id, text_en, about=f"alamat:{item.id}", cites=item.standing.citation)


def _contested(item: Contested) -> Reason:
    sides = tuple(
        Reason(
            f"{side.who}: {side.says_id}",
            f"{side.who}: {side.says_en}",
            about=f"perdebatan:{item.id}",
            cites=side.sources,
        )
        for side in item.sides
    )
    return Reason(
        f"Masih diperdebatkan: {item.question_id}",
        f"Still disputed: {item.question_en}",
        sides,
        about=f"perdebatan:{item.id}",
        cites=tuple(side.who for side in item.sides),
    )


def _missing(item: Missing, act: Act) -> Reason:
    return Reason(
        f"Masih perlu diketahui: {item.text_id}",
        f"Still to be known: {item.text_en}",
        about=f"kurang:{item.id}",
        cites=act.basis,
    )
