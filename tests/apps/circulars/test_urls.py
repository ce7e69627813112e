"""Each address of the circulars: who gets what, by role and place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.models import Circular, CircularVersion
from netral.circulars.urls import public as public_urls
from netral.circulars.urls import staff as staff_urls
from netral.core.access import Role
from netral.vault.services.office_files import office_file_keep
from tests.apps.circulars.build import (
    DINKES,
    KEY,
    approved_build,
    draft_build,
    opened,
    published_build,
    tree_build,
)
from tests.apps.circulars.uploads import PDF
from tests.apps.people.build import account_build, person_build, person_client, staff_client

pytestmark = pytest.mark.django_db

IN = 302
"""Anonymous visitors are sent to the sign-in page."""
VISITORS = (
    (Role.OFFICER, KEY),
    (Role.SEKDA, KEY),
    (Role.PPK, KEY),
    (Role.OPD_HEAD, DINKES),
    (Role.SUPERIOR, f"{KEY}.disdik"),
    (Role.OVERSEER, KEY),
    (Role.ASN, DINKES),
    (Role.OFFICER, "kab-samosir"),
    None,
)
STAFF: dict[str, tuple[int, ...]] = {
    # officer, sekda, ppk, head of the OPD, head of another, overseer, ASN, another government, none
    "circulars": (200, 200, 200, 200, 200, 200, 403, 200, IN),
    "circular-new": (200, 403, 403, 404, 404, 403, 403, 200, IN),
    "circular-upload": (200, 403, 403, 404, 404, 403, 403, 200, IN),
    "circulars-waiting": (200, 200, 200, 200, 200, 200, 403, 200, IN),
    "circular-detail": (200, 200, 200, 200, 200, 200, 403, 404, IN),
    "circular-edit": (200, 403, 403, 404, 404, 403, 403, 404, IN),
    "circular-attachments": (200, 403, 403, 404, 404, 403, 403, 404, IN),
    "circular-attachment-out": (200, 403, 403, 404, 404, 403, 403, 404, IN),
    "circular-attachment": (200, 200, 200, 200, 200, 200, 403, 404, IN),
    "circular-letter": (200, 200, 200, 200, 200, 200, 403, 404, IN),
    "circular-letter-pdf": (200, 200, 200, 200, 200, 200, 403, 404, IN),
    "circular-csv": (200, 200, 200, 200, 200, 200, 403, 404, IN),
    "circular-unit": (200, 200, 200, 200, 404, 200, 403, 404, IN),
    "circular-pass-on": (403, 403, 403, 200, 404, 403, 403, 404, IN),
    "circular-sheet": (200, 403, 403, 200, 404, 403, 403, 404, IN),
    "circular-gaps": (200, 403, 403, 200, 404, 403, 403, 404, IN),
    "circular-remind": (200, 403, 403, 200, 404, 403, 403, 404, IN),
    "circular-patterns": (200, 200, 200, 200, 200, 403, 403, 404, IN),
    "circular-deadlines": (200, 200, 403, 404, 404, 403, 403, 404, IN),
    "submit": (200, 403, 403, 404, 404, 404, 403, 404, IN),
    "approve": (403, 200, 403, 404, 404, 404, 403, 404, IN),
    "publish": (403, 403, 200, 404, 404, 404, 403, 404, IN),
    "withdraw": (403, 403, 200, 404, 404, 403, 403, 404, IN),
    "replace": (404, 404, 404, 404, 404, 404, 403, 404, IN),
    "nonsense": (409, 409, 409, 409, 409, 409, 403, 404, IN),
}
POSTS: dict[str, tuple[int, ...]] = {
    "circular-renew": (302, 403, 403, 404, 404, 403, 403, 404, IN),
}


def address(name: str) -> str:
    """Return the page's address for a fresh circular of the own government."""
    if name in {"circulars", "circular-new", "circular-upload", "circulars-waiting"}:
        return reverse(name)
    if name.startswith("circular-attachment"):
        return attachment_address(name)
    if name == "circular-edit":
        return reverse(name, args=[draft_build().ref])
    if not name.startswith("circular"):
        return reverse("circular-step", args=[step_ref(name), name])
    ref = version_for_pages().circular.ref
    has_unit = name in {"circular-unit", "circular-pass-on", "circular-sheet", "circular-gaps"}
    more = [DINKES, "baca"] if name == "circular-remind" else [DINKES] if has_unit else []
    return reverse(name, args=[ref, *more])


def attachment_address(name: str) -> str:
    """Return the address of a file's page: of a fresh draft, or of the letter in force."""
    if name == "circular-attachment":
        return reverse(name, args=[enclosed(version_for_pages().circular).ref, 1, 1])
    ref = enclosed(draft_build()).ref
    return reverse(name, args=[ref, 1] if name == "circular-attachment-out" else [ref])


def enclosed(circular: Circular) -> Circular:
    """Return the circular, its first version with a file."""
    version = circular.versions.get(sequence=1)
    if not version.attachments.exists():
        enclosure = office_file_keep(government=KEY, kind="application/pdf", content=PDF)
        version.attachments.create(enclosure=enclosure, order=1, title="Lampiran", pages=1)
    return circular


def version_for_pages() -> CircularVersion:
    from_before = CircularVersion.objects.filter(stage="Terbit").first()
    return from_before or published_build()


def step_ref(act: str) -> str:
    if act == "submit":
        return draft_build().ref
    if act == "publish":
        return approved_build().ref
    if act == "approve":
        circular = approved_build()
        circular.versions.update(stage="Menunggu persetujuan")
        return circular.ref
    return version_for_pages().circular.ref


def client_of(visitor: tuple[Role, str] | None) -> Client:
    return staff_client(account_build(*visitor)) if visitor else Client()


@pytest.mark.parametrize("name", STAFF)
def test_a_staff_page_answers_each_visitor_by_role_and_place(name: str) -> None:
    tree_build()
    person_build(DINKES)
    got = tuple(client_of(visitor).get(address(name)).status_code for visitor in VISITORS)
    assert got == STAFF[name]


@pytest.mark.parametrize("name", POSTS)
def test_a_staff_button_answers_each_visitor_by_role_and_place(name: str) -> None:
    tree_build()
    target = address(name)
    got = tuple(client_of(visitor).post(target).status_code for visitor in VISITORS)
    assert got == POSTS[name]
    assert client_of(VISITORS[0]).get(target).status_code == 405


PERSON: dict[str, tuple[int, int, int, int]] = {
    # a person of the government, of another one, nobody, an officer without a personal session
    "circulars-mine": (200, 200, 404, 404),
    "circular-read": (200, 404, 404, 404),
    "circular-read-pdf": (200, 404, 404, 404),
    "circular-read-attachment": (200, 404, 404, 404),
}
PERSON_POSTS: dict[str, tuple[int, int, int, int]] = {
    "circular-open": (302, 404, 404, 404),
    "circular-done": (302, 404, 404, 404),
}


def person_visitors(version: CircularVersion) -> list[Client]:
    own = person_build(DINKES)
    opened(version, own)
    return [
        person_client(own),
        person_client(person_build("kab-samosir.dinkes")),
        Client(),
        staff_client(account_build(Role.OFFICER, KEY)),
    ]


@pytest.mark.parametrize("name", PERSON)
def test_a_personal_page_opens_for_its_own_people_alone(name: str) -> None:
    version = published_build()
    more = [1] if name == "circular-read-attachment" else []
    enclosed(version.circular)
    target = reverse(name, args=[] if name == "circulars-mine" else [version.circular.ref, *more])
    got = tuple(visitor.get(target).status_code for visitor in person_visitors(version))
    assert got == PERSON[name]


@pytest.mark.parametrize("name", PERSON_POSTS)
def test_a_personal_button_works_for_its_own_people_alone(name: str) -> None:
    version = published_build()
    target = reverse(name, args=[version.circular.ref])
    visitors = person_visitors(version)
    got = tuple(visitor.post(target, {"versi": 1}).status_code for visitor in visitors)
    assert got == PERSON_POSTS[name]
    assert visitors[0].get(target).status_code == 405


def test_every_address_of_a_letter_has_a_row_in_the_tables() -> None:
    # The law, "Boleh tidak?" and lessons stand in tests/house/url_table.toml alone.
    every = {pattern.name for pattern in [*staff_urls.urlpatterns, *public_urls.urlpatterns]}
    patterns = {name for name in every if name and name.startswith("circular")}
    rows = {name for name in STAFF if name.startswith("circular")}
    assert patterns == rows | set(POSTS) | set(PERSON) | set(PERSON_POSTS) | {"circular-step"}
