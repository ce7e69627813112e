"""The staff list: the tree of units, a unit, a person; what an officer changes there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netral.core.access import Actor, PostKind, Role, require
from netral.core.kinds.nip import nip_masked, nip_shown
from netral.gateways.chosen import WAYS
from netral.people.access import actor_required
from netral.people.forms.roster import (
    LastDayForm,
    PostingForm,
    SuperiorForm,
    UnitOpenForm,
    UnitRenameForm,
)
from netral.people.models import Person, Unit
from netral.people.queries.contacts import reach_of
from netral.people.queries.persons import (
    people_named,
    people_of,
    person_seen,
    posting_seen,
    postings_of,
    roster,
)
from netral.people.queries.units import (
    head_of,
    staff_counts,
    superior_of,
    unit_seen,
    units_above,
    units_below,
)
from netral.people.services.links import ISSUERS
from netral.people.services.persons import (
    PostWish,
    posting_begin,
    posting_end,
    superior_assign,
)
from netral.people.services.places import UnitWish, unit_end, unit_open, unit_rename
from netral.shell.http import StaffRequest

PAGE_SIZE = 50
LOOK_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
# An overseer sees figures, never persons; an ASN uses the personal link.
READERS = frozenset(set(Role) - {Role.ASN, Role.OVERSEER})


def reader_required(request: HttpRequest) -> Actor:
    """Return the acting officer if the role may see the staff list."""
    actor = actor_required(request)
    require(actor, READERS, actor.unit)
    return actor


def officer_required(request: HttpRequest, unit: str = "") -> Actor:
    """Return the acting personnel officer over the unit; NotAllowedError for another role."""
    actor = actor_required(request)
    require(actor, Role.OFFICER, unit or actor.unit)
    return actor


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Show the actor's own unit, or who bears the name that is looked for."""
    actor = reader_required(request)
    text = request.GET.get("cari", "").strip()
    if not text:
        return _unit_page(request, actor, actor.unit)
    people = people_named(actor=actor, text=text, today=request.today)
    context = {"text": text, "page": _people(request, people)}
    return render(request, "people/search.html", context)


@require_safe
def unit(request: StaffRequest, path: str) -> HttpResponse:
    """Show one unit: what lies below it, or its people."""
    return _unit_page(request, reader_required(request), path)


def _unit_page(request: StaffRequest, actor: Actor, path: str) -> HttpResponse:
    place = unit_seen(actor=actor, path=path)
    today = request.today
    below, people = units_below(place, today), people_of(place, today)
    view = request.GET.get("tampil") or ("unit" if below else "orang")
    context: dict[str, Any] = {
        "unit": place,
        "above": units_above(actor, place),
        "total": roster(place.path, today).count(),
        "head": head_of(place.path, today),
        "choices": [
            ("unit", _("Unit di bawahnya"), len(below)),
            ("orang", _("Orang di unit ini"), people.count()),
        ],
        "view": view,
        "is_officer": actor.role == Role.OFFICER,
    }
    if view == "unit":
        page = Paginator(below, PAGE_SIZE).get_page(request.GET.get("halaman"))
        counts = staff_counts(place, page, today)
        context |= {"page": page, "rows": [(item, counts[item.path]) for item in page]}
    else:
        context["page"] = _people(request, people)
    return render(request, "people/unit.html", context)


def _people(request: StaffRequest, people: Any) -> Any:
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("halaman"))
    for person in page:
        person.nip_masked = nip_masked(person.nip)
    return page


@require_safe
def person(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one person with the posts held and the direct superior."""
    actor = reader_required(request)
    found = person_seen(actor=actor, ref=ref)
    is_officer = actor.role == Role.OFFICER
    context = {
        "person": found,
        "nip": nip_shown(found.nip) if is_officer else nip_masked(found.nip),
        "posts": postings_of(found),
        "superior": superior_of(found, request.today),
        "is_officer": is_officer,
        "is_issuer": actor.role in ISSUERS,
        "contacts": reach_of(found, WAYS).contacts,
        "today": request.today,
    }
    return render(request, "people/person.html", context)


@LOOK_OR_SEND
def unit_new(request: StaffRequest, path: str) -> HttpResponse:
    """Open a unit below this one."""
    actor = officer_required(request, path)
    above = unit_seen(actor=actor, path=path)
    form = UnitOpenForm(request.POST or None, initial={"on": request.today})
    if not form.is_valid():
        return _form(request, form, _("Buka unit di bawah {name}").format(name=above.name), above)
    is_top = above.kind == Unit.Kind.GOVERNMENT
    wish = UnitWish(path, form.cleaned_data["name"], Unit.Kind.OPD if is_top else Unit.Kind.UNIT)
    opened = unit_open(actor=actor, wish=wish, on=form.cleaned_data["on"], at=request.at)
    messages.success(request, _("Unit dibuka."))
    return redirect("unit", opened.path)


@LOOK_OR_SEND
def unit_name(request: StaffRequest, path: str) -> HttpResponse:
    """Give a unit another name."""
    actor = officer_required(request, path)
    place = unit_seen(actor=actor, path=path)
    form = UnitRenameForm(request.POST or None, initial={"name": place.name})
    if not form.is_valid():
        return _form(request, form, _("Ganti nama unit"), place)
    unit_rename(actor=actor, path=path, name=form.cleaned_data["name"], at=request.at)
    messages.success(request, _("Nama unit diganti."))
    return redirect("unit", path)


@LOOK_OR_SEND
def unit_close(request: StaffRequest, path: str) -> HttpResponse:
    """End a unit in which nobody serves any more."""
    actor = officer_required(request, path)
    place = unit_seen(actor=actor, path=path)
    form = LastDayForm(request.POST or None, initial={"on": request.today})
    if not form.is_valid():
        return _form(request, form, _("Akhiri unit {name}").format(name=place.name), place)
    unit_end(actor=actor, path=path, on=form.cleaned_data["on"], at=request.at)
    messages.success(request, _("Unit diakhiri. Catatannya tetap ada."))
    return redirect("unit", path)


@LOOK_OR_SEND
def posting_new(request: StaffRequest, ref: str) -> HttpResponse:
    """Begin a post of a person."""
    actor = officer_required(request)
    found = person_seen(actor=actor, ref=ref)
    units = Unit.objects.visible_to(actor.unit).live_on(request.today).order_by("path")
    initial = {"unit": found.unit.path, "valid_from": request.today}
    form = PostingForm(request.POST or None, units=units, initial=initial)
    if not form.is_valid():
        return _form(request, form, _("Mulai jabatan {name}").format(name=found.name), found)
    data = form.cleaned_data
    wish = PostWish(
        unit=data["unit"].path,
        title=data["title"],
        kind=PostKind(data["kind"]),
        valid_from=data["valid_from"],
        valid_to=data["valid_to"],
        is_head=data["is_head"] or None,
    )
    posting_begin(actor=actor, person=ref, wish=wish, at=request.at)
    messages.success(request, _("Jabatan dicatat."))
    return redirect("person", ref)


@LOOK_OR_SEND
def posting_close(request: StaffRequest, ref: str, posting: int) -> HttpResponse:
    """End a post; the authority tied to it ends too."""
    actor = officer_required(request)
    found = person_seen(actor=actor, ref=ref)
    held = posting_seen(found, posting)
    form = LastDayForm(request.POST or None, initial={"on": request.today})
    if not form.is_valid():
        return _form(request, form, _("Akhiri jabatan {title}").format(title=held.title), found)
    posting_end(actor=actor, posting=held.pk, on=form.cleaned_data["on"], at=request.at)
    messages.success(request, _("Jabatan diakhiri. Peran yang menempel padanya ikut berakhir."))
    return redirect("person", ref)


@LOOK_OR_SEND
def superior(request: StaffRequest, ref: str) -> HttpResponse:
    """Name a person's direct superior."""
    actor = officer_required(request)
    found = person_seen(actor=actor, ref=ref)
    top = found.unit.path.split(".")[:2]
    people = roster(".".join(top), request.today).exclude(pk=found.pk).order_by("name", "pk")
    chosen = found.superior.ref if found.superior else None
    form = SuperiorForm(request.POST or None, people=people, initial={"superior": chosen})
    if not form.is_valid():
        return _form(request, form, _("Atasan langsung {name}").format(name=found.name), found)
    above = form.cleaned_data["superior"]
    superior_assign(actor=actor, person=ref, superior=above.ref if above else None, at=request.at)
    messages.success(request, _("Atasan langsung disimpan."))
    return redirect("person", ref)


def _form(request: StaffRequest, form: Any, title: str, back: Unit | Person) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "action": _("Simpan"),
        "back_url": reverse("unit", args=[back.path])
        if isinstance(back, Unit)
        else reverse("person", args=[back.ref]),
    }
    return render(request, "people/form.html", context, status=422 if form.is_bound else 200)
