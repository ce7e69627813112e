"""The pages of ``docs/`` that are made from the code, so that neither can drift from the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from netral.circulars.services.sheets import LINK_DAYS
from netral.core.flow import (
    case,
    circular,
    joint,
    meeting,
    pact,
    pattern,
    pledge,
    question,
    reminding,
    report,
)
from netral.core.flow.moves import table_markdown
from netral.core.kinds import phrase
from netral.core.ledger import header, promise
from netral.desk.services import MAX_FILE
from netral.ops.law_docs import law_pages
from netral.people import access
from netral.people.services import (
    accounts,
    links,
    notices,
    personnel_formats,
    unlock,
    wrapping,
)
from netral.shell import guesses
from netral.shell.headers import HEADERS
from netral.vault.services import sealing, stream, tokens, uploads, working

FOLDER = Path(__file__).resolve().parents[3] / "docs"
MADE = "Made by `./netral docs` from the constants in the code; a test compares them."
MIB = 2**20
Rows = Iterable[tuple[str, object, str]]


def flows_markdown() -> str:
    """Return docs/flows.md: each process as its one table of moves."""
    tables = (
        ("Report", table_markdown(report.MOVES)),
        ("Case", table_markdown(case.MOVES)),
        ("Circular", table_markdown(circular.MOVES)),
        ("Pledge session", table_markdown(pledge.MOVES)),
        ("Call for a simultaneous pledge", table_markdown(pledge.CALL_MOVES)),
        ("Round of integrity pacts", table_markdown(pact.ROUND_MOVES)),
        ("Integrity pact of one person", table_markdown(pact.PACT_MOVES)),
        (
            "Guest of a call, in another installation",
            table_markdown(joint.GUEST_MOVES),
        ),
        ("Meeting", table_markdown(meeting.MEETING_MOVES)),
        ("Directive", table_markdown(meeting.DIRECTIVE_MOVES)),
        ("Question to a person", table_markdown(question.MOVES)),
        ("Answer that enters the helper", table_markdown(question.ADVICE_MOVES)),
    )
    told = (
        "Each process is one table: the buttons, the permissions, the terms and the tests read it. "
        "Columns: step, from, to, by whom, term, basis. A term that is a code is a clock of the "
        "law data; a promise of the office says that it is one."
    )
    parts = [f"## {title}\n\n{table}" for title, table in tables]
    return "\n\n".join(["# Flows", MADE, told, *parts]) + "\n"


def security_markdown() -> str:
    """Return docs/security.md: every number and header that the safety of the site rests on."""
    parts = [f"## {title}\n\n{_table(rows())}" for title, rows in _PARTS.items()]
    return "\n\n".join(["# Security in numbers", MADE, *parts]) + "\n"


def pages() -> dict[str, str]:
    """Return the text of each generated page by its file name."""
    return {"flows.md": flows_markdown(), "security.md": security_markdown(), **law_pages()}


def _keys() -> Rows:
    bits = phrase.WORDS_IN_PHRASE * phrase.BITS_A_WORD
    memory = wrapping.KDF_MEMORY // MIB
    pin, password = wrapping.PIN_HASHER, Argon2PasswordHasher()
    return (
        ("receipt phrase", f"{phrase.WORDS_IN_PHRASE} words, {bits} bits", "ADR 0003"),
        ("locator kept of it", f"{phrase.LOCATOR_BYTES} bytes, HKDF-SHA256", ""),
        ("key drawn from it", f"{phrase.SEED_BYTES} bytes, HKDF-SHA256, X25519", "never kept"),
        (
            "officer's pass phrase",
            f"{wrapping.KDF_NAME}, {wrapping.KDF_PASSES} passes, {memory} MiB",
            "wraps the private key; parameters are stored with each key",
        ),
        (
            "PIN of a personal link",
            f"argon2id, {pin.time_cost} passes, {pin.memory_cost // 1024} MiB",
            "peppered with the site's secret",
        ),
        (
            "password of an account",
            f"argon2id, {password.time_cost} passes, {password.memory_cost // 1024} MiB",
            f"at least {_least_password()} letters, and a second step",
        ),
        ("sealed file", f"AES-{stream.KEY * 8}-GCM, segments of {stream.SEGMENT // MIB} MiB", ""),
        ("salt of a journal entry", f"{header.SALT_SIZE} bytes", "SHA-256 commitment"),
        ("padding of a report", f"to {sealing.PAD_TO} bytes", "the length tells little"),
        ("form token", f"{tokens.TOKEN_BYTES} bytes", "a second press sends nothing twice"),
    )


def _lifetimes() -> Rows:
    session = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return (
        ("officer's session", _long(session), "ends with the browser"),
        ("unlocked key", _long(unlock.IDLE), "since the last use; renewed by use"),
        ("personal session", _long(access.PERSONAL_SESSION), "opened by a pressed button"),
        ("link on a printed sheet", f"{LINK_DAYS} days", "bound to a PIN by its first use"),
        ("invitation of an officer", f"{accounts.INVITATION_DAYS} days", "once"),
        ("one-time sign-in", f"{accounts.ONCE_HOURS} hours", "demonstration, loopback only"),
        ("upload that was not sent", _long(uploads.DRAFT_LASTS), "then swept"),
        (
            "code to a phone",
            _long(reminding.CODE_LASTS),
            f"{reminding.CODE_TRIES} tries, kept nowhere",
        ),
        ("mark of a browser", f"{pattern.KEPT_DAYS} days", "keyed, another one in each government"),
        ("link in a message", f"{notices.LINK_DAYS} days", "only where the region wants it"),
        ("journal's promise", f"{promise.DELAY_SECONDS} seconds", "until a signed checkpoint"),
    )


def _limits() -> Rows:
    window, together = _long(guesses.WINDOW), f"{guesses.ALL:,}"
    return (
        ("file of a reporter", f"{uploads.FILE_LIMIT // MIB} MiB", f"{uploads.FILES_LIMIT} files"),
        ("picture", f"{working.MAX_PIXELS:,} pixels", "larger ones get no working copy"),
        ("evidence of a directive", f"{MAX_FILE // MIB} MiB", ""),
        ("personnel file", f"{personnel_formats.MAX_BYTES // MIB} MiB", "sealed while it waits"),
        ("personnel file, unpacked", f"{personnel_formats.MAX_UNPACKED // MIB} MiB", ""),
        ("form", f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MIB} MiB", "without its files"),
        ("fields of a form", settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, ""),
        ("wrong PINs", links.MAX_FAILURES, f"then {_long(links.LOCKED_FOR)} of rest"),
        ("wrong pass phrases", unlock.MAX_FAILURES, f"then {_long(unlock.LOCKED_FOR)} of rest"),
        (
            "wrong receipt phrases",
            guesses.EACH,
            f"from one place in {window}; {together} from all; no address is kept",
        ),
    )


def _headers() -> Rows:
    own = [(name, f"`{value}`", "") for name, value in HEADERS.items()]
    return (
        *own,
        ("X-Frame-Options", f"`{settings.X_FRAME_OPTIONS}`", ""),
        ("Referrer-Policy", f"`{settings.SECURE_REFERRER_POLICY}`", "others learn nothing"),
        ("Cross-Origin-Opener-Policy", f"`{settings.SECURE_CROSS_ORIGIN_OPENER_POLICY}`", ""),
        ("X-Content-Type-Options", "`nosniff`", ""),
        ("Cache-Control", "`no-store`", "where a page says nothing else"),
        ("Strict-Transport-Security", f"{settings.HSTS_SECONDS} seconds", "with an https address"),
    )


def _cookies() -> Rows:
    return (
        (f"`{settings.SESSION_COOKIE_NAME}`", settings.SESSION_COOKIE_SAMESITE, "the session"),
        (f"`{settings.CSRF_COOKIE_NAME}`", settings.CSRF_COOKIE_SAMESITE, "token of forms"),
        (f"`{unlock.UNLOCK_COOKIE}`", "Strict", "half of what opens an unlocked key"),
        (f"`{settings.LANGUAGE_COOKIE_NAME}`", "Lax", "the chosen language; no secret"),
    )


_PARTS: dict[str, Callable[[], Rows]] = {
    "Keys and their cost": _keys,
    "How long things last": _lifetimes,
    "How much is taken": _limits,
    "Headers of every answer": _headers,
    "Cookies (SameSite)": _cookies,
}


def _least_password() -> int:
    validators: list[Any] = list(settings.AUTH_PASSWORD_VALIDATORS)
    least = [v["OPTIONS"]["min_length"] for v in validators if "OPTIONS" in v]
    return int(least[0])


def _long(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"


def _table(rows: Rows) -> str:
    lines = [f"| {what} | {value} | {why} |" for what, value, why in rows]
    return "\n".join(["| what | value | why, or how |", "| --- | --- | --- |", *lines])
