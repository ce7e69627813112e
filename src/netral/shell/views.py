"""The shell's own pages: the sheet of components, the language, what robots may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from netral.shell.sample import sample_context

ROBOTS = "User-agent: *\nDisallow: /meja/\nDisallow: /akun/\nDisallow: /t/\n"
DOORS = frozenset({"public", "asn", "staff", "letter", "confirm"})


# A chosen language harms nobody, and a page without a token needs no cookie to be read.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Remember the chosen language and go back to where the reader was."""
    return set_language(request)


@require_safe
def gaya(request: HttpRequest) -> HttpResponse:
    """Show every component once."""
    number = request.GET.get("halaman", "1")
    page_number = int(number[:3]) if number.isdecimal() else 1
    return render(request, "shell/gaya.html", sample_context(page_number))


@require_safe
def gaya_door(request: HttpRequest, door: str) -> HttpResponse:
    """Show one of the bases with a short text in it."""
    if door not in DOORS:
        raise Http404
    context = {
        "title": gettext("Mundur dari perkara ini?"),
        "explanation": gettext("Akses Anda berhenti sekarang. Petugas lain dipilih lewat undian."),
        "action": gettext("Mundur dari perkara"),
        "back_url": "/gaya/",
        "is_grave": True,
    }
    template = "shell/confirm.html" if door == "confirm" else f"shell/gaya_{door}.html"
    return render(request, template, context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how well these pages can be used, and what to do where they cannot."""
    return render(request, "shell/accessibility.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is for, why it can be trusted and who runs it."""
    return render(request, "shell/about.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say what search engines may not read."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Lead browsers that ask for the old address to the mark."""
    return redirect(static("shell/mark.svg"), permanent=True)
