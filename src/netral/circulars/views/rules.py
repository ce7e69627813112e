"""The public pages of the law: browse, one act, what changed. Nobody signs in, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from netral.circulars.queries import rules_lists as lists
from netral.circulars.queries.rules_acts import act_page, records_of
from netral.circulars.queries.rules_days import change_on, day_asked, days_of_change, era_of
from netral.circulars.queries.rules_search import LONGEST, rules_found
from netral.circulars.queries.rules_told import (
    act_title,
    election_calendar,
    group_title,
    share_text,
)
from netral.circulars.queries.rules_words import Words
from netral.circulars.services.rules_sheets import rule_sheet_pdf
from netral.core import law
from netral.core.text.examples import allowed_to
from netral.papers.services.group_sheets import SheetKind
from netral.shell.http import PublicRequest
from netral.shell.templatetags.look import tanggal_biasa

KEEP_SECONDS = 300
PAGE_ROWS = 10
View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Answer a look alone, and let anyone keep the page for five minutes.

    The language is in a cookie, so copies differ by cookie; what someone signed in sees, what
    went wrong, and what a view wants kept by nobody, is kept by nobody.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = view(request, *args, **named)
        is_alike = settings.SESSION_COOKIE_NAME not in request.COOKIES
        is_free = "Cache-Control" not in response
        if is_alike and is_free and response.status_code == 200:  # noqa: PLR2004
            patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
            patch_vary_headers(response, ["Cookie"])
        return response

    return require_safe(conditional_page(answer))


@kept
def start(request: PublicRequest) -> HttpResponse:
    """Show the ways into the law, and where each election stands."""
    day = _day(request)
    context = {
        "stages": lists.stages_told(day),
        "families": lists.families(day),
        "groups": law.groups(day),
        "stage_entries": lists.stage_entries(day),
        "days": lists.days_near(day),
        "counts": {
            "contested": len(lists.disputes()),
            "unconfirmed": len(lists.unconfirmed(day)),
        },
    }
    return _page(request, "start", _("Aturan netralitas"), context)


@kept
def search(request: PublicRequest) -> HttpResponse:
    """Show the records that fit the words, best first; the words are kept nowhere.

    Not on the phone either: the worker keeps only what is called public, and a phone is shared.
    """
    asked = request.GET.get("q", "").strip()[:LONGEST]
    found = rules_found(asked, _day(request)) if asked else []
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("halaman"))
    response = _page(request, "search", _("Cari aturan"), {"q": asked, "page": page})
    if asked:
        response["Cache-Control"] = "no-store"
    return response


@kept
def calendar(request: PublicRequest, key: str) -> HttpResponse:
    """Hand out the stages of an election for the calendar on a phone."""
    # The same all day, so that a copy which was kept stays good.
    stamp = request.at.replace(hour=0, minute=0, second=0, microsecond=0)
    election = lists.election_named(key)
    text = election_calendar(election, url=_canonical("rules"), stamp=stamp)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.ics"'
    return response


@kept
def act(request: PublicRequest, code: str) -> HttpResponse:
    """Show one act by the law of a day; a day without it is answered with its days in force."""
    if code != code.upper():
        known = records_of(code.upper())[0].code
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('rule-act', args=[known])}{query}")
    day = _day(request)
    page = act_page(code, day)
    if page is None:
        records = records_of(code)
        context = {"records": records, "act": records[0]}
        return _page(
            request, "not_in_force", _("Belum atau tidak lagi berlaku"), context, status=404
        )
    url = _canonical("rule-act", code)
    context = {"page": page, "canonical": url, "share": share_text(page, url)}
    return _page(request, "act", act_title(page.act), context)


@kept
def family(request: PublicRequest, key: str) -> HttpResponse:
    """Show the acts of one family."""
    words, lines = lists.family_lines(key, _day(request))
    return _page(request, "family", words, {"lines": lines})


@kept
def group(request: PublicRequest, key: str) -> HttpResponse:
    """Show what binds one group of people, and who deals with it."""
    day = _day(request)
    found = lists.group_named(key, day)
    context = {
        "group": found,
        "lines": lists.group_lines(found, day),
        "allowed": allowed_to(found.id),
    }
    return _page(request, "group", group_title(found), context)


@kept
def sheets(request: PublicRequest) -> HttpResponse:
    """List the posters and leaflets, one of each for every group and language."""
    groups = law.groups(_day(request))
    return _page(request, "sheets", _("Poster dan selebaran"), {"groups": groups})


@kept
def sheet(request: PublicRequest, key: str, kind: SheetKind, language: str) -> HttpResponse:
    """Hand out a group's poster or leaflet by the law of a day."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    pdf = rule_sheet_pdf(kind=kind, group=key, language=language, day=_day(request))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{kind.value}-{key}-{language}.pdf"'
    return response


@kept
def stage(request: PublicRequest, key: str) -> HttpResponse:
    """Show what one stage of an election forbids, and the calendars."""
    day = _day(request)
    words = lists.stage_named(key)
    only, always = lists.stage_lines(key, day)
    context = {"only": only, "always": always, "calendars": lists.calendars(day), "stage": key}
    return _page(request, "stage", words, context)


@kept
def changes(request: PublicRequest) -> HttpResponse:
    """List the days on which the law or a stage changes."""
    told = [change_on(day) for day in reversed(days_of_change())]
    return _page(request, "changes", _("Hari-hari yang mengubah aturan"), {"changes": told})


@kept
def change(request: PublicRequest, day: str) -> HttpResponse:
    """Show what one day changes, before and after side by side."""
    found = change_on(day_asked(day, request.today))
    title = _("Apa yang berubah pada %(day)s") % {"day": tanggal_biasa(found.day)}
    return _page(request, "change", title, {"change": found})


@kept
def sanctions(request: PublicRequest) -> HttpResponse:
    """Show every menu of sanctions of a day, who examines and who decides."""
    day = _day(request)
    context = {"levels": lists.levels_told(day), "outside": lists.outside_menus(day)}
    return _page(request, "sanctions", _("Sanksi, pemeriksa, pemutus"), context)


@kept
def clocks(request: PublicRequest) -> HttpResponse:
    """Show the rules of time of a day."""
    parts = lists.clocks_told(_day(request))
    return _page(request, "clocks", _("Daftar batas waktu"), {"parts": parts})


@kept
def addressees(request: PublicRequest) -> HttpResponse:
    """Show to whom which matter is referred."""
    told = lists.addressees_told(_day(request))
    return _page(request, "addressees", _("Diteruskan kepada siapa"), {"addressees": told})


@kept
def contested(request: PublicRequest) -> HttpResponse:
    """Show the questions on which sources differ, each side with its source."""
    return _page(request, "contested", _("Masih diperdebatkan"), {"disputes": lists.disputes()})


@kept
def unconfirmed(request: PublicRequest) -> HttpResponse:
    """Show what the data says of itself that it is not sure of."""
    rows = lists.unconfirmed(_day(request))
    return _page(request, "unconfirmed", _("Belum terkonfirmasi"), {"rows": rows})


@kept
def instruments(request: PublicRequest) -> HttpResponse:
    """Show the statutes, decrees and circulars with the acts that rest on each."""
    found = lists.instruments(_day(request))
    return _page(request, "instruments", _("Daftar peraturan"), {"instruments": found})


def _day(request: PublicRequest) -> date:
    return day_asked(request.GET.get("pada", ""), request.today)


def _canonical(name: str, *args: str) -> str:
    return f"{settings.NETRAL_ORIGIN}{reverse(name, args=args)}"


def _page(
    request: PublicRequest,
    name: str,
    title: Words,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page of the law with what each of them tells: its day and the law's version."""
    day = _day(request)
    chosen = day.isoformat() if request.GET.get("pada") else ""
    told = {
        "title": title,
        "day": day,
        "era": era_of(day),
        "is_future": day > request.today,
        "chosen": chosen,
        "on": f"?pada={chosen}" if chosen else "",
        "version": law.LAW_VERSION[:12],
        **context,
    }
    return render(request, f"circulars/rules/{name}.html", told, status=status)
