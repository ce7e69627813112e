"""The pact: signed in turn from the top down, once, known by the superior, never by silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from netral.core.access import Assurance, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pact import OPENERS, Audience, PactEarlyError, PactState
from netral.core.flow.pledge import Absence
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NetralError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import PersonRef
from netral.journal.models import Entry
from netral.papers.models import Paper
from netral.papers.queries import paper_public
from netral.people.models import Person, Posting
from netral.people.queries.superiors import people_at_top, staff_right_below
from netral.people.services.links import (
    LinkEndedError,
    link_open,
    link_revoke,
    links_issue,
    pin_confirm,
)
from netral.pledges.models import Pact, PactRelease, PactRound, PledgeText
from netral.pledges.queries.pact_counts import pact_counts, signed_persons
from netral.pledges.queries.pact_rows import pact_roster, pact_rows, pact_sums
from netral.pledges.queries.pacts import own_pact, pacts_of_person, pacts_to_know
from netral.pledges.services.batches import TextChangedError
from netral.pledges.services.pact_papers import pact_make
from netral.pledges.services.pact_rounds import (
    RoundPlan,
    round_close,
    round_open,
    round_release,
    round_withdraw,
)
from netral.pledges.services.pacts import (
    Knower,
    RoundEndedError,
    pact_absent,
    pact_annul,
    pacts_know,
)
from netral.pledges.views.pact_people import state_tag
from tests.apps.people.build import actor_build, person_build, unit_build
from tests.apps.people.told import at_once, entries
from tests.apps.pledges.pacts import (
    AWAY,
    DUE,
    HERE,
    LATER,
    OPD,
    OPENED,
    SCHOOL,
    UNIT,
    account_of,
    actor_for,
    head_build,
    knower,
    office_build,
    officer,
    round_build,
    sign,
)

pytestmark = pytest.mark.django_db


def absent(round_: PactRound, person: Person, kind: Absence = Absence.ILL) -> Pact:
    return pact_absent(
        person_ref=PersonRef(person.ref),
        ref=round_.ref,
        kind=kind,
        reason="Dirawat di rumah sakit",
        returns_on=date(2024, 10, 7),
        at=LATER,
    )


def state(round_: PactRound, person: Person) -> PactState:
    return own_pact(person_ref=PersonRef(person.ref), ref=round_.ref, today=LATER.date()).state


# The order


def test_the_order_runs_from_the_top_down() -> None:
    office = office_build()
    with pytest.raises(PactEarlyError, match="Kepala Puskesmas Contoh belum menandatangani"):
        sign(office.round, office.clerk)
    with pytest.raises(PactEarlyError, match="Kepala Dinas Contoh"):
        sign(office.round, office.chief)
    assert not Pact.objects.exists()
    assert not entries("pact.sign")
    assert state(office.round, office.head) is PactState.OFFERED
    assert state(office.round, office.clerk) is PactState.WAITING
    for person in (office.head, office.chief, office.clerk):
        sign(office.round, person)
    assert Pact.objects.filter(state="ditandatangani").count() == 3


def test_a_superior_named_in_the_staff_list_comes_before_the_head_of_the_unit() -> None:
    office = office_build()
    guide = person_build(SCHOOL, name="Pembina Contoh")
    Person.objects.filter(pk=office.clerk.pk).update(superior=guide)
    sign(office.round, guide)
    assert sign(office.round, office.clerk).superior_name == "Pembina Contoh"


def test_a_reason_of_the_superior_opens_nothing_and_the_officer_releases_the_order() -> None:
    office = office_build()
    absent(office.round, office.head, Absence.REFUSED)
    with pytest.raises(PactEarlyError):
        sign(office.round, office.chief)
    manager = officer()
    with pytest.raises(WrongInputError):
        round_release(actor=manager, ref=office.round.ref, unit=UNIT, reason=" ", at=LATER)
    round_release(actor=manager, ref=office.round.ref, unit=UNIT, reason="Plt. belum ada", at=LATER)
    sign(office.round, office.clerk)
    assert state(office.round, office.clerk) is PactState.SIGNED
    assert entries("pact_round.release")[0]["body"] == {"unit": UNIT, "reason": "Plt. belum ada"}
    with pytest.raises(AlreadyDoneError):
        round_release(actor=manager, ref=office.round.ref, unit=UNIT, reason="Lagi", at=LATER)
    elsewhere = person_build(OPD)
    with pytest.raises(PactEarlyError):
        sign(office.round, elsewhere)


def test_a_superior_outside_the_round_holds_nobody_up() -> None:
    office = office_build()
    below = round_build(UNIT, title="Pakta puskesmas")
    sign(below, office.chief)
    assert sign(below, office.clerk).superior_name == "Kepala Puskesmas Contoh"


# Signing


def test_a_pact_binds_the_wording_and_who_one_was_on_the_day() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    assert made.text_sha256 == office.round.text.sha256
    assert (made.name, made.nip, made.post_title) == (
        "Kepala Dinas Contoh",
        office.head.nip,
        "Kepala Dinas Kesehatan",
    )
    assert (made.unit_path, made.superior_name, made.assurance) == (OPD, "", "tautan_pin")
    Person.objects.filter(pk=office.head.pk).update(name="Nama Baru", post_title="Camat")
    made.refresh_from_db()
    assert (made.name, made.post_title) == ("Kepala Dinas Contoh", "Kepala Dinas Kesehatan")
    entry = entries("pact.sign")[0]
    assert (entry["actor"], entry["body"]["assurance"]) == (office.head.ref, "tautan_pin")
    paper = paper_public(made.code or "")
    assert (paper.kind, paper.holder, paper.has_hidden_holder) == (Paper.Kind.PACT, "", True)


def test_a_signed_pact_and_a_round_are_fixed_by_the_database() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    for change in ({"name": "Lain"}, {"assurance": "sertifikat"}, {"signed_at": OPENED}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Pact.objects.filter(pk=made.pk).update(**change)
    other = PledgeText.objects.exclude(pk=office.round.text_id).first()
    with pytest.raises(DatabaseError), transaction.atomic():
        PactRound.objects.filter(pk=office.round.pk).update(title="Lain", text=other)


def test_pressing_twice_gives_the_first_pact() -> None:
    office = office_build()
    first = sign(office.round, office.head)
    again = sign(office.round, office.head, at=LATER + timedelta(minutes=1))
    assert (again.pk, again.code, again.signed_at) == (first.pk, first.code, first.signed_at)
    assert Pact.objects.count() == len(entries("pact.sign")) == Paper.objects.count() == 1


def test_another_wording_than_the_one_read_is_refused() -> None:
    office = office_build()
    with pytest.raises(TextChangedError):
        sign(office.round, office.head, text="0" * 64)
    assert not Pact.objects.exists()


def test_someone_elsewhere_or_of_another_group_is_not_addressed() -> None:
    office = office_build()
    foreign = person_build(f"{AWAY}.dinkes")
    hired = person_build(OPD, status="NON_ASN")
    for person in (foreign, hired):
        with pytest.raises(NotVisibleError):
            sign(office.round, person)
    assert pacts_of_person(person_ref=PersonRef(hired.ref), today=LATER.date()) == []
    only_hired = round_build(title="Pakta non-ASN", audience=Audience.NON_ASN)
    sign(only_hired, hired)
    with pytest.raises(NotVisibleError):
        sign(only_hired, office.head)


def test_who_left_falls_out_and_who_joins_is_in() -> None:
    office = office_build()
    sign(office.round, office.head)
    before = pact_counts(government=HERE, on=LATER.date()).by_unit
    assert before == {OPD: (1, 1), UNIT: (0, 2)}
    Person.objects.filter(pk=office.head.pk).update(valid_to=LATER.date())
    person_build(UNIT)
    day_after = LATER.date() + timedelta(days=1)
    assert pact_counts(government=HERE, on=day_after).by_unit == {UNIT: (0, 3)}
    with pytest.raises(NotVisibleError):
        sign(office.round, office.head, at=LATER + timedelta(days=1))
    # The one above left: the next in the order is the first now.
    sign(office.round, office.chief, at=LATER + timedelta(days=1))


def test_a_change_of_the_roster_in_mid_round_moves_the_turn_and_no_record() -> None:
    office = office_build()
    sign(office.round, office.head)
    made = sign(office.round, office.chief)
    school = head_build(SCHOOL, "Kepala Sekolah Contoh", "Kepala Sekolah")
    Person.objects.filter(pk=office.clerk.pk).update(unit=school.unit)
    Person.objects.filter(pk=office.chief.pk).update(unit=school.unit)
    Posting.objects.filter(person=office.chief).update(valid_to=OPENED.date())
    with pytest.raises(PactEarlyError, match="Kepala Sekolah Contoh"):
        sign(office.round, office.clerk)
    made.refresh_from_db()
    assert made.unit_path == UNIT
    assert pact_counts(government=HERE, on=LATER.date()).by_unit[SCHOOL] == (1, 3)


# Reasons


@pytest.mark.parametrize("kind", list(Absence))
def test_a_reason_is_no_signature_and_is_kept_from_the_journal(kind: Absence) -> None:
    office = office_build()
    made = absent(office.round, office.clerk, kind)
    assert (made.state, made.signed_at, made.code) == (kind.value, None, None)
    (told,) = entries("pact.absent")
    assert kind.value not in str(told)
    assert "Dirawat" not in str(told)
    counted = pact_counts(government=HERE, on=LATER.date()).by_unit
    assert counted[UNIT] == (0, 2)
    sums = pact_sums(pact_roster(actor=officer(), round_=office.round, on=LATER.date()))
    assert (sums.total, sums.done, sums.missing) == (3, 0, 3)


def test_only_the_direct_superior_reads_a_reason() -> None:
    office = office_build()
    absent(office.round, office.clerk)
    readers = {
        "chief": actor_for(account_of(office.chief, Role.SUPERIOR, UNIT)),
        "head": actor_for(account_of(office.head, Role.OPD_HEAD, OPD)),
        "officer": officer(),
    }
    seen = {}
    for name, actor in readers.items():
        people = list(pact_roster(actor=actor, round_=office.round, on=LATER.date()))
        rows = pact_rows(actor=actor, round_=office.round, persons=people, on=LATER.date())
        seen[name] = {row.person.name: (row.kind, row.reason, state_tag(row)[1]) for row in rows}
    unsigned = ("", "", "Menunggu atasan")
    assert seen["chief"][office.clerk.name] == ("sakit", "Dirawat di rumah sakit", "Ada alasan")
    assert seen["head"][office.clerk.name] == seen["officer"][office.clerk.name] == unsigned


def test_a_reason_gives_way_to_a_signature_and_is_then_gone() -> None:
    office = office_build()
    first = absent(office.round, office.head)
    assert absent(office.round, office.head).pk == first.pk
    assert len(entries("pact.absent")) == 1
    made = sign(office.round, office.head)
    assert (made.pk, made.reason, made.returns_on) == (first.pk, "", None)
    with pytest.raises(AlreadyDoneError):
        absent(office.round, office.head)


# Mengetahui


def test_the_direct_superior_knows_a_batch_and_each_gets_a_paper_with_both_names() -> None:
    office = office_build()
    second = person_build(UNIT)
    for person in (office.head, office.chief, office.clerk, second):
        sign(office.round, person)
    waiting = pacts_to_know(superior=office.chief, round_=office.round, on=LATER.date())
    refs = [pact.ref for pact in waiting]
    assert len(refs) == 2
    made, again = pacts_know(
        person=knower(office.chief), ref=office.round.ref, pacts=refs, at=LATER
    )
    assert (len(made), again) == (2, 0)
    assert {pact.known_name for pact in made} == {"Kepala Puskesmas Contoh"}
    assert all(paper_public(pact.known_code or "").subject == pact.ref for pact in made)
    assert pacts_know(person=knower(office.chief), ref=office.round.ref, pacts=refs, at=LATER) == (
        [],
        2,
    )
    assert len(entries("pact.know")) == 2


def test_nobody_else_knows_neither_the_own_pact_nor_one_two_levels_down() -> None:
    office = office_build()
    for person in (office.head, office.chief, office.clerk):
        sign(office.round, person)
    clerk_pact = Pact.objects.get(person=office.clerk)
    own = Pact.objects.get(person=office.chief)
    top = actor_build(Role.PPK, HERE)
    strangers = [
        (knower(office.head), clerk_pact),
        (knower(office.clerk), clerk_pact),
        (knower(office.chief), own),
        (Knower("Bupati", "Bupati", Assurance.SSO, actor=top), clerk_pact),
        (knower(person_build(f"{AWAY}.dinkes")), clerk_pact),
    ]
    for who, pact in strangers:
        with pytest.raises(NotVisibleError):
            pacts_know(person=who, ref=office.round.ref, pacts=[pact.ref], at=LATER)
    mixed = [clerk_pact.ref, own.ref]
    with pytest.raises(NotVisibleError):
        pacts_know(person=knower(office.chief), ref=office.round.ref, pacts=mixed, at=LATER)
    assert not entries("pact.know"), "not even the one of the list that was theirs"


def test_above_the_first_of_the_order_the_ppk_knows() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    desk = Knower("Desk", "", Assurance.SSO, actor=actor_build(Role.OFFICER, HERE))
    with pytest.raises(NotVisibleError):
        pacts_know(person=desk, ref=office.round.ref, pacts=[made.ref], at=LATER)
    top = Knower("Bupati Contoh", "Bupati", Assurance.SSO, actor=actor_build(Role.PPK, HERE))
    pacts_know(person=top, ref=office.round.ref, pacts=[made.ref], at=LATER)
    made.refresh_from_db()
    assert (made.state, made.known_name) == ("diketahui", "Bupati Contoh")


def test_the_people_right_below_are_those_of_whom_one_is_the_superior() -> None:
    office = office_build()
    deep = person_build(f"{UNIT}.poli", name="Dokter Contoh")
    below = staff_right_below(person=office.chief, on=LATER.date())
    assert set(below) == {office.clerk, deep}
    assert list(staff_right_below(person=office.head, on=LATER.date())) == [office.chief]
    assert not staff_right_below(person=office.clerk, on=LATER.date())
    assert list(people_at_top(unit=HERE, on=LATER.date())) == [office.head]
    # The post of one who left still stands: those below belong to the next head above.
    Person.objects.filter(pk=office.chief.pk).update(valid_to=OPENED.date() - timedelta(days=1))
    assert set(staff_right_below(person=office.head, on=LATER.date())) == {office.clerk, deep}
    Person.objects.filter(pk=office.head.pk).update(valid_to=OPENED.date() - timedelta(days=1))
    assert set(people_at_top(unit=HERE, on=LATER.date())) == {office.clerk, deep}


# Rounds


def test_a_round_is_opened_once_and_not_for_a_past_day() -> None:
    round_ = round_build()
    plan = RoundPlan(HERE, Audience.ASN, round_.title, round_.text.ref, DUE)
    with pytest.raises(AlreadyDoneError):
        round_open(actor=officer(), plan=plan, at=LATER)
    past = RoundPlan(HERE, Audience.ASN, "Lain", "", OPENED.date() - timedelta(days=1))
    with pytest.raises(WrongInputError):
        round_open(actor=officer(), plan=past, at=OPENED)
    assert round_.text.source.startswith("Susunan kata milik Netral")
    assert "bersedia diperiksa" in round_.text.points[-1]


ACTS: dict[str, Callable[..., object]] = {
    "open": lambda actor, _ref: round_open(
        actor=actor, plan=RoundPlan(HERE, Audience.ASN, "Baru", "", DUE), at=LATER
    ),
    "release": lambda actor, ref: round_release(
        actor=actor, ref=ref, unit=OPD, reason="Alasan", at=LATER
    ),
    "close": lambda actor, ref: round_close(actor=actor, ref=ref, at=LATER),
    "withdraw": lambda actor, ref: round_withdraw(actor=actor, ref=ref, reason="A", at=LATER),
}


@pytest.mark.parametrize("act", ACTS)
def test_other_roles_and_the_same_role_elsewhere_do_not_move_a_round(act: str) -> None:
    round_ = office_build().round
    unit_build(AWAY)
    count = Entry.objects.count()
    others = [actor_build(role, HERE) for role in sorted(set(Role) - OPENERS)]
    for actor in (*others, officer(AWAY), officer(OPD)):
        with pytest.raises(NetralError):
            ACTS[act](actor, round_.ref)
    assert Entry.objects.count() == count
    assert not PactRelease.objects.exists()


def test_a_round_that_ended_takes_nothing_more() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    round_close(actor=officer(), ref=office.round.ref, at=LATER)
    with pytest.raises(RoundEndedError):
        sign(office.round, office.chief)
    with pytest.raises(RoundEndedError):
        absent(office.round, office.chief)
    for act in ("release", "close", "withdraw"):
        with pytest.raises(MoveRefusedError):
            ACTS[act](officer(), office.round.ref)
    # What was signed in time stands, and the superior may still know of it.
    top = Knower("Bupati", "", Assurance.SSO, actor=actor_build(Role.PPK, HERE))
    assert len(pacts_know(person=top, ref=office.round.ref, pacts=[made.ref], at=LATER)[0]) == 1
    assert pact_counts(government=HERE, on=LATER.date()).by_unit[OPD] == (1, 1)


def test_a_withdrawn_round_counts_no_more_and_says_why() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    round_withdraw(actor=officer(), ref=office.round.ref, reason="Naskah keliru", at=LATER)
    with pytest.raises(RoundEndedError, match="Naskah keliru"):
        sign(office.round, office.chief)
    top = Knower("Bupati", "", Assurance.SSO, actor=actor_build(Role.PPK, HERE))
    with pytest.raises(RoundEndedError):
        pacts_know(person=top, ref=office.round.ref, pacts=[made.ref], at=LATER)
    assert pact_counts(government=HERE, on=LATER.date()).round is None
    assert pacts_of_person(person_ref=PersonRef(office.head.ref), today=LATER.date()) == []


def test_who_moves_away_keeps_the_pact_that_was_signed() -> None:
    office = office_build(unit=OPD)
    sign(office.round, office.head)
    Person.objects.filter(pk=office.head.pk).update(unit=unit_build(SCHOOL))
    ref = PersonRef(office.head.ref)
    (own,) = pacts_of_person(person_ref=ref, today=LATER.date())
    assert (own.has_signed, own.is_asked) == (True, False)
    assert pact_make(person_ref=ref, ref=office.round.ref, at=LATER).startswith(b"%PDF")
    stranger = PersonRef(person_build(SCHOOL).ref)
    assert pacts_of_person(person_ref=stranger, today=LATER.date()) == []
    with pytest.raises(NotVisibleError):
        pact_make(person_ref=stranger, ref=office.round.ref, at=LATER)


# Annulment


def test_an_annulled_pact_is_withdrawn_and_the_person_signs_anew() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    manager = officer()
    with pytest.raises(WrongInputError):
        pact_annul(actor=manager, ref=made.ref, reason="", at=LATER)
    pact_annul(actor=manager, ref=made.ref, reason="Bukan ia yang menekan", at=LATER)
    assert paper_public(made.code or "").withdrawn_at == LATER
    assert state(office.round, office.head) is PactState.OFFERED
    assert pact_counts(government=HERE, on=LATER.date()).by_unit[OPD] == (0, 1)
    with pytest.raises(MoveRefusedError):
        pact_annul(actor=manager, ref=made.ref, reason="Lagi", at=LATER)
    again = sign(office.round, office.head)
    assert again.pk != made.pk
    assert {entry["actor"] for entry in entries("pact.annul")} == {manager.account}


def test_an_officer_of_one_agency_annuls_a_pact_of_its_staff() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    pact_annul(actor=officer(OPD), ref=made.ref, reason="Salah tekan", at=LATER)
    assert paper_public(made.code or "").withdrawn_at == LATER


def test_nobody_annuls_the_own_pact_nor_one_elsewhere() -> None:
    office = office_build()
    made = sign(office.round, office.head)
    own = actor_for(account_of(office.head, Role.OFFICER, HERE))
    for actor in (own, officer(AWAY), officer(SCHOOL), actor_build(Role.SEKDA, HERE)):
        with pytest.raises(NetralError):
            pact_annul(actor=actor, ref=made.ref, reason="Coba", at=LATER)
    assert not entries("pact.annul")


# Counting


def test_the_counts_are_those_of_a_recount_person_by_person_in_two_queries() -> None:
    office = office_build()
    for unit in (OPD, UNIT, SCHOOL):
        for _number in range(3):
            person_build(unit)
    for person in (office.head, office.chief, office.clerk):
        sign(office.round, person)
    absent(office.round, Person.objects.filter(unit__path=SCHOOL).first() or office.clerk)
    with CaptureQueriesContext(connection) as asked:
        counted = pact_counts(government=HERE, on=LATER.date()).by_unit
    assert len(asked) == 2
    signed = signed_persons(round_=office.round, on=LATER.date())
    for path, (done, total) in counted.items():
        people = Person.objects.filter(unit__path=path)
        assert (done, total) == (people.filter(pk__in=signed).count(), people.count())
    assert sum(done for done, _total in counted.values()) == len(signed) == 3


# The PIN once more


def test_the_pin_is_proven_again_and_not_after_the_link_was_revoked() -> None:
    person = person_build(OPD)
    ((_who, token),) = links_issue(
        actor=officer(),
        persons=[person],
        channel="lembar",
        at=OPENED,
        expires_at=OPENED + timedelta(days=30),
    )
    link_open(token=str(token), pin="482915", at=OPENED)
    ref = PersonRef(person.ref)
    assert pin_confirm(person=ref, pin="482915", at=LATER).person == ref
    refused = [pin_confirm(person=ref, pin="000001", at=LATER) for _try in range(5)]
    assert all(one.person is None for one in refused)
    assert "Terlalu sering" in pin_confirm(person=ref, pin="482915", at=LATER).refusal
    link_revoke(actor=officer(), ref=person.links.get().ref, reason="Hilang", at=LATER)
    with pytest.raises(LinkEndedError):
        pin_confirm(person=ref, pin="482915", at=LATER + timedelta(hours=1))


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_pact() -> None:
    office = office_build()
    assert at_once(lambda: sign(office.round, office.head)) == ["done", "done"]
    assert Pact.objects.count() == len(entries("pact.sign")) == 1
