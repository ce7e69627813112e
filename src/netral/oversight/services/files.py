"""A node of the coverage tree as a file: XLSX, CSV, PDF; figures alone, no person."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter
from django.utils.translation import gettext as _

from netral.core.flow.coverage import STATES
from netral.oversight.queries.nodes import Node, NodeRow
from netral.oversight.queries.words import state_words
from netral.papers.services import Letterhead
from netral.papers.services.tables import Table, table_pdf
from netral.shell.door import public_address
from netral.shell.format import long_date, number, plain_cell, share

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
WIDE, NARROW = 48, 14


def coverage_file(*, kind: str, node: Node, on: date, at: datetime) -> bytes:
    """Return the node's table in one of ``FILES``; the last row is the sum of those above it."""
    if kind == "csv":
        return _csv(node)
    return _xlsx(node, on) if kind == "xlsx" else _pdf(node, on, at)


def _head() -> list[str]:
    return [_("Unit"), _("Pegawai"), *(state_words(state) for state in STATES), _("Di kelas")]


def _cells(name: str, row: NodeRow | Node) -> list[str | int]:
    figures = row.figures
    return [name, figures.total, *figures.states, figures.taught]


def _rows(node: Node) -> list[list[str | int]]:
    """Return a row for each unit below, or for the unit itself, and the sum."""
    below = [
        _cells(_("%(name)s, langsung") % {"name": row.name} if row.is_own else row.name, row)
        for row in node.rows
    ]
    return [*below, _cells(_("Jumlah %(name)s") % {"name": node.unit.name}, node)]


def _csv(node: Node) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_head())
    for name, *figures in _rows(node):
        writer.writerow([plain_cell(str(name)), *figures])
    return written.getvalue().encode()


def _xlsx(node: Node, on: date) -> bytes:
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet(_("Jangkauan"))
        bold, figures = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, len(STATES) + 2, NARROW, figures)
        sheet.write_string(0, 0, f"{node.unit.name}, {long_date(on)}", bold)
        sheet.write_row(2, 0, _head(), bold)
        for at, cells in enumerate(_rows(node), start=3):
            sheet.write_row(at, 0, cells)
        sheet.freeze_panes(3, 1)
    return written.getvalue()


def _pdf(node: Node, on: date, at: datetime) -> bytes:
    *rows, total = [_shared(cells) for cells in _rows(node)]
    return table_pdf(
        Table(
            head=Letterhead(government=node.unit.government.name, office=node.unit.name),
            title=_("Jangkauan surat edaran dan ikrar"),
            below=long_date(on),
            columns=tuple(_head()),
            rows=tuple(rows),
            total=total,
            note=_("Dihitung dari daftar pegawai hari itu. Diam tidak pernah dihitung selesai."),
            foot=_("Angka yang terbit dan cara menghitung ulangnya:"),
            url=public_address("coverage-issue", node.unit.government_id),
        ),
        at=at,
    )


def _shared(cells: Sequence[str | int]) -> tuple[str, ...]:
    """Return a row as printed: each state as a share with its counts."""
    name, total, *figures = cells
    count = int(total)
    return (str(name), number(count), *(share(int(one), count) for one in figures))
