"""The staff list's pages: who may open what, what stands on them, how many queries they cost."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from netral.core.access import Role
from netral.people.models import Person, PersonnelImport, Posting, Unit
from netral.people.services.links import ISSUERS
from netral.people.services.personnel_formats import MAX_BYTES
from netral.people.tasks import imports_work
from netral.people.urls.roster import urlpatterns
from netral.shell.moment import moment
from tests.apps.people.build import (
    account_build,
    person_build,
    posting_build,
    staff_client,
    unit_build,
)
from tests.apps.people.season import KEY, officer, received, simalungun, staff_of, workbook

pytestmark = pytest.mark.django_db
READ = frozenset(set(Role) - {Role.ASN, Role.OVERSEER})
WRITE = frozenset({Role.OFFICER})
POST_ONLY = frozenset({"contact_lift", "import_match", "import_save", "import_discard"})
# name -> roles that may open it; the address is filled in below.
TABLE = {
    "roster": READ,
    "unit": READ,
    "person": READ,
    "unit_open": WRITE,
    "unit_rename": WRITE,
    "unit_end": WRITE,
    "posting_begin": WRITE,
    "posting_end": WRITE,
    "superior": WRITE,
    "contacts": ISSUERS,
    "contact_mark": ISSUERS,
    "contact_lift": ISSUERS,
    "imports": WRITE,
    "import": WRITE,
    "import_match": WRITE,
    "import_save": WRITE,
    "import_discard": WRITE,
    "import_revert": WRITE,
    "import_remarks": WRITE,
}


@pytest.fixture
def season(tmp_path: Path) -> Path:
    simalungun()
    return tmp_path


def addresses(folder: Path) -> dict[str, str]:
    """Return an address for each name, over things that exist."""
    person = person_build(f"{KEY}.dinkes", name="Sondang Purba")
    Person.objects.filter(pk=person.pk).update(email="sondang@simalungun.example")
    posting = posting_build(person)
    entry = received(officer(), workbook(staff_of().rows, folder))
    path, ref, own = f"{KEY}.dinkes", entry.ref, person.ref
    given: dict[str, list[object]] = {
        "roster": [], "imports": [], "contacts": [],
        "contact_mark": [own, "email"], "contact_lift": [1],
        "unit": [path], "unit_open": [path], "unit_rename": [path], "unit_end": [path],
        "person": [own], "posting_begin": [own], "superior": [own],
        "posting_end": [own, posting.pk],
    }  # fmt: skip
    return {name: reverse(name, args=given.get(name, [ref])) for name in TABLE}


def test_every_address_has_a_row_in_the_table() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


def test_each_role_opens_what_it_may_and_nothing_else(season: Path) -> None:
    places = addresses(season)
    for role in Role:
        client = staff_client(account_build(role, KEY))
        for name, allowed in TABLE.items():
            if name in POST_ONLY and role in allowed:
                continue
            send = client.post if name in POST_ONLY else client.get
            expected = 200 if role in allowed else 403
            assert send(places[name]).status_code == expected, (role, name)


def test_another_government_sees_none_of_it_and_a_stranger_is_sent_to_sign_in(
    season: Path,
) -> None:
    places = addresses(season)
    stranger = staff_client(account_build(Role.OFFICER, "kab-samosir"))
    own = {"roster", "imports", "contacts"}
    for name, place in places.items():
        send = stranger.post if name in POST_ONLY else stranger.get
        assert send(place).status_code == (200 if name in own else 404), name
        nobody = Client()
        answer = nobody.post(place) if name in POST_ONLY else nobody.get(place)
        assert answer.status_code == 302, name
        assert "/masuk/" in answer["Location"]


@pytest.mark.usefixtures("season")
def test_lists_mask_the_number_and_only_the_officer_reads_it_whole() -> None:
    person = person_build(f"{KEY}.dinkes", nip="198703122010011901")
    reader = staff_client(account_build(Role.HANDLER, KEY))
    page = reader.get(reverse("unit", args=[f"{KEY}.dinkes"])).content.decode()
    assert "19870312 •••••• • •••" in page
    own = reverse("person", args=[person.ref])
    assert "1 901" not in reader.get(own).content.decode()
    officer_client = staff_client(account_build(Role.OFFICER, KEY))
    assert "19870312 201001 1 901" in officer_client.get(own).content.decode()


@pytest.mark.parametrize("name", ["unit", "orang"])
@pytest.mark.usefixtures("season")
def test_twice_as_many_rows_cost_no_more_queries(
    name: str, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        unit_build(f"{KEY}.opd-{number}")
        person_build(KEY)
    client = staff_client(account_build(Role.OFFICER, KEY))
    for count in (1, 2):
        with django_assert_max_num_queries(17):  # type: ignore[operator]
            assert client.get(reverse("roster"), {"tampil": name}).status_code == 200
        for number in range(30):
            unit_build(f"{KEY}.opd-{count}-{number}")
            person_build(KEY)


@pytest.mark.usefixtures("season")
def test_a_name_is_found_and_a_number_finds_nobody() -> None:
    person_build(f"{KEY}.dinkes", name="Tiurma Saragih", nip="198703122010012902")
    client = staff_client(account_build(Role.OFFICER, KEY))
    assert "Tiurma Saragih" in client.get("/pegawai/?cari=saragih tiurma").content.decode()
    assert "Tidak ada yang cocok" in client.get("/pegawai/?cari=198703").content.decode()
    assert "Tidak ada yang cocok" in client.get("/pegawai/?cari=a").content.decode()


@pytest.mark.usefixtures("season")
def test_the_pages_of_units_and_posts_do_what_they_say() -> None:
    person = person_build(f"{KEY}.dinkes")
    other = person_build(f"{KEY}.dinkes")
    client = staff_client(account_build(Role.OFFICER, KEY))
    today = moment().date().isoformat()
    client.post(reverse("unit_open", args=[KEY]), {"name": "Dinas Sosial", "on": today})
    path = f"{KEY}.dinsos"
    client.post(reverse("unit_rename", args=[path]), {"name": "Dinas Sosial dan Desa"})
    unit = Unit.objects.get(path=path)
    assert (unit.name, unit.kind) == ("Dinas Sosial dan Desa", "opd")
    form = {"title": "Kepala Dinas", "unit": path, "kind": "plt", "valid_from": today}
    client.post(reverse("posting_begin", args=[person.ref]), form)
    posting = Posting.objects.get(person=person)
    assert (posting.kind, posting.is_head) == ("plt", True)
    client.post(reverse("superior", args=[other.ref]), {"superior": person.ref})
    other.refresh_from_db()
    assert other.superior == person
    client.post(reverse("posting_end", args=[person.ref, posting.pk]), {"on": today})
    posting.refresh_from_db()
    assert posting.valid_to == moment().date()
    client.post(reverse("unit_end", args=[path]), {"on": today})
    unit.refresh_from_db()
    assert unit.valid_to == moment().date()


@pytest.mark.parametrize(
    "name", ["unit_open", "unit_rename", "unit_end", "posting_begin", "posting_end"]
)
def test_a_form_with_errors_comes_back_as_it_was(season: Path, name: str) -> None:
    places = addresses(season)
    client = staff_client(account_build(Role.OFFICER, KEY))
    answer = client.post(places[name], {"name": "", "title": "Judul yang diketik", "on": "kapan"})
    assert answer.status_code == 422
    if name == "posting_begin":
        assert "Judul yang diketik" in answer.content.decode()


def uploaded(client: Client, path: Path) -> PersonnelImport:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(reverse("imports"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return PersonnelImport.objects.latest("pk")


def match_data(entry: PersonnelImport) -> dict[str, str]:
    return {name: str(column) for name, column in entry.mapping.items()}


def save_data(mode: str = "lengkap") -> dict[str, str]:
    today = moment().date().isoformat()
    return {"mode": mode, "valid_from": today, "left_on": today}


def test_a_file_goes_in_by_the_pages_from_upload_to_taking_back(season: Path) -> None:
    client = staff_client(account_build(Role.OFFICER, KEY))
    rows = staff_of(defects={"kelamin_beda": 1, "nip_angka": 1}).rows
    entry = uploaded(client, workbook(rows, season))
    place = reverse("import", args=[entry.ref])
    page = client.get(place).content.decode()
    assert "Cocokkan kolom" in page
    assert "RAHASIA-SINTETIS" not in page
    client.post(reverse("import_match", args=[entry.ref]), match_data(entry))
    page = client.get(place).content.decode()
    assert "Belum ada yang disimpan" in page
    assert "Aplikasi tabel mengubahnya menjadi angka" in page
    table = client.get(reverse("import_remarks", args=[entry.ref])).content.decode()
    assert table.count("\n") == 3
    client.post(reverse("import_save", args=[entry.ref]), save_data())
    assert "Tersimpan" in client.get(place).content.decode()
    assert Person.objects.count() == 18
    assert client.post(reverse("import_save", args=[entry.ref]), save_data()).status_code == 409
    assert client.get(reverse("import_revert", args=[entry.ref])).status_code == 200
    client.post(reverse("import_revert", args=[entry.ref]))
    assert "Impor dibatalkan" in client.get(place).content.decode()


@pytest.mark.usefixtures("season")
def test_a_file_that_cannot_be_read_comes_back_with_advice() -> None:
    client = staff_client(account_build(Role.OFFICER, KEY))
    file = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 isi")
    answer = client.post(reverse("imports"), {"file": file})
    assert answer.status_code == 422
    assert "bukan tabel" in answer.content.decode()
    assert client.post(reverse("imports"), {}).status_code == 422
    assert not PersonnelImport.objects.exists()


@pytest.mark.usefixtures("season")
def test_a_file_over_the_limit_is_stopped_while_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netral.people.views.uploads.MAX_BYTES", 1000)
    client = staff_client(account_build(Role.OFFICER, KEY))
    file = SimpleUploadedFile("besar.csv", b"nip;nama\n" * 1000)
    answer = client.post(reverse("imports"), {"file": file})
    assert answer.status_code == 422
    assert "lebih dari 64 MB" in answer.content.decode()
    assert MAX_BYTES == 64 * 2**20


@pytest.mark.usefixtures("season")
def test_an_upload_without_the_form_token_is_refused() -> None:
    account = account_build(Role.OFFICER, KEY)
    strict = staff_client(account)
    strict.handler.enforce_csrf_checks = True
    file = SimpleUploadedFile("a.csv", b"nip;nama\n1;A\n")
    assert strict.post(reverse("imports"), {"file": file}).status_code == 403


def test_a_large_file_waits_for_the_worker_and_tells_how_far_it_is(
    season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netral.people.services.personnel_intake.SMALL_BYTES", 10)
    client = staff_client(account_build(Role.OFFICER, KEY))
    entry = uploaded(client, workbook(staff_of().rows, season))
    place = reverse("import", args=[entry.ref])
    client.post(reverse("import_match", args=[entry.ref]), match_data(entry))
    assert "Berkas sedang dibaca" in client.get(place).content.decode()
    assert imports_work(moment()) == 1
    client.post(reverse("import_save", args=[entry.ref]), save_data())
    assert "Perubahan sedang disimpan" in client.get(place).content.decode()
    assert imports_work(moment()) == 1
    assert "Tersimpan" in client.get(place).content.decode()
    assert imports_work(moment()) == 0


def test_a_list_that_changed_meanwhile_sends_the_import_back_to_its_columns(
    season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netral.people.services.personnel_intake.SMALL_BYTES", 10)
    client = staff_client(account_build(Role.OFFICER, KEY))
    entry = uploaded(client, workbook(staff_of().rows, season))
    client.post(reverse("import_match", args=[entry.ref]), match_data(entry))
    imports_work(moment())
    person_build(f"{KEY}.dinkes")
    client.post(reverse("import_save", args=[entry.ref]), save_data())
    imports_work(moment())
    page = client.get(reverse("import", args=[entry.ref])).content.decode()
    assert "selisihnya dihitung ulang" in page
    assert Person.objects.count() == 1


def test_a_draft_is_put_away_by_a_button(season: Path) -> None:
    client = staff_client(account_build(Role.OFFICER, KEY))
    entry = uploaded(client, workbook(staff_of().rows, season))
    client.post(reverse("import_discard", args=[entry.ref]))
    assert "tidak jadi" in client.get(reverse("import", args=[entry.ref])).content.decode()


def test_a_missing_column_and_a_missing_day_come_back_with_the_form(season: Path) -> None:
    client = staff_client(account_build(Role.OFFICER, KEY))
    entry = uploaded(client, workbook(staff_of().rows, season))
    data = match_data(entry) | {"nip": ""}
    assert client.post(reverse("import_match", args=[entry.ref]), data).status_code == 422
    client.post(reverse("import_match", args=[entry.ref]), match_data(entry))
    answer = client.post(reverse("import_save", args=[entry.ref]), {"mode": "lengkap"})
    assert answer.status_code == 422
