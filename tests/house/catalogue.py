"""The words of the pages and their translations: ``python -m tests.house.catalogue``.

The command adds each new Indonesian text, empty, to the English catalogue, drops what no page says
any more, and compiles every catalogue. No gettext tool is needed, here or at an installation.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2] / "src" / "netral"
LOCALE = SOURCE / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
CATALOGUES = (ENGLISH, LOCALE / "id" / "LC_MESSAGES" / "django.po")

# The pure core marks no text: its words stand in tables of these names, in the labels of moves,
# in the titles of errors and in what an error says.
TABLE = re.compile(r"_(LABELS|WORDS)$")
# Which arguments of a call are the context, the text and the text of many.
PLACES: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}
CALL = re.compile(rf"\b({'|'.join(PLACES)})\(")
# Read in a terminal by whoever runs the command, or by a program: not translated.
UNHEARD = (SOURCE / "ops", SOURCE / "core" / "ledger")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A text of the source; ``plural`` is empty if it counts nothing, ``context`` if it is clear.

    A context tells two meanings of one Indonesian word apart.
    """

    text: str
    plural: str = ""
    context: str = ""


def messages() -> set[Message]:
    """Return every text that a page may say in two languages."""
    found: set[Message] = set()
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            is_heard = not any(path.is_relative_to(place) for place in UNHEARD)
            found |= set(messages_of_python(path.read_text(encoding="utf-8"), is_heard=is_heard))
    for suffix in ("html", "txt"):
        for path in SOURCE.glob(f"*/templates/**/*.{suffix}"):
            found |= set(messages_of_template(path.read_text(encoding="utf-8")))
    return {message for message in found if message.text}


def messages_of_template(text: str) -> Iterator[Message]:
    """Yield what ``translate``, ``blocktranslate`` and ``_()`` hold, as Django itself reads it."""
    for name, args in _calls(templatize(text)):
        yield from _message(name, args)


def _calls(text: str) -> Iterator[tuple[str, list[ast.expr]]]:
    """Yield the calls in what templatize returns; the rest of it is no Python."""
    for start in CALL.finditer(text):
        for end in re.finditer(r"\)", text[start.end() :]):
            call = text[start.start() : start.end() + end.end()]
            try:
                node = ast.parse(call, mode="eval").body
            except SyntaxError:  # the bracket closed inside the text
                continue
            if isinstance(node, ast.Call):
                yield start.group(1), node.args
            break


def messages_of_python(text: str, *, is_heard: bool = True) -> Iterator[Message]:
    """Yield what the gettext functions are given, under whatever name a module imports them.

    ``is_heard`` tells that the module's errors come before a person on a page.
    """
    tree = ast.parse(text)
    names = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _message(names.get(node.func.id, ""), node.args)
            yield from _of_record(node, node.func.id)
            if is_heard and node.func.id.endswith("Error"):
                yield from _of_error(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _of_table(node)
        elif isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            yield from _of_title(node)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                yield alias.asname or alias.name, alias.name


def _message(name: str, args: list[ast.expr]) -> Iterator[Message]:
    context, text, plural = PLACES.get(name, (None, len(args), None))
    if text < len(args) and _text(args[text]):
        yield Message(
            _text(args[text]),
            plural="" if plural is None else _text(args[plural]),
            context="" if context is None else _text(args[context]),
        )


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _of_record(node: ast.Call, name: str) -> Iterator[Message]:
    """Yield the words of a move, and of a field of the staff list with what it is needed for."""
    if name == "Field":
        yield from (Message(_text(arg)) for arg in node.args[:2])
    yield from (
        Message(_text(k.value)) for k in node.keywords if name == "Move" and k.arg == "label"
    )


def _of_error(node: ast.Call) -> Iterator[Message]:
    """Yield what an error says to a person; what it says to a programmer is no sentence."""
    text = _text(node.args[0]) if node.args else ""
    if text[:1].isupper() and text.endswith("."):
        yield Message(text)


def _of_table(node: ast.Assign | ast.AnnAssign) -> Iterator[Message]:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    is_table = isinstance(target, ast.Name) and TABLE.search(target.id)
    if is_table and isinstance(node.value, ast.Dict):
        words = (_text(value) for value in node.value.values)
        yield from (Message(word) for word in words if not word.isupper())  # those are codes


def _of_title(node: ast.ClassDef) -> Iterator[Message]:
    for line in node.body:
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "title":
            yield Message(_text(line.value))


def update() -> list[str]:
    """Bring the English catalogue in line with the sources; return what is still untranslated."""
    catalogue = polib.pofile(str(ENGLISH), wrapwidth=0)
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    said = {(message.context, message.text): message for message in sorted(messages())}
    for key in known.keys() - said.keys():
        catalogue.remove(known[key])
    for key in said.keys() - known.keys():
        catalogue.append(_entry(said[key]))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save()
    return [entry.msgid for entry in catalogue if not entry.translated()]


def _entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: "", 1: ""}
    return entry


def compiled(path: Path) -> bytes:
    """Return a catalogue as gettext reads it."""
    return bytes(polib.pofile(str(path)).to_binary())


if __name__ == "__main__":
    missing = update()
    for path in CATALOGUES:
        path.with_suffix(".mo").write_bytes(compiled(path))
    sys.stdout.write("\n".join([f"{len(missing)} texts without English", *missing, ""]))
