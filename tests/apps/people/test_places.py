"""Regions, governments, the tree of units, and who leads whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from netral.core.access import PostKind, Role
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.models import Entry, Log
from netral.people.models import Instansi, Person, Posting, Region, Unit
from netral.people.queries.persons import (
    people_named,
    person_seen,
    posting_seen,
    roster,
    roster_hash,
)
from netral.people.queries.units import (
    head_of,
    staff_counts,
    superior_of,
    unit_seen,
    units_above,
    units_below,
)
from netral.people.services.persons import (
    PostWish,
    posting_begin,
    posting_end,
    superior_assign,
)
from netral.people.services.places import (
    UnitWish,
    government_open,
    unit_end,
    unit_open,
    unit_rename,
)
from netral.people.services.regions import VILLAGE, regions_load, regions_named
from netral.people.services.unit_names import (
    is_government_name,
    is_head_title,
    is_opd_name,
    opd_word,
    segment_of,
)
from tests.apps.people.build import actor_build, person_build, posting_build, unit_build
from tests.apps.people.season import AT, KEY, officer, simalungun

pytestmark = pytest.mark.django_db
TODAY = AT.date()
DINKES = f"{KEY}.dinkes"


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_kabupaten_is_loaded_with_its_province_and_kecamatan() -> None:
    assert regions_load(["12.08"]) == 34
    assert Region.objects.filter(parent="12.08").count() == 32
    assert Region.objects.get(code="12.08").parent_id == "12"
    assert regions_load(["12.08"]) == 34
    assert Region.objects.count() == 34


def test_villages_come_when_they_are_wanted() -> None:
    regions_load(["62.08.01"], depth=VILLAGE)
    kinds_found = set(Region.objects.values_list("kind", flat=True))
    assert {"provinsi", "kabupaten", "kecamatan", "desa"} <= kinds_found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Batang Hari", "15.04"),
        ("Kabupaten Batanghari", "15.04"),
        ("kab. batang-hari", None),
        ("Sianjur Mula-mula", "12.17.06"),
        ("Sianjar Mula Mula", "12.17.06"),
        ("Sitiotio", "12.17.09"),
        ("Kecamatan Sitio-tio", "12.17.09"),
    ],
)
def test_names_are_found_in_the_spellings_people_use(text: str, code: str | None) -> None:
    regions_load(["15.04", "12.17"])
    assert [region.code for region in regions_named(text)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("code", "zone"), [("12.08", "Asia/Jakarta"), ("51", "Asia/Makassar"), ("94", "Asia/Jayapura")]
)
def test_the_zone_follows_the_province(code: str, zone: str) -> None:
    regions_load([code], depth=1)
    assert Region.objects.get(code=code).timezone == zone


def test_a_code_that_does_not_exist_is_refused() -> None:
    with pytest.raises(WrongInputError, match=r"99\.99"):
        regions_load(["99.99"])


def test_a_government_opens_with_root_unit_journal_and_zone() -> None:
    government = simalungun()
    assert (government.timezone, Unit.objects.get().path) == ("Asia/Jakarta", KEY)
    assert Unit.objects.get().name == "Pemerintah Kabupaten Simalungun"
    assert Log.objects.get().origin.endswith(f"/jejak/{KEY}")
    assert kinds() == ["log.open", "government.open"]
    with pytest.raises(AlreadyDoneError):
        simalungun()


def test_the_journal_of_a_demonstration_says_so(settings: object) -> None:
    settings.NETRAL_DEMO = True  # type: ignore[attr-defined]
    simalungun()
    assert "demo" in Log.objects.get().origin


@pytest.mark.parametrize("key", ["Kab Batanghari", "kab_x", "-a", ""])
def test_a_key_that_is_no_slug_is_refused(key: str) -> None:
    with pytest.raises(WrongInputError):
        government_open(key=key, name="X", kind="kabupaten", region=None, at=AT)
    assert not Instansi.objects.exists()


def test_a_unit_opens_renames_and_ends_and_is_never_deleted() -> None:
    simalungun()
    actor = officer()
    unit = unit_open(actor=actor, wish=UnitWish(KEY, "Dinas  Kesehatan", "opd"), on=TODAY, at=AT)
    assert (unit.path, unit.name) == (DINKES, "Dinas Kesehatan")
    own = UnitWish(DINKES, "Puskesmas Raya", segment="pkm-raya")
    assert unit_open(actor=actor, wish=own, on=TODAY, at=AT).path == f"{DINKES}.pkm-raya"
    unit_rename(actor=actor, path=DINKES, name="Dinas Kesehatan Baru", at=AT)
    with pytest.raises(WrongInputError, match="1 unit"):
        unit_end(actor=actor, path=DINKES, on=TODAY, at=AT)
    unit_end(actor=actor, path=f"{DINKES}.pkm-raya", on=TODAY, at=AT)
    unit_end(actor=actor, path=DINKES, on=TODAY, at=AT)
    assert Unit.objects.count() == 3
    assert not Unit.objects.live_on(TODAY + timedelta(days=1)).filter(path=DINKES).exists()
    assert kinds()[2:] == ["unit.open", "unit.open", "unit.rename", "unit.end", "unit.end"]
    with pytest.raises(AlreadyDoneError):
        unit_rename(actor=actor, path=DINKES, name="Lagi", at=AT)


def test_a_unit_that_cannot_be_is_refused() -> None:
    simalungun()
    actor = officer()
    unit_build(DINKES)
    for wish, error in (
        (UnitWish(KEY, "  "), WrongInputError),
        (UnitWish(KEY, "Apa saja", segment="dinkes"), AlreadyDoneError),
        (UnitWish(f"{KEY}.tidak-ada", "Apa saja"), NotVisibleError),
    ):
        with pytest.raises(error):
            unit_open(actor=actor, wish=wish, on=TODAY, at=AT)
    with pytest.raises(WrongInputError):
        unit_rename(actor=actor, path=DINKES, name="Dinkes", at=AT)
    with pytest.raises(WrongInputError):
        unit_end(actor=actor, path=KEY, on=TODAY, at=AT)
    with pytest.raises(WrongInputError, match="sebelum"):
        unit_end(actor=actor, path=DINKES, on=date(2019, 1, 1), at=AT)
    person_build(DINKES)
    with pytest.raises(WrongInputError, match="1 orang"):
        unit_end(actor=actor, path=DINKES, on=TODAY, at=AT)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_only_the_personnel_officer_changes_the_tree(role: Role) -> None:
    simalungun()
    here, elsewhere = actor_build(role, KEY), actor_build(Role.OFFICER, "kab-samosir")
    with pytest.raises(NotAllowedError):
        unit_open(actor=here, wish=UnitWish(KEY, "X"), on=TODAY, at=AT)
    with pytest.raises(NotVisibleError):
        unit_open(actor=elsewhere, wish=UnitWish(KEY, "X"), on=TODAY, at=AT)
    assert not Entry.objects.filter(kind="unit.open").exists()


@pytest.mark.parametrize(
    ("title", "unit", "leads"),
    [
        ("Kepala Dinas Kesehatan", "Dinas Kesehatan", True),
        ("Kepala Bidang Mutasi", "Dinas Kesehatan", False),
        ("Camat Raya", "Kecamatan Raya", True),
        ("Sekretaris Kecamatan", "Kecamatan Raya", False),
        ("Inspektur", "Inspektorat Daerah", True),
        ("Inspektur Pembantu I", "Inspektorat Daerah", False),
        ("Direktur", "RSUD Hamba", True),
        ("Sekretaris Daerah", "Sekretariat Daerah", True),
        ("Kepala Sekolah", "SD Negeri 12 Raya", True),
        ("Kepala UPTD Puskesmas", "UPTD Puskesmas Raya", True),
        ("Kepala Badan", "Dinas Kesehatan", False),
    ],
)
def test_title_and_unit_together_tell_a_head(title: str, unit: str, leads: bool) -> None:
    assert is_head_title(title, unit) is leads


def test_names_tell_opd_government_and_where_a_unit_belongs() -> None:
    assert is_opd_name("Badan Keuangan Daerah")
    assert not is_opd_name("UPTD Badan Air")
    assert is_government_name("Pemerintah Kab. Simalungun", "Kabupaten Simalungun")
    assert not is_government_name("Dinas Kabupaten", "Kabupaten Simalungun")
    assert opd_word("SMPN 3 Raya") == "pendidikan"
    assert opd_word("UPTD Puskesmas Raya") == "dinas kesehatan"
    assert opd_word("Kelurahan Raya") == ""
    taken = {f"{KEY}.dinkes", f"{KEY}.dinkes-2"}
    assert segment_of("Dinas Kesehatan", taken, KEY) == "dinkes-3"
    assert segment_of("???", set(), KEY) == "unit"


def test_a_definitive_post_ends_the_one_before_and_moves_the_person() -> None:
    simalungun()
    person = person_build(DINKES)
    old = posting_build(person, title="Kepala Bidang")
    unit_build(f"{KEY}.kec-raya", name="Kecamatan Raya")
    wish = PostWish(f"{KEY}.kec-raya", "Camat Raya", valid_from=TODAY)
    new = posting_begin(actor=officer(), person=person.ref, wish=wish, at=AT)
    old.refresh_from_db()
    person.refresh_from_db()
    assert old.valid_to == TODAY - timedelta(days=1)
    assert (person.unit.path, person.post_title) == (f"{KEY}.kec-raya", "Camat Raya")
    assert new.is_head
    assert kinds()[-1] == "posting.begin"


def test_an_acting_post_leaves_the_person_where_they_are_and_leads_meanwhile() -> None:
    simalungun()
    head, deputy = person_build(DINKES), person_build(DINKES)
    posting_build(head, title="Kepala Dinas")
    Posting.objects.update(is_head=True)
    assert head_of(DINKES, TODAY) == head
    wish = PostWish(DINKES, "Kepala Dinas", PostKind.PLH, TODAY, TODAY + timedelta(days=5), True)
    posting_begin(actor=officer(), person=deputy.ref, wish=wish, at=AT)
    assert head_of(DINKES, TODAY) == deputy
    assert head_of(DINKES, TODAY + timedelta(days=6)) == head
    assert head_of(f"{KEY}.tidak-ada", TODAY) is None


def test_a_post_ends_once_and_its_days_must_fit() -> None:
    simalungun()
    actor = officer()
    person = person_build(DINKES)
    post = posting_build(person, valid_from=TODAY)
    with pytest.raises(WrongInputError):
        posting_end(actor=actor, posting=post.pk, on=TODAY - timedelta(days=5), at=AT)
    posting_end(actor=actor, posting=post.pk, on=TODAY, at=AT)
    with pytest.raises(AlreadyDoneError):
        posting_end(actor=actor, posting=post.pk, on=TODAY, at=AT)
    with pytest.raises(NotVisibleError):
        posting_end(actor=actor, posting=0, on=TODAY, at=AT)
    assert kinds()[-1] == "posting.end"


def test_a_post_that_cannot_be_is_refused() -> None:
    simalungun()
    actor = officer()
    person = person_build(DINKES)
    sound = PostWish(DINKES, "Staf", valid_from=TODAY)
    unit_build("kab-samosir.dinkes")
    for wish, error in (
        (replace(sound, title=" "), WrongInputError),
        (replace(sound, valid_to=TODAY - timedelta(days=1)), WrongInputError),
        (replace(sound, unit=f"{KEY}.tidak-ada"), NotVisibleError),
        (replace(sound, unit="kab-samosir.dinkes"), NotVisibleError),
    ):
        with pytest.raises(error):
            posting_begin(actor=actor, person=person.ref, wish=wish, at=AT)
    with pytest.raises(NotVisibleError):
        posting_begin(actor=actor, person="TIDAKADA", wish=sound, at=AT)
    handler = actor_build(Role.HANDLER, KEY)
    with pytest.raises(NotAllowedError):
        posting_begin(actor=handler, person=person.ref, wish=sound, at=AT)
    assert not Posting.objects.exists()


def test_the_superior_is_the_named_one_else_the_head_else_the_head_above() -> None:
    simalungun()
    actor = officer()
    head, staff, other = (person_build(DINKES) for _number in range(3))
    assert superior_of(staff, TODAY) is None
    posting_build(head, title="Kepala Dinas")
    Posting.objects.update(is_head=True)
    assert superior_of(staff, TODAY) == head
    assert superior_of(head, TODAY) is None
    below = person_build(f"{DINKES}.pkm-raya")
    assert superior_of(below, TODAY) == head
    superior_assign(actor=actor, person=staff.ref, superior=other.ref, at=AT)
    staff.refresh_from_db()
    assert superior_of(staff, TODAY) == other
    Person.objects.filter(pk=other.pk).update(valid_to=TODAY - timedelta(days=1))
    staff = Person.objects.get(pk=staff.pk)
    assert superior_of(staff, TODAY) == head
    superior_assign(actor=actor, person=staff.ref, superior=None, at=AT)
    assert kinds()[-1] == "superior.assign"


def test_nobody_becomes_their_own_superior_by_a_circle() -> None:
    simalungun()
    actor = officer()
    first, second = person_build(DINKES), person_build(DINKES)
    superior_assign(actor=actor, person=first.ref, superior=second.ref, at=AT)
    with pytest.raises(WrongInputError, match="berputar"):
        superior_assign(actor=actor, person=second.ref, superior=first.ref, at=AT)
    with pytest.raises(WrongInputError):
        superior_assign(actor=actor, person=first.ref, superior=first.ref, at=AT)


def test_the_roster_of_a_day_and_its_fingerprint() -> None:
    simalungun()
    person = person_build(DINKES)
    person_build(f"{KEY}.dinkes-lain")
    assert [found.pk for found in roster(DINKES, TODAY)] == [person.pk]
    before = roster_hash(DINKES, TODAY)
    assert len(before) == 64
    assert roster_hash(DINKES, TODAY) == before
    person_build(f"{DINKES}.pkm-raya")
    assert roster_hash(DINKES, TODAY) != before


def test_reads_begin_from_what_the_actor_may_see() -> None:
    simalungun()
    person = person_build(DINKES, name="Tumpal Sinaga")
    unit = unit_build(f"{DINKES}.pkm-raya")
    person_build(unit)
    actor = actor_build(Role.OPD_HEAD, DINKES)
    assert [item.path for item in units_above(actor, unit)] == [DINKES]
    assert list(units_below(unit_seen(actor=actor, path=DINKES), TODAY)) == [unit]
    assert staff_counts(person.unit, [unit], TODAY) == {unit.path: 1}
    assert list(people_named(actor=actor, text="sinaga", today=TODAY)) == [person]
    elsewhere = actor_build(Role.OPD_HEAD, f"{KEY}.dinas")
    with pytest.raises(NotVisibleError):
        unit_seen(actor=elsewhere, path=DINKES)
    with pytest.raises(NotVisibleError):
        person_seen(actor=elsewhere, ref=person.ref)
    with pytest.raises(NotVisibleError):
        posting_seen(person, 0)
