"""The data against the project's reference of norms, where that file is at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from netral.core import law

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
        assert item["legal_basis"] == ["-"] or list(act.basis) == item["legal_basis"], act.code


def test_every_clock_of_the_reference_is_here_with_its_number(norms: Any) -> None:
    rules = {item.rule.code: item.rule for item in law.the_law().clocks}
    assert set(rules) - BESIDE == {item["code"] for item in norms["clocks"]}
    for item in norms["clocks"]:
        rule = rules[item["code"]]
        assert rule.unit == item["unit"], rule.code
        expected = None if rule.code in UNCONFIRMED else item["n"]
        assert rule.n == expected, rule.code
