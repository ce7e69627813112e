"""What the code must not do: print, call a host, read the clock, keep an address, show a secret."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from netral.core.kinds.phrase import ReceiptPhrase
from netral.core.kinds.secrets import SecretText
from tests.house.test_shape import SOURCE, modules, templates

CLOCK_READERS = ("config/middleware.py", "shell/moment.py")
# The brakes on guessing and on asking count under a key that is thrown away; sign-in limits hash
# the address; the demonstration's door asks whether the browser sits at this computer.
ADDRESS_READERS = {
    "reports/views/follow.py",
    "circulars/views/questions.py",
    "people/access.py",
    "people/views/accounts.py",
}
ADDRESS = re.compile(r"REMOTE_ADDR|HTTP_USER_AGENT|HTTP_REFERER|HTTP_X_FORWARDED_FOR|client_ip")
HOST = re.compile(r"https?://([a-z0-9.-]+)", re.IGNORECASE)
OUR_HOSTS = re.compile(
    r"^(\.+|127\.0\.0\.1|localhost|.*\.example|example\.(com|org))$|^www\.w3\.org$"
)
COLUMNS = re.compile(r"(^|_)(ip|user_?agent|referr?er|remote_addr)($|_)")
SECRET = re.compile(r"^(token|key|secret|pass_phrase|password|pin|entropy|seed)$")

# A clause's key is its name through all versions of a circular.
SHOWN_BY_DESIGN = [
    "circulars/queries/sources.py:PartRead.key",
    "core/flow/bases.py:Successor.key",
    "core/flow/circular.py:ClauseText.key",
    "core/law/citing.py:Citation.key",
    "core/text/may/records.py:Option.key",
    "core/text/may/wizard.py:Question.key",
]


def relative(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in modules():
        yield relative(path), ast.parse(path.read_text(encoding="utf-8"))


def test_only_commands_print() -> None:
    printing = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    }
    assert not {name for name in printing if not name.startswith("ops/")}


def test_the_clock_is_read_at_the_edge_alone() -> None:
    reading = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node)
        in {"timezone.now", "datetime.now", "date.today", "datetime.today", "datetime.utcnow"}
    }
    edge = {n for n in reading if n.startswith("ops/") or "tasks" in n or n in CLOCK_READERS}
    assert reading == edge


def test_no_page_style_or_script_of_ours_names_another_host() -> None:
    ours = [
        path
        for suffix in ("css", "js", "html")
        for path in SOURCE.rglob(f"*.{suffix}")
        if "vendor" not in path.parts
    ]
    assert len(ours) > len(templates())
    named = {
        (relative(path), host)
        for path in ours
        for host in HOST.findall(path.read_text(encoding="utf-8"))
        if not OUR_HOSTS.match(host)
    }
    assert not named


def test_no_module_calls_another_host() -> None:
    named = {
        (relative(path), host)
        for path in modules()
        for host in HOST.findall(path.read_text(encoding="utf-8"))
        if not OUR_HOSTS.match(host)
    }
    assert not named


def test_the_callers_address_is_read_in_four_places_and_kept_in_none() -> None:
    reading = {
        relative(path)
        for path in modules()
        if ADDRESS.search(path.read_text(encoding="utf-8")) and not relative(path).startswith("ops")
    }
    assert reading == ADDRESS_READERS


def test_no_table_has_a_column_for_who_came_from_where() -> None:
    kept = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("netral.")
        for field in model._meta.concrete_fields
        if COLUMNS.search(field.name)
    ]
    assert not kept


def dataclass_fields() -> Iterator[tuple[str, ast.AnnAssign]]:
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(
                "dataclass" in ast.unparse(d) for d in node.decorator_list
            ):
                yield from (
                    (f"{name}:{node.name}.{ast.unparse(part.target)}", part)
                    for part in node.body
                    if isinstance(part, ast.AnnAssign)
                )


def test_a_secret_hides_its_own_repr() -> None:
    shown = [
        name
        for name, part in dataclass_fields()
        if SECRET.match(name.rpartition(".")[2])
        and ast.unparse(part.annotation) in {"str", "bytes"}
        and "repr=False" not in (ast.unparse(part.value) if part.value else "")
    ]
    assert shown == SHOWN_BY_DESIGN


def test_a_secret_shows_nothing_of_itself() -> None:
    assert "kuda" not in repr(ReceiptPhrase("kuda hijau"))
    assert "kuda" not in repr(SecretText("kuda"))
    assert "kuda" not in f"{[SecretText('kuda')]}"


def test_every_page_stands_on_a_shell() -> None:
    bare = [
        relative(path)
        for path in templates()
        if not path.name.startswith("_")
        and not {"parts", "gaya", "pieces"} & set(path.parts)
        and "{% extends" not in path.read_text(encoding="utf-8")
    ]
    assert set(bare) == {"shell/templates/shell/base.html", "shell/templates/shell/letter.html"}


def test_a_view_lists_only_what_the_officer_may_see() -> None:
    wide = [
        f"{relative(path)}: {match}"
        for path in modules()
        if "views" in relative(path)
        for match in re.findall(r"\w+\.objects\.\w+\(", path.read_text(encoding="utf-8"))
        if not match.endswith(".visible_to(")
    ]
    assert not wide
