"""The data against the project's reference of norms, where that file is at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from netral.core import law

PLAIN = "SKB 22 September 2022, Lampiran II, tabel"
REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "norms.yaml"
# Not confirmed by law.md, so never a default here, whatever number was once reported.
UNCONFIRMED = {"UPAYA-KEBERATAN", "UPAYA-BANDING", "PPK-TINDAK"}
# Law.md tells three more terms than the list of norms does.
BESIDE = {"BWS-PEMILU-TEMUAN", "GKD-BAHAS-2", "GKD-BANDING-BAHAS"}


@pytest.fixture(scope="module")
def norms() -> Any:
    if not REFERENCE.exists():
        pytest.skip(f"THE REFERENCE OF NORMS IS MISSING: {REFERENCE.name} was not compared")
    return yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))


def test_every_act_of_the_reference_is_here_with_its_articles(norms: Any) -> None:
    newest = {act.code: act for act in law.the_law().acts}
    assert set(newest) == {item["code"] for item in norms["acts"]}
    for item in norms["acts"]:
        act = newest[item["code"]]
        assert (act.family, act.track) == (item["family"], item["category"]), act.code
        assert list(act.stages) == item["stage"], act.code
        assert list(act.applies_to) == item["applies_to"], act.code
        assert act.level == item["sanction"]["level"], act.code
        cited = [_as_read(text) for text in item["legal_basis"]]
        assert cited == ["-"] or list(act.basis) == cited, act.code


def _as_read(reference: str) -> str:
    """A citation of the reference in the words that a reader knows it by."""
    for short, known in (
        ("SKB 5 K/L 22-09-2022 Lampiran II tabel pelanggaran", PLAIN),
        ("tidak terkonfirmasi", "belum terkonfirmasi"),
    ):
        reference = reference.replace(short, known)
    return reference


def test_every_clock_of_the_reference_is_here_with_its_number(norms: Any) -> None:
    rules = {item.rule.code: item.rule for item in law.the_law().clocks}
    assert set(rules) - BESIDE == {item["code"] for item in norms["clocks"]}
    for item in norms["clocks"]:
        rule = rules[item["code"]]
        assert rule.unit == item["unit"], rule.code
        expected = None if rule.code in UNCONFIRMED else item["n"]
        assert rule.n == expected, rule.code
