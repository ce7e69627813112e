"""Every arrow points down: foreign keys as well as imports."""

from __future__ import annotations

import ast

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model, OneToOneField

from tests.house.test_shape import APPS, SOURCE, modules

FLOORS = [
    ["django"],
    ["shell", "gateways"],
    ["journal"],
    ["people"],
    ["vault", "papers"],
    ["reports", "monitor", "circulars", "pledges"],
    ["cases"],
    ["desk"],
    ["oversight"],
    ["api", "ops"],
]
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}
PRIVATE_ROOMS = {"views", "forms", "tasks", "templates"}


def app_of(model: type[Model]) -> str:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "netral" else "django"


def links() -> list[tuple[type[Model], type[Model], str]]:
    return [
        (model, field.related_model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("netral.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField | ManyToManyField)
        and isinstance(field.related_model, type)
    ]


def test_a_foreign_key_never_points_up_or_sideways() -> None:
    wrong = [
        f"{model.__name__}.{name} -> {target.__name__}"
        for model, target, name in links()
        if app_of(model) != app_of(target) and FLOOR[app_of(model)] <= FLOOR[app_of(target)]
    ]
    assert not wrong


def test_the_journal_knows_nobody() -> None:
    assert not [
        name for model, target, name in links() if app_of(model) == "journal" != app_of(target)
    ]


@pytest.mark.parametrize("app", APPS)
def test_an_app_uses_only_the_open_rooms_of_another(app: str) -> None:
    wrong = []
    for path in modules():
        if path.relative_to(SOURCE).parts[0] != app:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("netral."):
                parts = (node.module or "").split(".")
                if parts[1] in APPS and parts[1] != app and len(parts) > 2:
                    wrong += [str(path)] if parts[2] in PRIVATE_ROOMS else []
    assert not wrong


def test_the_database_vendor_is_known_in_one_place() -> None:
    knowing = {
        str(path.relative_to(SOURCE))
        for path in modules()
        if ".vendor" in (text := path.read_text(encoding="utf-8")) or "is_postgresql(" in text
    }
    assert knowing <= {"shell/database.py"}


def test_nothing_happens_by_signal_or_by_an_overridden_save() -> None:
    wrong = [
        str(path.relative_to(SOURCE))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.FunctionDef)
        and part.name in {"save", "delete"}
        and any(getattr(b, "attr", "") == "Model" for b in node.bases)
    ]
    assert not wrong
