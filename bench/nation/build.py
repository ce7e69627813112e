"""Lays the governments by the models, and lets the database write the persons from the units."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

PERSONS = int(os.environ.get("NETRAL_BENCH_PERSONS", "5600000"))
GOVERNMENTS, MINISTRIES, UNITS = 552, 38, 30_000
PERSON = (
    "INSERT INTO people_person (id, ref, government_id, unit_id, nip, name, title_front, "
    "title_back, status, grade, post_title, eselon, email, phone, standing, post_type, valid_from) "
    "SELECT u.first + s.n, 'B' || (100000000 + u.first + s.n), u.government_id, u.unit_id, "
    "'' || (100000000000000000 + u.first + s.n), 'Pegawai ' || (u.first + s.n), '', '', "
    "CASE WHEN (u.first + s.n) % 9 = 0 THEN 'NON_ASN' WHEN (u.first + s.n) % 4 = 0 THEN 'PPPK' "
    "ELSE 'PNS' END, '', 'Staf', '', '', '', '', '', '2020-01-01' "
    "FROM bench_unit u JOIN bench_series s ON s.n < u.size"
)
READING = (
    "INSERT INTO circulars_reading (version_id, government_id, person_id, sent_at, channel, "
    "opened_at, read_at, understood_at, understood_by, assurance, post_title, unit_path, promise) "
    "SELECT u.version_id, u.government_id, p.id, {at}, "
    "CASE WHEN p.id % 3 = 0 THEN 'lembar' ELSE 'tautan' END, "
    "CASE WHEN p.id * 7919 % 1000 < u.rate - 100 THEN {at} END, "
    "CASE WHEN p.id * 7919 % 1000 < u.rate - 100 THEN {at} END, "
    "CASE WHEN p.id * 7919 % 1000 < u.rate - 200 THEN {at} END, "
    "CASE WHEN p.id * 7919 % 1000 >= u.rate - 200 THEN '' WHEN p.id % 11 = 0 THEN 'kelas' "
    "ELSE 'latihan' END, CASE p.id % 3 WHEN 0 THEN 'tautan' WHEN 1 THEN 'tautan_pin' "
    "ELSE 'tautan_kode' END, '', '', '' "
    "FROM bench_unit u JOIN people_person p ON p.unit_id = u.unit_id "
    "WHERE p.id * 7919 % 1000 < u.rate"
)
PLEDGE = (
    "INSERT INTO pledges_pledge (ref, government_id, session_id, person_id, name, post_title, "
    "unit_path, unit_name, text_sha256, assurance, shows_name, at, certificate) "
    "SELECT 'P' || p.id, u.government_id, u.session_id, p.id, '', '', '', '', '', "
    "CASE p.id % 2 WHEN 0 THEN 'tautan_pin' ELSE 'tautan_kode' END, {no}, {at}, '' || p.id "
    "FROM bench_unit u JOIN people_person p ON p.unit_id = u.unit_id "
    "WHERE p.id * 7919 % 1000 < u.rate - 300"
)


class Place(NamedTuple):
    """A unit that holds persons: its key, its government, how many, from which key on."""

    unit: int
    government: str
    size: int
    first: int


def sizes(total: int, parts: int, chance: random.Random) -> list[int]:
    """Part a number unevenly: some offices are ten times others."""
    weights = [0.2 + chance.random() ** 3 * 5 for _ in range(parts)]
    found = [max(1, int(total * weight / sum(weights))) for weight in weights]
    found[0] += total - sum(found)
    return found


def governments_build(at: datetime) -> list[Place]:
    """Lay governments with their units, letters, sessions and journals; return the units."""
    from netral.circulars.models import Circular, CircularVersion  # noqa: PLC0415
    from netral.core.flow.circular import CircularStage  # noqa: PLC0415
    from netral.people.models import Instansi, Unit  # noqa: PLC0415
    from netral.pledges.models import PledgeSession, PledgeText  # noqa: PLC0415

    chance, day = random.Random(1), at.date()
    keys = [f"kem-{n:03d}" if n < MINISTRIES else f"kab-{n:03d}" for n in range(GOVERNMENTS)]
    kind = {True: Instansi.Kind.KEMENTERIAN, False: Instansi.Kind.KABUPATEN}
    Instansi.objects.bulk_create(
        Instansi(
            key=key,
            name=f"Pemerintah {key}",
            kind=kind[key.startswith("kem")],
            valid_from=day - timedelta(days=900),
        )
        for key in keys
    )
    big = int(UNITS * 0.3)
    shares = [
        *sizes(big, MINISTRIES, chance),
        *sizes(UNITS - big, GOVERNMENTS - MINISTRIES, chance),
    ]
    for key, share in zip(keys, shares, strict=True):
        _units_build(key, max(share, 4), day)
    for number, key in enumerate(keys):
        letter = Circular.objects.create(
            ref=f"C{number:09d}",
            government_id=key,
            title="Netralitas",
            election="pilkada",
            form_token=f"t{number}",
            created_at=at,
        )
        CircularVersion.objects.create(
            circular=letter,
            government_id=key,
            sequence=1,
            stage=CircularStage.PUBLISHED.value,
            number=f"{number}/SE",
            dated_on=day,
            body_hash="0" * 64,
            published_at=at,
            created_by="A",
        )
        text = PledgeText.objects.create(
            ref=f"T{number:09d}",
            government_id=key,
            sha256=f"{number:064d}",
            title="Naskah",
            points=["Satu"],
            source="Uji",
            is_official=False,
            made_at=at,
        )
        PledgeSession.objects.create(
            ref=f"S{number:09d}",
            government_id=key,
            unit=Unit.objects.get(path=key),
            title="Ikrar",
            text=text,
            place="Kantor",
            leader="Sekda",
            opens_at=at - timedelta(hours=2),
            closes_at=at + timedelta(days=3_000),
            stage="open",
            opened_at=at - timedelta(hours=2),
        )
    return _places(chance)


def _units_build(key: str, count: int, day: Any) -> None:
    """Lay a government's units: about one agency to eight units below it."""
    from netral.people.models import Unit  # noqa: PLC0415

    since = day - timedelta(days=900)
    facts = {"government_id": key, "valid_from": since}
    root = Unit.objects.create(path=key, name=f"Pemerintah {key}", kind="pemerintah", **facts)
    heads = max(1, count // 9)
    opds = Unit.objects.bulk_create(
        Unit(path=f"{key}.o{n}", name=f"Dinas {n}", kind="opd", parent=root, **facts)
        for n in range(heads)
    )
    Unit.objects.bulk_create(
        Unit(
            path=f"{opds[n % heads].path}.u{n}",
            name=f"Unit {n}",
            kind="unit",
            parent=opds[n % heads],
            **facts,
        )
        for n in range(count - heads - 1)
    )


def _places(chance: random.Random) -> list[Place]:
    """Give every unit below a root its people."""
    from netral.people.models import Unit  # noqa: PLC0415

    rows = Unit.objects.exclude(parent=None).order_by("pk").values_list("pk", "government_id")
    units, first, found = list(rows), 1, []
    for (pk, government), size in zip(units, sizes(PERSONS, len(units), chance), strict=True):
        found.append(Place(pk, government, size, first))
        first += size
    return found


def people_build(database: str, places: list[Place], at: datetime) -> None:
    """Let the database write persons, readings and pledges from the list of units."""
    from django.db import connection, transaction  # noqa: PLC0415

    from netral.circulars.models import CircularVersion  # noqa: PLC0415
    from netral.pledges.models import PledgeSession  # noqa: PLC0415
    from netral.shell.database import rows_insert  # noqa: PLC0415

    versions = dict(CircularVersion.objects.values_list("government_id", "pk"))
    sessions = dict(PledgeSession.objects.values_list("government_id", "pk"))
    is_server = database == "postgresql"
    told = {"at": f"'{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}'", "no": "0"}
    if is_server:
        told = {"at": f"timestamptz '{at.isoformat()}'", "no": "false"}
    with transaction.atomic(), connection.cursor() as cursor:
        if is_server:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("CREATE TABLE bench_series (n bigint PRIMARY KEY)")
        cursor.execute(
            "CREATE TABLE bench_unit (unit_id bigint PRIMARY KEY, government_id text, size bigint, "
            "first bigint, rate bigint, version_id bigint, session_id bigint)"
        )
        largest = max(place.size for place in places)
        rows_insert("bench_series", ["n"], ((n,) for n in range(largest)))
        rows_insert(
            "bench_unit",
            ("unit_id", "government_id", "size", "first", "rate", "version_id", "session_id"),
            (
                (
                    *(place.unit, place.government, place.size, place.first),
                    *(300 + place.unit * 37 % 650, versions[place.government]),
                    sessions[place.government],
                )
                for place in places
            ),
        )
        for statement in (PERSON, READING, PLEDGE):
            cursor.execute(statement.format(**told))
