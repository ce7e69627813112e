"""A running site with the demonstration season, and browsers that visit it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

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
SIZES = {"phone": {"width": 360, "height": 780}, "desk": {"width": 1280, "height": 900}}


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
        for _ in range(1800):
            if "Ctrl+C" in said.read_text() or server.poll() is not None:
                break
            time.sleep(0.1)
        text = said.read_text()
        assert "Ctrl+C" in text, text
        yield Site(f"http://127.0.0.1:{port}", folder, links_in(text))
    finally:
        server.terminate()
        server.wait(timeout=30)


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


def sign_in(page: Page, site: Site, role: str) -> Page:
    """Press the button behind the role's one-time link."""
    page.goto(site.sign_ins[role])
    page.get_by_role("button", name="Masuk").click()
    return page
