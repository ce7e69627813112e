"""The tables: each names its government or leads to it; its migrations stand in one line."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

from netral.journal.models import Log
from netral.people.models import Instansi
from netral.pledges.models import Pledge
from netral.pledges.services.batches import REF_LETTERS
from tests.house.test_shape import APPS, SOURCE

# A table without the column must lead to a table that has it, by these keys.
LEADS = {
    "journal.Entry": "log",
    "journal.Pending": "log",
    "journal.Leaf": "log",
    "journal.Tile": "log",
    "journal.Checkpoint": "log",
    "journal.Cosignature": "checkpoint.log",
    "people.Posting": "unit.government",
    "people.RoleGrant": "unit.government",
    "people.CalendarFeed": "grant.unit.government",
    "people.UnitKey": "unit.government",
    "people.UnitKeyShare": "unit_key.unit.government",
    "people.ImportRemark": "entry.government",
    "people.PersonnelChange": "entry.government",
    "papers.PaperFile": "paper.government",
    "papers.SealedDocument": "seal.government",
    "circulars.Clause": "version.government",
    "circulars.Attachment": "version.government",
    "circulars.ItemAnswer": "attempt.government",
    "circulars.RosterMember": "snapshot.government",
    "circulars.TaughtAttendance": "session.government",
    "circulars.PaperMark": "paper_list.government",
    "circulars.PaperPhoto": "paper_list.government",
    "cases.CaseReport": "case.government",
    "pledges.CallGuest": "call.government",
    "pledges.CallHost": "call.government",
    "desk.Attendance": "meeting.government",
    "desk.FollowUp": "directive.government",
    "desk.CarriedDirective": "meeting.government",
}
# The others belong to no single government, and do not grow with what officers do.
EXEMPT = {
    "people.Instansi": "it is the government",
    "people.Region": "the list of the nation",
    "people.RegionAlias": "the list of the nation",
    "people.Account": "may hold roles in several governments; each grant names its unit",
    "people.SignInLink": "belongs to an account",
    "people.UnlockKey": "belongs to an account",
    "people.LawEdition": "the law is the nation's; one row for each release relied on",
}


def our_models() -> dict[str, type[Model]]:
    return {
        f"{model._meta.app_label}.{model.__name__}": model
        for model in apps.get_models()
        if model.__module__.startswith("netral.")
    }


def end_of(model: type[Model], keys: str) -> object:
    """Return the table at the end of a chain of foreign keys."""
    here: object = model
    for key in keys.split("."):
        assert isinstance(here, type)
        assert issubclass(here, Model)
        here = here._meta.get_field(key).related_model
    return here


def names_government(model: type[Model]) -> bool:
    return any(field.name == "government" for field in model._meta.concrete_fields)


def test_every_table_names_its_government_or_leads_to_it() -> None:
    without = {name for name, model in our_models().items() if not names_government(model)}
    assert without - {"journal.Log"} == set(LEADS) | set(EXEMPT)


@pytest.mark.parametrize("name", LEADS)
def test_a_table_without_the_column_leads_to_a_government(name: str) -> None:
    assert end_of(our_models()[name], LEADS[name]) in {Instansi, Log}


def test_the_migrations_of_every_app_stand_in_one_line() -> None:
    laid = {
        app: sorted(path.name[:4] for path in (SOURCE / app / "migrations").glob("[0-9]*.py"))
        for app in APPS
        if (SOURCE / app / "migrations").exists()
    }
    assert len(laid) > 5
    line = {
        app: [f"{number + 1:04}" for number in range(len(found))] for app, found in laid.items()
    }
    assert laid == line


@pytest.mark.django_db
def test_no_migration_is_forgotten() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def unique_alone(model: type[Model]) -> set[tuple[str, ...]]:
    """Return the fields that constraints keep unique in all rows."""
    return {tuple(rule.fields) for rule in model._meta.total_unique_constraints}


def test_every_reference_is_unique_and_drawn() -> None:
    counted = [
        name
        for name, model in our_models().items()
        for field in model._meta.concrete_fields
        if field.name == "ref" and not field.unique and ("ref",) not in unique_alone(model)
    ]
    # Thousands a second are written, each index costs a page of the disk: 65 bits need none.
    assert counted == ["pledges.Pledge"]
    assert Pledge._meta.get_field("ref").max_length == REF_LETTERS >= 13
