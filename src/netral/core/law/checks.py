"""What holds between records: no overlap in time, no unknown code, no unknown source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from netral.core.kinds.months import day_words
from netral.core.law.reading import LawDataError
from netral.core.law.records import Law, Stage, Standing

Places = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a record of any kind has for the checks: its place, kind, name and days."""

    place: str
    kind: str
    name: str
    standing: Standing


def check(law: Law, places: Places) -> None:
    """Raise LawDataError for the first thing that cannot be true of the whole."""
    for error in untrue(law, places):
        raise error


def untrue(law: Law, places: Places) -> Iterator[LawDataError]:
    """Yield the first thing of each kind that cannot be true of the whole."""
    rows = _rows(law, places)
    checks: tuple[Callable[[], None], ...] = (
        lambda: _check_overlaps(rows),
        lambda: _check_deciders(law, places),
        lambda: _check_sources(law, places, rows),
        lambda: _check_codes(law, places),
        lambda: _check_pointers(law, places),
        lambda: _check_clocks(law, places),
        lambda: _check_stages(law, places),
        lambda: _check_once(law, places),
    )
    for one in checks:
        try:
            one()
        except LawDataError as error:
            yield error


def _rows(law: Law, places: Places) -> list[_Row]:
    named: dict[str, list[tuple[str, Standing]]] = {
        "instrument": [(item.id, item.standing) for item in law.instruments],
        "act": [(item.code, item.standing) for item in law.acts],
        "menu": [(item.id, item.standing) for item in law.menus],
        "clock": [(item.rule.code, item.standing) for item in law.clocks],
        "counter": [(item.id, item.standing) for item in law.counters],
        "examiner": [(item.level, item.standing) for item in law.examiners],
        "decider": [(item.id, item.standing) for item in law.deciders],
        "addressee": [(item.id, item.standing) for item in law.addressees],
        "group": [(item.id, item.standing) for item in law.groups],
    }
    return [
        _Row(place, kind, name, standing)
        for kind, pairs in named.items()
        for place, (name, standing) in zip(places[kind], pairs, strict=True)
    ]


def _check_overlaps(rows: list[_Row]) -> None:
    seen: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        for other in seen.setdefault((row.kind, row.name), []):
            if _overlap(row.standing, other.standing):
                raise LawDataError(
                    f"{row.place}: catatan {row.kind} '{row.name}' bertumpang tindih dengan "
                    f"{other.place}: berlaku sejak {day_words(row.standing.in_force)[0]} dan "
                    f"sejak {day_words(other.standing.in_force)[0]}. Satu hari satu "
                    "catatan: isi 'ended' pada catatan yang lama."
                )
        seen[(row.kind, row.name)].append(row)


def _overlap(one: Standing, other: Standing) -> bool:
    return one.in_force <= (other.ended or date.max) and other.in_force <= (one.ended or date.max)


def _check_deciders(law: Law, places: Places) -> None:
    """Refuse two who decide the same level for the same post at the same place and time."""
    seen: list[tuple[str, str, str, str, Standing]] = []
    for place, item in zip(places["decider"], law.deciders, strict=True):
        for post in item.post_levels:
            for level, scope, other_post, other_place, standing in seen:
                is_same = (level, other_post) == (item.level, post)
                is_here = "semua" in {scope, item.scope} or scope == item.scope
                if is_same and is_here and _overlap(standing, item.standing):
                    raise LawDataError(
                        f"{place}: untuk tingkat '{level}' dan jenjang '{post}' sudah ada yang "
                        f"memutus pada hari yang sama: {other_place}. Hapus salah satunya."
                    )
            seen.append((item.level, item.scope, post, place, item.standing))


def _check_sources(law: Law, places: Places, rows: list[_Row]) -> None:
    cited = [
        *((row.place, (*row.standing.sources, *row.standing.date_sources)) for row in rows),
        *(
            (place, side.sources)
            for place, item in zip(places["contested"], law.contested, strict=True)
            for side in item.sides
        ),
        *(
            (place, reading.sources)
            for place, item in zip(places["clock"], law.clocks, strict=True)
            for reading in (item.rule.dispute.readings if item.rule.dispute else ())
        ),
        *(
            (place, stage.sources)
            for place, item in zip(places["election"], law.elections, strict=True)
            for stage in (*item.stages, *item.milestones)
        ),
    ]
    for place, sources in cited:
        _known(place, sources, law.sources, "sumber")


def _check_codes(law: Law, places: Places) -> None:
    acts = {act.code for act in law.acts}
    levels = {menu.level for menu in law.menus}
    instruments = {item.id for item in law.instruments}
    for place, act in zip(places["act"], law.acts, strict=True):
        _known(place, [act.twin, *act.overlays], acts, "kode perbuatan")
        _known(place, act.levels, levels, "tingkat sanksi")
    for kind, named in _instruments_of(law).items():
        for place, instrument in zip(places[kind], named, strict=True):
            _known(place, [instrument], instruments, "peraturan")
    for kind, found in (("examiner", law.examiners), ("decider", law.deciders)):
        for place, level in zip(places[kind], (item.level for item in found), strict=True):
            _known(place, [level], levels, "tingkat sanksi")


def _check_clocks(law: Law, places: Places) -> None:
    clocks = {item.rule.code for item in law.clocks}
    for place, item in zip(places["clock"], law.clocks, strict=True):
        _known(place, [item.rule.after, item.rule.twin], clocks, "kode batas waktu")
    for place, counter in zip(places["counter"], law.counters, strict=True):
        _known(place, counter.clocks, clocks, "kode batas waktu")


def _instruments_of(law: Law) -> dict[str, list[str]]:
    return {
        "act": [item.instrument for item in law.acts],
        "clock": [item.instrument for item in law.clocks],
        "menu": [item.instrument for item in law.menus],
        "group": [item.instrument for item in law.groups],
        "examiner": [item.instrument for item in law.examiners],
        "decider": [item.instrument for item in law.deciders],
        "addressee": [item.instrument for item in law.addressees],
    }


def _check_pointers(law: Law, places: Places) -> None:
    acts = {act.code for act in law.acts}
    levels = {menu.level for menu in law.menus}
    pointing: dict[str, list[tuple[str, ...]]] = {
        "group": [item.own_acts for item in law.groups],
        "contested": [item.acts for item in law.contested],
        "question": [item.acts for item in law.questions],
        "clause": [item.acts for item in law.clauses],
        "election": [
            tuple(code for stage in (*item.stages, *item.milestones) for code in stage.acts)
            for item in law.elections
        ],
    }
    for kind, codes in pointing.items():
        for place, named in zip(places[kind], codes, strict=True):
            _known(place, named, acts, "kode perbuatan")
    for place, question in zip(places["question"], law.questions, strict=True):
        _known(place, [value.instead for value in question.values], acts, "kode perbuatan")
        _known(place, [value.level for value in question.values], levels, "tingkat sanksi")


def _check_stages(law: Law, places: Places) -> None:
    for place, election in zip(places["election"], law.elections, strict=True):
        stages = sorted(election.stages, key=_first)
        for before, after in pairwise(stages):
            if after.first <= before.last:
                raise LawDataError(
                    f"{place}: tahapan bertumpang tindih: '{before.stage}' berakhir "
                    f"{before.last}, '{after.stage}' mulai {after.first}. Satu hari satu tahap."
                )


def _first(stage: Stage) -> date:
    return stage.first


def _check_once(law: Law, places: Places) -> None:
    _once("sanksi", _each(places["menu"], ([i.id for i in menu.items] for menu in law.menus)))
    _once("butir edaran", zip(places["clause"], (item.id for item in law.clauses), strict=True))
    for kind, ids in {
        "pemilihan": zip(places["election"], (item.id for item in law.elections), strict=True),
        "perdebatan": zip(places["contested"], (item.id for item in law.contested), strict=True),
        "pertanyaan": zip(places["question"], (item.id for item in law.questions), strict=True),
    }.items():
        _once(kind, ids)
    decrees = dict.fromkeys(day.decree for day in law.holidays)
    at = dict(zip(decrees, places["decree"], strict=False))
    _once("hari libur", ((at[day.decree], day.day.isoformat()) for day in law.holidays))


def _each(places: Iterable[str], names: Iterable[Iterable[str]]) -> Iterator[tuple[str, str]]:
    for place, inside in zip(places, names, strict=True):
        for name in inside:
            yield place, name


def _known(place: str, wanted: Iterable[str], known: Iterable[str], kind: str) -> None:
    unknown = sorted({item for item in wanted if item} - set(known))
    if unknown:
        raise LawDataError(
            f"{place}: menyebut {kind} yang tidak ada: {', '.join(unknown)}. "
            "Periksa ejaannya, atau tambahkan catatannya."
        )


def _once(kind: str, named: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for place, name in named:
        if name in seen:
            raise LawDataError(
                f"{place}: ada dua catatan {kind} '{name}'; yang lain: {seen[name]}. "
                "Hapus salah satunya."
            )
        seen[name] = place
