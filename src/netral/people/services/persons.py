"""Posts begin and end by days; a superior is named, or follows from the unit's head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, PostKind, Role, require
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.ledger.canonical import Json
from netral.journal.services import entry_append
from netral.people.models import Person, Posting, Unit
from netral.people.services.handles import handle_new
from netral.people.services.unit_names import is_head_title

ONE_DAY = timedelta(days=1)
# How far up a line of superiors is followed before it must be a circle.
LONGEST_LINE = 30


@dataclass(frozen=True, slots=True)
class PostWish:
    """A post to begin: where, which title, held how, from which day to which."""

    unit: str
    title: str
    kind: PostKind = PostKind.DEFINITIVE
    valid_from: date = date.min
    valid_to: date | None = None
    is_head: bool | None = None


@transaction.atomic
def posting_begin(*, actor: Actor, person: str, wish: PostWish, at: datetime) -> Posting:
    """Begin a post and enter ``posting.begin``; a definitive one ends the one held before.

    ``is_head`` none: told by title and unit. Raises WrongInputError for days that cannot be.
    """
    holder = _person(actor, person)
    require(actor, Role.OFFICER, wish.unit)
    unit = Unit.objects.filter(path=wish.unit, valid_to=None).first()
    if unit is None or unit.government_id != holder.government_id:
        raise NotVisibleError(_("Unit ini tidak ada, atau sudah berakhir."))
    _check(wish)
    if wish.kind is PostKind.DEFINITIVE:
        _succeed(holder, unit, wish)
    posting = Posting.objects.create(
        person=holder,
        unit=unit,
        title=wish.title.strip(),
        kind=wish.kind,
        is_head=is_head_title(wish.title, unit.name) if wish.is_head is None else wish.is_head,
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
    )
    _enter(holder, "posting.begin", actor, _told(posting), at)
    return posting


def _check(wish: PostWish) -> None:
    if not wish.title.strip():
        raise WrongInputError(_("Isi nama jabatannya."))
    if wish.valid_to is not None and wish.valid_to < wish.valid_from:
        raise WrongInputError(_("Hari terakhir jabatan lebih dulu daripada hari pertamanya."))


def _succeed(holder: Person, unit: Unit, wish: PostWish) -> None:
    """End the definitive post held before and bring the person to the new unit and title."""
    Posting.objects.live_on(wish.valid_from).filter(person=holder, kind=PostKind.DEFINITIVE).update(
        valid_to=wish.valid_from - ONE_DAY
    )
    holder.unit, holder.post_title = unit, wish.title.strip()
    holder.save(update_fields=["unit", "post_title"])


@transaction.atomic
def posting_end(*, actor: Actor, posting: int, on: date, at: datetime) -> Posting:
    """End a post after its last day and enter ``posting.end``.

    Whatever authority was tied to the post ends with it, by itself.
    """
    found = Posting.objects.select_for_update(of=("self",)).filter(pk=posting).first()
    if found is None:
        raise NotVisibleError(_("Jabatan ini tidak ada."))
    holder = _person(actor, found.person.ref)
    if found.valid_to is not None and found.valid_to <= on:
        raise AlreadyDoneError(_("Jabatan ini sudah berakhir."))
    if on < found.valid_from - ONE_DAY:
        raise WrongInputError(_("Hari terakhir jabatan lebih dulu daripada hari pertamanya."))
    found.valid_to = on
    found.save(update_fields=["valid_to"])
    _enter(holder, "posting.end", actor, _told(found), at)
    return found


@transaction.atomic
def superior_assign(*, actor: Actor, person: str, superior: str | None, at: datetime) -> Person:
    """Name a person's direct superior, or none: then the head of the unit is it.

    Enters ``superior.assign``. Raises WrongInputError when the line would run in a circle.
    """
    holder = _person(actor, person)
    above = _person(actor, superior) if superior else None
    _check_line(holder, above)
    holder.superior = above
    holder.save(update_fields=["superior"])
    body: dict[str, Json] = {"person": holder.ref, "superior": above.ref if above else None}
    _enter(holder, "superior.assign", actor, body, at)
    return holder


def _check_line(holder: Person, above: Person | None) -> None:
    step = above
    for _number in range(LONGEST_LINE):
        if step is None:
            return
        if step.pk == holder.pk:
            break
        step = step.superior
    raise WrongInputError(
        _("Garis atasannya berputar: orang ini akan menjadi atasan dirinya sendiri.")
    )


def _person(actor: Actor, ref: str) -> Person:
    found = (
        Person.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(ref=ref)
        .first()
    )
    if found is None:
        raise NotVisibleError(_("Pegawai ini tidak ada, atau di luar wilayah kerja Anda."))
    require(actor, Role.OFFICER, found.unit.path)
    return found


def _told(posting: Posting) -> dict[str, Json]:
    return {
        "person": posting.person.ref,
        "unit": posting.unit.path,
        "title": posting.title,
        "kind": str(posting.kind),
        "from": posting.valid_from.isoformat(),
        "to": posting.valid_to.isoformat() if posting.valid_to else None,
    }


def _enter(person: Person, kind: str, actor: Actor, body: dict[str, Json], at: datetime) -> None:
    entry_append(
        government=person.government_id,
        kind=kind,
        matter=handle_new(),
        actor=actor.account,
        body=body,
        at=at,
    )
