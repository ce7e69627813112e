"""The government's calendar: national days, its own, and numbers the law leaves open."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netral.core.access import Actor, Role, require
from netral.people.access import actor_required
from netral.people.forms.calendar import ClockSettingForm, HolidayForm
from netral.people.queries.calendar import holidays_of, national_of, open_clock, open_clocks
from netral.people.services.calendar import (
    HolidayWish,
    clock_setting_set,
    holiday_add,
    holiday_withdraw,
)
from netral.shell.http import StaffRequest

LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def officer_required(request: StaffRequest) -> Actor:
    """Return the personnel officer of the whole government."""
    actor = actor_required(request)
    require(actor, Role.OFFICER, actor.government)
    return actor


@LOOK_OR_SEND
def calendar(request: StaffRequest) -> HttpResponse:
    """Show the year's closed days and the open clocks; take one more day."""
    actor = officer_required(request)
    form = HolidayForm(request.POST or None)
    if form.is_valid():
        holiday_add(actor=actor, wish=HolidayWish(**form.cleaned_data), at=request.at)
        messages.success(
            request, _("Hari libur disimpan. Batas waktu yang berjalan dihitung ulang.")
        )
        return redirect("calendar")
    year = request.today.year
    context = {
        "form": form,
        "year": year,
        "own": holidays_of(actor.government, year),
        "national": national_of(year),
        "clocks": open_clocks(actor.government, request.today),
    }
    return render(request, "people/calendar.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: StaffRequest, holiday: int) -> HttpResponse:
    """Open a day again."""
    holiday_withdraw(actor=officer_required(request), holiday=holiday, at=request.at)
    messages.success(request, _("Hari libur dicabut."))
    return redirect("calendar")


@LOOK_OR_SEND
def clock(request: StaffRequest, code: str) -> HttpResponse:
    """Set the government's number for an open clock, with its source."""
    actor = officer_required(request)
    found = open_clock(actor.government, code, request.today)
    initial = {"n": found.setting.n, "source": found.setting.source} if found.setting else None
    form = ClockSettingForm(request.POST or None, initial=initial)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "clock": found}
        return render(request, "people/clock.html", context, status=status)
    clock_setting_set(actor=actor, code=code, at=request.at, **form.cleaned_data)
    messages.success(request, _("Angka disimpan."))
    return redirect("calendar")
