"""pyHanko takes half a second and 45 MB: the site never loads it, programs of their own do."""

from __future__ import annotations

import ast

from tests.house.test_shape import SOURCE, modules

HEAVY = {"pyhanko", "pyhanko_certvalidator", "asn1crypto"}
OWN_PROGRAMS = {
    f"gateways/signature_{name}.py"
    for name in ("fields", "local", "pen", "reader", "seal", "stand_in")
} | {"ops/management/commands/signing.py"}


def imported(text: str) -> set[str]:
    named = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named |= {node.module or ""} | {f"{node.module}.{a.name}" for a in node.names}
    return named


def test_only_programs_of_their_own_load_what_is_heavy() -> None:
    own = {f"netral.{name.removesuffix('.py').replace('/', '.')}" for name in OWN_PROGRAMS}
    loading = {
        str(path.relative_to(SOURCE))
        for path in modules()
        if (named := imported(path.read_text(encoding="utf-8")))
        and ({name.partition(".")[0] for name in named} & HEAVY or named & own)
    }
    assert loading <= OWN_PROGRAMS
    assert "gateways/signature_reader.py" in loading
