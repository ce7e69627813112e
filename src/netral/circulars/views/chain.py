"""Down the chain: the days of each level, the gap list, reminding, patterns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.circulars.access import (
    NAMES_SEEN_BY,
    circular_seen,
    officer_required,
    reminder_seen,
    unit_seen,
    version_in_force_required,
)
from netral.circulars.forms.chain import (
    GAP_CHOICES,
    DeadlineForm,
    GapFilterForm,
    SuperiorForm,
)
from netral.circulars.models import Reminder
from netral.circulars.queries.deadlines import terms_of
from netral.circulars.queries.gaps import (
    gap_persons,
    gap_rows,
    gap_sum,
    refusals_of,
    reminder_counts,
    reminder_next,
    reminders_of,
    superiors_of,
)
from netral.circulars.queries.pages import reading_due
from netral.circulars.queries.patterns import SEEN_BY, patterns_below
from netral.circulars.services.deadlines import deadlines_set
from netral.circulars.services.reminders import ReminderWish, reminder_ask, reminder_stop
from netral.circulars.views.words import GAP_TITLES
from netral.core.access import require
from netral.core.flow.passing import SETTERS
from netral.core.flow.reminding import LETTER_GAPS, UNDO, Gap, reminders_by
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.gateways.chosen import open_ways
from netral.people.models import Notice
from netral.shell.confirm import Question, confirm_page
from netral.shell.format import number, short_moment
from netral.shell.http import StaffRequest

ROWS_A_PAGE = 50
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@LOOK_OR_SEND
def deadlines(request: StaffRequest, ref: str) -> HttpResponse:
    """Show and set how many days each level has."""
    actor = officer_required(request)
    require(actor, SETTERS, actor.government)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    form = DeadlineForm(request.POST or None, terms=terms_of(version))
    if form.is_valid():
        deadlines_set(
            actor=actor,
            ref=CircularRef(ref),
            days=form.days(),
            is_workdays=form.is_workdays,
            at=request.at,
        )
        messages.success(request, _("Batas waktu tersimpan."))
        return redirect("circular-detail", ref=ref)
    context = {"form": form, "circular": version.circular, "version": version}
    status = 422 if form.is_bound else 200
    return render(request, "circulars/deadlines.html", context, status=status)


@require_GET
def gaps(request: StaffRequest, ref: str, path: str) -> HttpResponse:
    """List who has a gap in a unit and below, how each is reached, and offer to remind."""
    actor = officer_required(request)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    asked = GapFilterForm(request.GET)
    place = unit_seen(actor, UnitPath(path), request.today, roles=reminders_by(asked.gap))
    whole = gap_persons(version, place.path, asked.gap, on=request.today)
    people = gap_persons(
        version,
        place.path,
        asked.gap,
        on=request.today,
        superior=asked.said("atasan"),
        name=asked.said("cari"),
    )
    page = Paginator(people, ROWS_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "circular": version.circular,
        "version": version,
        "place": place,
        "gap": asked.gap.value,
        "asked": asked,
        "gaps": [
            ("" if value == Gap.READ else value, words)
            for value, words in GAP_CHOICES
            if _may(actor, value)
        ],
        "superiors": superiors_of(whole),
        "superior": asked.said("atasan"),
        "page": page,
        "is_narrowed": not page.paginator.count and whole.exists(),
        "rows": gap_rows(list(page), open_ways()),
        "due": reading_due(version, request.today),
        "reminders": reminders_of(version, place.path).filter(gap=asked.gap.value)[:5],
        "can_list": actor.role in NAMES_SEEN_BY,
    }
    return render(request, "circulars/gaps.html", context)


@LOOK_OR_SEND
def remind(request: StaffRequest, ref: str, path: str, gap: str) -> HttpResponse:
    """Say how many are reminded by which way and when; then ask the worker to do it."""
    if gap not in LETTER_GAPS:
        raise NotVisibleError
    actor, wanted = officer_required(request), Gap(gap)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    place = unit_seen(actor, UnitPath(path), request.today, roles=reminders_by(wanted))
    under = SuperiorForm(request.POST if request.method == "POST" else request.GET)
    superior = under.cleaned_data["atasan"] if under.is_valid() else ""
    if request.method == "POST":
        made = reminder_ask(
            actor=actor,
            ref=CircularRef(ref),
            wish=ReminderWish(UnitPath(path), wanted, superior),
            open_ways=open_ways(),
            at=request.at,
        )
        _say_when(request, made)
        return redirect("reminder", ref=made.ref)
    people = list(gap_persons(version, place.path, wanted, on=request.today, superior=superior))
    context = {
        "circular": version.circular,
        "place": place,
        "gap": gap,
        "title": GAP_TITLES[wanted],
        "sum": gap_sum(people, open_ways(), today=request.today),
        "superior": superior,
        "ways": open_ways(),
        "can_list": actor.role in NAMES_SEEN_BY,
    }
    return render(request, "circulars/remind.html", context)


@require_GET
def reminder(request: StaffRequest, ref: str) -> HttpResponse:
    """Show how far a reminder is: when it begins, how many went, what providers refused."""
    found = reminder_seen(officer_required(request), ref)
    counts = reminder_counts(found)
    context = {
        "reminder": found,
        "circular": found.version.circular,
        "title": GAP_TITLES[Gap(found.gap)],
        "counts": [(words, counts.get(value, 0)) for value, words in Notice.State.choices],
        "total": sum(counts.values()),
        "refusals": refusals_of(found),
        "is_early": found.starts_at > request.at,
        "was_quiet": found.starts_at > found.asked_at + UNDO,
        "next_at": reminder_next(found),
        "can_stop": _can_stop(found, counts),
    }
    return render(request, "circulars/reminder.html", context)


@LOOK_OR_SEND
def reminder_end(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask once more, then stop what was not sent yet."""
    actor = officer_required(request)
    found = reminder_seen(actor, ref)
    if request.method == "POST":
        reminder_stop(actor=actor, ref=ref, at=request.at)
        messages.success(request, _("Pengingat dihentikan."))
        return redirect("reminder", ref=ref)
    waiting = reminder_counts(found).get(Notice.State.WAITING.value, 0)
    question = Question(
        title=_("Hentikan pengingat?"),
        explanation=found.version.circular.title,
        consequences=[
            _("Pesan yang belum dikirim tidak jadi dikirim: %(n)s.") % {"n": number(waiting)},
            _("Yang sudah dikirim tidak bisa ditarik."),
        ],
        action=_("Hentikan"),
        back_url=reverse("reminder", args=[ref]),
    )
    return confirm_page(request, question)


@require_GET
def patterns(request: StaffRequest, ref: str) -> HttpResponse:
    """Show which units below were done within an hour from one browser: facts, no judgement."""
    actor = officer_required(request)
    require(actor, SEEN_BY, actor.unit)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    context = {
        "circular": version.circular,
        "rows": patterns_below(actor, version, at=request.at),
    }
    return render(request, "circulars/patterns.html", context)


def _may(actor: Any, gap: str) -> bool:
    return actor.role in reminders_by(Gap(gap))


def _say_when(request: StaffRequest, made: Reminder) -> None:
    """Say when a reminder begins; of one pressed again, that it is the one asked for before."""
    zone, lang = request.at.tzinfo, get_language() or "id"
    asked, starts = (
        short_moment(at.astimezone(zone), lang) for at in (made.asked_at, made.starts_at)
    )
    if made.asked_at == request.at:
        told = _("Pengingat dikirim mulai %(time)s. Sebelum itu bisa dihentikan.")
        messages.success(request, told % {"time": starts})
        return
    told = _(
        "Tidak dibuat lagi: pengingat ini sudah diminta %(name)s, %(asked)s, dan belum dikirim. "
        "Dikirim mulai %(time)s."
    )
    messages.info(request, told % {"name": made.asked_name, "asked": asked, "time": starts})


def _can_stop(found: Reminder, counts: Any) -> bool:
    is_waiting = found.queued_at is None or counts.get(Notice.State.WAITING.value, 0) > 0
    return found.stopped_at is None and is_waiting
