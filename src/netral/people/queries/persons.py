"""The people: of a unit, by name, one of them; the roster of a day and its fingerprint."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import NotVisibleError
from netral.people.models import Person, Posting, Unit

SHORTEST_NAME = 2


def roster(unit_path: str, on: date) -> QuerySet[Person]:
    """Return who serves in a unit and below it on a day: the denominator of every coverage."""
    return Person.objects.visible_to(unit_path).live_on(on)


def roster_hash(unit_path: str, on: date) -> str:
    """Return a fingerprint of the roster: SHA-256 over the sorted references."""
    digest = hashlib.sha256()
    for ref in roster(unit_path, on).order_by("ref").values_list("ref", flat=True).iterator():
        digest.update(f"{ref}\n".encode("ascii"))
    return digest.hexdigest()


def people_of(unit: Unit, today: date) -> QuerySet[Person]:
    """Return who serves in the unit itself, by name."""
    people = Person.objects.live_on(today).filter(unit=unit)
    return people.select_related("unit").order_by("name", "pk")


def people_named(*, actor: Actor, text: str, today: date) -> QuerySet[Person]:
    """Return who serves within the actor's units and bears the name; digits find nobody.

    A number is personal data and has no place in an address, so it is no word to search by.
    """
    words = [word for word in text.split() if not any(letter.isdigit() for letter in word)]
    people = roster(actor.unit, today).select_related("unit").order_by("name", "pk")
    if len("".join(words)) < SHORTEST_NAME:
        return people.none()
    for word in words:
        people = people.filter(name__icontains=word)
    return people


def person_seen(*, actor: Actor, ref: str) -> Person:
    """Return a person within the actor's units. Raises NotVisibleError."""
    person = (
        Person.objects.visible_to(actor.unit)
        .select_related("unit", "government", "superior")
        .filter(ref=ref)
        .first()
    )
    if person is None:
        raise NotVisibleError(_("Pegawai ini tidak ada, atau di luar wilayah kerja Anda."))
    return person


def postings_of(person: Person) -> QuerySet[Posting]:
    """Return the posts of a person, newest first; those taken back are left out."""
    posts = person.postings.exclude(valid_to__lt=F("valid_from"))
    return posts.select_related("unit").order_by("-valid_from", "-pk")


def posting_seen(person: Person, posting: int) -> Posting:
    """Return one post of a person already seen. Raises NotVisibleError."""
    found = person.postings.filter(pk=posting).first()
    if found is None:
        raise NotVisibleError(_("Jabatan ini tidak ada."))
    return found
