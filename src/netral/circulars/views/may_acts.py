""" "Perbuatan apa ini?": a citizen's words read into acts of the law. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from netral.circulars.forms.may import StoryForm
from netral.core import law
from netral.core.text import Assessment, assess
from netral.shell.http import PublicRequest

SURE, LIKELY = 0.7, 0.45
MISSING = {
    "waktu": _("kapan terjadi"),
    "tempat": _("di mana"),
    "pelaku": _("siapa yang berbuat, atau apa jabatannya"),
    "perbuatan": _("apa yang dilakukan"),
    "bukti": _("apa buktinya"),
}
TRACKS = {
    "disiplin": _("jalur disiplin"),
    "etika": _("jalur kode etik"),
    "pidana": _("jalur pidana, lewat Bawaslu"),
    "administrasi": _("jalur administrasi, lewat Bawaslu"),
    "bukan_pelanggaran": _("bukan pelanggaran"),
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def acts(request: PublicRequest) -> HttpResponse:
    """Show the form; a POST shows which acts the words resemble, and keeps none of them."""
    form = StoryForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "circulars/may/acts.html", {"form": form}, status=status)
    story = form.cleaned_data["cerita"]
    found = assess(story, on=request.today)
    context = {
        "form": form,
        "story": story,
        "pieces": list(_marked(story, found)),
        "rows": [_row(item) for item in found.acts],
        "missing": [MISSING[part] for part in found.missing] if found.acts else [],
        "notes": found.notes,
        "family": found.acts[0].family if found.acts else "",
    }
    return render(request, "circulars/may/acts.html", context)


def _marked(story: str, found: Assessment) -> Iterator[dict[str, Any]]:
    """Cut the words into pieces; those that spoke for an act are marked."""
    place = 0
    for start, end in _joined(span for item in found.acts for span in item.spans):
        yield {"text": story[place:start], "is_marked": False}
        yield {"text": story[start:end], "is_marked": True}
        place = end
    yield {"text": story[place:], "is_marked": False}


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order; those that overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _row(item: Any) -> dict[str, Any]:
    record = next(act for act in law.the_law().acts if act.code == item.code)
    return {
        "item": item,
        "act": record,
        "likeness": _likeness(item.score),
        "track": TRACKS.get(item.track, item.track),
        "disputes": [one for one in law.contested_of(item.code) if item.contested],
    }


def _likeness(score: float) -> Any:
    if score >= SURE:
        return _("Sangat mirip")
    return _("Mirip") if score >= LIKELY else _("Agak mirip")
