"""The officers' pages: sessions, their moves, counts, and who has not pledged."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.access import Actor, Role, is_within, require
from netral.core.flow.moves import moves_from
from netral.core.flow.pledge import (
    DRAFTERS,
    LISTERS,
    MOVES,
    OPENERS,
    PHOTOGRAPHERS,
    ROLL_CALLERS,
    Absence,
    Kind,
    Phase,
    Stage,
    phase,
)
from netral.core.kinds.refs import SessionRef
from netral.people.access import actor_required
from netral.people.models import Unit
from netral.pledges.access import session_for_reader, sessions_for_reader, waiting_for_lister
from netral.pledges.forms.sessions import ABSENCE_WORDS, SessionForm, session_typed
from netral.pledges.models import PledgeSession
from netral.pledges.queries import (
    pledge_rows,
    pledge_texts,
    waiting_rows,
)
from netral.pledges.queries.reminders import reminder_asked_at
from netral.pledges.queries.rolls import roll_unconfirmed
from netral.pledges.queries.sessions import session_replaced
from netral.pledges.services import (
    SameNameError,
    session_close,
    session_draft,
    session_open,
    session_revise,
)
from netral.pledges.views.wordings import wordings_offered
from netral.shell.confirm import Question, confirm_page
from netral.shell.format import long_moment, number, plain_cell
from netral.shell.http import StaffRequest

PAGE_ROWS = 50


@require_GET
def sessions(request: StaffRequest) -> HttpResponse:
    """All sessions that concern the officer's units."""
    actor = actor_required(request)
    page = Paginator(sessions_for_reader(actor), PAGE_ROWS).get_page(request.GET.get("halaman"))
    rows = [(session, _phase_words(session, request)) for session in page]
    context = {"page": page, "rows": rows, "may_draft": actor.role in DRAFTERS}
    return render(request, "pledges/sessions.html", context)


@require_GET
def session(request: StaffRequest, ref: str) -> HttpResponse:
    """One session: its figures by agency, and what may be done with it."""
    actor = actor_required(request)
    found = session_for_reader(actor, ref)
    rows = pledge_rows(session=found, scope=actor.unit)
    is_theirs = is_within(found.unit.path, actor.unit)
    moves = moves_from(MOVES, Stage(found.stage), actor.role) if is_theirs else ()
    context = {
        "session": found,
        "phase": _phase_words(found, request),
        "rows": rows,
        "done": sum(row.done or 0 for row in rows),
        "total": sum(row.total for row in rows),
        "acts": {move.act for move in moves},
        "may_list": actor.role in LISTERS,
        "may_call_roll": found.kind == Kind.ROOM and actor.role in ROLL_CALLERS,
        "may_photograph": is_theirs and _may_photograph(found, actor.role),
        "counted_at": request.at,
    }
    return render(request, "pledges/session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: StaffRequest) -> HttpResponse:
    """Prepare a session."""
    actor = actor_required(request)
    require(actor, DRAFTERS, actor.unit)
    form = _session_form(request, None)
    if form.is_bound and form.is_valid() and (made := _planned(request, form)) is not None:
        messages.success(request, _("Sesi disiapkan. Periksa, lalu buka pada waktunya."))
        return redirect("pledge-session", ref=made.ref)
    back = reverse("pledge-sessions")
    return _draft_page(request, form, title=_("Siapkan sesi ikrar"), back_url=back)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: StaffRequest, ref: str) -> HttpResponse:
    """Change a session that is not open yet."""
    _actor, found = _session_led(request, ref, DRAFTERS)
    form = _session_form(request, found)
    if form.is_bound and form.is_valid() and _planned(request, form, ref) is not None:
        messages.success(request, _("Perubahan disimpan."))
        return redirect("pledge-session", ref=ref)
    back = reverse("pledge-session", kwargs={"ref": ref})
    return _draft_page(request, form, title=_("Ubah sesi ikrar"), back_url=back)


@require_http_methods(["GET", "HEAD", "POST"])
def open_session(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask once more, then open."""
    actor, found = _session_led(request, ref, OPENERS)
    if request.method == "POST":
        session_open(actor=actor, ref=SessionRef(ref), at=request.at)
        messages.success(request, _("Sesi dibuka."))
        return redirect("pledge-session", ref=ref)
    question = Question(
        title=_("Buka sesi ikrar?"),
        explanation=found.title,
        consequences=[
            _("Naskahnya tetap: tidak bisa diubah lagi setelah dibuka."),
            _("Pegawai %(unit)s bisa berikrar mulai %(opens)s sampai %(closes)s.")
            % {
                "unit": found.unit.name,
                "opens": _moment_said(found.opens_at, request),
                "closes": _moment_said(found.closes_at, request),
            },
            *_replacing(found),
        ],
        action=_("Buka sesi"),
        back_url=reverse("pledge-session", kwargs={"ref": ref}),
    )
    return confirm_page(request, question)


@require_http_methods(["GET", "HEAD", "POST"])
def close_session(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask once more, then close for good."""
    actor, found = _session_led(request, ref, OPENERS)
    if request.method == "POST":
        session_close(actor=actor, ref=SessionRef(ref), at=request.at)
        messages.success(request, _("Sesi ditutup."))
        return redirect("pledge-session", ref=ref)
    question = Question(
        title=_("Tutup sesi ikrar?"),
        explanation=found.title,
        consequences=[
            _("Tidak ada lagi yang bisa berikrar di sesi ini."),
            *(_closing_of_room(found) if found.kind == Kind.ROOM else ()),
            _("Yang belum berikrar memerlukan sesi susulan."),
        ],
        action=_("Tutup sesi"),
        is_grave=True,
        back_url=reverse("pledge-session", kwargs={"ref": ref}),
    )
    return confirm_page(request, question)


def _replacing(session: PledgeSession) -> Iterator[str]:
    """Yield what opening does to the figures of a session before it: seldom what one wants."""
    if (before := session_replaced(session)) is not None:
        words = _(
            "Jangkauan sesudah itu menghitung sesi ini saja. Ikrar di “%(title)s” tidak lagi "
            "dihitung di sana, dan orangnya diminta berikrar lagi. Untuk yang tertinggal, "
            "lebih baik sesi itu tidak ditutup dulu."
        )
        yield words % {"title": before.title}


def _closing_of_room(session: PledgeSession) -> Iterator[str]:
    """Yield what else ends with a session in a room: above all a list that nobody confirmed."""
    if lost := roll_unconfirmed(session):
        words = ngettext(
            "%(n)s nama di daftar hadir belum disahkan. Sesudah ditutup, ikrarnya tidak tercatat.",
            "%(n)s nama di daftar hadir belum disahkan. Sesudah ditutup, ikrarnya tidak tercatat.",
            lost,
        )
        yield words % {"n": number(lost)}
    yield _("Foto berita acaranya tidak bisa diubah lagi.")


@require_GET
def waiting(request: StaffRequest, ref: str) -> HttpResponse:
    """Who has not pledged, unit by unit."""
    actor = actor_required(request)
    found = session_for_reader(actor, ref)
    persons = waiting_for_lister(actor, found)
    page = Paginator(persons, PAGE_ROWS).get_page(request.GET.get("halaman"))
    rows = [
        (row, ABSENCE_WORDS[Absence(row.kind)] if row.kind else "")
        for row in waiting_rows(
            actor=actor, session=found, persons=page.object_list, on=request.today
        )
    ]
    context = {
        "session": found,
        "page": page,
        "rows": rows,
        "may_remind": found.stage == Stage.OPEN and request.at < found.closes_at,
        "may_stop": reminder_asked_at(actor=actor, matter=found.ref, at=request.at) is not None,
    }
    return render(request, "pledges/waiting.html", context)


@require_GET
def waiting_file(request: StaffRequest, ref: str) -> HttpResponse:
    """The same list as CSV; a cell never begins as a formula."""
    actor = actor_required(request)
    found = session_for_reader(actor, ref)
    persons = waiting_for_lister(actor, found)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="belum-berikrar-{ref}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([_("Unit"), _("Nama"), _("NIP"), _("Jabatan"), _("Keadaan")])
    rows = waiting_rows(actor=actor, session=found, persons=persons, on=request.today)
    for row in rows:
        person = row.person
        state = _("Ada alasan") if row.kind else _("Belum berikrar")
        # A spreadsheet would round eighteen digits: the apostrophe keeps the NIP a text.
        cells = [person.unit.name, person.name, f"'{person.nip}", person.post_title, state]
        writer.writerow([plain_cell(cell) for cell in cells])
    return response


def _session_led(
    request: StaffRequest, ref: str, roles: Collection[Role]
) -> tuple[Actor, PledgeSession]:
    """Return who acts and a session over the whole of which they may act in one of the roles."""
    actor = actor_required(request)
    found = session_for_reader(actor, ref)
    require(actor, roles, found.unit.path)
    return actor, found


def _moment_said(at: datetime, request: StaffRequest) -> str:
    """Return a moment in the zone of the government, in the reader's language."""
    return long_moment(at.astimezone(request.at.tzinfo), get_language() or "id")


def _may_photograph(session: PledgeSession, role: Role) -> bool:
    """Tell whether the role may add photos to the minutes of a session that was opened."""
    is_room = session.kind == Kind.ROOM and session.stage != Stage.DRAFTED
    return is_room and role in PHOTOGRAPHERS


def _session_form(request: StaffRequest, found: PledgeSession | None) -> SessionForm:
    """Return the form; of a session that exists, the unit stays as it is."""
    actor = request.actor
    units = Unit.objects.visible_to(actor.unit).live_on(request.today).exclude(kind="unit")
    own = [found.unit] if found else units.order_by("path")
    return SessionForm(
        request.POST if request.method == "POST" else None,
        initial=session_typed(found) if found else None,
        units=own,
        texts=pledge_texts(actor=actor),
        zone=str(request.at.tzinfo),
    )


def _planned(request: StaffRequest, form: SessionForm, ref: str = "") -> PledgeSession | None:
    """Keep the plan, of the session ``ref`` if there is one; what clashes stands in the form."""
    actor, plan, at = request.actor, form.plan(), request.at
    try:
        if ref:
            return session_revise(actor=actor, ref=SessionRef(ref), plan=plan, at=at)
        return session_draft(actor=actor, plan=plan, at=at)
    except SameNameError as error:
        form.add_error("title", str(error))
        return None


def _draft_page(
    request: StaffRequest, form: SessionForm, *, title: str, back_url: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back_url": back_url,
        "wordings": wordings_offered(request),
    }
    return render(request, "pledges/draft.html", context, status=422 if form.errors else 200)


def _phase_words(session: PledgeSession, request: StaffRequest) -> tuple[str, str]:
    """Return the tag of a session: its form and its words."""
    now = phase(Stage(session.stage), session.opens_at, session.closes_at, request.at)
    return {
        Phase.PLANNED: ("open", _("Dijadwalkan")),
        Phase.WAITING: ("soon", _("Ruang tunggu dibuka")),
        Phase.RUNNING: ("run", _("Berlangsung")),
        Phase.ENDED: ("shut", _("Ditutup")),
    }[now]
