"""What must be written down is written down: settings, commands, journal kinds, moves."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "netral"


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


def test_every_journal_kind_is_described() -> None:
    kinds = {k for text in sources() for k in re.findall(r"kind=\"([a-z_]+\.[a-z_]+)\"", text)}
    assert len(kinds) > 20
    assert not {k for k in kinds if f"`{k}`" not in text_of("journal.md")}


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
