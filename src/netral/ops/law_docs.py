"""``docs/law.md`` and ``docs/law/``: every record of the law data, for a jurist to correct.

The frame is English, the law's own titles stay Indonesian. Nothing here is written by hand: what a
jurist wants changed is changed in the TOML files that each page names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils import translation

from netral.core import law
from netral.core.law.records import Instrument, Standing
from netral.ops import law_records as records

Row = tuple[str, str, str, str]
DATA = "src/netral/core/law/data"
PAGES = {
    "groups": "who is bound, group by group",
    "sanctions": "sanction menus, who examines, who decides, to whom matters are referred",
    "clocks": "rules of time",
    "calendars": "elections and their stages; holidays",
    "contested": "questions on which sources differ, and facts that change an answer",
    "pledge": "the pledge and the default clauses of a circular",
    "sources": "instruments and sources",
}


def law_pages() -> dict[str, str]:
    """Return the text of each page of the law by its file name below ``docs/``."""
    makers: dict[str, Callable[[], str]] = {
        "groups": groups_markdown,
        "sanctions": sanctions_markdown,
        "clocks": clocks_markdown,
        "calendars": calendars_markdown,
        "contested": contested_markdown,
        "pledge": pledge_markdown,
        "sources": sources_markdown,
    }
    with translation.override("en"):
        pages = {f"law/{name}.md": make() for name, make in makers.items()}
        acts = {f"law/{_file(item)}": acts_markdown(item) for item in _with_acts()}
        return {"law.md": start_markdown(), **pages, **acts}


def start_markdown() -> str:
    """Return docs/law.md: how to read the law data, and what a jurist must check first."""
    book = law.the_law()
    counts = ", ".join(
        f"{len(items)} {name}"
        for name, items in (
            ("records of acts", book.acts),
            ("groups", book.groups),
            ("sanction menus", book.menus),
            ("clocks", book.clocks),
            ("addressees", book.addressees),
            ("contested questions", book.contested),
            ("instruments", book.instruments),
        )
    )
    told = (
        f"The law stands as dated records in `{DATA}/*.toml`: {counts}. Version `{book.version}`, "
        "a hash of the bytes of those files. Every record names its article, the days on which it "
        "holds, its sources and how sure we are. None of the sources is an official text: each "
        "article must be checked once against JDIH before official use.\n\n"
        "To correct a rule, copy the data with `./netral law copy FOLDER`, edit the record there "
        "and run `./netral law check FOLDER` and `./netral law compare FOLDER`, which tells in "
        "plain words what changes ([how](law-data.md)); `./netral docs` then writes these pages "
        "anew."
    )
    acts = "\n".join(
        f"- [{item.short}](law/{_file(item)}): {item.title_id} *{item.title_en}*"
        for item in _with_acts()
    )
    rest = "\n".join(f"- [{name}](law/{name}.md): {what}" for name, what in PAGES.items())
    return records.page(
        "The law",
        told,
        records.section("What a jurist must check", _unsure_table()),
        records.section("Acts, by the instrument that they rest on", acts),
        records.section("The rest", rest),
    )


def acts_markdown(instrument: Instrument) -> str:
    """Return the acts that rest on an instrument, each with its articles, examples and tests."""
    acts = [act for act in law.the_law().acts if act.instrument == instrument.id]
    note = f"Files: `{DATA}/acts-*.toml`. “Inside” and “just outside” are examples, not law."
    title = f"{instrument.short}: {instrument.title_id}"
    return records.page(title, note, *map(records.act_told, acts))


def _with_acts() -> list[Instrument]:
    named = {act.instrument for act in law.the_law().acts}
    held = [item for item in law.the_law().instruments if item.id in named]
    return sorted(held, key=lambda item: item.standing.in_force)


def _file(instrument: Instrument) -> str:
    return f"acts-{instrument.id}.md"


def groups_markdown() -> str:
    """Return the groups with what is forbidden to each."""
    note = f"File: `{DATA}/groups.toml`."
    return records.page("Groups", note, *map(records.group_told, law.the_law().groups))


def sanctions_markdown() -> str:
    """Return menus, examiners, deciders, addressees."""
    book = law.the_law()
    note = f"Files: `{DATA}/sanctions.toml`, `{DATA}/authorities.toml`."
    return records.page(
        "Sanctions and authorities",
        note,
        records.section("Menus", *map(records.menu_told, book.menus)),
        records.section("Who examines", *map(records.examiner_told, book.examiners)),
        records.section("Who decides", *map(records.decider_told, book.deciders)),
        records.section(
            "To whom matters are referred", *map(records.addressee_told, book.addressees)
        ),
    )


def clocks_markdown() -> str:
    """Return the rules of time."""
    note = (
        f"Files: `{DATA}/clocks-*.toml`. A number that is not confirmed is never counted; "
        "“reported” only notes what a source said."
    )
    return records.page("Clocks", note, *map(records.clock_told, law.the_law().clocks))


def calendars_markdown() -> str:
    """Return elections with their stages, and the holidays by decree."""
    book = law.the_law()
    note = (
        f"Files: `{DATA}/stages.toml`, `{DATA}/holidays.toml`. Both days of a stage are included."
    )
    rows = [(item.day.isoformat(), item.name, item.kind, item.decree) for item in book.holidays]
    holidays = records.table(("day", "name", "kind", "decree"), rows)
    elections = [records.election_told(item) for item in book.elections]
    return records.page("Calendars", note, *elections, records.section("Holidays", holidays))


def contested_markdown() -> str:
    """Return the contested questions and the facts that change an answer."""
    book = law.the_law()
    note = f"Files: `{DATA}/contested.toml`, `{DATA}/questions.toml`. No side is ever chosen."
    return records.page(
        "Contested points and open facts",
        note,
        records.section("Contested", *map(records.contested_told, book.contested)),
        records.section("Facts that change an answer", *map(records.question_told, book.questions)),
    )


def pledge_markdown() -> str:
    """Return the pledge and the default clauses."""
    book = law.the_law()
    whose = "our own wording, not the official text" if book.pledge[0].ours else "the official text"
    points = "\n".join(f"{p.nr}. {p.text_id}  \n   *{p.text_en}*" for p in book.pledge)
    rows = [
        (f"`{item.id}`", item.text_id, ", ".join(f"`{code}`" for code in item.acts))
        for item in book.clauses
    ]
    pledge = (
        f"In force from {book.pledge_in_force}; {whose} ({book.pledge[0].citation}).\n\n{points}"
    )
    return records.page(
        "Pledge and circular",
        f"Files: `{DATA}/pledge.toml`, `{DATA}/circular.toml`.",
        records.section("The four points", pledge),
        records.section(
            "Default clauses of a circular", records.table(("clause", "text", "acts"), rows)
        ),
    )


def sources_markdown() -> str:
    """Return the instruments and where facts were read."""
    book = law.the_law()
    note = f"Files: `{DATA}/instruments.toml`, `{DATA}/sources.toml`."
    rows = [(name, text) for name, text in book.sources.items()]
    return records.page(
        "Instruments and sources",
        note,
        records.section("Instruments", *map(records.instrument_told, book.instruments)),
        records.section("Sources", records.table(("id", "where"), rows)),
    )


def _unsure_table() -> str:
    rows = sorted({*_unsure_acts(), *_unsure_records(), *_unsure_stages()})
    return records.table(("record", "what is not confirmed", "article", "sources"), rows)


def _unsure_acts() -> Iterator[Row]:
    for act in law.the_law().acts:
        if act.is_breach and not act.level_confirmed:
            yield _row(f"act `{act.code}`", "level or figures of the sanction", act.standing)
        if any("terkonfirmasi" in article or "tidak dikutip" in article for article in act.basis):
            yield _row(f"act `{act.code}`", "number of the article", act.standing)


def _unsure_records() -> Iterator[Row]:
    book = law.the_law()
    kinds: Iterable[tuple[str, Iterable[tuple[str, Standing]], str]] = (
        ("act", ((act.code, act.standing) for act in book.acts), "the rule itself"),
        ("clock", ((c.rule.code, c.standing) for c in book.clocks), "number"),
        ("examiner", ((e.id, e.standing) for e in book.examiners), "who examines"),
        ("decider", ((d.id, d.standing) for d in book.deciders), "who decides"),
        ("menu", ((m.id, m.standing) for m in book.menus), "the menu"),
        ("addressee", ((a.id, a.standing) for a in book.addressees), "the addressee"),
        ("group", ((g.id, g.standing) for g in book.groups), "the rule"),
        ("instrument", ((i.id, i.standing) for i in book.instruments), "that it is a rule"),
    )
    for kind, items, what in kinds:
        for name, standing in items:
            if not standing.confirmed:
                yield _row(f"{kind} `{name}`", what, standing)
            if not standing.date_confirmed:
                yield _row(f"{kind} `{name}`", f"first day, {standing.in_force}", standing)


def _unsure_stages() -> Iterator[Row]:
    for election in law.the_law().elections:
        for stage in election.stages:
            if not stage.confirmed:
                name = f"stage `{stage.stage}` of `{election.id}`"
                days = f"{stage.first} to {stage.last}"
                yield name, days, stage.citation, ", ".join(stage.sources)


def _row(record: str, what: str, standing: Standing) -> Row:
    return record, what, standing.citation[0], ", ".join(standing.sources)
