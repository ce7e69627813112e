"""The published tree of one government and day: its nodes with their sums, and each one's path."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from netral.core.flow.coverage import Shown
from netral.core.ledger.canonical import Json
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.sums import Part, Step, joined, leaf, named, path

FORMAT = "netral-coverage/1"
PROOF_FORMAT = "netral-coverage-proof/1"


class Counted(NamedTuple):
    """A person as counted: the handle, and for each state in order whether it was reached."""

    person: str
    steps: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A published node: its name, itself, the node under the name, and what lies below.

    ``pool`` numbers the nodes whose persons lie right below; None where parts do.
    """

    label: dict[str, str]
    part: Part
    inner: Part
    parts: tuple[Node, ...]
    pool: int | None


def salt_of(seed: bytes, person: str) -> bytes:
    """Return the salt of a person's leaf: without the seed nobody can reckon or guess it."""
    return hmac.digest(seed, person.encode(), "sha256")


def leaves_of(seed: bytes, people: Sequence[Counted]) -> list[tuple[Part, str]]:
    """Return the leaves of a pool with their persons, in the order of the hashes: chance's own."""
    made = [
        (leaf(salt=salt_of(seed, one.person), person=one.person, steps=one.steps), one.person)
        for one in people
    ]
    return sorted(made, key=lambda pair: pair[0].hash)


def tree_of(
    shown: Shown, people: Mapping[str, Sequence[Counted]], *, seed: bytes, head: Mapping[str, str]
) -> tuple[Node, list[list[Counted]]]:
    """Return the tree's root and its pools; ``people`` by unit, ``head`` goes into the root's name.

    Raises LedgerError when the leaves do not add up to the figures that were to be shown.
    """
    pools: list[list[Counted]] = []
    root = _node(shown, people, seed, pools, dict(head))
    return root, pools


def _node(
    shown: Shown,
    people: Mapping[str, Sequence[Counted]],
    seed: bytes,
    pools: list[list[Counted]],
    head: Mapping[str, str],
) -> Node:
    label = {"key": shown.path, "name": shown.name, **head}
    parts = tuple(_node(part, people, seed, pools, {}) for part in shown.parts)
    pool = None
    if parts:
        inner = joined([part.part for part in parts])
    else:
        pool = len(pools)
        pools.append([one for unit in shown.units for one in people.get(unit, ())])
        inner = joined([made for made, _person in leaves_of(seed, pools[pool])])
    if inner.sums != shown.sums:
        raise LedgerError(f"{shown.path}: isi pohon tidak sama dengan angkanya.")
    return Node(label, named(label, inner), inner, parts, pool)


def node_json(node: Node) -> dict[str, Json]:
    """Return a node as published; where no part is told, the node under the name is."""
    told: dict[str, Json] = {
        "label": node.label,
        "sums": list(node.part.sums),
        "hash": node.part.hash.hex(),
    }
    if node.parts:
        return {**told, "parts": [node_json(part) for part in node.parts]}
    return {**told, "inner": node.inner.hash.hex()}


def steps_of(
    tree: Mapping[str, Json], pool: int, seed: bytes, people: Sequence[Counted], person: str
) -> tuple[list[Step], Counted] | None:
    """Return the steps from a person's leaf to the root of a published tree; None: not in it.

    ``pool`` is the number of the published node whose persons ``people`` are.
    """
    mine = next((one for one in people if one.person == person), None)
    if mine is None:
        return None
    made = leaves_of(seed, people)
    place = [who for _part, who in made].index(person)
    line = _line(tree, pool, [0])
    if line is None:
        raise LedgerError("Simpul yang dicari tidak ada di pohon yang terbit.")
    return [*path([part for part, _who in made], place), *line], mine


def _line(tree: Mapping[str, Json], pool: int, passed: list[int]) -> list[Step] | None:
    """Return the steps from under the node that bears the pool's number up to this node's name."""
    label = Step("name", label=_label(tree))
    parts = tree.get("parts")
    if not isinstance(parts, Sequence):
        passed[0] += 1
        return [label] if passed[0] == pool + 1 else None
    nodes = [part for part in parts if isinstance(part, Mapping)]
    for at, node in enumerate(nodes):
        below = _line(node, pool, passed)
        if below is not None:
            return [*below, *path([_part(one) for one in nodes], at), label]
    return None


def _label(tree: Mapping[str, Json]) -> dict[str, str]:
    label = tree["label"]
    if not isinstance(label, Mapping):
        raise LedgerError("Simpul tanpa nama.")
    return {str(key): str(value) for key, value in label.items()}


def _part(tree: Mapping[str, Json]) -> Part:
    sums = tree["sums"]
    if not isinstance(sums, Sequence):
        raise LedgerError("Simpul tanpa jumlah.")
    return Part(bytes.fromhex(str(tree["hash"])), tuple(int(str(number)) for number in sums))


def step_json(step: Step) -> dict[str, Json]:
    """Return a step as a person's file holds it."""
    if step.part is None:
        return {"label": dict(step.label or {})}
    return {"side": step.side, "hash": step.part.hash.hex(), "sums": list(step.part.sums)}
