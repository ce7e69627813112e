"""A running site with the demonstration season, and browsers that visit it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Cookie,
    Locator,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
SIZES = {
    "phone": ViewportSize(width=360, height=780),
    "desk": ViewportSize(width=1280, height=900),
}


@dataclass(frozen=True)
class Site:
    """Where the site is, its data folder, and the one-time sign-in link of each role."""

    url: str
    folder: Path
    sign_ins: dict[str, str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def links_in(text: str) -> dict[str, str]:
    """Return the sign-in links that ``./run`` printed, by role."""
    return dict(re.findall(r"^\s*(\S+)\s+(http://127\.0\.0\.1:\d+/\S+)\s*$", text, re.MULTILINE))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    said = folder.parent / "said.txt"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    environment.pop("NETRAL_DATABASE", None)
    command = [sys.executable, "-m", "netral.ops.serve", "--port", str(port), "--data", str(folder)]
    with said.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output)
    try:
        for _ in range(6000):
            if "Ctrl+C" in said.read_text() or server.poll() is not None:
                break
            time.sleep(0.1)
        text = said.read_text()
        assert "Ctrl+C" in text, text
        yield Site(f"http://127.0.0.1:{port}", folder, links_in(text))
    finally:
        server.terminate()
        server.wait(timeout=30)


def links_new(site: Site) -> dict[str, str]:
    """Return new one-time links; those of before stay good until used."""
    return links_in(manage(site, "demo", "sign-ins"))


def manage(site: Site, *arguments: str) -> str:
    """Run a command on the site's folder beside the running site; return what it printed."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "NETRAL_DATA_DIR": str(site.folder),
    }
    environment["NETRAL_ORIGIN"] = site.url
    environment.pop("NETRAL_DATABASE", None)
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="session")
def cast(site: Site) -> dict[str, str]:
    """Return the links of those whom the walks need beside the season's own, see ``cast.py``."""
    return links_in(manage(site, "shell", "-c", "from tests.e2e.cast import told; told()"))


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "chromium is missing: apt-get install chromium"
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    found = playwright.chromium.launch(executable_path=chromium, args=FLAGS, headless=True)
    yield found
    found.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    found = browser.new_context(
        java_script_enabled=request.param, viewport=SIZES["phone"], locale="id-ID"
    )
    found.set_default_timeout(20_000)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def officers(
    site: Site, browser: Browser, request: pytest.FixtureRequest
) -> Callable[[str], list[Cookie]]:
    """Return what gives a role's signed-in cookies: each role signs in once in a run."""

    @cache
    def cookies(role: str) -> list[Cookie]:
        link = site.sign_ins.get(role) or request.getfixturevalue("cast")[role]
        with browser.new_context() as visitor:
            sign_in(visitor.new_page(), link)
            return visitor.cookies()

    return cookies


@pytest.fixture
def desk_of(
    page: Page, site: Site, officers: Callable[[str], list[Cookie]]
) -> Callable[[str], Page]:
    """Return what opens the home page of a signed-in role."""

    def open_desk(role: str) -> Page:
        page.context.clear_cookies()
        page.context.add_cookies(
            [
                {"name": one["name"], "value": one["value"], "url": site.url}
                for one in officers(role)
            ]
        )
        page.goto(f"{site.url}/meja/")
        return page

    return open_desk


def sign_in(page: Page, link: str) -> Page:
    """Press the button behind a one-time link."""
    page.goto(link)
    page.get_by_role("button", name="Masuk").click()
    return page


def menu(page: Page, name: str) -> None:
    """Go to a place of the menu: on a phone it stands at the foot."""
    page.get_by_role("navigation", name="Menu lengkap").get_by_role(
        "link", name=name, exact=True
    ).click()


def downloaded(page: Page, press: Locator) -> bytes:
    """Press what hands out a file; return the file."""
    with page.expect_download() as download:
        press.click()
    return Path(download.value.path()).read_bytes()


def heading(page: Page) -> Locator:
    """Return the page's title."""
    return page.get_by_role("heading", level=1)
