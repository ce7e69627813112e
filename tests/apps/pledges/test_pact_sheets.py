"""Pacts in ink: printed with a code, brought in by one officer, read and confirmed by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.core.access import Actor, Assurance, Role
from netral.core.flow.pact import PAPER_CLERKS, PactEarlyError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NetralError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import PersonRef
from netral.papers.queries import paper_public
from netral.people.models import Person
from netral.pledges.models import Pact, PactRound, PactScan, PactSheet
from netral.pledges.queries.pact_rows import pact_roster, pact_sums
from netral.pledges.queries.pact_scans import scan_seen, scans_waiting, sheets_out
from netral.pledges.services.pact_papers import pact_make, sheets_press
from netral.pledges.services.pact_rounds import round_close
from netral.pledges.services.pact_sheets import scan_confirm, scan_enter, sheets_print
from netral.pledges.services.pacts import RoundEndedError, pact_annul, pacts_know
from netral.shell.moment import moment
from netral.vault.models import OfficeFile
from netral.vault.queries import names_owned
from netral.vault.services.office_files import office_file_read, office_file_shown
from netral.vault.services.store import path_of
from tests.apps.papers.reading import has_qr, pages_of, words_of
from tests.apps.people.build import actor_build, person_build
from tests.apps.people.told import entries
from tests.apps.pledges.pacts import (
    AWAY,
    HERE,
    LATER,
    OPD,
    SCHOOL,
    UNIT,
    Office,
    account_of,
    actor_for,
    knower,
    office_build,
    officer,
    photo,
    scanned,
    sign,
)

pytestmark = pytest.mark.django_db


def printed(round_: PactRound, unit: str = HERE, at: datetime = LATER) -> list[PactSheet]:
    return sheets_print(actor=officer(), ref=round_.ref, unit=unit, at=at)


def bring(
    round_: PactRound, people: Sequence[Person], actor: Actor, content: bytes = b""
) -> PactScan:
    refs = [PersonRef(person.ref) for person in people]
    data = content or scanned(len(people), mark=str(refs))
    return scan_enter(actor=actor, ref=round_.ref, persons=refs, content=data, at=LATER)


def codes(scan: PactScan, **changes: str) -> dict[str, str]:
    """Return the end of each sheet's code, as someone reads it who has the scan before them."""
    found = PactSheet.objects.filter(scan=scan).select_related("person")
    return {sheet.person.ref: sheet.code[-4:].lower() for sheet in found} | changes


def confirm(
    scan: PactScan, actor: Actor, read: Mapping[str, str] | None = None, reason: str = ""
) -> tuple[list[Pact], int]:
    typed = codes(scan) if read is None else read
    return scan_confirm(actor=actor, scan=scan.ref, codes=typed, reason=reason, at=LATER)


def everyone(office: Office) -> list[Person]:
    return [office.head, office.chief, office.clerk]


def test_a_sheet_bears_its_person_its_text_and_a_code_that_stays() -> None:
    office = office_build()
    sheets = printed(office.round)
    assert len(sheets) == 3
    pdf = sheets_press(sheets, at=LATER)
    words = words_of(pdf)
    assert pages_of(pdf) == 3
    for sheet in sheets:
        assert f"{sheet.code[:4]}-{sheet.code[4:]}" in words
        assert sheet.person.nip in words
        assert has_qr(pdf, f"http://testserver/periksa/{sheet.code}/") or "periksa" in words
    assert "Mengetahui," in words
    assert "Kepala Dinas Kesehatan" in words
    assert [sheet.code for sheet in printed(office.round)] == [sheet.code for sheet in sheets]
    assert [entry["body"]["persons"] for entry in entries("pact_round.print")] == [3, 3]


def test_a_unit_of_sixty_is_one_file() -> None:
    office = office_build()
    for _number in range(57):
        person_build(UNIT)
    sheets = printed(office.round)
    assert len(sheets) == 60
    assert pages_of(sheets_press(sheets, at=LATER)) == 60


def test_who_has_signed_gets_no_sheet() -> None:
    office = office_build()
    sign(office.round, office.head)
    assert {sheet.person for sheet in printed(office.round)} == {office.chief, office.clerk}
    with pytest.raises(WrongInputError, match="semua sudah menandatangani"):
        sheets_print(
            actor=officer(), ref=office.round.ref, unit=OPD, person=office.head.ref, at=LATER
        )


def test_a_scan_counts_only_when_a_second_person_has_read_the_codes() -> None:
    office = office_build()
    printed(office.round)
    clerk, second = officer(), actor_build(Role.SEKDA, HERE)
    scan = bring(office.round, everyone(office), clerk)
    roster = pact_roster(actor=clerk, round_=office.round, on=LATER.date())
    assert (pact_sums(roster).done, pact_sums(roster).paper) == (0, 3)
    assert not Pact.objects.exists()
    with pytest.raises(NotAllowedError, match="orang kedua"):
        confirm(scan, clerk)
    made, back = confirm(scan, second)
    assert (len(made), back) == (3, 0)
    assert {pact.assurance for pact in made} == {Assurance.PAPER.value}
    assert {entry["actor"] for entry in entries("pact.sign")} == {second.account}
    assert {entry["actor"] for entry in entries("pact.scan")} == {clerk.account}
    assert len(entries("pact.confirm")) == 3
    for sheet in PactSheet.objects.select_related("person"):
        assert paper_public(sheet.code).subject == Pact.objects.get(person=sheet.person).ref


def test_the_heads_of_a_batch_sign_before_those_below_them() -> None:
    office = office_build()
    printed(office.round)
    # Without the head of the agency the batch must wait, and nothing of it is written.
    scan = bring(office.round, [office.chief, office.clerk], officer())
    with pytest.raises(PactEarlyError, match="Kepala Puskesmas Contoh"):
        confirm(scan, actor_build(Role.SEKDA, HERE))
    assert not Pact.objects.exists()
    assert PactSheet.objects.filter(confirmed_by="").count() == 3
    sign(office.round, office.head)
    assert len(confirm(scan, actor_build(Role.SEKDA, HERE))[0]) == 2


def test_the_code_of_another_sheet_is_noticed() -> None:
    office = office_build()
    printed(office.round)
    sign(office.round, office.head)
    # The clerk brings the sheet of the nurse and calls it that of the chief.
    scan = bring(office.round, [office.chief], officer(), photo())
    nurse = PactSheet.objects.get(person=office.clerk).code[-4:]
    with pytest.raises(WrongInputError, match="bukan kode lembar Kepala Puskesmas Contoh"):
        confirm(scan, actor_build(Role.SEKDA, HERE), {office.chief.ref: nurse})
    assert not Pact.objects.filter(person=office.chief).exists()


def test_a_sheet_without_a_code_goes_back_with_a_reason_and_may_come_again() -> None:
    office = office_build()
    printed(office.round)
    scan = bring(office.round, everyone(office), officer())
    second = actor_build(Role.SEKDA, HERE)
    read = codes(scan, **{office.clerk.ref: ""})
    with pytest.raises(WrongInputError, match="Tulis alasannya"):
        confirm(scan, second, read)
    assert not Pact.objects.exists()
    made, back = confirm(scan, second, read, "Belum ditandatangani")
    assert (len(made), back) == (2, 1)
    assert entries("pact.return")[0]["body"]["said"] == "Belum ditandatangani"
    assert [sheet.person for sheet in sheets_out(actor=officer(), round_=office.round)] == [
        office.clerk
    ]
    again = bring(office.round, [office.clerk], officer(), photo())
    assert len(confirm(again, second)[0]) == 1
    with pytest.raises(AlreadyDoneError):
        confirm(again, second)


def test_a_head_does_not_confirm_the_own_sheet_nor_a_scan_of_their_own() -> None:
    office = office_build()
    printed(office.round)
    sign(office.round, office.head)
    chief = actor_for(account_of(office.chief, Role.SUPERIOR, UNIT))
    by_officer = bring(office.round, [office.chief], officer(), photo())
    with pytest.raises(NotAllowedError, match="lembar Anda sendiri"):
        confirm(by_officer, chief)
    by_chief = bring(office.round, [office.clerk], chief, photo(30))
    with pytest.raises(NotAllowedError, match="orang kedua"):
        confirm(by_chief, chief)
    assert not Pact.objects.filter(assurance="kertas").exists()
    sheet = PactSheet.objects.get(person=office.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        PactSheet.objects.filter(pk=sheet.pk).update(
            confirmed_by=sheet.entered_by, confirmed_at=LATER
        )


@pytest.mark.parametrize("role", sorted(set(Role) - PAPER_CLERKS))
def test_other_roles_have_no_hand_in_paper(role: Role) -> None:
    office = office_build()
    printed(office.round)
    scan = bring(office.round, everyone(office), officer())
    actor = actor_build(role, HERE)
    acts = (
        lambda: sheets_print(actor=actor, ref=office.round.ref, unit=OPD, at=LATER),
        lambda: bring(office.round, [office.clerk], actor, photo()),
        lambda: confirm(scan, actor),
    )
    for act in acts:
        with pytest.raises(NetralError):
            act()
    assert not Pact.objects.exists()


def test_a_clerk_of_another_unit_or_government_reaches_nobody_here() -> None:
    office = office_build()
    printed(office.round)
    scan = bring(office.round, everyone(office), officer())
    for actor in (
        actor_build(Role.OPD_HEAD, SCHOOL),
        officer(AWAY),
        actor_build(Role.SUPERIOR, UNIT),  # the scan also holds sheets of the agency above
    ):
        with pytest.raises(NetralError):
            confirm(scan, actor)
        with pytest.raises(NotVisibleError):
            scan_seen(actor=actor, round_=office.round, ref=scan.ref)
    assert scans_waiting(actor=actor_build(Role.OPD_HEAD, SCHOOL), round_=office.round) == []
    with pytest.raises(NotVisibleError):
        bring(office.round, [office.clerk], actor_build(Role.OPD_HEAD, SCHOOL), photo())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"MZ\x90\x00 program", "bukan foto"),
        (b"<html><script>alert(1)</script></html>", "bukan foto"),
        (b"%PDF-1.7 dan tidak lebih", "terkunci kata sandi atau rusak|bukan foto"),
        (b"\xff\xd8\xff" + b"0" * (10 * 2**20), "lebih dari 10 MB"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_in_words(content: bytes, words: str) -> None:
    office = office_build()
    printed(office.round)
    with pytest.raises(WrongInputError, match=words):
        scan_enter(
            actor=officer(),
            ref=office.round.ref,
            persons=[PersonRef(office.head.ref)],
            content=content,
            at=LATER,
        )
    assert not PactScan.objects.exists()


def test_one_photo_is_one_person_and_no_file_comes_twice() -> None:
    office = office_build()
    printed(office.round)
    with pytest.raises(WrongInputError, match="hanya 1 halaman untuk 3 orang"):
        bring(office.round, everyone(office), officer(), photo())
    bring(office.round, [office.head], officer(), photo())
    with pytest.raises(AlreadyDoneError, match="sudah pernah diunggah"):
        bring(office.round, [office.chief], officer(), photo())
    with pytest.raises(NotVisibleError):
        bring(office.round, [], officer(), photo(10))


def test_without_a_printed_sheet_and_for_one_who_signed_there_is_nothing_to_bring() -> None:
    office = office_build()
    with pytest.raises(WrongInputError, match="belum pernah dicetak"):
        bring(office.round, [office.head], officer(), photo())
    printed(office.round)
    sign(office.round, office.head)
    with pytest.raises(AlreadyDoneError, match="Kepala Dinas Contoh sudah menandatangani"):
        bring(office.round, [office.head], officer(), photo())


def test_one_who_signed_meanwhile_keeps_the_own_stronger_signature() -> None:
    office = office_build()
    printed(office.round)
    scan = bring(office.round, [office.head], officer(), photo())
    own = sign(office.round, office.head)
    assert confirm(scan, actor_build(Role.SEKDA, HERE)) == ([], 0)
    own.refresh_from_db()
    assert own.assurance == "tautan_pin"
    assert len(entries("pact.sign")) == 1


def test_a_round_that_ended_takes_no_paper() -> None:
    office = office_build()
    printed(office.round)
    scan = bring(office.round, [office.head], officer(), photo())
    round_close(actor=officer(), ref=office.round.ref, at=LATER)
    for act in (
        lambda: printed(office.round),
        lambda: bring(office.round, [office.chief], officer(), photo(9)),
        lambda: confirm(scan, actor_build(Role.SEKDA, HERE)),
    ):
        with pytest.raises((RoundEndedError, NetralError)):
            act()
    assert not Pact.objects.exists()


def test_an_annulled_sheet_gets_a_new_code() -> None:
    office = office_build()
    before = printed(office.round, OPD)[0].code
    scan = bring(office.round, [office.head], officer(), photo())
    (made,), _back = confirm(scan, actor_build(Role.SEKDA, HERE))
    pact_annul(actor=officer(), ref=made.ref, reason="Keliru", at=LATER)
    sheets = printed(office.round, OPD)
    assert before not in {sheet.code for sheet in sheets}
    again = bring(office.round, [office.head], officer(), photo(77))
    assert len(confirm(again, actor_build(Role.SEKDA, HERE))[0]) == 1


def test_a_scan_lies_sealed_is_shown_clean_and_is_swept_by_nobody() -> None:
    office = office_build()
    printed(office.round)
    content = photo()
    scan = bring(office.round, [office.head], officer(), content)
    file = OfficeFile.objects.get(pk=scan.file_id)
    at_rest = path_of(file.path).read_bytes()
    assert content[:40] not in at_rest
    assert office_file_read(file) == content
    kind, shown = office_file_shown(file)
    assert (kind, shown[:2]) == ("image/jpeg", b"\xff\xd8")
    assert names_owned([file.path]) == {file.path}


# The signed pact as a file


def test_the_file_of_a_pact_is_the_same_each_time_and_another_once_known() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    sign(office.round, office.chief)
    person = PersonRef(office.chief.ref)
    first = pact_make(person_ref=person, ref=office.round.ref, at=LATER)
    assert pact_make(person_ref=person, ref=office.round.ref, at=moment()) == first
    words = words_of(first)
    assert "Kepala Puskesmas Contoh" in words
    assert office.chief.nip in words
    assert "Belum diketahui atasan langsung" in words
    assert "tautan pribadi dan PIN" in words
    below = Pact.objects.get(person=office.chief)
    pacts_know(
        person=knower(office.head),
        ref=office.round.ref,
        pacts=[below.ref],
        at=LATER + timedelta(hours=1),
    )
    second = pact_make(person_ref=person, ref=office.round.ref, at=LATER)
    assert "Mengetahui pada" in words_of(second)
    below.refresh_from_db()
    assert f"{(below.known_code or '')[:4]}-" in words_of(second)
    assert len(entries("paper.register")) == 2
    with pytest.raises(NotVisibleError):
        pact_make(person_ref=PersonRef(office.clerk.ref), ref=office.round.ref, at=LATER)
    assert made.code
