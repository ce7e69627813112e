"""What holds between records: no overlap in time, no unknown code, no unknown source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from netral.core.law.reading import LawDataError
from netral.core.law.records import Law, Stage, Standing


def check(law: Law) -> None:
    """Raise LawDataError for the first thing that cannot be true of the whole."""
    _check_overlaps(law)
    _check_sources(law)
    _check_codes(law)
    _check_stages(law)
    days = [holiday.day for holiday in law.holidays]
    _once("hari libur", (day.isoformat() for day in days))


def _check_overlaps(law: Law) -> None:
    for kind, pairs in {
        "instrument": [(item.id, item.standing) for item in law.instruments],
        "act": [(item.code, item.standing) for item in law.acts],
        "menu": [(item.id, item.standing) for item in law.menus],
        "clock": [(item.rule.code, item.standing) for item in law.clocks],
        "examiner": [(item.level, item.standing) for item in law.examiners],
        "decider": [(item.id, item.standing) for item in law.deciders],
        "addressee": [(item.id, item.standing) for item in law.addressees],
        "group": [(item.id, item.standing) for item in law.groups],
    }.items():
        _check_overlap(kind, pairs)
    items = [item.id for menu in law.menus for item in menu.items]
    _once("sanksi", items)


def _check_overlap(kind: str, pairs: Iterable[tuple[str, Standing]]) -> None:
    seen: dict[str, list[tuple[date, date]]] = {}
    for name, standing in pairs:
        first, last = standing.in_force, standing.ended or date.max
        for other_first, other_last in seen.setdefault(name, []):
            if first <= other_last and other_first <= last:
                raise LawDataError(
                    f"Catatan {kind} '{name}' bertumpang tindih: berlaku sejak {first} dan sejak "
                    f"{other_first}. Isi 'ended' pada catatan yang lama."
                )
        seen[name].append((first, last))


def _check_sources(law: Law) -> None:
    cited: list[tuple[str, tuple[str, ...]]] = [
        *((item.id, item.standing.sources) for item in law.instruments),
        *((item.code, item.standing.sources) for item in law.acts),
        *((item.id, item.standing.sources) for item in law.menus),
        *((item.rule.code, item.standing.sources) for item in law.clocks),
        *((item.id, item.standing.sources) for item in law.examiners),
        *((item.id, item.standing.sources) for item in law.deciders),
        *((item.id, item.standing.sources) for item in law.addressees),
        *((item.id, item.standing.sources) for item in law.groups),
        *((item.id, side.sources) for item in law.contested for side in item.sides),
        *((item.id, stage.sources) for item in law.elections for stage in item.stages),
    ]
    for name, sources in cited:
        _known(name, sources, law.sources, "sumber")


def _check_codes(law: Law) -> None:
    acts = {act.code: act.title_id for act in law.acts}
    levels = {menu.level: menu.id for menu in law.menus}
    instruments = {item.id: item.short for item in law.instruments}
    for act in law.acts:
        _known(act.code, [act.twin, *act.overlays], acts, "kode perbuatan")
        _known(act.code, act.levels, levels, "tingkat sanksi")
        _known(act.code, [act.instrument], instruments, "peraturan")
    for clock in law.clocks:
        _known(clock.rule.code, [clock.instrument], instruments, "peraturan")
    for menu in law.menus:
        _known(menu.id, [menu.instrument], instruments, "peraturan")
    subjects = {name: act.code for act in law.acts for name in act.applies_to}
    for group in law.groups:
        _known(group.id, [group.instrument], instruments, "peraturan")
        _known(group.id, group.subjects, subjects, "sebutan subjek")
    pointing = [
        *((item.id, item.own_acts) for item in law.groups),
        *((item.id, item.acts) for item in law.contested),
        *((item.id, item.acts) for item in law.questions),
        *((item.id, item.acts) for item in law.clauses),
    ]
    for name, codes in pointing:
        _known(name, codes, acts, "kode perbuatan")
    for question in law.questions:
        _known(question.id, [value.instead for value in question.values], acts, "kode perbuatan")
        _known(question.id, [value.level for value in question.values], levels, "tingkat sanksi")
    _once("butir edaran", (clause.id for clause in law.clauses))


def _check_stages(law: Law) -> None:
    for election in law.elections:
        stages = sorted(election.stages, key=_first)
        for before, after in pairwise(stages):
            if after.first <= before.last:
                raise LawDataError(
                    f"Tahapan '{election.id}' bertumpang tindih: '{before.stage}' berakhir "
                    f"{before.last}, '{after.stage}' mulai {after.first}. Satu hari satu tahap."
                )


def _first(stage: Stage) -> date:
    return stage.first


def _known(name: str, wanted: Iterable[str], known: Mapping[str, str], kind: str) -> None:
    unknown = sorted({item for item in wanted if item and item not in known})
    if unknown:
        raise LawDataError(
            f"Catatan '{name}' menyebut {kind} yang tidak ada: {', '.join(unknown)}. "
            "Periksa ejaannya, atau tambahkan catatannya."
        )


def _once(kind: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise LawDataError(f"Ada dua catatan {kind} '{name}'. Hapus salah satunya.")
        seen.add(name)
