from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from netral.core.ledger.checkpoint import checkpoint_open
from netral.core.ledger.note import key_parse
from netral.core.ledger.proof import proof_check, proof_parse
from netral.core.ledger.tiles import tile_paths
from netral.journal import tasks
from netral.journal.services import publish
from tests.apps.journal.build import (
    AT,
    DUE,
    GOVERNMENT,
    ORIGIN,
    appended,
    filled,
    handle,
    log_made,
    season,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("netral.journal.urls"),
]
PREFIX = f"/jejak/{GOVERNMENT}/"


@pytest.fixture
def door() -> Client:
    """Return a browser at the public door."""
    return Client()


def body(door: Client, address: str, status: int = 200) -> bytes:
    answer = door.get(address)
    assert answer.status_code == status, address
    return bytes(answer.content)


def test_every_published_file_is_served_to_the_byte(door: Client, tmp_path: Path) -> None:
    log_made()
    season()
    filled(600)
    tasks.seal(GOVERNMENT, AT)
    size = publish(government=GOVERNMENT, folder=tmp_path / "jejak")
    names = ["checkpoint", "key", *map(str, tile_paths(size))]
    for name in names:
        assert body(door, PREFIX + name) == (tmp_path / "jejak" / name).read_bytes()
    assert len(names) == 2 + 3 + 3 + 1


def test_an_earlier_part_of_a_tile_is_still_served(door: Client) -> None:
    log_made()
    filled(300)
    tasks.seal(GOVERNMENT, AT)
    whole = body(door, PREFIX + "tile/0/001.p/45")
    assert body(door, PREFIX + "tile/0/001.p/7") == whole[: 7 * 32]
    entries = body(door, PREFIX + "tile/entries/000")
    assert entries.startswith(body(door, PREFIX + "tile/entries/000.p/9"))


@pytest.mark.parametrize(
    "name", ["tile/0/001.p/46", "tile/0/002", "tile/9/000.p/1", "tile/0/1", "tile/x/../key"]
)
def test_a_tile_that_is_not_there_is_not_found(door: Client, name: str) -> None:
    log_made()
    filled(300)
    tasks.seal(GOVERNMENT, AT)
    body(door, PREFIX + name, 404)


def test_files_say_how_long_they_may_be_kept(door: Client) -> None:
    log_made()
    tasks.seal(GOVERNMENT, AT)
    tile = door.get(PREFIX + "tile/0/000.p/1")
    assert "immutable" in tile.headers["Cache-Control"]
    assert tile.headers["Content-Type"] == "application/octet-stream"
    head = door.get(PREFIX + "checkpoint")
    assert "max-age=5" in head.headers["Cache-Control"]
    assert head.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_the_key_opens_the_checkpoint(door: Client) -> None:
    log_made()
    body(door, PREFIX + "checkpoint", 404)
    tasks.seal(GOVERNMENT, AT)
    key = key_parse(body(door, PREFIX + "key").decode())
    head, _ = checkpoint_open(body(door, PREFIX + "checkpoint").decode(), key)
    assert (head.origin, head.size) == (ORIGIN, 1)


@override_settings(NETRAL_ORIGIN="https://netral.example")
def test_the_index_lists_the_journals(door: Client) -> None:
    log_made()
    assert json.loads(body(door, "/jejak/index.json")) == [
        {
            "government": GOVERNMENT,
            "origin": ORIGIN,
            "url": f"https://netral.example/jejak/{GOVERNMENT}/",
        }
    ]


def test_a_proof_is_downloaded_by_the_matter_or_by_the_leaf(door: Client) -> None:
    log = log_made()
    promise = season()
    address = f"{PREFIX}bukti/{handle(1)}"
    body(door, address, 404)
    tasks.seal(GOVERNMENT, AT)
    for place in (address, f"{address}/{promise.leaf.hex()}"):
        proof = proof_parse(body(door, place).decode())
        assert proof_check(proof, promise.leaf, key_parse(log.verifier_key)).size == 7
    assert "attachment" in door.get(address).headers["Content-Disposition"]
    body(door, f"{PREFIX}bukti/{handle(9)}", 404)


def page(door: Client, address: str) -> str:
    return body(door, address).decode()


@pytest.mark.urls("netral.config.urls_public")
def test_the_page_tells_how_far_the_journal_goes_and_its_sums(door: Client) -> None:
    log_made()
    assert "Belum ada catatan tersegel" in page(door, PREFIX)
    season()
    tasks.seal(GOVERNMENT, AT)
    told = page(door, PREFIX)
    assert "Data contoh dengan tanggal buatan" in told
    assert "netral_verify.py" in told
    assert re.findall(r'data-label="[^"]*">(\d+)</td>', told)[:3] == ["2", "1", "1"]
    assert "Setiap perkara berjalan punya batas waktu" in told


@pytest.mark.urls("netral.config.urls_public")
def test_the_page_says_where_the_sums_do_not_come_out(door: Client) -> None:
    log_made()
    appended("case.decide", handle(4, "C"), due_on=DUE)
    tasks.seal(GOVERNMENT, AT)
    assert "mulai di catatan nomor 1: case.decide tanpa pembukaan" in page(door, PREFIX)


@pytest.mark.urls("netral.config.urls_public")
def test_the_list_of_journals_is_a_page_too(door: Client) -> None:
    assert "Belum ada Jejak" in page(door, "/jejak/")
    log_made()
    assert ORIGIN in page(door, "/jejak/")


@pytest.mark.urls("netral.config.urls_public")
def test_a_government_without_a_journal_is_not_found(door: Client) -> None:
    for name in ("", "checkpoint", "key", "tile/0/000", f"bukti/{handle(1)}"):
        body(door, f"/jejak/kab-lain/{name}", 404)


def test_only_reading_is_allowed(door: Client) -> None:
    log_made()
    assert door.post(PREFIX + "key").status_code == 405


def test_twice_as_many_entries_cost_the_page_no_more_queries(
    door: Client, django_assert_max_num_queries: Any
) -> None:
    log_made()
    for count in (300, 600):
        filled(count)
        tasks.seal(GOVERNMENT, AT)
        with django_assert_max_num_queries(6):
            body(door, PREFIX + "tile/entries/000")
