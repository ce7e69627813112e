"""Every page of both doors: sound, narrow enough for a phone, and readable by everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Cookie, Page

from tests.e2e.conftest import SIZES, Site, manage
from tests.e2e.crawl import Pages, visit
from tests.e2e.test_asn import personal_page

pytestmark = pytest.mark.first
PUBLIC_STARTS = (
    *("/", "/lapor/", "/periksa/", "/tentang/", "/masuk/", "/gaya/", "/tidak-ada/"),
    *("/periksa/pdf/", "/jangkauan/"),
    *("/aturan/", "/aturan/cari/?q=kampanye", "/aturan/perbuatan/S-MEDSOS-INTERAKSI/"),
)
STAFF_STARTS = ("/meja/", "/kunci/", "/akun/")
EXTRA_STARTS = {
    "pengelola": ("/kalender/", "/dokumen/", "/pegawai/impor/", "/pengaturan/"),
    "ppk": ("/dokumen/",),
    "gubernur": ("/ikrar/ajakan/", "/pengawasan/jangkauan/"),
    "sekda": ("/kalender/", "/pengaturan/pejabat/", "/kalender/saya/"),
}
ROLES = (
    *("pengelola", "penangan", "ppk", "pemeriksa", "desk", "kepala_opd", "sekda", "pemantau"),
    *("camat", "atasan", "gubernur"),
)
REACHED = {
    *("edaran/<str:ref>/unit/<str:path>/", "edaran/<str:ref>/kelas/", "edaran/menunggu/"),
    *("ikrar/ajakan/", "ikrar/ajakan/baru/", "ikrar/<str:ref>/belum/", "ikrar/naskah/"),
    *("ikrar/pakta/", "ikrar/pakta/baru/", "ikrar/pakta/<str:ref>/", "saya/pakta/<str:ref>/"),
    *("ikrar/pakta/<str:ref>/pegawai/", "ikrar/pakta/<str:ref>/lembar/"),
    *("ikrar/pakta/<str:ref>/saya/", "ikrar/pakta/<str:ref>/tarik/"),
    *("jangkauan/<slug:government>/", "pengawasan/jangkauan/", "saya/jangkauan/"),
    *("pengawasan/jangkauan/pegawai/", "periksa/pdf/", "ikrar/<str:ref>/foto/"),
    *("edaran/unggah/", "dokumen/kop/", "dokumen/nomor/", "dokumen/segel/", "dokumen/akar/"),
    *("dokumen/akar/baru/", "ikrar/pakta/<str:ref>/segel/"),
    *("ikrar/<str:ref>/hadir/", "ikrar/ajakan/<str:ref>/", "ikrar/serentak/<str:ref>/"),
}
"""Pages of the chain from the circular to the pact that some role must come to."""
LAW_ROUTES = ("aturan/", "aturan/perbuatan/<str:code>/")
DARK = ("", "lapor/", "saya/", "meja/", "antrean/", "perkara/<slug:ref>/", "pengawasan/")
EXPECTED_ERRORS = {"/tidak-ada/": 404}
PERSONAL = "/saya/"
"""A waiting room leads there; whoever came without a personal link is told to open it (404)."""
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All rules are tried; only of those that found something is every element told.
AXE_OPTIONS = {"runOnly": LEVELS, "resultTypes": ["violations"]}
STANDING_OUT = """() => [...document.querySelectorAll("table")].filter((table) => {
  const [own, column] = [table, table.parentElement].map((one) => one.getBoundingClientRect());
  return own.right > column.right + 1 && getComputedStyle(table.parentElement).overflowX !== "auto";
}).map((table) => `a table out of its column: ${table.innerText.slice(0, 60)}`)"""
AXE = Axe()


class Watched:
    """A browser page that remembers what went wrong on it."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.wrong: list[str] = []
        self.is_axe_at_work = False
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        page.on("request", lambda request: self._request(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        # axe writes styles of its own into the page, which the policy refuses, and says so.
        is_known = self.is_axe_at_work or "Failed to load resource" in message.text
        if message.type == "error" and not is_known:
            self.wrong.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.site.url, "data:")):
            self.wrong.append(f"asks outside: {url}")

    def open(self, address: str) -> None:
        """Open the address and note what its answer lacks."""
        path = address.removeprefix(self.site.url)
        answer = self.page.goto(address)
        assert answer is not None
        if answer.status != EXPECTED_ERRORS.get(path, 200):
            self.wrong.append(f"status {answer.status}")
        if self.page.locator("h1").count() != 1:
            self.wrong.append(f"{self.page.locator('h1').count()} titles")
        if self.page.locator("html").get_attribute("lang") != "id":
            self.wrong.append("no language")

    def measure(self) -> None:
        """Note whether the page scrolls sideways or a table leaves its column, at either size."""
        for name, size in SIZES.items():
            self.page.set_viewport_size(size)
            wide, room = self.page.evaluate(
                "() => [document.scrollingElement.scrollWidth,"
                " document.scrollingElement.clientWidth]"
            )
            if wide > room:
                self.wrong.append(f"{wide} wide on a {name} of {room}")
            self.wrong += [f"{one} on a {name}" for one in self.page.evaluate(STANDING_OUT)]

    def axe(self) -> None:
        """Note what axe finds."""
        self.is_axe_at_work = True
        found = AXE.run(self.page, options=AXE_OPTIONS).response["violations"]
        self.is_axe_at_work = False
        self.wrong += [
            f"axe {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["nodes"]
        ]

    def told(self) -> list[str]:
        """Return what was noted, and forget it."""
        wrong, self.wrong = self.wrong, []
        return wrong


@pytest.fixture(scope="module", autouse=True)
def staged(site: Site, cast: dict[str, str]) -> None:
    """Open what the season lacks, so that its pages stand there: see ``cast.py``."""
    assert cast
    manage(site, "shell", "-c", "from tests.e2e.cast import staged; staged()")


@pytest.fixture(scope="module")
def contexts(
    browser: Browser,
    site: Site,
    officers: Callable[[str], list[Cookie]],
    cast: dict[str, str],
) -> Iterator[Callable[[str], BrowserContext]]:
    """Return what gives the browser of a role, signed in once."""
    made: list[BrowserContext] = []

    @cache
    def context_of(role: str) -> BrowserContext:
        context = browser.new_context(viewport=SIZES["phone"], locale="id-ID")
        context.set_default_timeout(30_000)
        made.append(context)
        if role == "asn":
            personal_page(context.new_page(), cast["asn-dinkes"])
        elif role != "publik":
            context.add_cookies(
                [
                    {"name": one["name"], "value": one["value"], "url": site.url}
                    for one in officers(role)
                ]
            )
        return context

    yield context_of
    for context in made:
        context.close()


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """Return the routes already looked at in this run."""
    return set()


def starts_of(role: str) -> tuple[str, ...]:
    """Return where a role's walk begins."""
    if role == "publik":
        return PUBLIC_STARTS
    if role == "asn":
        return ("/saya/", "/saya/edaran/")
    return STAFF_STARTS + EXTRA_STARTS.get(role, ())


def fresh(pages: Pages, seen: set[str]) -> list[tuple[str, str]]:
    """Return the routes nobody looked at yet, and remember them."""
    found = [(route, address) for route, address in pages.examples() if route not in seen]
    seen.update(route for route, _address in found)
    return found


@pytest.mark.parametrize("role", ["publik", "asn", *ROLES])
def test_every_page_a_role_reaches_is_sound(
    role: str,
    site: Site,
    contexts: Callable[[str], BrowserContext],
    seen: set[str],
) -> None:
    context = contexts(role)
    pages = visit(context, site.url, starts_of(role))
    wrong = [one for one in pages.broken if not one.endswith((*EXPECTED_ERRORS, PERSONAL))]
    watched = Watched(context.new_page(), site)
    for route, address in fresh(pages, seen):
        if role != "asn" and address.endswith(PERSONAL):
            continue
        watched.open(address)
        watched.measure()
        watched.axe()
        wrong += [f"{route}: {one}" for one in watched.told()]
        if route in DARK + LAW_ROUTES:
            watched.page.emulate_media(color_scheme="dark")
            watched.open(address)
            watched.axe()
            watched.page.emulate_media(color_scheme="light")
            wrong += [f"{route}, dark: {one}" for one in watched.told()]
    assert not wrong, "\n".join(wrong)


def test_the_walk_reached_the_rooms_of_every_app(seen: set[str]) -> None:
    rooms = {route.split("/")[0] for route in seen}
    assert rooms >= {
        "aturan",
        *("lapor", "periksa", "jejak", "saya", "meja", "antrean", "perkara", "edaran", "ikrar"),
        *("rakor", "arahan", "pengawasan", "pegawai", "pengaturan", "kalender", "dokumen"),
        "jangkauan",
    }
    assert not REACHED - seen
