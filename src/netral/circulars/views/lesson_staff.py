"""The makers' pages: what the lesson showed, the items, a new one, its second reader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_
from django.views.decorators.http import require_GET, require_http_methods

from netral.circulars.access import (
    circular_seen,
    item_reader_required,
    item_seen,
    may_read_items,
    officer_required,
    version_in_force_required,
)
from netral.circulars.forms.lesson import ItemForm, item_initial
from netral.circulars.forms.questions import NoteForm
from netral.circulars.models import Item
from netral.circulars.queries.lesson import stage_words
from netral.circulars.queries.lesson_figures import clause_rows, item_rows, stressed, unit_rows
from netral.circulars.queries.lesson_pages import lesson_counts
from netral.circulars.queries.letters import acts_told
from netral.circulars.services.lesson_items import (
    item_confirm,
    item_end,
    item_propose,
    item_return,
    item_revise,
)
from netral.core.flow.lesson.editing import ITEM_LABELS, READERS, WRITERS, ItemState
from netral.core.flow.lesson.items import item_read
from netral.core.kinds.errors import NetralError, NotVisibleError
from netral.core.kinds.refs import CircularRef
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

PAGE = 25
TAGS = {
    ItemState.PROPOSED: "open",
    ItemState.RETURNED: "soon",
    ItemState.IN_FORCE: "done",
    ItemState.ENDED: "shut",
}
STEPS: dict[str, tuple[str, Any, Any, Any]] = {
    "sahkan": (
        "confirm",
        item_confirm,
        lazy_("Sahkan soal"),
        lazy_("Mulai hari ini soal ini bisa muncul dalam latihan baru."),
    ),
    "kembalikan": (
        "return",
        item_return,
        lazy_("Kembalikan soal"),
        lazy_("Penulis membaca alasannya dan bisa mengajukan lagi."),
    ),
    "akhiri": (
        "end",
        item_end,
        lazy_("Akhiri soal"),
        lazy_("Latihan baru tidak menanyakannya lagi. Jawaban yang sudah ada tetap dihitung."),
    ),
}


@require_GET
def figures(request: StaffRequest, ref: str) -> HttpResponse:
    """Show how hard the items are, which clause each unit missed, what to stress next."""
    actor = officer_required(request)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    scope, today = str(actor.unit), request.today
    clauses = clause_rows(version=version, today=today, scope=scope)
    context = {
        "circular": version.circular,
        "version": version,
        "counts": lesson_counts(version, today, scope),
        "clauses": clauses,
        "stressed": stressed(clauses),
        "units": unit_rows(version=version, today=today, scope=scope),
        "items": item_rows(version=version, today=today) if may_read_items(actor, WRITERS) else [],
    }
    return render(request, "circulars/lesson/figures.html", context)


@require_GET
def items(request: StaffRequest) -> HttpResponse:
    """List the government's own items and those that were drawn from the bank."""
    actor = item_reader_required(request)
    rows = Item.objects.visible_to(actor.government).order_by("-source", "state", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "rows": [_row(item) for item in page],
        "may_write": actor.role in WRITERS,
    }
    return render(request, "circulars/lesson/items.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: StaffRequest) -> HttpResponse:
    """Write an item and propose it to a second reader."""
    item_reader_required(request, WRITERS)
    form = ItemForm(request.POST or None, on=request.today)
    if form.is_valid() and (made := _written(form, request)):
        messages.success(request, _("Soal diajukan. Orang lain di kantor ini mengesahkannya."))
        return redirect("lesson-item", ref=made.ref)
    return _form_page(request, form)


@require_GET
def item(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one item with its steps."""
    actor = item_reader_required(request)
    found = item_seen(actor, ref)
    state = ItemState(found.state)
    may = {
        "sahkan": state is ItemState.PROPOSED and found.written_by != actor.account,
        "kembalikan": state is ItemState.PROPOSED and found.written_by != actor.account,
        "akhiri": state is ItemState.IN_FORCE,
    }
    steps = [
        {"label": label, "url": reverse("lesson-item-step", args=[ref, act])}
        for act, (_name, _service, label, _told) in STEPS.items()
        if may[act] and actor.role in READERS
    ]
    row = _row(found)
    context = {
        "row": row,
        "acts": acts_told(row["told"].acts, row["told"].on),
        "steps": steps,
        "is_own": found.written_by == actor.account and state is ItemState.PROPOSED,
        "may_rewrite": state is ItemState.RETURNED and actor.role in WRITERS,
    }
    return render(request, "circulars/lesson/item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item_again(request: StaffRequest, ref: str) -> HttpResponse:
    """Write anew what was returned."""
    actor = item_reader_required(request, WRITERS)
    found = item_seen(actor, ref)
    initial = item_initial(item_read(found.content))
    form = ItemForm(request.POST or None, initial=initial, on=request.today)
    if form.is_valid() and _written(form, request, ref):
        messages.success(request, _("Soal diajukan lagi."))
        return redirect("lesson-item", ref=ref)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def item_step(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Ask once more, then confirm, return or end an item."""
    actor = item_reader_required(request)
    found = item_seen(actor, ref)
    if act not in STEPS:
        raise NotVisibleError(_("Alamat ini tidak ada."))
    _name, service, label, told = STEPS[act]
    form = None if act == "sahkan" else NoteForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        service(actor=actor, ref=ref, at=request.at, **(form.cleaned_data if form else {}))
        messages.success(request, _("Tersimpan."))
        return redirect("lesson-item", ref=ref)
    question = Question(
        title=str(label),
        explanation=item_read(found.content).scene.id,
        consequences=[str(told)],
        action=str(label),
        back_url=reverse("lesson-item", args=[ref]),
        is_grave=act == "akhiri",
    )
    return confirm_page(request, question, form)


def _written(form: ItemForm, request: StaffRequest, ref: str = "") -> Item | None:
    """Write; what the law data does not bear becomes an error of the form."""
    actor, at = request.actor, request.at
    try:
        if ref:
            return item_revise(actor=actor, ref=ref, item=form.item(), at=at)
        return item_propose(actor=actor, item=form.item(), at=at)
    except NetralError as error:
        form.add_error(None, str(error))
        return None


def _form_page(request: StaffRequest, form: ItemForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "circulars/lesson/item_form.html", {"form": form}, status=status)


def _row(found: Item) -> dict[str, Any]:
    state, told = ItemState(found.state), item_read(found.content)
    return {
        "item": found,
        "told": told,
        "stage": stage_words(told.on, english=False),
        "tag": TAGS[state],
        "words": _(ITEM_LABELS[state]),
    }
