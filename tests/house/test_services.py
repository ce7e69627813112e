"""A write is a service: keywords alone, typed, with actor and moment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_shape import APPS, SOURCE

WHO = {"actor", "person", "person_ref", "account", "government", "phrase", "link", "token"} | {
    "signer"
}


def writes() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for app in APPS:
        for path in [SOURCE / app / "services.py", *(SOURCE / app / "services").glob("*.py")]:
            if not path.exists():
                continue
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and _is_service(node):
                    yield path, node


def _is_service(node: ast.FunctionDef) -> bool:
    is_atomic = any("atomic" in ast.unparse(d) for d in node.decorator_list)
    return is_atomic and not node.name.startswith("_")


def test_a_service_takes_keywords_alone() -> None:
    loose = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, node in writes()
        if node.args.args or node.args.vararg
    ]
    assert not loose


def test_a_service_says_who_acts() -> None:
    nobody = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path, node in writes()
        if not WHO & {a.arg for a in node.args.kwonlyargs}
    ]
    assert not nobody


def test_there_are_services() -> None:
    assert sum(1 for _ in writes()) > 20
