"""The plain words of an answer, in both languages: the answer first, then why, then instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from netral.core import law
from netral.core.clock.words import MONTHS
from netral.core.text.codes import Moment
from netral.core.text.may.answer import Change, Dispute, MayAnswer, View
from netral.core.text.may.records import Situation, Verdict, Wording
from netral.core.text.may.ruling import Asker, Ruling, rule

STAGES = ("pra_penetapan", "pasca_penetapan", "kampanye", "masa_tenang", "pemungutan", "pasca")
LANGUAGES = ("id", "en")
_MONTHS = {
    "id": MONTHS,
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip
_SHOWN = 2
_UNSURE = "belum terkonfirmasi"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the moment: how the stage was found, and the day that was given."""

    stage_from: str = ""
    on: date | None = None


def tell(made: Situation, asker: Asker, known: Known, wording: Wording) -> MayAnswer:
    """Build the whole answer to one situation."""
    if not asker.moment.stage:
        return _general(made, asker, known, wording)
    found = rule(made, asker)
    answer = _answer(made, found, asker, wording)
    return replace(
        answer,
        stage=asker.moment.stage,
        stage_from=known.stage_from,
        changes=tuple(_changes(made, asker, known, (found, wording))),
    )


def _general(made: Situation, asker: Asker, known: Known, wording: Wording) -> MayAnswer:
    """Answer without a stage: one verdict for all stages, or what each of them brings."""
    each = [(stage, rule(made, at_stage(asker, stage))) for stage in STAGES]
    verdicts = {found.verdict for _stage, found in each}
    main = next(found for stage, found in each if stage == "kampanye")
    if len(verdicts) > 1:
        main = replace(main, verdict=Verdict.TERGANTUNG)
    # The campaign comes first: it is what most people ask about.
    ordered = (main, *(found for _stage, found in each))
    acts = tuple(dict.fromkeys(code for found in ordered for code in found.acts))
    articles = tuple(dict.fromkeys(ref for found in ordered for ref in found.articles))
    answer = _answer(made, replace(main, acts=acts, articles=articles), asker, wording)
    lines = {lang: _stage_lines(each, wording, lang) for lang in LANGUAGES}
    if len(lines["id"]) == 1:
        lines = {"id": (), "en": ()}
    return replace(
        answer,
        text_id=" ".join((answer.text_id, *lines["id"])),
        text_en=" ".join((answer.text_en, *lines["en"])),
        stages_id=lines["id"],
        stages_en=lines["en"],
        stage_from=known.stage_from,
    )


def at_stage(asker: Asker, stage: str, on: date | None = None) -> Asker:
    """Return the same asker in another stage."""
    moment = asker.moment
    return replace(asker, moment=Moment(stage, moment.regime, on or moment.on, is_stage_known=True))


def _answer(made: Situation, found: Ruling, asker: Asker, wording: Wording) -> MayAnswer:
    said = {lang: _said(made, found, asker, (wording, lang)) for lang in LANGUAGES}
    is_open = found.verdict is Verdict.TAK_TENTU
    disputes = () if is_open else tuple(_dispute(name) for name in _disputed(made, found))
    shown = replace(
        MayAnswer(
            verdict=found.verdict,
            situation=made.id,
            topic=made.topic,
            title_id=made.title_id,
            title_en=made.title_en,
            text_id=said["id"],
            text_en=said["en"],
            law_version=law.LAW_VERSION,
        ),
        basis=_basis(found, wording),
        acts=found.acts,
        contested=disputes,
        ask_a_person=is_open or made.ask,
    )
    return shown if is_open else _with_parts(shown, made, found)


def _with_parts(answer: MayAnswer, made: Situation, found: Ruling) -> MayAnswer:
    is_yes = found.verdict is Verdict.BOLEH
    return replace(
        answer,
        why_id=made.why_id,
        why_en=made.why_en,
        limit_id=made.if_no_id if is_yes else "",
        limit_en=made.if_no_en if is_yes else "",
        if_yes_id="" if is_yes else made.if_yes_id,
        if_yes_en="" if is_yes else made.if_yes_en,
        if_no_id="" if is_yes else made.if_no_id,
        if_no_en="" if is_yes else made.if_no_en,
        instead_id=made.instead_id,
        instead_en=made.instead_en,
        example_yes_id=made.example_yes_id,
        example_yes_en=made.example_yes_en,
        example_no_id=made.example_no_id,
        example_no_en=made.example_no_en,
    )


def _said(made: Situation, found: Ruling, asker: Asker, how: tuple[Wording, str]) -> str:
    wording, lang = how
    if found.why_not:
        return wording.say(found.why_not, lang, day=day_words(asker.moment.on, lang))
    why = _of(made, "why", lang)
    if found.verdict is Verdict.TAK_TENTU:
        return f"{why} {wording.say('nofit', lang)}"
    article = cited(found.articles)
    yes, no = _of(made, "if_yes", lang), _of(made, "if_no", lang)
    key = found.verdict.value
    if found.verdict is Verdict.TERGANTUNG and not yes:
        key = "tergantung_tahap" if made.stages else "tergantung_saja"
    if found.verdict is Verdict.BOLEH and not no:
        key = "boleh_saja"
    why = why.rstrip(".") if found.verdict is Verdict.TIDAK else why
    parts = [wording.say(key, lang, why=why, limit=no, if_yes=yes, if_no=no, article=article)]
    if made.contested and found.verdict is Verdict.TERGANTUNG:
        parts.append(_contested(made.contested, wording, lang))
    instead = _of(made, "instead", lang)
    if instead and found.verdict is not Verdict.BOLEH:
        parts.append(wording.say("instead", lang, instead=instead))
    return " ".join(parts)


def cited(articles: Sequence[str]) -> str:
    """Return the first articles as a reader knows them; what is not confirmed only if alone."""
    sure = [ref for ref in articles if _UNSURE not in ref] or list(articles[:1])
    return "; ".join(sure[:_SHOWN])


def _of(made: Situation, name: str, lang: str) -> str:
    return str(getattr(made, f"{name}_{lang}"))


def _basis(found: Ruling, wording: Wording) -> tuple[str, ...]:
    if found.verdict is Verdict.BOLEH and found.articles:
        return (wording.say("no_limit_article", "id", articles="; ".join(found.articles)),)
    return found.articles


def _contested(names: Sequence[str], wording: Wording, lang: str) -> str:
    sides = [
        wording.say("side", lang, who=side.who, says=_says(side, lang).rstrip("."))
        for name in names
        for side in _dispute(name).sides
    ]
    asked = [_dispute(name) for name in names]
    question = " ".join(one.question_id if lang == "id" else one.question_en for one in asked)
    return wording.say("contested", lang, question=question, sides="; ".join(sides))


def _says(side: View, lang: str) -> str:
    return side.says_id if lang == "id" else side.says_en


def _disputed(made: Situation, found: Ruling) -> tuple[str, ...]:
    """The disputes to tell; of what is forbidden only those over an act that binds this asker."""
    if found.verdict is not Verdict.TIDAK:
        return made.contested
    over = {item.id: item.acts for item in law.the_law().contested}
    return tuple(name for name in made.contested if set(over[name]) & set(found.acts))


def _dispute(name: str) -> Dispute:
    found = next(item for item in law.the_law().contested if item.id == name)
    sides = tuple(View(one.who, one.says_id, one.says_en, one.sources) for one in found.sides)
    return Dispute(found.id, found.question_id, found.question_en, sides)


def _stage_lines(
    each: Sequence[tuple[str, Ruling]], wording: Wording, lang: str
) -> tuple[str, ...]:
    """Say what each stage brings; stages that bring the same are said together."""
    lines: dict[str, list[str]] = {}
    for stage, found in each:
        lines.setdefault(_verdict_words(found, wording, lang), []).append(
            wording.say(f"stage_{stage}", lang)
        )
    return tuple(
        f"{_capital(wording.say('in_stage', lang, stage=', '.join(names), verdict=verdict))}."
        for verdict, names in lines.items()
    )


def _verdict_words(found: Ruling, wording: Wording, lang: str) -> str:
    key = f"say_{found.verdict.value}"
    if found.verdict is Verdict.TIDAK and f"{key}_{found.track}" in wording.texts:
        key = f"{key}_{found.track}"
    return wording.say(key, lang, article=cited(found.articles[:1]))


def _changes(
    made: Situation, asker: Asker, known: Known, now: tuple[Ruling, Wording]
) -> Iterable[Change]:
    """Yield the days of the running election from which the answer or its rule changes."""
    before, wording = now
    here = law.stages_on(known.on) if known.on else ()
    if not here or here[0].stage != asker.moment.stage:
        return
    election = next(item for item in law.elections() if item.id == here[0].election)
    for stage in election.stages:
        if not stage.confirmed or stage.first <= here[0].last:
            continue
        after = rule(made, at_stage(asker, stage.stage, stage.first))
        if (after.verdict, after.acts) != (before.verdict, before.acts):
            said = {
                lang: wording.say(
                    "from",
                    lang,
                    day=day_words(stage.first, lang),
                    stage=stage.title_id.lower() if lang == "id" else stage.title_en.lower(),
                    verdict=_verdict_words(after, wording, lang),
                )
                for lang in LANGUAGES
            }
            yield Change(
                stage.first, stage.stage, after.verdict, after.acts, said["id"], said["en"]
            )
        before = after


def day_words(day: date, lang: str) -> str:
    """Return "22 September 2024" in this language."""
    return f"{day.day} {_MONTHS[lang][day.month - 1]} {day.year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
