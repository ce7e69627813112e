"""What must be written down is written down: settings, commands, journal kinds, moves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from netral.core.flow import report

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "netral"
FILE_NAMES = {"authority.pem", "clock.pem"}


def text_of(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def sources() -> list[str]:
    return [p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.py")]


def test_every_setting_is_described() -> None:
    named = {
        n
        for text in sources()
        for n in re.findall(r"environ(?:\.get\(|\[|\.setdefault\()\"(NETRAL_\w+)", text)
    }
    assert named
    assert not {n for n in named if n not in text_of("settings.md")}


def test_every_command_is_described() -> None:
    commands = {p.stem for p in (SOURCE / "ops/management/commands").glob("*.py")} - {"__init__"}
    commands |= {"verify", "bench"}
    assert not {c for c in commands if f"`{c}`" not in text_of("commands.md")}


def kinds_described() -> set[str]:
    return set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", text_of("journal.md"), re.MULTILINE))


def kinds_of_moves() -> set[str]:
    """The kinds of entries that are named by a move of a table; a report's end is report.close."""
    ended = {move.act for move in report.MOVES if move.to_stage in report.CLOSED_STATES}
    reports = {move.act for move in report.MOVES} - ended
    return {f"report.{act}" for act in reports}


def literals() -> Iterator[tuple[str, bool]]:
    """Every text of the code, and the beginning of every text that is put together there."""
    for text in sources():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value, False
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                yield str(node.values[0].value), ".act" not in ast.unparse(node)


def test_every_journal_kind_is_described_and_every_described_kind_is_written() -> None:
    things = {kind.partition(".")[0] for kind in kinds_described()}
    kinds = {
        text
        for text, _is_made in literals()
        if re.fullmatch(r"[a-z_]+\.[a-z_]*[a-z]", text) and text.partition(".")[0] in things
    }
    named = {k for text in sources() for k in re.findall(r"kind=\"([a-z_]+\.[a-z_]+)\"", text)}
    assert len(named) > 20
    written = (kinds | named | kinds_of_moves()) - FILE_NAMES
    assert written == kinds_described()


def test_no_journal_kind_is_put_together_where_no_test_could_read_it() -> None:
    things = {kind.partition(".")[0] for kind in kinds_described()}
    made = {
        text
        for text, is_made in literals()
        if is_made and re.fullmatch(r"[a-z_]+\.[a-z_]*", text) and text.partition(".")[0] in things
    }
    assert not made, "write each kind out, or name it by a move's act"


def test_the_words_of_the_law_stand_in_the_glossary() -> None:
    glossary = text_of("glossary.md").lower()
    words = ["asn", "opd", "ppk", "ikrar", "pakta", "rakor", "gakkumdu", "hukdis"]
    assert not [w for w in words if w not in glossary]


def test_no_tracked_text_names_a_registry_or_a_machine() -> None:
    hosts = ["pypi" + ".org/simple", "python" + "hosted", "registry." + "npmjs"]
    suffixes = {".py", ".md", ".toml", ".html", ".lock", ".in", ".sh", ".yml", ".css"}
    places = [SOURCE, ROOT / "docs", ROOT / "requirements", ROOT / "tests", ROOT / "bench"]
    guilty = [
        str(path.relative_to(ROOT))
        for place in places
        for path in place.rglob("*")
        if path.suffix in suffixes and "vendor" not in path.parts
        if any(host in path.read_text(encoding="utf-8") for host in hosts)
    ]
    assert not guilty
