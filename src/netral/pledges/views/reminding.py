"""Reminding who has not pledged or signed: asked once more before, stoppable until it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from netral.gateways.chosen import MAIL, MESSAGE, open_ways
from netral.people.access import actor_required
from netral.people.models import Person
from netral.pledges.access import round_for_lister, session_for_reader, waiting_for_lister
from netral.pledges.queries.pact_rows import pact_roster, roster_narrowed
from netral.pledges.queries.reminders import ways_counted
from netral.pledges.services.reminders import reminded_stop, unpledged_remind, unsigned_remind
from netral.shell.confirm import Question, confirm_page
from netral.shell.format import number, short_moment
from netral.shell.http import StaffRequest

LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@LOOK_OR_SEND
def pledge_remind(request: StaffRequest, ref: str) -> HttpResponse:
    """Say how many are reached by which way; then remind who has not pledged."""
    actor = actor_required(request)
    found = session_for_reader(actor, ref)
    people, back = waiting_for_lister(actor, found), reverse("pledge-waiting", args=[ref])
    if request.method == "POST":
        begins = unpledged_remind(actor=actor, session=found, open_ways=open_ways(), at=request.at)
        return _told(request, begins, back)
    title = _("Ingatkan yang belum berikrar?")
    return confirm_page(request, _question(title, found.title, people, back))


@LOOK_OR_SEND
def pledge_remind_stop(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask once more, then take back what was not sent yet."""
    actor = actor_required(request)
    found, back = session_for_reader(actor, ref), reverse("pledge-waiting", args=[ref])
    waiting_for_lister(actor, found)
    if request.method == "POST":
        reminded_stop(actor=actor, matter=found, at=request.at)
        return _stopped(request, back)
    return confirm_page(request, _stopping(found.title, back))


@LOOK_OR_SEND
def pact_remind(request: StaffRequest, ref: str) -> HttpResponse:
    """Say how many are reached by which way; then remind who has not signed."""
    actor = actor_required(request)
    found, back = round_for_lister(actor, ref), _unsigned_list(ref)
    if request.method == "POST":
        begins = unsigned_remind(actor=actor, round_=found, open_ways=open_ways(), at=request.at)
        return _told(request, begins, back)
    roster = pact_roster(actor=actor, round_=found, on=request.today)
    people = roster_narrowed(roster, state="belum", text="")
    title = _("Ingatkan yang belum menandatangani?")
    return confirm_page(request, _question(title, found.title, people, back))


@LOOK_OR_SEND
def pact_remind_stop(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask once more, then take back what was not sent yet."""
    actor = actor_required(request)
    found, back = round_for_lister(actor, ref), _unsigned_list(ref)
    if request.method == "POST":
        reminded_stop(actor=actor, matter=found, at=request.at)
        return _stopped(request, back)
    return confirm_page(request, _stopping(found.title, back))


def _unsigned_list(ref: str) -> str:
    return f"{reverse('pact-people', args=[ref])}?keadaan=belum"


def _question(title: str, what: str, people: Iterable[Person], back: str) -> Question:
    counted = ways_counted(people, open_ways())
    return Question(
        title=title,
        explanation=what,
        consequences=[
            _("Lewat pesan ke HP: %(message)s. Lewat email: %(mail)s. Tidak ada jalan: %(none)s.")
            % {
                "message": number(counted.get(MESSAGE, 0)),
                "mail": number(counted.get(MAIL, 0)),
                "none": number(counted.get("", 0)),
            },
            _(
                "Pesan dikirim 5 menit lagi, atau pagi hari jika sedang jam tenang. Sebelum itu "
                "bisa dihentikan."
            ),
            _("Yang sudah diingatkan hari ini mendapat giliran di hari berikutnya."),
            _("Pesannya tidak memuat nama. Yang memberi alasan kepada atasannya tidak diingatkan."),
        ],
        action=_("Ingatkan mereka"),
        back_url=back,
    )


def _stopping(what: str, back: str) -> Question:
    return Question(
        title=_("Hentikan pengingat?"),
        explanation=what,
        consequences=[
            _("Pesan kepada pegawai di wilayah kerja Anda yang belum dikirim tidak jadi dikirim."),
            _("Yang sudah dikirim tidak bisa ditarik."),
        ],
        action=_("Hentikan"),
        back_url=back,
    )


def _told(request: StaffRequest, begins: datetime, back: str) -> HttpResponse:
    when = short_moment(begins.astimezone(request.at.tzinfo), get_language() or "id")
    told = _("Pengingat dikirim mulai %(time)s. Sebelum itu bisa dihentikan.") % {"time": when}
    messages.success(request, told)
    return redirect(back)


def _stopped(request: StaffRequest, back: str) -> HttpResponse:
    messages.success(request, _("Pengingat dihentikan."))
    return redirect(back)
