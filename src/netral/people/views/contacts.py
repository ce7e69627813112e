"""Contacts at the staff door: who cannot be reached, marking and lifting, the rule of messages."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from netral.core.access import Actor, require
from netral.core.flow.reminding import RULE_SETTERS
from netral.core.kinds.errors import NotVisibleError
from netral.gateways.chosen import WAYS, open_ways
from netral.people.access import actor_required
from netral.people.forms.contacts import (
    DeadListForm,
    DeadReasonForm,
    MessageRuleForm,
    rule_initial,
)
from netral.people.queries.contacts import dead_addresses, message_rule_of, reach_of
from netral.people.queries.persons import person_seen
from netral.people.services.contacts import address_lift, address_mark, addresses_mark
from netral.people.services.links import ISSUERS
from netral.people.services.message_rule import message_rule_set
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

PAGE_SIZE = 50
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@LOOK_OR_SEND
def contacts(request: StaffRequest) -> HttpResponse:
    """List the addresses that reach nobody; a POST marks those of a list."""
    actor = _issuer(request)
    form = DeadListForm(request.POST or None)
    unknown: tuple[str, ...] = ()
    if form.is_valid():
        lines = form.cleaned_data["lines"].splitlines()
        taken = addresses_mark(actor=actor, lines=lines, at=request.at)
        told = ngettext("%(n)d alamat ditandai.", "%(n)d alamat ditandai.", taken.marked)
        messages.success(request, told % {"n": taken.marked})
        if not taken.unknown:
            return redirect("contacts")
        unknown, form = taken.unknown, DeadListForm(initial={"lines": "\n".join(taken.unknown)})
    page = Paginator(dead_addresses(actor.unit), PAGE_SIZE).get_page(request.GET.get("halaman"))
    context = {"page": page, "form": form, "unknown": unknown}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/contacts.html", context, status=status)


@require_POST
def contact_lift(request: StaffRequest, mark: int) -> HttpResponse:
    """Lift a mark: messages go to the address again."""
    address_lift(actor=_issuer(request), mark=mark, at=request.at)
    messages.success(request, _("Tanda dicabut. Alamat ini dipakai lagi."))
    return redirect("contacts")


@LOOK_OR_SEND
def contact_mark(request: StaffRequest, ref: str, way: str) -> HttpResponse:
    """Ask why, then mark one person's address."""
    actor = _issuer(request)
    person = person_seen(actor=actor, ref=ref)
    require(actor, ISSUERS, person.unit.path)
    found = [one for one in reach_of(person, WAYS).contacts if one.way == way and not one.is_dead]
    if not found:
        raise NotVisibleError(_("Alamat seperti itu tidak tercatat, atau sudah ditandai."))
    form = DeadReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        address_mark(actor=actor, person=ref, way=way, reason=reason, at=request.at)
        messages.success(request, _("Ditandai tidak sampai."))
        return redirect("person", ref)
    question = Question(
        title=_("Tandai alamat tidak sampai?"),
        explanation=f"{person.name}: {found[0].shown}",
        consequences=[
            _("Tidak ada lagi pesan dan kode yang dikirim ke alamat ini."),
            _("Alamat baru dari impor pegawai dipakai dengan sendirinya."),
        ],
        action=_("Tandai"),
        back_url=reverse("person", args=[ref]),
    )
    return confirm_page(request, question, form)


@LOOK_OR_SEND
def message_rule(request: StaffRequest) -> HttpResponse:
    """Show and set how this government sends messages."""
    actor = actor_required(request)
    require(actor, RULE_SETTERS, actor.government)
    rule = message_rule_of(actor.government)
    form = MessageRuleForm(request.POST or None, initial=rule_initial(rule))
    if form.is_valid():
        message_rule_set(actor=actor, wish=form.wish(), at=request.at)
        messages.success(request, _("Aturan pesan tersimpan."))
        return redirect("message_rule")
    context = {"form": form, "rule": rule, "ways": sorted(open_ways())}
    status = 422 if form.is_bound else 200
    return render(request, "people/message_rule.html", context, status=status)


def _issuer(request: StaffRequest) -> Actor:
    actor = actor_required(request)
    require(actor, ISSUERS, actor.unit)
    return actor
