"""Taught sessions: the list, opening one, its room with QR and papers, the second signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.circulars.access import (
    circular_seen,
    officer_required,
    person_served,
    taught_seen,
    version_in_force_required,
)
from netral.circulars.forms.lesson import PaperForm, RoomForm, TaughtForm
from netral.circulars.models import TaughtSession
from netral.circulars.queries.lesson_taught import (
    PersonRow,
    paper_of,
    questions_for,
    room_rows,
    room_rows_kept,
    session_by_ref,
    sessions_of,
)
from netral.circulars.services.lesson_taught import (
    TaughtPlan,
    mark_on_paper,
    taught_attend,
    taught_countersign,
    taught_enter,
    taught_open,
)
from netral.circulars.services.two_people import own_person
from netral.core.access import Actor, is_within, require
from netral.core.flow.lesson.attempt import is_passed
from netral.core.flow.lesson.editing import TEACHERS
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.people.access import person_required
from netral.shell.confirm import Question, confirm_page
from netral.shell.door import public_address
from netral.shell.http import PersonRequest, StaffRequest
from netral.shell.qr import qr_drawing

PAPERS = 25
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@LOOK_OR_SEND
def sessions(request: StaffRequest, ref: str) -> HttpResponse:
    """List the sessions on a circular within the actor's units, and open a new one."""
    actor = officer_required(request)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    require(actor, TEACHERS, actor.unit)
    form = TaughtForm(
        request.POST or None,
        first=version.dated_on or request.today,
        last=request.today,
        initial={"hari": request.today, "pengajar": actor.name},
    )
    if form.is_valid():
        said = form.cleaned_data
        plan = TaughtPlan(said["tempat"], said["hari"], said["pengajar"], questions_for(version))
        made = taught_open(
            actor=actor, ref=CircularRef(ref), unit=UnitPath(actor.unit), plan=plan, at=request.at
        )
        return redirect("taught", ref=made.ref)
    context = {
        "circular": version.circular,
        "form": form,
        "version": version,
        "sessions": sessions_of(version.circular, actor.unit),
    }
    status = 422 if form.is_bound else 200
    return render(request, "circulars/lesson/taught_list.html", context, status=status)


@LOOK_OR_SEND
def session(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the room: its QR, who is there, the papers; a POST enters what the papers say.

    Whatever button is pressed, what was typed on the papers is entered first; then the page goes
    where it was asked to.
    """
    actor = officer_required(request)
    found = taught_seen(actor, ref)
    rows = room_rows(found)
    search = RoomForm(request.POST or request.GET)
    asked = search.asked()
    state = "hadir" if found.closed_at else asked["keadaan"]
    kept = room_rows_kept(rows, text=asked["cari"], state=state)
    page = Paginator(kept, PAPERS).get_page(request.GET.get("halaman"))
    is_sent = request.method == "POST"
    shown = _sent_rows(request, rows) if is_sent else list(page)
    form = PaperForm(request.POST if is_sent else None, rows=shown, most=found.questions)
    if form.is_valid():
        if rights := form.rights():
            taught_enter(actor=actor, ref=ref, rights=rights, at=request.at)
            messages.success(request, _("Hasil kertas tersimpan. Orang kedua mengesahkannya."))
        return redirect(_room_address(request, ref, asked))
    address = public_address("taught-attend", ref)
    context = {
        "session": found,
        "circular": found.version.circular,
        "form": form,
        "search": search,
        "page": page,
        "rows": [_paper_row(row, form[f"n_{row.person.ref}"]) for row in shown],
        "results": [_result(row, found) for row in page] if found.closed_at else [],
        "address": address,
        "qr": qr_drawing(address),
        **_counted(actor, found, rows),
    }
    status = 422 if form.is_bound else 200
    return render(request, "circulars/lesson/taught.html", context, status=status)


def _counted(actor: Actor, session: TaughtSession, rows: Sequence[PersonRow]) -> dict[str, object]:
    """Return how many were there, whose papers are in and passed, and whether the actor signs."""
    papers = [row.noted for row in rows if row.noted and row.noted.right is not None]
    own = own_person(actor)
    is_second = all(paper.entered_by != actor.account for paper in papers)
    return {
        "everyone": len(rows),
        "present": sum(row.noted is not None for row in rows),
        "entered": len(papers),
        "passed": sum(is_passed(mark_on_paper(paper, session)) for paper in papers),
        "is_own": is_second and own in {paper.person_id for paper in papers},
        "may_sign": bool(papers) and is_second and own not in {paper.person_id for paper in papers},
    }


def _result(row: PersonRow, session: TaughtSession) -> tuple[PersonRow, bool]:
    """Return a person who was there, and whether the paper passed."""
    noted = row.noted
    has_passed = noted is not None and is_passed(mark_on_paper(noted, session))
    return row, row.has_paper and has_passed


def _sent_rows(request: StaffRequest, rows: Sequence[PersonRow]) -> list[PersonRow]:
    """Return the people whose papers stood on the page that was sent, whatever it shows now."""
    return [row for row in rows if f"n_{row.person.ref}" in request.POST]


def _paper_row(row: PersonRow, bound: BoundField) -> tuple[PersonRow, BoundField, SafeString]:
    """Return a person with the field of their paper and what the field showed at first."""
    return row, bound, bound.as_hidden(only_initial=True)


def _room_address(request: StaffRequest, ref: str, asked: Mapping[str, str]) -> str:
    """Return where a pressed button leads: the page it names; a new search begins at its first."""
    is_same = RoomForm(request.GET).asked() == asked
    page = request.POST.get("ke") or request.GET.get("halaman", "")
    kept = {**asked, "halaman": page if is_same else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{reverse('taught', args=[ref])}{'?' if query else ''}{query}"


@require_GET
def paper(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the paper to print, its key on a sheet of its own."""
    found = taught_seen(officer_required(request), ref)
    context = {"session": found, "circular": found.version.circular, "items": paper_of(found)}
    return render(request, "circulars/lesson/paper.html", context)


@LOOK_OR_SEND
def countersign(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask the second person once more, then sign."""
    actor = officer_required(request)
    found = taught_seen(actor, ref)
    if request.method == "POST":
        taught_countersign(actor=actor, ref=ref, at=request.at)
        messages.success(request, _("Hasil kelas disahkan."))
        return redirect("taught", ref=ref)
    question = Question(
        title=_("Sahkan hasil kelas?"),
        explanation=f"{found.place}, {found.teacher}",
        consequences=[
            _("Anda menyatakan sudah mencocokkan setiap kertas dengan isian."),
            _("Yang lulus dihitung “dipahami di kelas”. Sesudah ini isian tidak berubah lagi."),
        ],
        action=_("Sahkan hasil"),
        back_url=reverse("taught", args=[ref]),
    )
    return confirm_page(request, question)


@LOOK_OR_SEND
def attend(request: PersonRequest, ref: str) -> HttpResponse:
    """Show the room to someone who scanned its QR; a pressed button notes that they are there."""
    person = person_served(person_required(request), request.today)
    found = session_by_ref(ref)
    if found is None or not is_within(person.unit.path, found.unit.path):
        raise NotVisibleError(_("Kelas ini tidak ada, atau bukan untuk unit Anda."))
    if request.method == "POST":
        taught_attend(person=person_required(request), ref=ref, at=request.at)
        messages.success(request, _("Tercatat: Anda hadir."))
        return redirect("taught-attend", ref=ref)
    context = {
        "session": found,
        "circular": found.version.circular,
        "is_there": found.attendances.filter(person=person).exists(),
        "is_open": found.closed_at is None and found.held_on == request.today,
    }
    return render(request, "circulars/lesson/attend.html", context)
