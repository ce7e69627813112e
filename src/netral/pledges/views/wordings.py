"""The officers' pages of wordings: all of them, a new one, two side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.flow.pledge import DRAFTERS, Variant
from netral.core.kinds.errors import WrongInputError
from netral.people.access import actor_required
from netral.pledges.access import reader_required
from netral.pledges.forms.sessions import VARIANT_WORDS, CompareForm, TextForm, is_ours
from netral.pledges.models import PledgeText
from netral.pledges.queries import pledge_texts
from netral.pledges.queries.texts import points_compared, text_seen
from netral.pledges.services import TextDraft, pledge_text_add, wording_default
from netral.shell.http import StaffRequest


def wordings_offered(
    request: StaffRequest, ours: Callable[[datetime], TextDraft] = wording_default
) -> list[PledgeText | TextDraft]:
    """Return what a form offers to choose, word for word: the government's own, ``ours`` last."""
    own = [text for text in pledge_texts(actor=request.actor) if not is_ours(text)]
    try:
        return [*own, ours(request.at)]
    except WrongInputError:
        return list(own)


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: StaffRequest) -> HttpResponse:
    """The wordings of the government, and a new one."""
    actor = actor_required(request)
    reader_required(actor)
    form = TextForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _entered(request, form):
        messages.success(request, _("Naskah disimpan. Kata-katanya tetap untuk seterusnya."))
        return redirect("pledge-texts")
    found = list(pledge_texts(actor=actor))
    context = {
        "rows": [(text, VARIANT_WORDS[Variant(text.variant)]) for text in found],
        "compare": CompareForm(texts=found) if len(found) > 1 else None,
        "form": form,
        "may_add": actor.role in DRAFTERS,
    }
    return render(request, "pledges/texts.html", context, status=422 if form.errors else 200)


def _entered(request: StaffRequest, form: TextForm) -> bool:
    """Enter the wording; what is wrong with it stands in the form, with all that was typed."""
    try:
        pledge_text_add(actor=request.actor, draft=form.draft(), at=request.at)
    except WrongInputError as error:
        form.add_error("points", str(error))
    return not form.errors


@require_GET
def compare(request: StaffRequest) -> HttpResponse:
    """Two wordings side by side, with the words that differ."""
    actor = actor_required(request)
    reader_required(actor)
    before = text_seen(actor=actor, ref=request.GET.get("lama", ""))
    after = text_seen(actor=actor, ref=request.GET.get("baru", ""))
    context = {
        "before": before,
        "after": after,
        "points": points_compared(before.points, after.points),
        "is_same": before.sha256 == after.sha256,
    }
    return render(request, "pledges/texts_compared.html", context)
