"""From the bytes of TOML files to records; the version is a hash of those bytes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TypeVar

from netral.core.law.builders import (
    build_act,
    build_addressee,
    build_clause,
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
from netral.core.law.checks import check, untrue
from netral.core.law.dates import dated
from netral.core.law.reading import LawDataError, Record, Spot
from netral.core.law.records import Law, PledgePoint
from netral.core.law.timing import build_clock, build_counter

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
    """Read and check all files; raise LawDataError naming the file, the line and the record."""
    pile = _Pile({name: _Page(name, files[name]) for name in sorted(files)})
    return _checked(_read(pile, version_of(files)), pile)


def problems(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return what is wrong: of every file, else of every record, else each kind of the whole."""
    found: list[LawDataError] = []
    pages = {}
    for name in sorted(files):
        try:
            pages[name] = _Page(name, files[name])
        except LawDataError as error:
            found.append(error)
    if not found:
        pile = _Pile(pages, found)
        try:
            law = _read(pile, "")
            pile.check_kinds()
            if not found:
                found += untrue(law, pile.places)
            if not found:
                dated(law, pile.places)
        except LawDataError as error:
            found.append(error)
    return tuple(map(str, found))


def _checked(law: Law, pile: _Pile) -> Law:
    pile.check_kinds()
    check(law, pile.places)
    return dated(law, pile.places)


def _read(pile: _Pile, version: str) -> Law:
    pledge, pledge_record = _pledge(pile)
    decrees = pile.all("decree", build_decree)
    return Law(
        version=version,
        sources=_sources(pile),
        instruments=pile.all("instrument", build_instrument),
        acts=pile.all("act", build_act),
        menus=pile.all("menu", build_menu),
        clocks=pile.all("clock", build_clock),
        counters=pile.all("counter", build_counter),
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
        holidays=tuple(day for days in decrees for day in days),
        holiday_years=_years(pile),
    )


def _broken_at(error: ValueError) -> str:
    """Say in plain words where a file is no TOML, and what is most often the reason."""
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    if isinstance(error, UnicodeDecodeError):
        return ": isinya bukan teks UTF-8. Simpan ulang sebagai UTF-8"
    where = f" pada baris {found[1]}, kolom {found[2]}" if found else ""
    return (
        f"{where}. Biasanya karena tanggal yang tidak ada, tanda kutip yang belum ditutup, "
        "atau koma yang hilang"
    )


class _Page:
    """One parsed file, and the lines on which its records begin."""

    def __init__(self, name: str, body: bytes) -> None:
        self.name = name
        try:
            text = body.decode("utf-8")
            self.table: dict[str, object] = tomllib.loads(text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise LawDataError(
                f"{name} tidak bisa dibaca{_broken_at(error)}. Perbaiki berkas itu."
            ) from error
        self._lines = tuple(text.splitlines())
        self._heads = [at for at, line in enumerate(self._lines) if line.startswith("[[")]

    def head(self) -> Record:
        """What stands before and between the records, as one record."""
        return Record(Spot(self.name, 1, self._lines), self.table)

    def records(self, kind: str) -> list[Record]:
        """The records of one kind, each with the place where it begins."""
        raws = self.table.get(kind, [])
        if not isinstance(raws, list) or not all(isinstance(raw, dict) for raw in raws):
            raise self.head().wrong(f"'{kind}' harus berisi daftar catatan.", kind)
        begun = [at for at in self._heads if self._lines[at].split("]]")[0].strip("[ ") == kind]
        return [
            Record(self._spot(begun[at] if at < len(begun) else 0), raw, kind)
            for at, raw in enumerate(raws)
        ]

    def kinds(self) -> set[str]:
        """The kinds of record that this file holds."""
        return {
            kind
            for kind, value in self.table.items()
            if isinstance(value, list) and any(isinstance(item, dict) for item in value)
        }

    def _spot(self, first: int) -> Spot:
        after = next((at for at in self._heads if at > first), len(self._lines))
        return Spot(self.name, first + 1, self._lines[first:after])


class _Pile:
    """The parsed files, from which records of one kind are taken; remembers their places.

    With a list of ``wrong`` the errors of records are collected there instead of raised.
    """

    def __init__(self, pages: Mapping[str, _Page], wrong: list[LawDataError] | None = None) -> None:
        self.pages = pages
        self.wrong = wrong
        self.places: dict[str, tuple[str, ...]] = {}

    def all(self, kind: str, build: Callable[[Record], T]) -> tuple[T, ...]:
        built, places = [], []
        for page in self.pages.values():
            for record in page.records(kind):
                try:
                    built.append(build(record))
                    record.done()
                except LawDataError as error:
                    self.refuse(error)
                places.append(record.place())
        self.places[kind] = tuple(places)
        return tuple(built)

    def check_kinds(self) -> None:
        """Refuse records of a kind that nobody reads: a misspelt head must not pass in silence."""
        known = {*self.places, "point"}
        for page in self.pages.values():
            for kind in page.kinds() - known:
                self.refuse(page.records(kind)[0].wrong(f"jenis catatan '{kind}' tidak dikenal."))

    def refuse(self, error: LawDataError) -> None:
        """Raise an error, or keep it where errors are collected."""
        if self.wrong is None:
            raise error
        self.wrong.append(error)

    def page_with(self, key: str) -> _Page:
        for page in self.pages.values():
            if key in page.table:
                return page
        raise LawDataError(f"Data hukum tidak lengkap: tidak ada berkas yang berisi '{key}'.")


def _sources(pile: _Pile) -> Mapping[str, str]:
    page = pile.page_with("source")
    table = page.table["source"]
    if not isinstance(table, dict):
        raise page.head().wrong("'source' harus berisi daftar sumber.", "source")
    return {str(key): str(value) for key, value in table.items()}


def _years(pile: _Pile) -> frozenset[int]:
    page = pile.page_with("years")
    years = page.table["years"]
    if not isinstance(years, list) or not all(isinstance(year, int) for year in years):
        raise page.head().wrong("'years' harus berisi daftar tahun.", "years")
    return frozenset(years)


def _pledge(pile: _Pile) -> tuple[tuple[PledgePoint, ...], Record]:
    page = pile.page_with("point")
    head = page.head()
    standing, ours = head.standing(), head.flag("ours")
    points: list[PledgePoint] = []
    for child in page.records("point"):
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
    return tuple(points), head
