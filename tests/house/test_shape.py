"""The shape of the house: lengths, names, rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "netral"
REFUSED_STEMS = {"helpers", "helper", "utils", "util", "misc", "base", "common"}
REFUSED_CLASSES = ("Manager", "Helper", "Util", "Utils", "Processor")
ROOMS = {"urls", "views", "tasks", "forms", "services", "access", "queries", "models", "apps"}
# "items": the questions of the lesson, as data.
BESIDE = {"templates", "static", "migrations", "typst", "items"}
APPS = [
    "journal",
    "people",
    "papers",
    "vault",
    "circulars",
    "pledges",
    "reports",
    "monitor",
    "cases",
    "desk",
    "oversight",
]
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE = 400, 40, 150


def modules() -> list[Path]:
    return sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)


def templates() -> list[Path]:
    return sorted(SOURCE.glob("*/templates/**/*.html"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def classes(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(SOURCE)): count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE
    }
    assert not long


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{path.relative_to(SOURCE)}:{node.name}": length
        for path in modules()
        for node in functions(path)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION
    }
    assert not long


def test_no_template_is_longer_than_150_lines() -> None:
    long = {
        str(path.relative_to(SOURCE)): count
        for path in templates()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_TEMPLATE
    }
    assert not long


def test_a_module_is_named_by_its_subject() -> None:
    assert not [p for p in modules() if p.stem in REFUSED_STEMS]


def test_a_class_is_named_by_what_it_is() -> None:
    named = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path in modules()
        for node in classes(path)
        if node.name.endswith(REFUSED_CLASSES) or node.name.startswith(("Abstract", "Base"))
    ]
    assert not named


def test_no_class_is_a_bag_of_static_methods() -> None:
    def is_static(node: ast.stmt) -> bool:
        return isinstance(node, ast.FunctionDef) and any(
            isinstance(d, ast.Name) and d.id == "staticmethod" for d in node.decorator_list
        )

    bags = [
        f"{path.relative_to(SOURCE)}:{node.name}"
        for path in modules()
        for node in classes(path)
        if (methods := [s for s in node.body if isinstance(s, ast.FunctionDef)])
        and all(map(is_static, methods))
    ]
    assert not bags


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_the_same_rooms_as_every_other(app: str) -> None:
    found = {p.stem for p in (SOURCE / app).iterdir() if not p.name.startswith("__")}
    assert found <= ROOMS | BESIDE


def test_every_package_of_the_house_is_laid() -> None:
    laid = {p.name for p in SOURCE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert laid == set(APPS) | {"core", "gateways", "shell", "api", "ops", "config"}
