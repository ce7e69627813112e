"""The coverage tree for officers: a node, its people, many governments, and all of it as files."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from netral.core.access import Actor
from netral.core.flow.coverage import STATES
from netral.core.flow.pledge import LISTERS, READERS
from netral.oversight.access import NAMES_SEEN_BY, reader_of_names, reader_required
from netral.oversight.forms import NodeForm, PeopleForm
from netral.oversight.queries.governments import governments_told, is_told_of_others
from netral.oversight.queries.nodes import Node, node_of, rows_named, unit_of_node, ways_counted
from netral.oversight.queries.pages import crumbs_of, fixed_of, group_choices, told_of
from netral.oversight.queries.people import people_of_node, people_rows
from netral.oversight.queries.words import missing_words, state_words, way_words
from netral.oversight.services.files import FILES, coverage_file
from netral.shell.http import StaffRequest

ROWS = 50
NOTHING: dict[str, Any] = {"unit": "", "kelompok": "", "cari": "", "pada": None}


@require_GET
def node(request: StaffRequest) -> HttpResponse:
    """Show a unit: the five states, in which way, and the units below it."""
    actor = reader_required(request)
    form = NodeForm(request.GET)
    if not form.is_valid():
        asked, status = dict(NOTHING), 422
    else:
        asked, status = form.cleaned_data, 200
    found = _node(actor, asked, request.today)
    rows = rows_named(found.rows, asked["cari"])
    context = {
        "form": form,
        "node": found,
        "told": told_of(found.topic),
        "fixed": fixed_of(found.topic, found.unit),
        "on": asked["pada"] or request.today,
        "crumbs": crumbs_of(found.unit, actor.unit),
        "funnel": [(state_words(state), number) for state, number in found.figures.by_state],
        "ways": [
            (state_words(state), [(way_words(way), number) for way, number in ways])
            for state, ways in ways_counted(found.figures)
            if ways
        ],
        "groups": group_choices(found.groups),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("halaman")),
        "sees_names": actor.role in NAMES_SEEN_BY,
        "sees_others": is_told_of_others(actor),
        "sees_session": actor.role in READERS,
        "sees_silent": actor.role in LISTERS,
        "files": FILES,
        "keep": urlencode({name: asked[name] for name in ("kelompok", "pada") if asked[name]}),
    }
    return render(request, "oversight/node.html", context, status=status)


@require_GET
def people(request: StaffRequest) -> HttpResponse:
    """Show the people of a unit with their states, to those who may know names."""
    actor = reader_of_names(request)
    form = PeopleForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"unit": "", "belum": "", "cari": ""}
    unit = unit_of_node(path=asked["unit"] or actor.unit, scope=actor.unit)
    found = people_of_node(
        unit=unit, today=request.today, missing=asked["belum"], text=asked["cari"]
    )
    page = Paginator(found, ROWS).get_page(request.GET.get("halaman"))
    labels = [state_words(state) for state in STATES]
    rows = [
        (
            row.person,
            [
                (label, way_words(way) if way else "")
                for label, way in zip(labels, row.ways, strict=True)
            ],
        )
        for row in people_rows(page.object_list)
    ]
    context: dict[str, Any] = {
        "form": form,
        "unit": unit,
        "crumbs": crumbs_of(unit, actor.unit),
        "page": page,
        "rows": rows,
        "labels": labels,
        "choices": [
            ("", _("Semua")),
            *((state.value, missing_words(state)) for state in STATES),
        ],
    }
    return render(request, "oversight/people.html", context)


@require_GET
def governments(request: StaffRequest) -> HttpResponse:
    """Show a province or a ministry the sums of its governments."""
    actor = reader_required(request)
    found = governments_told(actor=actor, today=request.today)
    rows = rows_named(found.rows, request.GET.get("cari", ""))
    context = {
        "found": found,
        "text": request.GET.get("cari", ""),
        "funnel": [(state_words(state), number) for state, number in found.figures.by_state],
        "page": Paginator(rows, ROWS).get_page(request.GET.get("halaman")),
    }
    return render(request, "oversight/many.html", context)


@require_GET
def file(request: StaffRequest, kind: str) -> HttpResponse:
    """Hand out a node with all units below it as XLSX, CSV or PDF: figures, no names of persons."""
    actor = reader_required(request)
    form = NodeForm(request.GET)
    if kind not in FILES or not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    found = _node(actor, asked, request.today)
    data = coverage_file(kind=kind, node=found, on=asked["pada"] or request.today, at=request.at)
    answer = HttpResponse(data, content_type=FILES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="jangkauan.{kind}"'
    return answer


def _node(actor: Actor, asked: dict[str, Any], today: date) -> Node:
    return node_of(
        path=asked["unit"] or actor.unit,
        scope=actor.unit,
        on=asked["pada"] or today,
        today=today,
        group=asked["kelompok"],
    )
