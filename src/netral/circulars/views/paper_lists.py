"""Lists signed on paper: printed, photographed, entered by ticks, countersigned by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from netral.circulars.access import (
    NAMES_SEEN_BY,
    circular_seen,
    officer_required,
    paper_list_seen,
    unit_seen,
    version_in_force_required,
)
from netral.circulars.forms.chain import PaperListForm, PaperPhotoForm
from netral.circulars.models import PaperList
from netral.circulars.queries.paper_lists import paper_lists_of
from netral.circulars.services.paper_list_pdf import paper_list_pdf
from netral.circulars.services.paper_lists import (
    paper_list_countersign,
    paper_list_enter,
    paper_list_print,
)
from netral.circulars.services.paper_photos import paper_photo_keep, paper_photo_view
from netral.circulars.views.reading import pdf_response
from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest

LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@LOOK_OR_SEND
def lists(request: StaffRequest, ref: str, path: str) -> HttpResponse:
    """List what was printed for a unit and below; a POST prints the unit's list anew."""
    actor = officer_required(request)
    version = version_in_force_required(circular_seen(actor, CircularRef(ref)))
    place = unit_seen(actor, UnitPath(path), request.today, roles=NAMES_SEEN_BY)
    if request.method == "POST":
        made = paper_list_print(
            actor=actor, ref=CircularRef(ref), unit=UnitPath(path), at=request.at
        )
        messages.success(request, _("Daftar siap dicetak."))
        return redirect("paper-list", ref=made.ref)
    context = {
        "circular": version.circular,
        "place": place,
        "lists": paper_lists_of(version, place.path),
    }
    return render(request, "circulars/paper_lists.html", context)


@LOOK_OR_SEND
def paper_list(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a list with its photos and lines; a POST enters which lines are signed."""
    actor = officer_required(request)
    found = paper_list_seen(actor, ref)
    form = _form(request, found)
    if form.is_valid():
        paper_list_enter(actor=actor, ref=ref, entered=form.entered(), at=request.at)
        messages.success(request, _("Isian tersimpan. Orang kedua mencocokkan dan mengesahkan."))
        return redirect("paper-list", ref=ref)
    return _list_page(request, found, form)


def _form(request: StaffRequest, found: PaperList) -> PaperListForm:
    return PaperListForm(
        request.POST or None,
        marks=found.marks.all(),
        first=found.version.dated_on or found.printed_at.date(),
        last=request.today,
        initial={"hari": found.signed_on or request.today},
    )


def _list_page(request: StaffRequest, found: PaperList, form: PaperListForm) -> HttpResponse:
    actor = officer_required(request)
    marks = list(found.marks.select_related("person"))
    photos = list(found.photos.select_related("file").order_by("pk"))
    waiting = [mark for mark in marks if mark.is_signed and not mark.countersigned_by]
    is_second = bool(waiting) and all(mark.entered_by != actor.account for mark in waiting)
    signed = [str(mark.number) for mark in marks if mark.is_signed]
    context = {
        "found": found,
        "circular": found.version.circular,
        "marks": marks,
        "ticked": form.numbers("baris") if form.is_bound else signed,
        "shown": form.numbers("tampil") if form.is_bound else signed,
        "form": form,
        "photos": photos,
        "signed": len(signed),
        "counted": sum(bool(mark.countersigned_by) for mark in marks),
        "waiting": len(waiting),
        "is_second": is_second,
        "may_sign": is_second and bool(photos),
        "is_open": found.closed_at is None and found.version.is_in_force,
    }
    status = 422 if form.is_bound else 200
    return render(request, "circulars/paper_list.html", context, status=status)


@require_GET
def printed(request: StaffRequest, ref: str) -> HttpResponse:
    """Hand out the list as PDF; the same list gives the same sheet again."""
    found = paper_list_seen(officer_required(request), ref)
    return pdf_response(paper_list_pdf(found=found), f"daftar-{ref}", way="attachment")


@require_POST
def photo_add(request: StaffRequest, ref: str) -> HttpResponse:
    """Take in photos of the signed list, sealed; what was ticked beside them is entered too."""
    actor = officer_required(request)
    found = paper_list_seen(actor, ref)
    form = PaperPhotoForm(request.POST, request.FILES)
    ticks = _form(request, found)
    if "hari" in request.POST and not ticks.is_valid():
        return _list_page(request, found, ticks)
    if "hari" in request.POST and ticks.is_changed:
        paper_list_enter(actor=actor, ref=ref, entered=ticks.entered(), at=request.at)
    if not form.is_valid():
        raise WrongInputError(
            _(
                "Belum ada foto yang sampai. Pilih fotonya, masing-masing paling besar 10 MB. "
                "Yang sudah Anda centang tersimpan."
            )
        )
    for file in form.cleaned_data["foto"]:
        paper_photo_keep(actor=actor, ref=ref, content=file.read(), at=request.at)
    messages.success(request, _("Foto tersimpan, tersegel."))
    return redirect("paper-list", ref=ref)


@require_POST
def photo(request: StaffRequest, ref: str, photo: str) -> HttpResponse:
    """Show the cleaned copy of one photo; that it was shown goes on record."""
    actor = officer_required(request)
    kind, content = paper_photo_view(actor=actor, ref=ref, photo=photo, at=request.at)
    response = HttpResponse(content, content_type=kind)
    ending = {"application/pdf": "pdf", "image/png": "png"}.get(kind, "jpg")
    name = f'inline; filename="daftar-{ref}.{ending}"'
    response.headers["Content-Disposition"] = name
    return response


@LOOK_OR_SEND
def countersign(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask the second person once more, then countersign."""
    actor = officer_required(request)
    found = paper_list_seen(actor, ref)
    if request.method == "POST":
        count = paper_list_countersign(actor=actor, ref=ref, at=request.at)
        told = ngettext("%(n)d orang dihitung membaca.", "%(n)d orang dihitung membaca.", count)
        messages.success(request, told % {"n": count})
        return redirect("paper-list", ref=ref)
    question = Question(
        title=_("Sahkan daftar tanda tangan?"),
        explanation=f"{found.version.circular.title}. {found.unit.name}.",
        consequences=[
            _("Anda menyatakan sudah mencocokkan setiap baris dengan kertas atau fotonya."),
            _("Yang bertanda tangan dihitung “dibaca”, dengan keterangan “di kertas”."),
            _("Baris atas nama Anda sendiri tidak ikut; orang lain yang mengesahkannya."),
            _("Sesudah ini barisnya tidak bisa diubah."),
        ],
        action=_("Sahkan daftar"),
        back_url=reverse("paper-list", args=[ref]),
    )
    return confirm_page(request, question)
