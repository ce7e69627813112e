"""The press itself: many threads, long words, nothing from outside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from netral.papers.services import certificate_pdf, letter_pdf, qr_sheet_pdf
from netral.papers.services.press import TEMPLATES
from tests.apps.papers.build import AT, certificate, letter, qr_sheet
from tests.apps.papers.reading import pages_of, words_of


def test_many_threads_press_the_same_bytes_as_one() -> None:
    wanted = {name: certificate_pdf(certificate(name), at=AT) for name in ("Ani", "Budi", "Cici")}
    names = list(wanted) * 6
    with ThreadPoolExecutor(6) as pool:
        pressed = list(pool.map(lambda name: certificate_pdf(certificate(name), at=AT), names))
    assert pressed == [wanted[name] for name in names]


@pytest.mark.parametrize("length", [60, 160, 320])
def test_a_long_name_stays_whole_on_one_page(length: int) -> None:
    name = ("Raden Contoh " * 30)[:length].strip()
    pdf = certificate_pdf(certificate(name), at=AT)
    assert pages_of(pdf) == 1
    assert name in words_of(pdf)


def test_eight_long_points_still_fit_a_certificate() -> None:
    points = tuple(f"Butir {n}: " + "kata " * 40 for n in range(1, 9))
    pdf = certificate_pdf(replace(certificate(), points=points), at=AT)
    words = words_of(pdf)
    assert all(f"Butir {n}:" in words for n in range(1, 9))


def test_a_letter_without_clauses_or_addressees_is_still_a_letter() -> None:
    bare = replace(letter(0), to=(), opening=(), closing=())
    words = words_of(letter_pdf(bare, at=AT))
    assert "Kepada" not in words
    assert "Bupati Samosir," in words


def test_a_long_card_does_not_push_its_neighbours_off_the_page() -> None:
    sheet = qr_sheet(8)
    long = replace(sheet.cards[0], name="Raden " * 12, unit="Unit Pelaksana " * 6)
    assert pages_of(qr_sheet_pdf(replace(sheet, cards=(long, *sheet.cards[1:])), at=AT)) == 1


def test_no_template_reaches_for_the_network_or_a_package() -> None:
    sources = [path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.typ")]
    assert len(sources) >= 6
    assert not [text for text in sources if '"@' in text or "http" in text]
