"""A site with one government, many people with open personal pages, and a running session."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import django

from netral.ops.crowd.client import Vower
from netral.ops.crowd.doors import (
    family,
    hot_command,
    port_free,
    sealer_start,
    server_start,
    server_stop,
)

__all__ = [
    "Vower",
    "family",
    "hot_command",
    "port_free",
    "sealer_start",
    "server_start",
    "server_stop",
]
GOVERNMENT = "kab-ukur"
OPDS, OPD_SIZE = 40, 2_500
CSRF = "a" * 32


def begin() -> None:
    """Set Django up; the folder and the database are named by the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netral.config.settings")
    django.setup()


def site_make(people: int) -> tuple[str, str]:
    """Make the database, the people and the session; return its reference and its wording."""
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup

    from netral.core.access import Actor, Role  # noqa: PLC0415
    from netral.core.kinds.refs import AccountRef, SessionRef, UnitPath  # noqa: PLC0415
    from netral.journal.services import log_open  # noqa: PLC0415
    from netral.pledges.services import SessionPlan, session_draft, session_open  # noqa: PLC0415
    from netral.shell.moment import moment  # noqa: PLC0415

    for command in (["migrate"], ["createcachetable"], ["collectstatic", "--noinput"]):
        call_command(*command, verbosity=0)
    now = moment()
    _people_make(people)
    log_open(government=GOVERNMENT, origin=f"ukur.example/jejak/{GOVERNMENT}", actor="UKUR", at=now)
    actor = Actor(AccountRef("UKUR"), "Ukur", Role.OFFICER, UnitPath(GOVERNMENT))
    plan = SessionPlan(
        unit=GOVERNMENT,
        title="Ikrar ukur",
        text="",
        place="Lapangan",
        leader="Sekda",
        witnesses=(),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=10),
    )
    made = session_draft(actor=actor, plan=plan, at=now - timedelta(hours=2))
    session_open(actor=actor, ref=SessionRef(made.ref), at=now - timedelta(hours=2))
    return made.ref, made.text.sha256


def _people_make(people: int) -> None:
    from netral.people.models import Instansi, Person, Unit  # noqa: PLC0415

    since = {"valid_from": "2020-01-01"}
    government = Instansi.objects.create(
        key=GOVERNMENT, name="Kabupaten Ukur", kind="kabupaten", **since
    )
    root = Unit.objects.create(
        path=GOVERNMENT, government=government, name="Pemerintah", kind="pemerintah", **since
    )
    units = Unit.objects.bulk_create(
        Unit(
            path=f"{GOVERNMENT}.opd{number}",
            government=government,
            parent=root,
            name=f"OPD {number}",
            kind="opd",
            **since,
        )
        for number in range(OPDS)
    )
    Person.objects.bulk_create(
        (
            Person(
                ref=f"P{number:09d}",
                government=government,
                unit=units[number % OPDS],
                nip=f"{number:018d}",
                name=f"Pegawai Ukur {number}",
                title_back="S.E.",
                status="PNS",
                post_title="Penata Layanan Operasional",
                **since,
            )
            for number in range(people)
        ),
        batch_size=2_000,
    )


def vowers(people: int, session: str, text: str, *, port: int) -> list[Vower]:
    """Open each person's own page, as the personal link does, and return what each will send."""
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    from netral.core.access import Assurance  # noqa: PLC0415
    from netral.core.kinds.refs import PersonRef, SessionRef  # noqa: PLC0415
    from netral.people.access import PERSON_KEY, PERSONAL_SESSION  # noqa: PLC0415
    from netral.pledges.services.tickets import Holder, ticket_make  # noqa: PLC0415
    from netral.shell.database import statistics_gather  # noqa: PLC0415
    from netral.shell.moment import moment  # noqa: PLC0415

    now, store, rows, made = moment(), SessionStore(), [], []
    for number in range(people):
        person, key = f"P{number:09d}", f"{number:032d}"
        held = {"person": person, "assurance": "tautan_pin"}
        until = (now + PERSONAL_SESSION).isoformat()
        data = store.encode({PERSON_KEY: {**held, "until": until}})
        rows.append(Session(session_key=key, session_data=data, expire_date=now + PERSONAL_SESSION))
        holder = Holder(PersonRef(person), Assurance.LINK_PIN, key, now)
        ticket = ticket_make(holder=holder, session=SessionRef(session), text_sha256=text, at=now)
        # The page's form to the letter: both doors take it at the same address.
        form = {"csrfmiddlewaretoken": CSRF, "karcis": ticket, "text_sha256": text}
        body = urlencode({**form, "has_read": "on"})
        made.append(Vower(person, _request(key, body, port)))
    Session.objects.bulk_create(rows, batch_size=2_000)
    # A site's tables were looked at long before the moment; these are minutes old.
    statistics_gather()
    return made


def _request(key: str, body: str, port: int) -> bytes:
    return (
        f"POST /ikrar/kirim/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: netral_sesi={key}; netral_csrf={CSRF}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"\r\n{body}"
    ).encode()


def processor_seconds(pids: Sequence[int]) -> float:
    """Return the processor time that processes of ours have used so far."""
    used = 0
    for pid in pids:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        used += int(said[11]) + int(said[12])
    return used / os.sysconf("SC_CLK_TCK")


def load_beside() -> str:
    """Return how busy the machine was, to stand beside each figure."""
    one, five, _fifteen = os.getloadavg()
    return f"load average {one:.2f} (1 min), {five:.2f} (5 min) at the end of the run"


def pause(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def words(values: Sequence[float]) -> dict[str, float]:
    """Return the middle and the worst hundredth of durations, in milliseconds."""
    times = sorted(values)
    if not times:
        return {"p50_ms": 0.0, "p99_ms": 0.0}
    return {
        "p50_ms": round(times[len(times) // 2] * 1000, 1),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 1),
    }
