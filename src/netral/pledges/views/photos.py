"""The photos of a session's minutes: see, add, take out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from netral.core.access import require
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pledge import PHOTOGRAPHERS, Kind, Stage
from netral.core.kinds.errors import NetralError, NotAllowedError, NotVisibleError
from netral.people.access import actor_required
from netral.pledges.access import session_for_reader
from netral.pledges.forms.photos import PhotoForm
from netral.pledges.models import PledgeSession
from netral.pledges.queries.photos import photos_of
from netral.pledges.services.photos import MOST_PHOTOS, photo_add, photo_remove
from netral.shell.confirm import Question, confirm_page
from netral.shell.http import StaffRequest
from netral.vault.services.office_files import office_file_read

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def photos(request: StaffRequest, ref: str) -> HttpResponse:
    """The photos that stand in the minutes, and the form for one more."""
    found = _session(request, ref)
    is_post = request.method == "POST"
    form = PhotoForm(request.POST if is_post else None, request.FILES if is_post else None)
    if form.is_bound and form.is_valid() and _added(request, form, ref):
        messages.success(request, _("Foto masuk berita acara."))
        return redirect("pledge-photos", ref=ref)
    kept = photos_of(found)
    context = {
        "session": found,
        "photos": kept,
        "form": form,
        "may_add": found.stage == Stage.OPEN and len(kept) < MOST_PHOTOS,
        "may_remove": found.stage == Stage.OPEN,
        "most": MOST_PHOTOS,
    }
    return render(request, "pledges/photos.html", context, status=422 if form.errors else 200)


@FORM
def remove(request: StaffRequest, ref: str, photo: str) -> HttpResponse:
    """Ask once more, then take a photo out of the minutes."""
    found = _session(request, ref)
    if request.method == "POST":
        photo_remove(actor=request.actor, ref=ref, photo=photo, at=request.at)
        messages.success(request, _("Foto dihapus dari berita acara."))
        return redirect("pledge-photos", ref=ref)
    question = Question(
        title=_("Hapus foto ini?"),
        explanation=found.title,
        consequences=[_("Fotonya tidak tampil lagi di berita acara, dan isinya dibuang.")],
        action=_("Hapus foto"),
        is_grave=True,
        back_url=reverse("pledge-photos", args=[ref]),
    )
    return confirm_page(request, question)


@require_GET
def photo_file(request: StaffRequest, ref: str, photo: str) -> HttpResponse:
    """One photo as it stands in the minutes."""
    kept = photos_of(_session(request, ref)).filter(ref=photo).first()
    if kept is None:
        raise NotVisibleError(_("Foto ini tidak ada di berita acara ini."))
    return HttpResponse(office_file_read(kept.file), content_type=kept.file.kind)


def _session(request: StaffRequest, ref: str) -> PledgeSession:
    """Return the session in a room whose minutes the officer may illustrate."""
    actor = actor_required(request)
    found = session_for_reader(actor, ref)
    require(actor, PHOTOGRAPHERS, found.unit.path)
    if found.kind != Kind.ROOM or found.stage == Stage.DRAFTED:
        raise NotVisibleError(_("Foto hanya untuk sesi tatap muka yang sudah dibuka."))
    return found


def _added(request: StaffRequest, form: PhotoForm, ref: str) -> bool:
    """Hand the photo to the service; what is wrong with it stands beside its field."""
    try:
        photo_add(
            actor=request.actor,
            ref=ref,
            content=form.cleaned_data["photo"].read(),
            caption=form.cleaned_data["caption"],
            at=request.at,
        )
    except (NotAllowedError, MoveRefusedError):
        raise
    except NetralError as error:
        form.add_error("photo", ValidationError(str(error)))
    return not form.errors
