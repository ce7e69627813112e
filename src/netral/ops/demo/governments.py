"""The season's governments: opened, staffed from a personnel file, their units led."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from lokal import wilayah

from netral.core.access import Actor, Role
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.ops.demo.scene import Plan, Scene
from netral.ops.synthetic import UnitSpec, opd_model, personnel_rows, write_xlsx
from netral.people.models import PersonnelImport, Region
from netral.people.services.accounts import Invitee, first_officer_make
from netral.people.services.personnel_intake import (
    Upload,
    personnel_match,
    personnel_read,
    personnel_receive,
)
from netral.people.services.personnel_saving import Choice, personnel_apply, personnel_confirm
from netral.people.services.places import government_open
from netral.people.services.regions import regions_load

HEADS = {
    "Sekretariat Daerah": ("Sekretaris Daerah", "II.a"),
    "Sekretariat DPRD": ("Sekretaris DPRD", "II.b"),
    "Inspektorat": ("Inspektur", "II.b"),
    "Badan Penanggulangan": ("Kepala Pelaksana", "III.a"),
    "Badan": ("Kepala Badan", "II.b"),
    "Dinas": ("Kepala Dinas", "II.b"),
    "Satuan": ("Kepala Satuan", "II.b"),
    "Kantor": ("Kepala Kantor", "III.a"),
    "RSUD": ("Direktur", "III.a"),
    "Rumah Sakit": ("Direktur", "III.a"),
}
HOSPITAL_STAFF = 34
OFFICER = "pengelola"
PHONE_EVERY, NONE_EVERY = 4, 10
"""Of the staff: every so-manieth has a phone on file, every so-manieth no address at all."""


def government_build(plan: Plan, *, start: datetime, today: date) -> Scene:
    """Open a government with its journal and its first officer, and bring in its staff."""
    regions_load([plan["code"]])
    region = Region.objects.get(code=plan["code"])
    zone = ZoneInfo(region.timezone)
    at = start.replace(tzinfo=zone)
    scene = Scene(plan=plan, zone=zone, rng=random.Random(plan["seed"]), today=today)  # noqa: S311
    government_open(key=scene.key, name=plan["name"], kind="kabupaten", region=region, at=at)
    scene.actors[OFFICER] = _officer(plan, at + timedelta(minutes=10))
    _staff_import(scene, at + timedelta(minutes=40))
    return scene


def _officer(plan: Plan, at: datetime) -> Actor:
    wish = next(one for one in plan["account"] if one["word"] == OFFICER)
    invitee = Invitee(username=username(OFFICER, plan), name=wish["name"])
    account, _token = first_officer_make(government=plan["key"], invitee=invitee, at=at)
    unit = UnitPath(plan["key"])
    return Actor(AccountRef(account.ref), account.name, Role.OFFICER, unit)


def username(word: str, plan: Plan) -> str:
    """Return the user name of an officer of the season: ``sekda.batanghari``."""
    return f"{word}.{plan['key'].removeprefix('kab-')}"


def _staff_import(scene: Scene, at: datetime) -> None:
    """Bring a synthetic personnel file in, step by step as on the pages."""
    officer = scene.actors[OFFICER]
    units = list(units_of(scene.plan))
    count = sum(unit.staff for unit in units)
    rows = personnel_rows(scene.plan["code"], count, seed=scene.plan["seed"], units=units).rows
    _contacts(rows, scene.plan["code"], heads=len(units))
    with tempfile.TemporaryDirectory() as folder:
        path = write_xlsx(rows, Path(folder) / "pegawai-september-2024.xlsx")
        upload = Upload(path.name, iter([path.read_bytes()]))
        entry = personnel_receive(actor=officer, upload=upload, at=at)
    personnel_match(actor=officer, ref=entry.ref, mapping=entry.mapping, at=at)
    entry, plan = personnel_read(ref=entry.ref)
    later, day = at + timedelta(minutes=25), at.date()
    choice = Choice(PersonnelImport.Mode.FULL, day, day - timedelta(days=1))
    personnel_confirm(actor=officer, ref=entry.ref, choice=choice, at=later)
    personnel_apply(actor=officer, ref=entry.ref, at=later, plan=plan)


def _contacts(rows: list[dict[str, str]], code: str, *, heads: int) -> None:
    """Give the heads and every fourth of the staff a phone; leave some with no address at all.

    The numbers are invented; a demonstration writes its messages into a folder and calls nobody.
    """
    for number, row in enumerate(rows):
        if number < heads or number % PHONE_EVERY == 0:
            row["nomor_hp"] = f"0810-{code.replace('.', '')}-{number:04}"
        elif number % NONE_EVERY == 1:
            row["email_gov"] = ""


def units_of(plan: Plan) -> Iterator[UnitSpec]:
    """Yield the units of a government with their staff: OPDs, kecamatan, schools, puskesmas."""
    staff, districts = plan["staff"], [item.name for item in wilayah.list_wilayah(plan["code"])]
    for opd in opd_model()[plan["opd"]]:
        name = opd["name"]
        title, eselon = next(HEADS[start] for start in HEADS if name.startswith(start))
        is_hospital = title == "Direktur" and "school" in staff
        yield UnitSpec(
            name, name, HOSPITAL_STAFF if is_hospital else staff["office"], title, eselon
        )
    for district in districts:
        name = f"Kecamatan {district}"
        yield UnitSpec(name, name, staff["district"], "Camat", "III.a")
    yield from _schools(plan)
    if plan.get("has_health_centres"):
        for district in districts:
            name = f"Puskesmas {district}"
            yield UnitSpec(
                "Dinas Kesehatan", name, staff["health"], "Kepala Puskesmas", field="health"
            )


def _schools(plan: Plan) -> Iterator[UnitSpec]:
    office = next(
        opd["name"] for opd in opd_model()[plan["opd"]] if opd["name"].startswith("Dinas Pendid")
    )
    for district in plan.get("school_districts", ()):
        for school in plan["schools"]:
            name = f"{school} {district}"
            staff = plan["staff"]["school"]
            yield UnitSpec(office, name, staff, "Kepala Sekolah", field="teacher")
