"""From the bytes of TOML files to records; the version is a hash of those bytes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TypeVar

from netral.core.law.builders import (
    build_act,
    build_addressee,
    build_clause,
    build_clock,
    build_contested,
    build_decider,
    build_decree,
    build_election,
    build_examiner,
    build_group,
    build_instrument,
    build_menu,
    build_post,
    build_question,
)
from netral.core.law.checks import check
from netral.core.law.reading import LawDataError, Record
from netral.core.law.records import Law, PledgePoint

T = TypeVar("T")


def version_of(files: Mapping[str, bytes]) -> str:
    """Hash the names and bytes of the data files, in order of name."""
    digest = sha256()
    for name in sorted(files):
        body = files[name]
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def load(files: Mapping[str, bytes]) -> Law:
    """Read and check all files; raise LawDataError naming the file and the record."""
    pile = _Pile({name: _parsed(name, files[name]) for name in sorted(files)})
    pledge, pledge_record = _pledge(pile)
    law = Law(
        version=version_of(files),
        sources=_sources(pile),
        instruments=pile.all("instrument", build_instrument),
        acts=pile.all("act", build_act),
        menus=pile.all("menu", build_menu),
        clocks=pile.all("clock", build_clock),
        examiners=pile.all("examiner", build_examiner),
        deciders=pile.all("decider", build_decider),
        addressees=pile.all("addressee", build_addressee),
        posts=pile.all("post", build_post),
        groups=pile.all("group", build_group),
        elections=pile.all("election", build_election),
        pledge=pledge,
        pledge_in_force=pledge_record.day("in_force"),
        clauses=pile.all("clause", build_clause),
        contested=pile.all("contested", build_contested),
        questions=pile.all("question", build_question),
        holidays=tuple(day for days in pile.all("decree", build_decree) for day in days),
        holiday_years=_years(pile),
    )
    check(law)
    return law


class _Pile:
    """The parsed files, from which records of one kind are taken."""

    def __init__(self, tables: Mapping[str, dict[str, object]]) -> None:
        self.tables = tables

    def all(self, kind: str, build: Callable[[Record], T]) -> tuple[T, ...]:
        built = []
        for file, table in self.tables.items():
            for record in Record(file, table).children(kind, []):
                built.append(build(record))
                record.done()
        return tuple(built)

    def file_with(self, key: str) -> Record:
        for file, table in self.tables.items():
            if key in table:
                return Record(file, table)
        raise LawDataError(f"Data hukum tidak lengkap: tidak ada berkas yang berisi '{key}'.")


def _parsed(name: str, body: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawDataError(f"{name} tidak bisa dibaca: {error}. Perbaiki berkas itu.") from error


def _sources(pile: _Pile) -> Mapping[str, str]:
    record = pile.file_with("source")
    table = pile.tables[record.file]["source"]
    if not isinstance(table, dict):
        raise record.wrong("'source' harus berisi daftar sumber.")
    return {str(key): str(value) for key, value in table.items()}


def _years(pile: _Pile) -> frozenset[int]:
    record = pile.file_with("years")
    years = pile.tables[record.file]["years"]
    if not isinstance(years, list) or not all(isinstance(year, int) for year in years):
        raise record.wrong("'years' harus berisi daftar tahun.")
    return frozenset(years)


def _pledge(pile: _Pile) -> tuple[tuple[PledgePoint, ...], Record]:
    record = pile.file_with("point")
    standing, ours = record.standing(), record.flag("ours")
    points: list[PledgePoint] = []
    for child in record.children("point"):
        points.append(
            PledgePoint(
                nr=child.number_or_none("nr") or len(points) + 1,
                text_id=child.text("text_id"),
                text_en=child.text("text_en"),
                ours=ours,
                citation=standing.citation[0],
            )
        )
        child.done()
    return tuple(points), record
