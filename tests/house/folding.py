"""Constraints and indexes are made with their table: ``python -m tests.house.folding``.

``makemigrations`` writes many of them as steps of their own. On SQLite such a step makes the table
anew, and before each one Django builds its models anew: the larger part of a first start. The
command moves them into the ``CreateModel`` of the same migration; what stands in the end is the
same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "netral"
OPTION_OF = {"AddConstraint": ("constraint", "constraints"), "AddIndex": ("index", "indexes")}


@dataclass(frozen=True)
class Loose:
    """A constraint or an index that could stand in the step that makes its table."""

    step: ast.Call
    table: ast.Call
    option: str
    what: ast.expr


def migrations() -> list[Path]:
    """Return the file of every migration."""
    return sorted(SOURCE.glob("*/migrations/[0-9]*.py"))


def loose_in(text: str) -> Iterator[Loose]:
    """Yield what could be folded, in the order of the steps."""
    tables: dict[str, ast.Call] = {}
    later: dict[str, set[str]] = {}
    for step in _steps(text):
        kind, told = _name(step), {word.arg: word.value for word in step.keywords}
        if kind == "CreateModel":
            tables[_word(told["name"]).lower()] = step
            continue
        model = _word(told["model_name"]) if "model_name" in told else ""
        if kind == "AddField":
            later.setdefault(model, set()).add(_word(told["name"]))
        elif kind in OPTION_OF and model in tables:
            argument, option = OPTION_OF[kind]
            if not later.get(model, set()) & _fields(ast.unparse(told[argument])):
                yield Loose(step, tables[model], option, told[argument])


def folded(text: str) -> str:
    """Return the migration with what was loose in the step that makes its table."""
    found = list(loose_in(text))
    moved: dict[int, dict[str, list[str]]] = {}
    for one in found:
        words = ast.get_source_segment(text, one.what) or ""
        moved.setdefault(id(one.table), {}).setdefault(one.option, []).append(words)
    cuts = [(*_lines(one.step), "") for one in found]
    tables = {id(one.table): one.table for one in found}.items()
    cuts += [(*_lines(one), _with_options(text, one, moved[key])) for key, one in tables]
    lines = text.splitlines(keepends=True)
    for first, last, words in sorted(cuts, reverse=True):
        lines[first - 1 : last] = [words] if words else []
    return "".join(lines)


def _steps(text: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "operations":
            assert isinstance(node.value, ast.List)
            yield from (one for one in node.value.elts if isinstance(one, ast.Call))


def _name(step: ast.Call) -> str:
    return ast.unparse(step.func).removeprefix("migrations.")


def _word(node: ast.expr) -> str:
    return str(ast.literal_eval(node))


def _fields(words: str) -> set[str]:
    """Return what may be a field's name in the words of a constraint."""
    return {quoted.lstrip("-").split("__")[0] for quoted in re.findall(r"'([^']*)'", words)}


def _lines(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.end_lineno or node.lineno


def _with_options(text: str, table: ast.Call, moved: dict[str, list[str]]) -> str:
    """Return the lines of a table's step with more in its options."""
    first, last = _lines(table)
    *body, end = text.splitlines(keepends=True)[first - 1 : last]
    options: dict[str, str] = {}
    for word in table.keywords:
        if word.arg == "options" and isinstance(word.value, ast.Dict):
            start, stop = _lines(word.value)
            del body[start - first : stop - first + 1]
            for key, value in zip(word.value.keys, word.value.values, strict=True):
                options[_word(key)] = ast.get_source_segment(text, value) or ""  # type: ignore[arg-type]
    for option, words in moved.items():
        held = [options[option].removeprefix("[").removesuffix("]")] if option in options else []
        options[option] = f"[{', '.join([*held, *words])}]"
    lines = [f"                '{key}': {value},\n" for key, value in options.items()]
    return "".join([*body, "            options={\n", *lines, "            },\n", end])


def main() -> None:
    """Fold every migration of the house."""
    for path in migrations():
        text = path.read_text(encoding="utf-8")
        if (new := folded(text)) != text:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(SOURCE)}: {len(list(loose_in(text)))} folded")  # noqa: T201


if __name__ == "__main__":
    main()
