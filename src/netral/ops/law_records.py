"""Each record of the law data as a jurist reads it, in Markdown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from netral.circulars.queries import rules_words as words
from netral.core import law
from netral.core.law.records import (
    Act,
    Addressee,
    Clock,
    Contested,
    Decider,
    Election,
    Examiner,
    FactQuestion,
    Group,
    Instrument,
    SanctionMenu,
    Standing,
)
from netral.core.text.examples import example_of

ROOT = Path(__file__).resolve().parents[3]
MADE = "Made by `./netral docs` from the law data; a test compares them."
UNSURE = "**not confirmed**"
Facts = Sequence[tuple[str, str]]


def act_told(act: Act) -> str:
    """Return one record of an act: its fields, an example on each side, its tests."""
    level = f"{act.level}" if act.level_confirmed else f"{act.level} ({UNSURE})"
    example = example_of(act.code)
    facts = [
        ("In plain words", f"{act.plain_id} *{act.plain_en}*"),
        ("Track", act.track),
        ("Binds", joined(words.subject_words(act.applies_to))),
        ("Stages", joined(words.stage_words(act.stages))),
        ("Election", act.election),
        ("Level", level),
        ("Menus", codes(act.levels)),
        ("Leads to", f"{act.range} *{words.sanction_words(act)}*"),
        ("Who may impose", f"{act.authority} *{words.authority_words(act)}*"),
        ("Twin in the other stage", codes((act.twin,))),
        ("Also on another track", codes(act.overlays)),
        ("Facts that change it", codes(item.id for item in law.questions_of(act.code))),
        ("Contested", codes(item.id for item in law.contested_of(act.code))),
        ("Inside", example.inside_id if example else ""),
        ("Just outside", example.outside_id if example else ""),
        ("Note", act.note),
        ("Tests", tests(act.code)),
    ]
    return record(f"{act.code}: {act.title_id}", act.title_en, act.standing, facts, depth=2)


def group_told(group: Group) -> str:
    """Return a group with what is forbidden to it on some day."""
    day = group.standing.in_force
    bound = dict.fromkeys(
        act.code
        for act in law.the_law().acts
        if act.is_breach and act.binds(frozenset(group.subjects))
    )
    facts = [
        ("Who", f"{group.plain_id} *{group.plain_en}*"),
        ("Rule", f"{group.rule_id} *{group.rule_en}*"),
        ("Who deals with it", f"{group.who_acts_id} *{group.who_acts_en}*"),
        ("Subjects", joined(words.subject_words(group.subjects))),
        ("Own acts", codes(group.own_acts)),
        ("Forbidden, on some day", codes(bound)),
        ("Referral only", "yes: recorded and passed on" if group.referral_only else "no"),
        ("First day", day.isoformat()),
    ]
    return record(f"{group.id}: {group.title_id}", group.title_en, group.standing, facts, depth=2)


def menu_told(menu: SanctionMenu) -> str:
    """Return a menu of sanctions."""
    items = "; ".join(f"{item.title_id} *{item.title_en}* (`{item.id}`)" for item in menu.items)
    facts = [("Level", menu.level), ("Sanctions", items), ("Note", menu.note)]
    return record(f"{menu.id}: {menu.title_id}", menu.title_en, menu.standing, facts)


def examiner_told(item: Examiner) -> str:
    """Return who examines a level."""
    facts = [("Level", item.level), ("Team", item.team)]
    return record(f"{item.id}: {item.title_id}", item.title_en, item.standing, facts)


def decider_told(item: Decider) -> str:
    """Return who decides a level."""
    facts = [
        ("Level", item.level),
        ("Posts", codes(item.post_levels)),
        ("Where", item.scope),
    ]
    return record(f"{item.id}: {item.title_id}", item.title_en, item.standing, facts)


def addressee_told(item: Addressee) -> str:
    """Return to whom matters are referred."""
    facts = [("Tracks", codes(item.tracks)), ("Persons", codes(item.applies_to))]
    return record(f"{item.id}: {item.title_id}", item.title_en, item.standing, facts)


def clock_told(clock: Clock) -> str:
    """Return a rule of time."""
    rule = clock.rule
    number = f"{rule.n} {rule.unit.value}" if rule.confirmed else UNSURE
    dispute = ""
    if rule.dispute:
        sides = "; ".join(
            f"{one.who}: {one.says_en} ({', '.join(one.sources)})" for one in rule.dispute.readings
        )
        dispute = f"{rule.dispute.question_en} {sides}"
    facts = [
        ("Rule", clock.text),
        ("Kind", f"{rule.kind.value} (*{words.KIND_LABELS[rule.kind]}*)"),
        ("Number", number),
        ("Reported, never counted", str(clock.reported_n or "")),
        ("Election", rule.regime),
        ("Tracks", codes(clock.tracks)),
        ("Begins after", codes((rule.after,))),
        ("Twin in the other election", codes((rule.twin,))),
        ("Contested", dispute),
        ("Note", rule.note),
    ]
    return record(f"{rule.code}: {rule.title_id}", rule.title_en, clock.standing, facts, depth=2)


def election_told(election: Election) -> str:
    """Return an election with its stages."""
    rows = [
        (
            item.first.isoformat(),
            item.last.isoformat(),
            f"`{item.stage}`" if item in election.stages else "",
            f"{item.title_id} *{item.title_en}*",
            "yes" if item.confirmed else UNSURE,
            ", ".join(item.sources),
        )
        for item in (*election.stages, *election.milestones)
    ]
    days = table(("first", "last", "stage", "what", "confirmed", "sources"), rows)
    told = f"{election.regime}; voting on {election.voting_on}. {election.citation}."
    return section(f"{election.id}: {election.title_id}", told, days)


def contested_told(item: Contested) -> str:
    """Return a contested question with each side."""
    sides = "\n".join(
        f"- {side.who}: {side.says_id} *{side.says_en}* ({', '.join(side.sources)})"
        for side in item.sides
    )
    head = f"### {item.id}: {item.question_id}\n\n*{item.question_en}*"
    return f"{head} Acts: {codes(item.acts)}.\n\n{sides}"


def question_told(item: FactQuestion) -> str:
    """Return a fact that changes an answer."""
    values = "\n".join(
        f"- `{item.id}:{value.value}`"
        + (f" leads to `{value.instead}`" if value.instead else "")
        + (f" narrows to {value.level}" if value.level else "")
        for value in item.values
    )
    head = f"### {item.id}: {item.text_id}\n\n*{item.text_en}*"
    return f"{head} Acts: {codes(item.acts)}.\n\n{values}"


def instrument_told(item: Instrument) -> str:
    """Return a statute, decree or circular."""
    return record(f"{item.id}: {item.short}", f"{item.title_id}; {item.title_en}", item.standing)


def record(
    title: str, english: str, standing: Standing, facts: Facts = (), *, depth: int = 3
) -> str:
    """Return a record: its titles, its articles and days, then its facts that say something."""
    articles, *rest = standing_facts(standing)
    told = [articles, *facts, *rest]
    lines = [f"- {name}: {value}" for name, value in told if value]
    return "\n".join([f"{'#' * depth} {title}", "", f"*{english}*", "", *lines])


def standing_facts(standing: Standing) -> Facts:
    """Return the articles, the days in force with their source, and how sure we are."""
    until = standing.ended.isoformat() if standing.ended else "further notice"
    day_sure = standing.date_confidence or ("" if standing.date_confirmed else "-")
    day = f"{standing.in_force} until {until}"
    if not standing.date_confirmed:
        day += f" (first day {UNSURE})"
    of_day = f"{', '.join(standing.date_sources)} ({day_sure})" if standing.date_sources else ""
    sure = standing.confidence if standing.confirmed else f"{standing.confidence}, {UNSURE}"
    return (
        ("Articles", "; ".join(standing.citation)),
        ("In force", day),
        ("Sources of the first day", of_day),
        ("Confidence", sure),
        ("Sources", ", ".join(standing.sources)),
    )


def page(title: str, note: str, *parts: str) -> str:
    """Return a whole page."""
    return "\n\n".join([f"# {title}", MADE, note, *parts]) + "\n"


def section(title: str, *parts: str) -> str:
    """Return a part of a page."""
    return "\n\n".join([f"## {title}", *parts])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    rule = f"| {' | '.join('---' for _name in head)} |"
    return "\n".join([f"| {' | '.join(head)} |", rule, *lines])


def codes(names: Iterable[str]) -> str:
    """Return codes in a row; empty ones are left out."""
    return ", ".join(f"`{name}`" for name in names if name)


def joined(parts: Iterable[words.Words]) -> str:
    """Return words in a row."""
    return "; ".join(str(part) for part in parts)


def tests(code: str) -> str:
    """Return the names of an act's golden situations."""
    return "; ".join(name.removeprefix(f"{code}: ") for name in situations().get(code, ()))


@cache
def situations() -> Mapping[str, list[str]]:
    """The names of the golden situations in tests/law, by act."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests" / "law").glob("*.toml")):
        for item in tomllib.loads(path.read_text(encoding="utf-8")).get("situation", ()):
            found.setdefault(item["act"], []).append(item["name"])
    return found
