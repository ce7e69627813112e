"""A unit without network: printed, signed, photographed, entered by one, signed by another."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from netral.circulars.access import NAMES_SEEN_BY
from netral.circulars.models import CircularVersion, PaperList, PaperMark, PaperPhoto, Reading
from netral.circulars.queries.coverage import coverage_by_unit
from netral.circulars.services.advice import OneReaderError
from netral.circulars.services.paper_list_pdf import paper_list_pdf
from netral.circulars.services.paper_lists import (
    Entered,
    paper_list_countersign,
    paper_list_enter,
    paper_list_print,
)
from netral.circulars.services.paper_photos import paper_photo_keep
from netral.core.access import Actor, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.journal.models import Entry
from netral.people.access import actor_of
from netral.people.models import Person
from netral.vault.services.store import store_root
from netral.vault.tasks import orphans_sweep
from tests.apps.circulars.build import (
    AT,
    DINKES,
    DISDIK,
    KEY,
    PKM,
    has_read,
    kinds_entered,
    published_build,
    renewed_build,
    tree_build,
)
from tests.apps.papers.reading import words_of
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    staff_client,
)
from tests.apps.vault.build import EXIF_MARK, pdf, photo

pytestmark = pytest.mark.django_db

TODAY = AT.date()


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.NETRAL_DATA_DIR = tmp_path


@pytest.fixture
def version() -> CircularVersion:
    tree_build()
    for name in ("Ani", "Budi", "Cici"):
        person_build(PKM, name=f"{name} Contoh")
    return published_build()


@pytest.fixture
def clerk() -> Actor:
    return actor_build(Role.SUPERIOR, PKM)


@pytest.fixture
def second() -> Actor:
    return actor_build(Role.OPD_HEAD, DINKES)


@pytest.fixture
def printed(version: CircularVersion, clerk: Actor) -> PaperList:
    return print_list(clerk, version)


def print_list(actor: Actor, version: CircularVersion, unit: str = PKM) -> PaperList:
    ref = CircularRef(version.circular.ref)
    return paper_list_print(actor=actor, ref=ref, unit=UnitPath(unit), at=AT)


def enter(actor: Actor, found: PaperList, *lines: int) -> None:
    paper_list_enter(actor=actor, ref=found.ref, entered=Entered(TODAY, lines), at=AT)


def photographed(found: PaperList) -> None:
    paper_photo_keep(actor=actor_build(Role.SUPERIOR, PKM), ref=found.ref, content=photo(), at=AT)


def sign(actor: Actor, found: PaperList) -> int:
    """Countersign a list, which has its photo."""
    if not found.photos.exists() and found.closed_at is None:
        photographed(found)
    return paper_list_countersign(actor=actor, ref=found.ref, at=AT)


def read(version: CircularVersion) -> int:
    return coverage_by_unit(circular=version.circular, on=TODAY)[0].read


def test_what_a_second_person_countersigned_counts_as_read_on_paper(
    version: CircularVersion, printed: PaperList, clerk: Actor, second: Actor
) -> None:
    enter(clerk, printed, 1, 3)
    assert read(version) == 0  # entered alone is nothing yet
    assert sign(second, printed) == 2
    assert read(version) == 2
    readings = Reading.objects.order_by("person__name")
    assert [row.person.name for row in readings] == ["Ani Contoh", "Cici Contoh"]
    assert {(row.assurance, row.channel, row.unit_path) for row in readings} == {
        ("kertas", "kertas", PKM)
    }
    assert all("netral" in row.promise or row.promise for row in readings)
    assert kinds_entered()[-4:] == [
        "circular.paper_print",
        "circular.paper_enter",
        "circular.paper_photo",
        "circular.paper_countersign",
    ]
    with pytest.raises(AlreadyDoneError):
        sign(second, printed)


def test_who_entered_any_line_cannot_countersign(
    version: CircularVersion, printed: PaperList, clerk: Actor, second: Actor
) -> None:
    enter(clerk, printed, 1)
    with pytest.raises(OneReaderError):
        sign(clerk, printed)
    enter(second, printed, 1, 2)  # the second person adds a line: now both have entered
    with pytest.raises(OneReaderError):
        sign(second, printed)
    assert read(version) == 0
    assert sign(actor_build(Role.OFFICER, KEY), printed) == 2


def test_a_person_of_the_list_vouches_for_others_and_never_for_himself(
    version: CircularVersion, printed: PaperList, clerk: Actor, second: Actor
) -> None:
    ani = Person.objects.get(name="Ani Contoh")
    account = account_build(Role.SUPERIOR, PKM, person=ani)
    own = actor_of(account, account.grants.get())
    enter(clerk, printed, 1)
    with pytest.raises(MoveRefusedError, match="Nama sendiri"):
        sign(own, printed)
    enter(clerk, printed, 1, 2)
    assert sign(own, printed) == 1
    assert not Reading.objects.filter(person=ani).exists()
    printed.refresh_from_db()
    assert printed.closed_at is None  # the own line still waits for somebody else
    assert sign(second, printed) == 1
    assert read(version) == 2


def test_an_entry_is_corrected_before_and_never_after_the_second_signature(
    printed: PaperList, clerk: Actor, second: Actor
) -> None:
    enter(clerk, printed, 1, 2, 3)
    enter(clerk, printed, 2)
    assert sign(second, printed) == 1
    with pytest.raises(AlreadyDoneError):
        enter(clerk, printed, 1, 2, 3)
    assert [row.person.name for row in Reading.objects.all()] == ["Budi Contoh"]


def test_who_read_alone_keeps_the_surer_record(
    version: CircularVersion, printed: PaperList, clerk: Actor, second: Actor
) -> None:
    ani = Person.objects.get(name="Ani Contoh")
    has_read(version, ani)
    enter(clerk, printed, 1)
    sign(second, printed)
    reading = Reading.objects.get(person=ani)
    assert (reading.assurance, reading.channel) == ("tautan_pin", "buka")


def test_a_line_that_is_not_there_and_a_day_that_cannot_be_are_refused(
    printed: PaperList, clerk: Actor
) -> None:
    with pytest.raises(WrongInputError, match="nomor"):
        enter(clerk, printed, 9)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(WrongInputError, match="Hari"):
            paper_list_enter(actor=clerk, ref=printed.ref, entered=Entered(day, [1]), at=AT)


def test_nothing_can_be_countersigned_before_it_is_entered(
    printed: PaperList, second: Actor
) -> None:
    with pytest.raises(MoveRefusedError):
        sign(second, printed)


def test_an_unused_list_is_replaced_and_one_that_waits_is_not(
    version: CircularVersion, printed: PaperList, clerk: Actor
) -> None:
    again = print_list(clerk, version)
    printed.refresh_from_db()
    assert printed.closed_at is not None
    enter(clerk, again, 1)
    with pytest.raises(MoveRefusedError, match="menunggu disahkan"):
        print_list(clerk, version)


def test_a_new_version_ends_the_old_list(
    version: CircularVersion, printed: PaperList, clerk: Actor
) -> None:
    renewed_build(version, [clause.content() for clause in version.clauses.all()])
    with pytest.raises(MoveRefusedError, match="versi baru"):
        enter(clerk, printed, 1)


def test_the_list_holds_who_is_seated_there_by_name_and_an_empty_unit_has_none(
    printed: PaperList, version: CircularVersion
) -> None:
    names = [mark.person.name for mark in printed.marks.select_related("person")]
    assert names == ["Ani Contoh", "Budi Contoh", "Cici Contoh"]
    with pytest.raises(WrongInputError):
        print_list(actor_build(Role.OPD_HEAD, DISDIK), version, DISDIK)


@pytest.mark.parametrize("role", sorted(set(Role) - NAMES_SEEN_BY - {Role.ASN}))
def test_no_other_role_prints_enters_or_signs(
    version: CircularVersion, printed: PaperList, clerk: Actor, role: Role
) -> None:
    enter(clerk, printed, 1)
    other = actor_build(role, PKM)
    for act in (lambda: print_list(other, version), lambda: sign(other, printed)):
        with pytest.raises(NotAllowedError):
            act()
    with pytest.raises(NotAllowedError):
        enter(other, printed, 2)


def test_another_opd_and_another_government_see_no_list(printed: PaperList, clerk: Actor) -> None:
    enter(clerk, printed, 1)
    for unit in (DISDIK, "kab-samosir"):
        stranger = actor_build(Role.OFFICER, unit)
        with pytest.raises(NotVisibleError):
            sign(stranger, printed)
        page = staff_client(account_build(Role.OFFICER, unit))
        assert page.get(reverse("paper-list", args=[printed.ref])).status_code == 404


def test_the_database_refuses_one_person_for_both_signatures(
    printed: PaperList, clerk: Actor
) -> None:
    enter(clerk, printed, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperMark.objects.filter(is_signed=True).update(
            countersigned_by=clerk.account, countersigned_at=AT
        )


def test_the_paper_names_everyone_once_and_is_the_same_each_time(printed: PaperList) -> None:
    made = paper_list_pdf(found=printed)
    assert made == paper_list_pdf(found=printed)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) == 1
    assert printed.marks.count() == 3


def browser_of(role: Role = Role.SUPERIOR, unit: str = PKM) -> Client:
    return staff_client(account_build(role, unit))


def send(browser: Client, found: PaperList, content: bytes, name: str = "daftar.jpg") -> int:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    page = reverse("paper-photo-add", args=[found.ref])
    return browser.post(page, {"foto": file}).status_code


def test_a_list_printed_after_midnight_bears_the_day_of_its_office(
    version: CircularVersion, clerk: Actor
) -> None:
    ref = CircularRef(version.circular.ref)
    night = AT.replace(hour=1) + timedelta(days=1)  # still the day before at Greenwich
    made = paper_list_print(actor=clerk, ref=ref, unit=UnitPath(PKM), at=night)
    found = PaperList.objects.get(pk=made.pk)
    assert "Dicetak Jumat, 13 September 2024" in words_of(paper_list_pdf(found=found))


def test_a_photo_is_kept_sealed_and_shown_without_what_the_camera_added(
    printed: PaperList,
) -> None:
    browser = browser_of()
    assert send(browser, printed, photo()) == 302
    kept = PaperPhoto.objects.get(paper_list=printed).file
    (file,) = [path for path in store_root().rglob("*") if path.is_file()]
    assert EXIF_MARK.encode() not in file.read_bytes()
    assert b"JFIF" not in file.read_bytes()
    page = reverse("paper-photo", args=[printed.ref, kept.ref])
    assert browser.get(page).status_code == 405  # a look is an act, with its entry
    shown = browser.post(page)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert EXIF_MARK.encode() not in shown.content
    assert Image.open(io.BytesIO(shown.content)).size == (48, 64)  # upright
    assert [Entry.objects.filter(kind=f"circular.paper_{act}").count() for act in
            ("photo", "view")] == [1, 1]  # fmt: skip
    assert orphans_sweep(at=AT + timedelta(days=9999)) == 0
    assert "Foto 1" in browser.get(reverse("paper-list", args=[printed.ref])).content.decode()


def test_a_scan_as_pdf_loses_its_script(printed: PaperList) -> None:
    browser = browser_of()
    assert send(browser, printed, pdf(), "pindaian.pdf") == 302
    kept = PaperPhoto.objects.get(paper_list=printed).file
    shown = browser.post(reverse("paper-photo", args=[printed.ref, kept.ref]))
    assert b"JavaScript" not in shown.content


@pytest.mark.parametrize(
    "content",
    [b"<script>alert(1)</script>", b"MZ" + b"\0" * 200, photo()[:300], b""],
)
def test_what_is_no_picture_is_refused_whatever_its_name_and_leaves_no_file(
    printed: PaperList, content: bytes
) -> None:
    assert send(browser_of(), printed, content) == 422
    assert not PaperPhoto.objects.exists()
    assert not [path for path in store_root().rglob("*") if path.is_file()]


def test_a_photo_of_another_list_or_for_a_stranger_is_not_there(
    version: CircularVersion, printed: PaperList
) -> None:
    send(browser_of(), printed, photo())
    kept = PaperPhoto.objects.get(paper_list=printed).file
    person_build(DINKES)
    other = print_list(actor_build(Role.OPD_HEAD, DINKES), version, DINKES)
    head = browser_of(Role.OPD_HEAD, DINKES)
    assert head.post(reverse("paper-photo", args=[other.ref, kept.ref])).status_code == 404
    stranger = browser_of(Role.OPD_HEAD, DISDIK)
    assert stranger.post(reverse("paper-photo", args=[printed.ref, kept.ref])).status_code == 404
    assert send(stranger, printed, photo()) == 404


def test_a_form_without_its_token_leaves_no_file(printed: PaperList) -> None:
    browser = browser_of()
    browser.handler.enforce_csrf_checks = True
    assert send(browser, printed, photo()) == 403
    assert not [path for path in store_root().rglob("*") if path.is_file()]


def test_the_pages_lead_from_the_empty_list_to_the_second_signature(
    version: CircularVersion,
) -> None:
    clerk, head = browser_of(), browser_of(Role.OPD_HEAD, DINKES)
    lists = reverse("paper-lists", args=[version.circular.ref, PKM])
    assert "Belum ada daftar" in clerk.get(lists).content.decode()
    page = clerk.post(lists).headers["Location"]
    assert clerk.get(reverse("paper-list-pdf", args=[PaperList.objects.get().ref])).status_code == (
        200
    )
    wrong = clerk.post(page, {"hari": "besok", "baris": ["1", "2"]})
    assert wrong.status_code == 422
    assert clerk.post(page, {"hari": "2024-09-12", "baris": ["1", "2"]}).status_code == 302
    own = clerk.get(page).content.decode()
    assert "2 dari 3 orang bertanda tangan" in own
    assert "Sahkan daftar" not in own
    ref = PaperList.objects.get().ref
    signing = reverse("paper-list-countersign", args=[ref])
    unseen = head.get(page).content.decode()
    assert "Belum ada foto daftarnya" in unseen
    assert "Sahkan daftar" not in unseen
    assert head.post(signing).status_code == 409
    assert send(clerk, PaperList.objects.get(), photo()) == 302
    assert "Sahkan daftar" in head.get(page).content.decode()
    assert head.get(signing).status_code == 200
    assert clerk.post(signing).status_code == 403
    assert head.post(signing).status_code == 302
    assert "2 sudah disahkan" in head.get(page).content.decode()
    assert "Disahkan" in head.get(lists).content.decode()
    assert KEY in str(PaperList.objects.get().government_id)


def test_a_list_without_a_photo_of_the_paper_is_not_countersigned(
    version: CircularVersion, printed: PaperList, clerk: Actor, second: Actor
) -> None:
    enter(clerk, printed, 1)
    with pytest.raises(MoveRefusedError, match="foto"):
        paper_list_countersign(actor=second, ref=printed.ref, at=AT)
    assert read(version) == 0
    photographed(printed)
    assert paper_list_countersign(actor=second, ref=printed.ref, at=AT) == 1


def test_a_page_opened_before_a_colleague_ticked_takes_nothing_back(
    printed: PaperList, clerk: Actor, version: CircularVersion
) -> None:
    enter(clerk, printed, 1, 2)
    page = reverse("paper-list", args=[printed.ref])
    stale = {"hari": "2024-09-12", "baris": ["3"]}
    assert browser_of().post(page, stale).status_code == 302
    assert list(printed.marks.values_list("is_signed", flat=True)) == [True, True, True]
    seen = {"hari": "2024-09-12", "baris": ["1", "3"], "tampil": ["1", "2", "3"]}
    assert browser_of().post(page, seen).status_code == 302
    assert list(printed.marks.values_list("is_signed", flat=True)) == [True, False, True]
    assert read(version) == 0


def test_ticks_are_kept_when_a_photo_is_saved_and_when_the_day_cannot_be(
    printed: PaperList,
) -> None:
    browser = browser_of()
    page = reverse("paper-list", args=[printed.ref])
    wrong = browser.post(page, {"hari": "2023-01-01", "baris": ["1", "2"]})
    assert wrong.status_code == 422
    assert wrong.content.decode().count(" checked") == 2
    sent = {"hari": "2024-09-12", "baris": ["1", "2"]}
    picture = SimpleUploadedFile("daftar.jpg", photo())
    address = reverse("paper-photo-add", args=[printed.ref])
    assert browser.post(address, {**sent, "foto": picture}).status_code == 302
    assert printed.marks.filter(is_signed=True).count() == 2
    assert printed.photos.count() == 1
    seen = {"baris": ["1", "2"], "tampil": ["1", "2"]}
    picture = SimpleUploadedFile("daftar.jpg", photo())
    version_day = printed.version.dated_on
    assert version_day is not None
    later = {"hari": f"{version_day + timedelta(days=3)}", **seen, "foto": picture}
    assert browser.post(address, later).status_code == 302
    printed.refresh_from_db()
    assert printed.signed_on == version_day + timedelta(days=3)
