"""The caller's officers: invite another installation, confirm its key, take a file, send away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from netral.core.access import require
from netral.core.flow.pledge import OPENERS
from netral.people.access import actor_required
from netral.pledges.access import caller_required
from netral.pledges.forms.joint import GuestEndForm, GuestForm, MessageForm
from netral.pledges.queries.joint import call_own, guest_own, key_fingerprint
from netral.pledges.services import guest_confirm, guest_end, guest_invite, message_take
from netral.shell.confirm import Question, confirm_page
from netral.shell.door import public_address
from netral.shell.http import StaffRequest

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def invite(request: StaffRequest, ref: str) -> HttpResponse:
    """Invite a government of another installation; its code is shown once."""
    actor = actor_required(request)
    caller_required(actor)
    call = call_own(actor=actor, ref=ref)
    form = GuestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = guest_invite(actor=actor, ref=ref, name=form.cleaned_data["name"], at=request.at)
        address = public_address("pledge-room", ref)
        context = {"call": call, "made": made, "address": address}
        return render(request, "pledges/invitation.html", context)
    question = Question(
        title=_("Undang pemerintah di instalasi lain"),
        explanation=call.title,
        consequences=[
            _("Kode undangan tampil satu kali. Sampaikan lewat jalur lain daripada alamat ajakan."),
            _("Pemerintah itu ikut setelah Anda mengesahkan sidik kuncinya."),
            _("Yang dikirimnya hanya jumlah, tidak pernah nama atau NIP."),
        ],
        action=_("Buat undangan"),
        back_url=reverse("pledge-call", kwargs={"ref": ref}),
    )
    return confirm_page(request, question, form)


@FORM
def confirm(request: StaffRequest, guest: str) -> HttpResponse:
    """Compare the fingerprint by voice, then take the government in."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    found = guest_own(actor=actor, ref=guest)
    if request.method == "POST":
        guest_confirm(actor=actor, ref=guest, at=request.at)
        messages.success(request, _("Disahkan. Jumlahnya ikut dihitung mulai sekarang."))
        return redirect("pledge-call", ref=found.call.ref)
    says = _("Menyebut dirinya {own}. Sidik kunci: {fingerprint}")
    question = Question(
        title=_("Sahkan keikutsertaan {name}?").format(name=found.name),
        explanation=says.format(
            own=found.own_name, fingerprint=key_fingerprint(found.verifier_key)
        ),
        consequences=[
            _("Telepon petugas pemerintah itu dan cocokkan sidik kunci, huruf demi huruf."),
            _("Jumlah yang ditandatangani kunci ini tampil di hitungan dan lembar hasil Anda."),
        ],
        action=_("Sahkan sidik ini"),
        back_url=reverse("pledge-call", kwargs={"ref": found.call.ref}),
    )
    return confirm_page(request, question)


@FORM
def end(request: StaffRequest, guest: str) -> HttpResponse:
    """Ask for the reason, then send the government away."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    found = guest_own(actor=actor, ref=guest)
    form = GuestEndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        guest_end(actor=actor, ref=guest, reason=reason, at=request.at)
        messages.success(request, _("Dicabut. Angkanya tidak lagi tampil dan tidak lagi diterima."))
        return redirect("pledge-call", ref=found.call.ref)
    question = Question(
        title=_("Cabut keikutsertaan {name}?").format(name=found.name),
        consequences=[
            _("Angka pemerintah ini hilang dari hitungan dan lembar hasil."),
            _("Ikrar pegawainya tetap sah di instalasinya sendiri."),
        ],
        action=_("Cabut"),
        is_grave=True,
        back_url=reverse("pledge-call", kwargs={"ref": found.call.ref}),
    )
    return confirm_page(request, question, form)


@FORM
def receive(request: StaffRequest, ref: str) -> HttpResponse:
    """Take a message that came as a file, from an office without network."""
    actor = actor_required(request)
    require(actor, OPENERS, actor.government)
    call = call_own(actor=actor, ref=ref)
    is_sent = request.method == "POST"
    form = MessageForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid():
        reply = message_take(ref=ref, body=form.cleaned_data["berkas"], at=request.at)
        if not reply.refusal:
            messages.success(request, _("Kiriman diterima."))
            return redirect("pledge-call", ref=ref)
        form.add_error("berkas", reply.refusal)
    question = Question(
        title=_("Terima kiriman lewat berkas"),
        explanation=call.title,
        consequences=[
            _("Tanda tangan, nomor urut, dan naskahnya diperiksa seperti kiriman lewat jaringan.")
        ],
        action=_("Terima berkas"),
        back_url=reverse("pledge-call", kwargs={"ref": ref}),
    )
    return confirm_page(request, question, form)
