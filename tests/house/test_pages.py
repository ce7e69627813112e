"""Every template keeps the page's promises: no inline script or style, nothing marked safe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import get_resolver

from netral.shell.door import public_address, public_path
from tests.house.test_shape import SOURCE, templates

REFUSED = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "text marked safe": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
    "a refresh by itself": re.compile(r"http-equiv=.refresh", re.IGNORECASE),
    "an address of someone else": re.compile(r"(?:src|href)=[\"']https?://", re.IGNORECASE),
    "a query": re.compile(r"\.(?:all|filter|objects)\b"),
    "a colour": re.compile(r"[\"'\s:]#[0-9a-fA-F]{6}\b"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_no_template_holds(what: str) -> None:
    found = [
        str(path.relative_to(SOURCE))
        for path in templates()
        if REFUSED[what].search(path.read_text(encoding="utf-8"))
    ]
    assert not found


# Choosing a language, or asking "Boleh tidak?", writes nothing and needs no token, so that a public
# page sets no cookie and may be kept on the phone.
WITHOUT_TOKEN = {
    "shell/templates/shell/parts/language.html",
    "circulars/templates/circulars/may/_form.html",
    "circulars/templates/circulars/may/_person.html",
    "circulars/templates/circulars/may/acts.html",
    "circulars/templates/circulars/may/answer.html",
}


INCLUDE = re.compile(r"\{% include \"([\w/.]+)\"[^%]*%\}")


def with_parts(path: Path) -> str:
    """Return a template's text, each part that it includes by name in its place."""

    def part(match: re.Match[str]) -> str:
        found = path.parents[1] / match.group(1)
        return found.read_text(encoding="utf-8") if found.exists() else ""

    return INCLUDE.sub(part, path.read_text(encoding="utf-8"))


def test_every_form_that_writes_carries_its_token() -> None:
    form = re.compile(r"<form\b[^>]*method=.post.*?</form>", re.IGNORECASE | re.DOTALL)
    naked = [
        str(path.relative_to(SOURCE))
        for path in templates()
        for match in form.finditer(with_parts(path))
        if "{% csrf_token %}" not in match.group()
    ]
    assert set(naked) == WITHOUT_TOKEN


LINK = re.compile(r"\{% url [\"']([\w-]+)[\"'](?![^%]* as )")


def test_a_page_of_the_staff_door_leads_to_the_other_door_by_its_own_tag() -> None:
    names = set(get_resolver("netral.config.urls_staff").reverse_dict)
    lost = {
        f"{path.name}: {name}"
        for path in templates()
        if "shell/staff.html" in path.read_text(encoding="utf-8")
        for name in LINK.findall(with_parts(path))
        if name not in names
    }
    assert not lost, "use public_url: a staff door served alone has no such address"


@override_settings(NETRAL_DOOR="staff", ROOT_URLCONF="netral.config.urls_staff")
def test_a_staff_door_served_alone_gives_whole_addresses_of_the_other_one() -> None:
    origin = settings.NETRAL_ORIGIN
    assert public_path("pledge-room", "ABC") == f"{origin}/ikrar/serentak/ABC/"
    assert public_address("personal_link", "A" * 26) == f"{origin}/saya/{'A' * 26}/"


def test_beside_the_other_door_the_way_stays_on_this_site() -> None:
    assert public_path("pledge-room", "ABC") == "/ikrar/serentak/ABC/"


def test_python_never_marks_text_safe() -> None:
    marked = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "mark_safe(" in path.read_text(encoding="utf-8")
    ]
    assert not marked
