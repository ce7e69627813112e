"""The picture of an answer, and the worker that keeps opened pages readable."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from PIL import Image

from netral.circulars.services import card as cards
from netral.circulars.services.card import CardWords, card_png
from netral.circulars.views.may_card import STYLES, WORKER, worker_text
from netral.core.text.may import Verdict, may_situation, situations
from netral.shell.headers import POLICY

WORDS = CardWords(
    verdict="tidak",
    verdict_words="Tidak boleh",
    asked="Boleh tidak?",
    title="Menyukai unggahan calon",
    why="Nama Anda muncul di bawahnya.",
    instead_label="Boleh:",
    instead="membaca visi dan misi di laman KPU",
    whom="PNS, masa kampanye",
    basis_label="Dasar:",
    basis="PP 94/2021 Pasal 5 huruf n angka 5",
    url="https://netral.example/boleh/suka-calon/",
    host="netral.example/boleh",
    when="9 Oktober 2024",
)
LONG = " ".join(["ketidakberpihakan"] * 100)
SIZE = (1080, 1350)
GROUNDS = {"boleh": (26, 79, 90), "tidak": (122, 36, 80), "tergantung": (106, 68, 34)}
PAPER = (251, 248, 242)
LARGEST = 120 * 1024


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.NETRAL_DATA_DIR = tmp_path
    caches["template_fragments"].clear()
    return tmp_path


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def is_near(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def ink_below(image: Image.Image, top: int, bottom: int) -> int:
    """Return how many pixels between two lines, left of the code, are not paper."""
    part = image.crop((0, top, 700, bottom))
    return sum(not is_near(pixel, PAPER) for pixel in part.get_flattened_data())


@pytest.mark.parametrize("verdict", list(GROUNDS))
def test_a_card_has_the_size_of_a_chat_and_the_ground_of_its_verdict(verdict: str) -> None:
    image = opened(card_png(replace(WORDS, verdict=verdict)))
    assert image.size == SIZE
    assert is_near(image.getpixel((20, 20)), GROUNDS[verdict])
    assert is_near(image.getpixel((20, 600)), PAPER)


@pytest.mark.parametrize("field", ["title", "why", "instead", "basis"])
def test_the_longest_words_shrink_and_stay_in_their_place(field: str) -> None:
    """Nothing runs into the rule between the two parts, or into the foot."""
    short, long = card_png(WORDS), card_png(replace(WORDS, **{field: LONG}))
    assert long != short
    image = opened(long)
    assert ink_below(image, 926, 938) == 0
    assert ink_below(image, 1226, 1240) == 0


def test_all_parts_may_be_as_long_as_they_can() -> None:
    long = dict.fromkeys(("title", "why", "instead", "basis", "whom"), LONG)
    image = opened(card_png(replace(WORDS, **long)))
    assert ink_below(image, 926, 938) == 0
    assert ink_below(image, 1226, 1240) == 0


def test_the_longest_of_all_answers_fits() -> None:
    told = [may_situation(made.id, on="2024-10-09") for made in situations()]
    shown = [one for one in told if one.verdict is not Verdict.TAK_TENTU]
    words = replace(
        WORDS,
        title=max((one.title_id for one in shown), key=len),
        why=max((f"{one.why_id}. Boleh jika {one.if_yes_id}." for one in shown), key=len),
        instead=max((one.instead_id for one in shown), key=len),
        basis=max((one.basis[0] for one in shown if one.basis), key=len),
    )
    image = opened(card_png(words))
    assert ink_below(image, 926, 938) == 0
    assert ink_below(image, 1226, 1240) == 0


def test_equal_words_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = card_png(WORDS)
    monkeypatch.setattr(cards, "png_make", lambda *_: pytest.fail("drawn again"))
    assert card_png(WORDS) == first


def test_other_words_are_another_picture() -> None:
    assert card_png(WORDS) != card_png(replace(WORDS, when="10 Oktober 2024"))


@pytest.mark.django_db
def test_a_card_is_shown_in_the_browser_and_light_enough_for_a_slow_network() -> None:
    answer = Client().get("/boleh/memilih/kartu.png?hari=2024-10-09")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert len(answer.content) < LARGEST
    assert opened(answer.content).size == SIZE


@pytest.mark.django_db
def test_a_card_speaks_the_language_and_the_stage_that_were_chosen() -> None:
    client = Client()
    path = "/boleh/memilih/kartu.png"
    plain = client.get(path).content
    assert client.get(f"{path}?tahap=kampanye").content != plain
    client.cookies["netral_bahasa"] = "en"
    assert client.get(path).content != plain


@pytest.mark.django_db
def test_what_has_no_answer_has_no_card() -> None:
    path = "/boleh/memilih/kartu.png?siapa=TNI_POLRI"
    assert Client().get(path).status_code == 404
    assert "kartu.png" not in Client().get("/boleh/memilih/?siapa=TNI_POLRI").content.decode()


def told() -> dict[str, Any]:
    """Return what the worker's first line tells it."""
    first = worker_text("id").split("\n", 1)[0]
    found: dict[str, Any] = json.loads(first.removeprefix("const NETRAL = ").rstrip(";"))
    return found


@pytest.mark.django_db
def test_the_worker_is_served_where_its_scope_covers_both_and_is_asked_for_anew() -> None:
    answer = Client().get("/pekerja.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer.headers
    assert "worker-src 'self'" in POLICY


@pytest.mark.django_db
def test_everything_the_worker_keeps_beforehand_is_there() -> None:
    assert len(told()["files"]) == len(STYLES)
    offline = Client().get(told()["offline"])
    assert offline.status_code == 200
    assert "public" in offline.headers["Cache-Control"]


def test_another_law_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = told()["version"]
    worker_text.cache_clear()
    monkeypatch.setattr("netral.circulars.views.may_card.LAW_VERSION", "0" * 64)
    after = told()["version"]
    worker_text.cache_clear()
    assert before != after


def test_the_worker_keeps_only_what_the_server_calls_public() -> None:
    code = WORKER.read_text(encoding="utf-8")
    assert 'rule.includes("public")' in code
    assert 'request.method !== "GET"' in code
    assert re.search(r"const OURS = /\^\\/\(boleh\|aturan\)\\//", code)


@pytest.mark.django_db
def test_words_that_were_searched_for_stay_on_no_phone() -> None:
    assert "public" in Client().get("/aturan/cari/").headers["Cache-Control"]
    assert Client().get("/aturan/cari/?q=kades").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/boleh/tanya/ikuti/", "/boleh/kenali/", "/lapor/ikuti/", "/saya/", "/masuk/"]
)
def test_no_form_or_personal_page_calls_itself_public(path: str) -> None:
    assert "public" not in Client().get(path).headers["Cache-Control"]
