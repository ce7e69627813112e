"""The picture of an answer, and what keeps opened pages readable without a network."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netral.circulars.queries.may import AskedAs, Told, answer_chosen
from netral.circulars.services.card import DRAWABLE, CardWords, card_png
from netral.circulars.views.may import answer_context, as_form, verdict_words
from netral.circulars.views.rules import kept
from netral.core.kinds.errors import NotVisibleError
from netral.core.law import LAW_VERSION
from netral.core.text.may import MayAnswer
from netral.shell.http import PublicRequest
from netral.shell.templatetags.look import kata, tanggal_biasa

ARTICLES_SHOWN = 1
STYLES = (
    "shell/tokens.css",
    "shell/page.css",
    "shell/pieces.css",
    "vendor/pico-2.1.1/pico.min.css",
    "shell/mark.svg",
    "circulars/may.css",
    "circulars/rules.css",
    "circulars/luring.js",
)
"""What a page needs to look like itself; kept with the first page that is opened."""
WORKER = Path(__file__).resolve().parent.parent / "static" / "circulars" / "pekerja.js"


@kept
def card(request: PublicRequest, situation: str) -> HttpResponse:
    """Return the picture of an answer, for whom and when the address says."""
    form = as_form(request, request.GET)
    asked = form.asked()
    told = answer_chosen(situation, asked)
    if told.answer.verdict.value not in DRAWABLE:
        raise NotVisibleError(_("Keadaan ini belum ada jawabannya, jadi belum ada kartunya."))
    context = answer_context(told, form)
    words = _words(told, asked, whom=_whom(context, told.office), url=str(context["here"]))
    headers = {"Content-Disposition": f'inline; filename="boleh-tidak-{situation}.png"'}
    return HttpResponse(card_png(words), content_type="image/png", headers=headers)


def _words(told: Told, asked: AskedAs, *, whom: str, url: str) -> CardWords:
    answer = told.answer
    return CardWords(
        verdict=answer.verdict.value,
        verdict_words=verdict_words(answer.verdict),
        asked=_("Boleh tidak?"),
        title=kata(answer, "title"),
        why=_why(answer),
        instead_label=_("Boleh:"),
        instead=kata(answer, "instead"),
        whom=whom,
        basis_label=_("Dasar:"),
        basis="; ".join(answer.basis[:ARTICLES_SHOWN]),
        url=url,
        host=f"{urlsplit(settings.NETRAL_ORIGIN).netloc}{reverse('may')}".rstrip("/"),
        when=f"{tanggal_biasa(asked.on or asked.today)} · {LAW_VERSION[:8]}",
    )


def _why(answer: MayAnswer) -> str:
    """Return why, with the conditions or the limit: a card travels without its page."""
    parts = [kata(answer, "why") or kata(answer, "text")]
    for name, words in (("if_yes", _("Boleh jika")), ("if_no", _("Tidak boleh jika"))):
        if kata(answer, name):
            parts.append(f"{words} {kata(answer, name)}")
    if kata(answer, "limit"):
        parts.append(f"{_('Batasnya')}: {kata(answer, 'limit')}")
    return " ".join(f"{part.rstrip('.')}." for part in parts)


def _whom(context: dict[str, object], office: str) -> str:
    """Return for whom and when; an office's own answer says whose it is, for a card travels."""
    stage = str(context["stage"])
    by = _("dijawab %(office)s") % {"office": office} if office else ""
    said = (str(context["who"]), stage[:1].lower() + stage[1:], by)
    return ", ".join(part for part in said if part)


@kept
def offline(request: PublicRequest) -> HttpResponse:
    """Show what a phone without a network shows for a page it has not kept."""
    return render(request, "circulars/may/offline.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return the service worker: its version and files in the first line, then its code."""
    body = worker_text(get_language() or "id")
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def worker_text(language: str) -> str:
    """Return the worker's text; another release or another law gives another version."""
    del language
    files = [static(name) for name in STYLES]
    code = WORKER.read_text(encoding="utf-8")
    marked = json.dumps([files, code, LAW_VERSION]).encode()
    told = {
        "version": hashlib.sha256(marked).hexdigest()[:16],
        "files": files,
        "offline": reverse("may-offline"),
    }
    return f"const NETRAL = {json.dumps(told)};\n{code}"
