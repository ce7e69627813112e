"""The government's calendar and its numbers for unconfirmed clocks, and what a change moves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netral.cases.access import settings_reader
from netral.cases.forms.law_settings import ClockNumberForm, HolidayForm
from netral.cases.queries.recount import Effect, effect_of_day, effect_of_number
from netral.cases.services.tries import step_try
from netral.core.access import Actor, Role
from netral.core.clock import Setting
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.terms import Holiday
from netral.people.access import actor_required
from netral.people.queries.calendar import (
    calendar_of,
    changes_of,
    holiday_of,
    holiday_years_of,
    holidays_of,
    national_of,
    numbers_past,
    open_clock,
    open_clocks,
)
from netral.people.services.calendar import holiday_add, holiday_withdraw
from netral.people.services.clock_numbers import (
    clock_number_confirm,
    clock_number_end,
    clock_number_propose,
)
from netral.shell.http import StaffRequest

LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
SURE = "yakin"


@LOOK_OR_SEND
def calendar(request: StaffRequest) -> HttpResponse:
    """Show a year's closed days and the open clocks; take one more day, shown before it is kept."""
    actor = settings_reader(actor=actor_required(request))
    form = HolidayForm(request.POST or None)
    if not form.is_valid():
        return _calendar_page(request, actor, form, 422 if form.is_bound else 200)
    if "ubah" in request.POST:
        return _calendar_page(request, actor, form, 200)
    if SURE not in request.POST:
        effect = _day_effect(request, actor, Holiday(**form.cleaned_data), is_closed=True)
        context = {"form": form, "wish": form.wish(), "effect": effect, "sure": SURE}
        return render(request, "cases/holiday_sure.html", context)
    tried = step_try(lambda: holiday_add(actor=actor, wish=form.wish(), at=request.at))
    if tried.refusal:
        form.add_error(None, tried.refusal)
        return _calendar_page(request, actor, form, tried.status)
    messages.success(
        request, _("Hari libur disimpan. Batas waktu yang berjalan sedang dihitung ulang.")
    )
    return redirect("calendar")


@LOOK_OR_SEND
def withdraw(request: StaffRequest, holiday: int) -> HttpResponse:
    """Show what opening a day again moves; open it."""
    actor = settings_reader(actor=actor_required(request))
    found = holiday_of(actor.government, holiday)
    if request.method == "POST":
        holiday_withdraw(actor=actor, holiday=holiday, at=request.at)
        messages.success(
            request, _("Hari libur dicabut. Batas waktu yang berjalan sedang dihitung ulang.")
        )
        return redirect("calendar")
    day = Holiday(found.day, found.name, found.kind, found.decree)
    effect = _day_effect(request, actor, day, is_closed=False)
    return render(request, "cases/holiday_withdraw.html", {"holiday": found, "effect": effect})


@LOOK_OR_SEND
def clock(request: StaffRequest, code: str) -> HttpResponse:
    """Show an open clock's numbers; take a proposal, which a second person confirms."""
    actor = settings_reader(actor=actor_required(request))
    found = open_clock(actor.government, code)
    held = found.proposed or found.live
    initial = {"n": held.n, "source": held.source} if held else None
    form = ClockNumberForm(request.POST or None, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        tried = step_try(
            lambda: clock_number_propose(actor=actor, code=code, at=request.at, **form.cleaned_data)
        )
        if not tried.refusal:
            messages.success(request, _("Usul disimpan. Petugas lain perlu mengonfirmasinya."))
            return redirect("clock_setting", code=code)
        form.add_error(None, tried.refusal)
        status = tried.status
    context = {
        "form": form,
        "clock": found,
        "past": numbers_past(actor.government, code),
        "effect": _number_effect(request, actor, code, found.proposed),
        "is_own": found.proposed is not None and found.proposed.entered_by == actor.account,
        "may_write": actor.role is Role.OFFICER,
    }
    return render(request, "cases/clock_number.html", context, status=status)


@require_POST
def number(request: StaffRequest, setting: int, act: str) -> HttpResponse:
    """Confirm a proposed number, or end one."""
    actor = settings_reader(actor=actor_required(request))
    if act == "konfirmasi":
        found = clock_number_confirm(actor=actor, setting=setting, at=request.at)
        messages.success(
            request, _("Angka berlaku. Batas waktu yang berjalan sedang dihitung ulang.")
        )
    elif act == "akhiri":
        found = clock_number_end(actor=actor, setting=setting, at=request.at)
        messages.success(request, _("Angka itu tidak dipakai lagi."))
    else:
        raise NotVisibleError("Langkah ini tidak ada.")
    return redirect("clock_setting", code=found.code)


def _calendar_page(
    request: StaffRequest, actor: Actor, form: HolidayForm, status: int
) -> HttpResponse:
    years = holiday_years_of(actor.government, request.today)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked in map(str, years) else request.today.year
    changes = changes_of(actor.government)
    context = {
        "form": form,
        "year": year,
        "shown_year": str(year),
        "years": [(str(item), str(item)) for item in years],
        "own": holidays_of(actor.government, year),
        "national": national_of(year),
        "clocks": open_clocks(actor.government),
        "changes": changes,
        "running": next((item for item in changes if item.finished_at is None), None),
        "may_write": actor.role is Role.OFFICER,
    }
    return render(request, "cases/calendar.html", context, status=status)


def _day_effect(
    request: StaffRequest, actor: Actor, holiday: Holiday, *, is_closed: bool
) -> Effect:
    return effect_of_day(
        government=actor.government,
        calendar=calendar_of(actor.government, request.today),
        today=request.today,
        holiday=holiday,
        is_closed=is_closed,
    )


def _number_effect(request: StaffRequest, actor: Actor, code: str, proposed: Any) -> Effect | None:
    if proposed is None:
        return None
    return effect_of_number(
        government=actor.government,
        calendar=calendar_of(actor.government, request.today),
        today=request.today,
        code=code,
        setting=Setting(proposed.n, proposed.source),
    )
