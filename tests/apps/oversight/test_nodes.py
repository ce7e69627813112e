"""The tree: the same figures kept or counted, each reader in their own part, files that foot."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netral.core.access import Role
from netral.core.flow.coverage import State
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.oversight.models import CoverageBook
from netral.oversight.queries.governments import governments_told
from netral.oversight.queries.nodes import Figures, Node, node_of, rows_named
from netral.oversight.services.files import coverage_file
from netral.oversight.services.projection import coverage_rebuild
from netral.people.models import Instansi, Region
from tests.apps.oversight.build import (
    AT,
    DINKES,
    DISDIK,
    KEY,
    LATER,
    PKM,
    acts_build,
    season_build,
)
from tests.apps.people.build import actor_build, government_build, person_build

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def node(path: str = KEY, **more: str) -> Node:
    return node_of(path=path, scope=KEY, on=TODAY, today=TODAY, **more)


def told(figures: Figures) -> tuple[int, ...]:
    return figures.sums


def busy_season() -> None:
    version, session, people = season_build()
    acts_build(version, session, people[:6])
    person_build(DINKES, status="NON_ASN")


def test_a_kept_node_is_what_a_counted_one_is() -> None:
    busy_season()
    counted = [node(path) for path in (KEY, DINKES, PKM, DISDIK)]
    assert counted[0].counted_at is None
    coverage_rebuild(government=KEY, at=LATER)
    for before in counted:
        kept = node(before.unit.path)
        assert kept.counted_at is not None
        assert told(kept.figures) == told(before.figures)
        assert [(row.path, told(row.figures)) for row in kept.rows] == [
            (row.path, told(row.figures)) for row in before.rows
        ]


def test_a_node_is_the_sum_of_the_rows_below_it_and_its_own_people() -> None:
    busy_season()
    coverage_rebuild(government=KEY, at=LATER)
    for path in (KEY, DINKES):
        found = node(path)
        columns = zip(*(row.figures.sums for row in found.rows), strict=True)
        assert tuple(map(sum, columns)) == found.figures.sums
    assert [row.path for row in node(DINKES).rows] == [PKM, DINKES]


def test_each_state_is_the_sum_of_the_ways_it_was_reached_in() -> None:
    busy_season()
    ways = node().figures.ways
    assert ways[State.READ] == {"tautan_pin": 6}
    assert ways[State.SENT] == {"buka": 6}
    assert ways[State.PLEDGED] == {"tautan_pin": 3}


def test_a_group_beyond_the_asn_can_be_seen_apart() -> None:
    busy_season()
    whole = node()
    assert {group: one.total for group, one in whole.groups.items()} == {"asn": 9, "non-asn": 1}
    assert node(group="non-asn").figures.sums == (1, 0, 0, 0, 0, 0)


def test_a_day_of_the_past_is_counted_as_it_ended() -> None:
    busy_season()
    tomorrow = TODAY + timedelta(days=1)
    coverage_rebuild(government=KEY, at=LATER + timedelta(days=1))
    past = node_of(path=KEY, scope=KEY, on=TODAY - timedelta(days=1), today=tomorrow)
    assert past.figures.sums == (10, 0, 0, 0, 0, 0)
    assert node_of(path=KEY, scope=KEY, on=TODAY, today=tomorrow).figures.sums[2] == 6


def test_a_day_to_come_is_refused_in_words() -> None:
    season_build()
    with pytest.raises(WrongInputError, match="belum tiba"):
        node_of(path=KEY, scope=KEY, on=TODAY + timedelta(days=1), today=TODAY)


@pytest.mark.parametrize("path", [KEY, DISDIK, "kab-samosir", f"{DINKES}-dua", ""])
def test_outside_ones_own_units_there_is_nothing(path: str) -> None:
    season_build()
    person_build(f"{DINKES}-dua")
    person_build("kab-samosir.dinkes")
    with pytest.raises(NotVisibleError):
        node_of(path=path, scope=DINKES, on=TODAY, today=TODAY)


def test_a_letter_that_comes_out_later_is_not_shown_from_what_was_kept_before() -> None:
    season_build()
    coverage_rebuild(government=KEY, at=AT)
    CoverageBook.objects.filter(pk=KEY).update(version=None)
    assert node().counted_at is None


def test_units_are_found_by_words_of_their_name() -> None:
    season_build()
    rows = node().rows
    assert [row.path for row in rows_named(rows, "PENDIDIKAN dinas")] == [DISDIK]
    assert rows_named(rows, "") == rows


def test_twice_as_many_units_cost_no_more_queries() -> None:
    season_build()
    coverage_rebuild(government=KEY, at=AT)
    with CaptureQueriesContext(connection) as few:
        node()
    for number in range(6):
        person_build(f"{KEY}.opd-{number}.unit")
    coverage_rebuild(government=KEY, at=AT)
    with CaptureQueriesContext(connection) as many:
        node()
    assert len(many) == len(few)


def province_build() -> None:
    """Put the government below a province, another one beside it, and count them."""
    north = Region.objects.create(code="15", kind="provinsi", name="J", timezone="Asia/Jakarta")
    own = Region.objects.create(code="15.04", name="B", parent=north, timezone="Asia/Jakarta")
    government_build("prov-jambi", "Provinsi Jambi")
    Instansi.objects.filter(key="prov-jambi").update(region=north)
    Instansi.objects.filter(key=KEY).update(region=own)
    for _ in range(11):
        person_build("prov-jambi.bkd")
    for _ in range(12):
        person_build("kab-samosir.dinkes")
    for key in (KEY, "prov-jambi", "kab-samosir"):
        coverage_rebuild(government=key, at=LATER)


def test_a_province_sees_the_sums_of_its_own_governments_and_no_others() -> None:
    busy_season()
    province_build()
    found = governments_told(actor=actor_build(Role.OVERSEER, "prov-jambi"), today=TODAY)
    assert {row.path: row.figures.sums[:3] for row in found.rows} == {
        KEY: (10, 6, 6),
        "prov-jambi": (11, 0, 0),
    }
    assert found.figures.sums[:3] == (21, 6, 6)


@pytest.mark.parametrize("unit", [KEY, "prov-jambi.bkd"])
def test_a_kabupaten_or_an_agency_of_a_province_sees_no_other_government(unit: str) -> None:
    season_build()
    province_build()
    with pytest.raises(NotVisibleError):
        governments_told(actor=actor_build(Role.SEKDA, unit), today=TODAY)


def test_the_files_hold_the_same_figures_and_their_last_row_is_the_sum() -> None:
    busy_season()
    found = node()
    written = coverage_file(kind="csv", node=found, on=TODAY, at=AT).decode()
    head, *rows, total = list(csv.reader(io.StringIO(written)))
    assert [int(cell) for cell in total[1:]] == [*found.figures.sums, 0]
    assert [sum(int(row[at]) for row in rows) for at in range(1, len(head))] == [
        int(cell) for cell in total[1:]
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(coverage_file(kind="xlsx", node=found, on=TODAY, at=AT))
    )
    cells = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=4)]
    assert [row[1:] for row in cells] == [[int(cell) for cell in row[1:]] for row in [*rows, total]]
    assert coverage_file(kind="pdf", node=found, on=TODAY, at=AT).startswith(b"%PDF-")


def test_a_units_name_is_no_formula_in_a_file() -> None:
    season_build()
    person_build(f"{KEY}.jahat").unit.__class__.objects.filter(path=f"{KEY}.jahat").update(
        name="=HYPERLINK(1)"
    )
    rows = coverage_file(kind="csv", node=node(), on=TODAY, at=AT).decode().splitlines()
    assert not [row for row in rows if row.startswith("=")]
    book = openpyxl.load_workbook(
        io.BytesIO(coverage_file(kind="xlsx", node=node(), on=TODAY, at=AT))
    )
    assert not [c for row in book.active.iter_rows() for c in row if c.data_type == "f"]
