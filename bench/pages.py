"""How much a phone must fetch for each public page, with its styles, scripts and images.

Pages are found by following links from the home page of the demonstration, as anyone could. The
limit is the page's own words without a tag, compressed alike.
"""

from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bench.startup import site_command, started
from netral.ops import serve

TARGET_KB = 60.0
LAW_TARGET_KB = 40.0
LAW = "/aturan/"
KB = 1024
SEEDS = ("/", "/lapor/", "/lapor/ikuti/", "/periksa/", "/jejak/", "/tentang/", "/aksesibilitas/")
MAY_SEEDS = ("/boleh/", "/boleh/suka-calon/", "/boleh/daftar/", "/boleh/tanya/", "/boleh/kenali/")
OTHERS = (*MAY_SEEDS, "/gaya/")
# Pages of the law that no short walk may miss: the longest of each kind, and a search.
LAW_SEEDS = (
    LAW,
    "/aturan/perbuatan/S-MEDSOS-INTERAKSI/",
    "/aturan/perbuatan/D-N1/",
    "/aturan/kelompok/lurah/",
    "/aturan/tahap/kampanye/",
    "/aturan/perubahan/2024-09-22/",
    "/aturan/sanksi/",
    "/aturan/batas-waktu/",
    "/aturan/belum-terkonfirmasi/",
    "/aturan/peraturan/",
    "/aturan/cari/?q=kampanye",
)
EACH_KIND = 6
HTML_TYPE = "text/html"
FETCHED = {"link": "href", "script": "src", "img": "src", "use": "href", "source": "src"}
NOT_FETCHED_LINKS = {"alternate", "canonical", "next", "prev", "help"}
CSS_URL = re.compile(rb"url\(\s*['\"]?([^'\")\s]+)")
Attributes = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over the wire: status, type, bytes as sent and bytes opened."""

    status: int
    kind: str
    sent: bytes
    body: bytes

    @property
    def gzipped(self) -> int:
        """Return its size compressed: as sent, or by us when the site left that to its proxy."""
        is_text = self.kind.startswith("text/") or "javascript" in self.kind or "svg" in self.kind
        return min(len(self.sent), len(gzip.compress(self.body, 6))) if is_text else len(self.sent)


@dataclass(slots=True)
class Weight:
    """One page: its own size and those of all that it fetches."""

    path: str
    html: int
    words: int
    wire: int
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return the compressed bytes in all."""
        return self.html + sum(self.parts.values())


class Reader(HTMLParser):
    """Reads a page's links, what it fetches, and its words."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Take addresses."""
        given = dict(attrs)
        address = given.get(FETCHED.get(tag, ""))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        elif address and given.get("rel") not in NOT_FETCHED_LINKS:
            self.fetched.append(address)

    def handle_data(self, data: str) -> None:
        """Take the words."""
        self.words.append(data.strip())


class Site:
    """The running site; every address is fetched once."""

    def __init__(self, port: int) -> None:
        """Open one connection."""
        self._link = HTTPConnection("127.0.0.1", port, timeout=60)
        self._kept: dict[str, Answer] = {}

    def get(self, path: str) -> Answer:
        """Return the answer of an address, compressed if the site can."""
        if path not in self._kept:
            self._link.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = self._link.getresponse()
            sent = answer.read()
            is_packed = answer.getheader("Content-Encoding") == "gzip"
            body = gzip.decompress(sent) if is_packed else sent
            kind = answer.getheader("Content-Type") or ""
            self._kept[path] = Answer(answer.status, kind, sent, body)
        return self._kept[path]


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Weigh every public page of the demonstration; return the JSON object."""
    del data
    folder = serve.folder_for(serve.options(["--data", os.environ["NETRAL_DATA_DIR"]]))
    serve.prepare(folder, empty=False)
    with started(lambda port: site_command(port, folder), {}) as (port, _server, _seconds):
        found = weighed(Site(port))
    heaviest = max(found, key=lambda one: one.total)
    law = [one for one in found if one.path.startswith(LAW)]
    heaviest_law = max(law, key=lambda one: one.total)
    over = [one.path for one in found if one.total > limit_of(one.path) * KB]
    figure, limit = heaviest.total / KB, heaviest.words / KB
    return {
        "name": "pages",
        "figure": round(figure, 1),
        "unit": "KB gzipped, heaviest public page with all it fetches",
        "limit": round(limit, 1),
        "limit_is": "the words of that page alone, gzipped",
        "ratio": round(figure / limit, 1),
        "target": TARGET_KB,
        "ok": not over and len(found) >= len(SEEDS) and len(law) >= len(LAW_SEEDS),
        "details": {
            "database": database,
            "pages": len(found),
            "heaviest": heaviest.path,
            "parts": {name: round(size / KB, 1) for name, size in heaviest.parts.items()},
            "html_kb": round(heaviest.html / KB, 1),
            "html_as_sent_kb": round(heaviest.wire / KB, 1),
            "law_pages": len(law),
            "law_target": LAW_TARGET_KB,
            "law_heaviest": heaviest_law.path,
            "law_heaviest_kb": round(heaviest_law.total / KB, 1),
            "over": over,
            "each_kb": {one.path: round(one.total / KB, 1) for one in found},
        },
    }


def limit_of(path: str) -> float:
    """Return what a page may weigh in all, in KB: pages of the law less than others."""
    return LAW_TARGET_KB if path.startswith(LAW) else TARGET_KB


def weighed(site: Site) -> list[Weight]:
    """Return the weight of each page reached from the seeds; of one kind a few are enough."""
    waiting, seen, kinds = [*SEEDS, *LAW_SEEDS, *OTHERS], set[str](), Counter[str]()
    found: list[Weight] = []
    while waiting:
        path = waiting.pop(0)
        if path in seen or (path not in LAW_SEEDS and kinds[_kind(path)] >= EACH_KIND):
            continue
        seen.add(path)
        answer = site.get(path)
        if path in (*SEEDS, *LAW_SEEDS) and answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}.")
        if answer.status != 200 or not answer.kind.startswith(HTML_TYPE):
            continue
        kinds[_kind(path)] += 1
        weight, links = _weight(site, path, answer)
        found.append(weight)
        waiting += links
    return found


def _weight(site: Site, path: str, answer: Answer) -> tuple[Weight, list[str]]:
    reader = Reader()
    reader.feed(answer.body.decode())
    words = len(gzip.compress(" ".join(filter(None, reader.words)).encode(), 6))
    weight = Weight(path, answer.gzipped, words, len(answer.sent))
    for address in reader.fetched:
        _add(site, weight, _local(path, address))
    links = [_local(path, link) for link in reader.links]
    return weight, [link for link in links if link]


def _add(site: Site, weight: Weight, address: str) -> None:
    """Count a part once for a page; a style sheet brings what it names."""
    if not address or address in weight.parts:
        return
    part = site.get(address)
    if part.status != 200:
        raise RuntimeError(f"{weight.path} fetches {address}, which answered {part.status}.")
    weight.parts[address] = part.gzipped
    if part.kind.startswith("text/css"):
        for inner in CSS_URL.findall(part.body):
            _add(site, weight, _local(address, inner.decode()))


def _local(base: str, address: str) -> str:
    """Return the path of an address of this site without its query; "" for any other."""
    whole = urlsplit(urljoin(f"http://site{base}", address))
    return whole.path if whole.netloc == "site" and whole.scheme == "http" else ""


def _kind(path: str) -> str:
    """Return the shape of an address: its first part and its depth."""
    parts = path.strip("/").split("/")
    return f"{parts[0]}/{len(parts)}"
