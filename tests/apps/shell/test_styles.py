"""The look keeps its promises: contrast, weight, no style or script inside a page."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import netral.shell

SHELL = Path(netral.shell.__file__).parent
STATIC = SHELL / "static"
STYLES = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("shell/*.css")}
TEMPLATES = sorted((SHELL / "templates").rglob("*.html"))
LIMIT = 60 * 1024
INK_ON_GROUND = [
    (ink, ground)
    for ground in ("paper", "surface", "sunken")
    for ink in ("ink", "ink-soft", "sea", "plum", "earth")
] + [
    ("on-sea", "sea"),
    ("on-plum", "plum"),
    ("on-earth", "earth"),
    ("ink", "sea-soft"),
    ("sea", "sea-soft"),
    ("ink", "plum-soft"),
    ("plum", "plum-soft"),
    ("ink", "earth-soft"),
    ("earth", "earth-soft"),
    ("on-strip", "strip"),
    ("on-head", "head"),
    ("on-head-soft", "head"),
    ("on-light", "d1"),
    ("on-light", "d2"),
    ("on-light", "d3"),
    ("on-deep", "d4"),
    ("on-deep", "d5"),
]


def tokens(theme: str) -> dict[str, str]:
    """Return the colour of each token; the dark theme changes some of the light one's."""
    css = STYLES["tokens.css"]
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", light))
    found |= {"surface": "#ffffff"}
    if theme == "dark":
        found |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", dark.split("}")[0]))
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), INK_ON_GROUND)
def test_text_can_be_read_on_its_ground(theme: str, ink: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunken"])
def test_the_border_of_a_control_and_the_focus_ring_can_be_seen(theme: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours["edge"], colours[ground]) >= 3
    assert contrast(colours["focus"], colours[ground]) >= 3


def test_the_two_ways_into_the_dark_theme_give_the_same_colours() -> None:
    dark = STYLES["tokens.css"].split("@media (prefers-color-scheme: dark)")[1]
    followed, chosen = dark.split(':root[data-theme="dark"]')
    pairs = [re.findall(r"--([a-z0-9-]+): ([^;]+);", part) for part in (followed, chosen)]
    assert pairs[0]
    assert dict(pairs[0]) == {name: dict(pairs[1])[name] for name, _ in pairs[0]}


def test_every_style_sheet_closes_what_it_opens() -> None:
    for name, css in STYLES.items():
        assert css.count("{") == css.count("}"), name


def test_no_style_sheet_fetches_from_elsewhere_or_embeds_a_picture() -> None:
    for name, css in STYLES.items():
        for address in re.findall(r"url\(([^)]*)\)", css):
            assert address.strip("\"'").startswith("../vendor/"), name


def test_pico_stays_beneath_and_shows_none_of_its_embedded_pictures() -> None:
    css = STYLES["tokens.css"]
    assert '@import url("../vendor/pico-2.1.1/pico.min.css") layer(pico);' in css
    pico = (STATIC / "vendor/pico-2.1.1/pico.min.css").read_text(encoding="utf-8")
    pictures = set(re.findall(r"(--pico-icon-[a-z]+):url", pico))
    assert pictures
    assert pictures == {name for name in pictures if f"{name}: none;" in css}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_style_script_or_event(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|javascript:|\son[a-z]+\s*=|\|safe\b", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"#[0-9a-fA-F]{6}\b", source)
    assert source.count("\n") <= 150


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_class_of_a_template_is_drawn_by_a_style_sheet(path: Path) -> None:
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", " ".join(STYLES.values())))
    source = re.sub(r"\{[%{].*?[%}]\}", " ", path.read_text(encoding="utf-8"))
    used = {name for value in re.findall(r'class="([^"]*)"', source) for name in value.split()}
    assert used - known - {"sw-"} == set()


def test_the_style_sheets_weigh_less_than_half_of_what_a_public_page_may() -> None:
    pico = (STATIC / "vendor/pico-2.1.1/pico.min.css").read_bytes()
    ours = [css.encode() for name, css in STYLES.items() if name != "gaya.css"]
    assert sum(len(gzip.compress(css)) for css in [pico, *ours]) <= LIMIT / 2
