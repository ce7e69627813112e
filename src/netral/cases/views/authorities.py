"""The region's own table of who imposes a sanction."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netral.cases.access import settings_reader
from netral.cases.forms.law_settings import DECIDERS, AuthorityForm
from netral.cases.services.tries import step_try
from netral.core.access import Role
from netral.core.kinds.errors import NotVisibleError
from netral.people.access import actor_required
from netral.people.queries.authorities import LEVELS, POST_LEVELS, authorities_of
from netral.people.services.authorities import (
    authority_confirm,
    authority_end,
    authority_propose,
)
from netral.shell.http import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: StaffRequest) -> HttpResponse:
    """Show the table; take a proposal for one row, which a second person confirms."""
    actor = settings_reader(actor=actor_required(request))
    form = AuthorityForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        tried = step_try(lambda: authority_propose(actor=actor, wish=form.wish(), at=request.at))
        if not tried.refusal:
            messages.success(request, _("Usul disimpan. Petugas lain perlu mengonfirmasinya."))
            return redirect("authorities")
        form.add_error(None, tried.refusal)
        status = tried.status
    deciders = dict(DECIDERS)
    context = {
        "form": form,
        "rows": [
            {
                "row": row,
                "level": LEVELS[row.level],
                "post": POST_LEVELS[row.post_level],
                "decider": deciders[row.role],
                "is_own": row.entered_by == actor.account,
            }
            for row in authorities_of(actor.government)
        ],
        "may_write": actor.role is Role.OFFICER,
    }
    return render(request, "cases/authorities.html", context, status=status)


@require_POST
def act(request: StaffRequest, row: int, act: str) -> HttpResponse:
    """Confirm a proposed row, or end one."""
    actor = settings_reader(actor=actor_required(request))
    if act == "konfirmasi":
        authority_confirm(actor=actor, row=row, at=request.at)
        messages.success(request, _("Baris ini berlaku."))
    elif act == "akhiri":
        authority_end(actor=actor, row=row, at=request.at)
        messages.success(request, _("Baris ini tidak dipakai lagi. Riwayatnya tetap ada."))
    else:
        raise NotVisibleError("Langkah ini tidak ada.")
    return redirect("authorities")
