"""A checked file applied, applied again, and taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from netral.core.access import PostKind, Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.models import Entry
from netral.people.models import Person, PersonnelChange, PersonnelImport, Posting, Unit
from netral.people.queries.imports import newcomers_of, revert_refusal
from netral.people.services.personnel_files import file_path
from netral.people.services.personnel_intake import personnel_discard
from netral.people.services.personnel_revert import personnel_revert
from netral.people.services.personnel_saving import (
    Choice,
    RosterChangedError,
    personnel_apply,
    personnel_confirm,
    personnel_save,
    saver_of,
)
from netral.people.services.persons import PostWish, posting_begin
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    staff_client,
    unit_build,
)
from tests.apps.people.season import AT, KEY, checked, officer, simalungun, staff_of, workbook

pytestmark = pytest.mark.django_db
TODAY = AT.date()
FULL = Choice(PersonnelImport.Mode.FULL, TODAY, TODAY - timedelta(days=1))
NEXT_MONTH = AT + timedelta(days=30)


def later(mode: str = PersonnelImport.Mode.FULL) -> Choice:
    day = NEXT_MONTH.date()
    return Choice(mode, day, day - timedelta(days=1))


def state() -> list[tuple[object, ...]]:
    live = Person.objects.live_on(NEXT_MONTH.date() + timedelta(days=1))
    return sorted(live.values_list("nip", "name", "unit__path", "post_title", "valid_to"))


@pytest.fixture
def season(tmp_path: Path) -> Path:
    simalungun()
    return tmp_path


def applied(folder: Path, rows: list[dict[str, str]], name: str = "a.xlsx") -> PersonnelImport:
    actor = officer()
    entry, _plan = checked(actor, workbook(rows, folder, name))
    return personnel_save(actor=actor, ref=entry.ref, choice=FULL, at=AT)


def applied_later(folder: Path, rows: list[dict[str, str]]) -> PersonnelImport:
    actor = officer()
    entry, _plan = checked(actor, workbook(rows, folder, "b.xlsx"), NEXT_MONTH)
    return personnel_save(actor=actor, ref=entry.ref, choice=later(), at=NEXT_MONTH)


def test_a_first_file_brings_units_persons_heads_and_one_journal_entry(season: Path) -> None:
    entry = applied(season, staff_of().rows)
    assert (entry.phase, entry.counts["new"], entry.counts["units"]) == ("selesai", 20, 3)
    assert set(Unit.objects.values_list("path", "kind")) == {
        (KEY, "pemerintah"),
        (f"{KEY}.dinkes", "opd"),
        (f"{KEY}.dinkes.pkm-raya", "unit"),
        (f"{KEY}.kec-raya", "opd"),
    }
    heads = Posting.objects.filter(is_head=True).values_list("title", flat=True)
    assert sorted(heads) == ["Camat", "Kepala Dinas", "Kepala Puskesmas"]
    assert Entry.objects.filter(kind="personnel.import", matter=entry.ref).count() == 1


def test_neither_journal_nor_remarks_hold_a_name_or_number(season: Path) -> None:
    rows = staff_of(defects={"kelamin_beda": 2}).rows
    entry = applied(season, rows)
    told = str(Entry.objects.filter(kind="personnel.import").values_list("body", flat=True)[0])
    told += str(list(entry.remarks.values_list("reason", "advice")))
    assert not any(row["nip_baru"] in told or row["nama"] in told for row in rows)


def test_the_file_is_removed_once_it_is_applied(
    season: Path, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        entry = applied(season, staff_of().rows)
    assert not file_path(entry.ref, ".file").exists()
    assert not file_path(entry.ref, ".rows").exists()


def test_the_same_file_again_changes_nothing(season: Path) -> None:
    rows = staff_of().rows
    applied(season, rows)
    before = state()
    again = applied_later(season, rows)
    assert (again.counts["same"], again.counts["new"], again.counts["left"]) == (20, 0, 0)
    assert state() == before


def test_moved_changed_new_and_left_are_told_apart(season: Path) -> None:
    rows = staff_of(21).rows
    applied(season, rows[:20])
    changed = [dict(row) for row in rows]
    changed[5]["nama"] = "Nama Baru"
    place = {name: rows[2][name] for name in ("unor_id", "unor_nama", "satuan_kerja_kerja_nama")}
    changed[4].update(place)
    entry = applied_later(season, [*changed[:10], *changed[11:]])
    counts = entry.counts
    assert [counts[key] for key in ("new", "moved", "changed", "left")] == [1, 1, 1, 1]
    gone = Person.objects.get(nip=rows[10]["nip_baru"])
    assert gone.valid_to == NEXT_MONTH.date() - timedelta(days=1)
    assert not gone.postings.filter(valid_to=None).exists()
    mover = Person.objects.get(nip=rows[4]["nip_baru"])
    assert mover.unit.path == f"{KEY}.kec-raya"
    assert mover.postings.count() == 2
    assert mover.postings.filter(valid_to=NEXT_MONTH.date() - timedelta(days=1)).count() == 1


def test_add_and_change_only_lets_nobody_leave(season: Path) -> None:
    rows = staff_of().rows
    applied(season, rows)
    actor = officer()
    entry, _plan = checked(actor, workbook(rows[:10], season, "b.xlsx"), NEXT_MONTH)
    assert entry.counts["left"] == 10
    choice = later(PersonnelImport.Mode.MERGE)
    entry = personnel_save(actor=actor, ref=entry.ref, choice=choice, at=NEXT_MONTH)
    assert entry.counts["left"] == 0
    assert len(state()) == 20


def test_who_stands_in_a_refused_row_is_not_taken_for_gone(season: Path) -> None:
    rows = staff_of().rows
    applied(season, rows)
    broken = [dict(row) for row in rows]
    broken[7]["status_cpns_pns"] = "Tenaga Lepas"
    entry = applied_later(season, broken)
    assert (entry.counts["refused"], entry.counts["left"]) == (1, 0)


def test_a_person_who_comes_back_serves_again(season: Path) -> None:
    rows = staff_of().rows
    applied(season, rows)
    applied_later(season, rows[:19])
    actor = officer()
    at = NEXT_MONTH + timedelta(days=30)
    entry, plan = checked(actor, workbook(rows, season, "c.xlsx"), at)
    assert [change.row.nip for change in plan.changes] == [rows[19]["nip_baru"]]
    day = at.date()
    choice = Choice("lengkap", day, day)
    personnel_save(actor=actor, ref=entry.ref, choice=choice, at=at)
    back = Person.objects.get(nip=rows[19]["nip_baru"])
    assert (back.valid_from, back.valid_to) == (day, None)


def test_retired_in_the_file_means_gone_even_when_only_adding(season: Path) -> None:
    rows = staff_of().rows
    applied(season, rows)
    changed = [dict(row) for row in rows]
    changed[3]["kedudukan_hukum_nama"] = "Pensiun"
    actor = officer()
    entry, _plan = checked(actor, workbook(changed, season, "b.xlsx"), NEXT_MONTH)
    entry = personnel_save(
        actor=actor, ref=entry.ref, choice=later(PersonnelImport.Mode.MERGE), at=NEXT_MONTH
    )
    assert entry.counts["left"] == 1


def test_a_list_that_changed_since_it_was_shown_is_not_applied(season: Path) -> None:
    actor = officer()
    entry, _plan = checked(actor, workbook(staff_of().rows, season))
    person_build(f"{KEY}.dinkes")
    with pytest.raises(RosterChangedError):
        personnel_save(actor=actor, ref=entry.ref, choice=FULL, at=AT)
    entry.refresh_from_db()
    assert (entry.phase, Person.objects.count()) == ("periksa", 1)


def test_applying_twice_is_told_and_does_nothing(season: Path) -> None:
    entry = applied(season, staff_of().rows)
    with pytest.raises(AlreadyDoneError):
        personnel_save(actor=officer(), ref=entry.ref, choice=FULL, at=AT)
    assert Person.objects.count() == 20


@pytest.mark.parametrize(
    "choice",
    [
        replace(FULL, valid_from=TODAY + timedelta(days=1)),
        replace(FULL, valid_from=date(2022, 1, 1)),
        replace(FULL, left_on=TODAY + timedelta(days=1)),
    ],
)
def test_days_that_cannot_be_are_refused(season: Path, choice: Choice) -> None:
    actor = officer()
    entry, _plan = checked(actor, workbook(staff_of().rows, season))
    with pytest.raises(WrongInputError):
        personnel_confirm(actor=actor, ref=entry.ref, choice=choice, at=AT)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_only_the_personnel_officer_applies_and_else_nothing_is_written(
    season: Path, role: Role
) -> None:
    entry, _plan = checked(officer(), workbook(staff_of().rows, season))
    with pytest.raises(NotAllowedError):
        personnel_save(actor=actor_build(role, KEY), ref=entry.ref, choice=FULL, at=AT)
    assert not Person.objects.exists()


def test_the_officer_of_another_government_does_not_see_it(season: Path) -> None:
    entry, _plan = checked(officer(), workbook(staff_of().rows, season))
    stranger = actor_build(Role.OFFICER, "kab-samosir")
    with pytest.raises(NotVisibleError):
        personnel_save(actor=stranger, ref=entry.ref, choice=FULL, at=AT)
    with pytest.raises(NotVisibleError):
        personnel_discard(actor=stranger, ref=entry.ref)


def test_the_worker_applies_in_the_name_of_who_confirmed(season: Path) -> None:
    actor = officer()
    entry, _plan = checked(actor, workbook(staff_of().rows, season))
    entry = personnel_confirm(actor=actor, ref=entry.ref, choice=FULL, at=AT)
    entry = personnel_apply(actor=saver_of(entry), ref=entry.ref, at=AT)
    assert (entry.account, entry.phase) == (actor.account, "selesai")


def test_taking_back_restores_what_stood_before(season: Path) -> None:
    rows = staff_of(21).rows
    applied(season, rows[:20])
    before = state()
    changed = [dict(row) for row in rows]
    changed[5]["nama"] = "Nama Baru"
    changed[6]["unor_nama"], changed[6]["unor_id"] = "Puskesmas Baru", "B" * 32
    entry = applied_later(season, [*changed[:10], *changed[11:]])
    assert state() != before
    back = personnel_revert(actor=officer(), ref=entry.ref, at=NEXT_MONTH + timedelta(days=1))
    assert state() == before
    assert back.reverts == entry
    assert not Unit.objects.filter(name="Puskesmas Baru", valid_to=None).exists()
    live = Posting.objects.live_on(NEXT_MONTH.date())
    assert live.count() == 20
    assert Entry.objects.filter(kind="personnel.revert").count() == 1
    entry.refresh_from_db()
    assert entry.phase == "dibatalkan"


def test_taking_back_the_first_import_leaves_nobody_in_service(season: Path) -> None:
    entry = applied(season, staff_of().rows)
    personnel_revert(actor=officer(), ref=entry.ref, at=AT)
    assert not Person.objects.live_on(TODAY).exists()
    assert Person.objects.count() == 20
    with pytest.raises(AlreadyDoneError):
        personnel_revert(actor=officer(), ref=entry.ref, at=AT)


def test_an_import_under_a_newer_one_stays(season: Path) -> None:
    rows = staff_of().rows
    first = applied(season, rows)
    applied_later(season, rows[:19])
    with pytest.raises(AlreadyDoneError, match=r"b\.xlsx"):
        personnel_revert(actor=officer(), ref=first.ref, at=NEXT_MONTH)


def test_an_import_under_a_newer_post_stays(season: Path) -> None:
    entry = applied(season, staff_of().rows)
    person = Person.objects.order_by("pk")[3]
    wish = PostWish(f"{KEY}.kec-raya", "Plt. Camat", PostKind.PLT, TODAY)
    posting_begin(actor=officer(), person=person.ref, wish=wish, at=AT)
    assert "jabatan" in revert_refusal(entry)


def test_each_change_says_what_stood_before(season: Path) -> None:
    rows = staff_of().rows
    applied(season, rows)
    changed = [dict(row) for row in rows]
    changed[5]["nama"] = "Nama Baru"
    entry = applied_later(season, changed)
    change = PersonnelChange.objects.get(entry=entry)
    assert (change.act, change.before) == ("ubah", {"name": rows[5]["nama"]})


def test_the_new_have_no_row_of_change_and_are_known_by_their_keys(season: Path) -> None:
    rows = staff_of(21).rows
    first = applied(season, rows[:20])
    second = applied_later(season, rows)
    assert not PersonnelChange.objects.exists()
    assert newcomers_of(first).count() == 20
    assert [person.nip for person in newcomers_of(second)] == [rows[20]["nip_baru"]]


def test_the_new_of_another_government_are_not_taken_for_ours(season: Path) -> None:
    entry = applied(season, staff_of().rows)
    stranger = person_build(unit_build("kab-samosir.dinkes"))
    first, _last = entry.counts["persons"]
    entry.counts["persons"] = [first, stranger.pk]
    assert newcomers_of(entry).count() == 20


@pytest.mark.parametrize(("rows", "chosen"), [(20, "lengkap"), (2, "tambah_ubah")])
def test_a_file_that_most_of_the_list_is_not_in_is_not_taken_for_whole(
    season: Path, rows: int, chosen: str
) -> None:
    staff = staff_of(20).rows
    applied(season, staff)
    entry, _plan = checked(officer(), workbook(staff[:rows], season, "b.xlsx"))
    page = staff_client(account_build(Role.OFFICER, KEY)).get(f"/pegawai/impor/{entry.ref}/")
    radio = re.search(rf'<input[^>]*value="{chosen}"[^>]*>', page.content.decode())
    assert radio is not None
    assert "checked" in radio.group()
