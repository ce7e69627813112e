"""Finds the pages of a door by the links that a visitor sees: one example of each route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, BrowserContext

READS, PER_ROUTE, BROKEN = 260, 2, 400
FILES = (
    ".csv",
    ".pdf",
    ".json",
    ".ics",
    ".txt",
    ".ico",
    "/bukti",
    "/pdf",
    "/janji",
    "/key",
    "/checkpoint",
)


class Links(HTMLParser):
    """Collects where a page's links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


@dataclass
class Pages:
    """What a role can reach: route to addresses, and what answered with an error."""

    routes: dict[str, list[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def take(self, address: str) -> bool:
        """Keep the address if its route still lacks examples; tell whether it was new."""
        found = self.routes.setdefault(route_of(address), [])
        if address in found or len(found) >= PER_ROUTE:
            return False
        found.append(address)
        return True

    def examples(self) -> Iterator[tuple[str, str]]:
        """Yield (route, address): the first example of each route."""
        for route, addresses in sorted(self.routes.items()):
            if addresses:
                yield route, addresses[0]


def route_of(address: str) -> str:
    """Return the route that answers at the address, empty when none does."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return ""


def links_of(html: str, address: str) -> list[str]:
    """Return the addresses of our own pages that a page links to, without fragments."""
    reader = Links()
    reader.feed(html)
    whole = (urldefrag(urljoin(address, link)).url for link in reader.found)
    ours = [one for one in whole if urlsplit(one)[:2] == urlsplit(address)[:2]]
    return [one for one in ours if not urlsplit(one).path.endswith(FILES) and "/tile/" not in one]


def pages_reached(visitor: APIRequestContext, site_url: str, starts: Iterable[str]) -> Pages:
    """Follow links from the starts, breadth first, a few examples of each route."""
    pages = Pages()
    waiting = [one for start in starts if pages.take(one := urljoin(site_url, start))]
    reads = 0
    while waiting and reads < READS:
        address = waiting.pop(0)
        answer = visitor.get(address, max_redirects=3)
        reads += 1
        if answer.status < BROKEN and "text/html" not in answer.headers["content-type"]:
            pages.routes[route_of(address)].remove(address)
        elif answer.status < BROKEN:
            waiting += [link for link in links_of(answer.text(), address) if pages.take(link)]
        else:
            pages.broken.append(f"{answer.status} {address}")
    return pages


def visit(context: BrowserContext, site_url: str, starts: Iterable[str]) -> Pages:
    """Follow links with the session of a browser."""
    return pages_reached(context.request, site_url, starts)
