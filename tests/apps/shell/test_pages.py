"""The shell's own pages, through the whole chain of middleware."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from netral.core.access import Actor, Role
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.shell.context import ROLE_LABELS, door_of, page

pytestmark = pytest.mark.django_db

PAGES = [
    "/gaya/",
    "/gaya/?halaman=3&keadaan=baru",
    "/gaya/?halaman=x",
    "/gaya/halaman/public/",
    "/gaya/halaman/asn/",
    "/gaya/halaman/staff/",
    "/gaya/halaman/letter/",
    "/gaya/halaman/confirm/",
    "/aksesibilitas/",
    "/tentang/",
]
LIMIT = 60 * 1024


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "id"})


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_shell_opens_for_anyone(visitor: Client, address: str) -> None:
    response = visitor.get(address)
    markup = response.content.decode()
    assert response.status_code == 200
    assert markup.count("<h1>") == 1
    assert '<html lang="id"' in markup
    assert '<main id="isi"' in markup


@pytest.mark.parametrize("address", PAGES)
def test_no_id_stands_twice_and_every_reference_finds_its_own(
    visitor: Client, address: str
) -> None:
    markup = visitor.get(address).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'(?:href="#|\sfor="|aria-labelledby=")([^"]+)"', markup)
    assert set(pointed) <= set(ids)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_keeps_to_the_policy(visitor: Client, address: str) -> None:
    markup = visitor.get(address).content.decode()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", markup)
    assert not re.search(r"<script(?![^>]*\bsrc=)", markup)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', markup)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_with_all_it_loads_weighs_at_most_sixty_kilobytes(
    visitor: Client, address: str
) -> None:
    markup = visitor.get(address).content
    names = set(re.findall(rb'(?:href|src)="/static/([^"]+)"', markup))
    assert names
    weight = len(gzip.compress(markup))
    for name in names:
        weight += len(gzip.compress(Path(str(finders.find(name.decode()))).read_bytes()))
    assert weight <= LIMIT


def test_reading_sets_no_cookie(visitor: Client) -> None:
    assert not visitor.get("/aksesibilitas/").cookies


@pytest.mark.parametrize("address", ["/gaya/halaman/lain/", "/gaya/halaman/"])
def test_a_base_that_does_not_exist_is_not_found(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/gaya/", "/aksesibilitas/", "/robots.txt"])
def test_pages_that_only_show_refuse_to_be_written_to(visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code == 405


def test_the_language_is_chosen_by_a_form_without_script(visitor: Client) -> None:
    asked = {"language": "en", "next": "/aksesibilitas/"}
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "id"})
    response = strict.post("/bahasa/", asked)
    assert (response.status_code, response["Location"]) == (302, "/aksesibilitas/")
    assert '<html lang="en"' in strict.get("/aksesibilitas/").content.decode()
    assert visitor.get("/bahasa/").status_code == 405


def test_the_choice_of_language_leads_nowhere_else(visitor: Client) -> None:
    response = visitor.post("/bahasa/", {"language": "en", "next": "https://example.org/"})
    assert not response["Location"].startswith("https://example.org")


def test_each_page_offers_the_other_language(visitor: Client) -> None:
    markup = visitor.get("/aksesibilitas/").content.decode()
    assert 'name="language" value="en"' in markup
    assert 'value="/aksesibilitas/"' in markup
    visitor.cookies["netral_bahasa"] = "en"
    english = visitor.get("/aksesibilitas/").content.decode()
    assert 'name="language" value="id"' in english


def test_the_page_about_names_the_government_that_holds_the_data() -> None:
    request: Any = RequestFactory().get("/tentang/")
    with translation.override("id"):
        assert "Setiap pemerintah daerah" in render_to_string("shell/about.html", request=request)
        request.government_name = "Kabupaten Batang Hari"
        assert "dikelola oleh Kabupaten Batang Hari" in render_to_string(
            "shell/about.html", request=request
        )


def test_robots_are_kept_from_the_officers_door(visitor: Client) -> None:
    response = visitor.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /meja/" in response.content.decode()


def test_the_old_address_of_the_icon_leads_to_the_mark(visitor: Client) -> None:
    response = visitor.get("/favicon.ico")
    assert response.status_code == 301
    assert response["Location"].endswith("shell/mark.svg")


def test_a_demonstration_says_so_on_every_page_and_names_its_day(
    visitor: Client, settings: Any
) -> None:
    settings.NETRAL_DEMO = False
    assert "rekaan" not in visitor.get("/gaya/halaman/public/").content.decode()
    settings.NETRAL_DEMO = True
    settings.NETRAL_TODAY = date(2024, 11, 10)
    for address in PAGES:
        markup = visitor.get(address).content.decode()
        assert "orang dan angka di sini rekaan" in markup
        assert "Minggu, 10 November 2024" in markup


def test_the_context_stands_without_any_middleware() -> None:
    context = page(RequestFactory().get("/"))
    assert context["navigation"] == context["public_navigation"] == []
    assert context["door"] == "public"
    assert context["role_label"] == ""
    assert context["home_url"] == "/"
    assert context["actor"] is None


def test_the_navigation_says_where_one_is_and_what_waits() -> None:
    request: Any = RequestFactory().get("/")
    request.navigation = [
        {"label": "Laporan", "url": "/l/", "is_current": True, "count": 1204},
        {"label": "Perkara", "url": "/p/", "is_current": False, "count": 0},
    ]
    with translation.override("id"):
        markup = render_to_string("shell/parts/navigation.html", page(request))
    assert '<a href="/l/" aria-current="page">Laporan' in markup
    assert "1.204" in markup
    assert markup.count('class="count"') == 1


def test_an_officer_sees_the_own_ways_at_the_staff_door_alone() -> None:
    request: Any = RequestFactory().get("/")
    request.actor = Actor(
        AccountRef("A1"), "Norlaila Handayani", Role.HANDLER, UnitPath("kab-batanghari.bkpsdm")
    )
    request.navigation = [{"label": "Perkara", "url": "/meja/perkara/"}]
    request.public_navigation = [{"label": "Lapor", "url": "/lapor/"}]
    with translation.override("id"):
        staff = render_to_string("shell/gaya_staff.html", request=request)
        public = render_to_string("shell/gaya_public.html", request=request)
    assert "/meja/perkara/" in staff
    assert "Norlaila Handayani" in staff
    assert "Petugas" in staff
    assert "/lapor/" not in staff
    assert "/lapor/" in public
    assert "/meja/perkara/" not in public
    assert "Norlaila" not in public


def test_the_public_door_shows_the_ways_of_the_request_unless_they_are_an_officers() -> None:
    request: Any = RequestFactory().get("/")
    request.navigation = [{"label": "Lapor", "url": "/lapor/"}]
    assert page(request)["public_navigation"] == request.navigation
    assert page(request)["person_navigation"] == request.navigation
    request.door = "staff"
    assert page(request)["public_navigation"] == []
    request.public_navigation = [{"label": "Jejak", "url": "/jejak/"}]
    assert page(request)["public_navigation"] == request.public_navigation


def test_the_words_of_a_grant_come_before_those_of_its_role() -> None:
    request: Any = RequestFactory().get("/")
    request.role_label = "Petugas, BKPSDM"
    assert page(request)["role_label"] == "Petugas, BKPSDM"


def test_every_role_has_its_word() -> None:
    assert set(ROLE_LABELS) == set(Role)


@pytest.mark.parametrize(
    ("attributes", "door"),
    [
        ({}, "public"),
        ({"person_ref": "P1"}, "asn"),
        ({"actor": object()}, "staff"),
        ({"actor": object(), "door": "public"}, "public"),
    ],
)
def test_the_door_is_what_middleware_says_else_who_is_there(
    attributes: dict[str, object], door: str
) -> None:
    request = RequestFactory().get("/")
    for name, value in attributes.items():
        setattr(request, name, value)
    assert door_of(request) == door
