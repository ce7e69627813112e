"""The pledge: one person's own act, once, proved; and the reasons of those who did not."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from netral.core.access import ASSURANCE_WORDS, Assurance
from netral.core.flow.pledge import Absence, PledgeEarlyError, PledgeLateError, Stage
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NetralError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.core.ledger.note import key_parse
from netral.core.ledger.promise import promise_open
from netral.core.ledger.proof import proof_check, proof_parse
from netral.journal.models import Entry, Log
from netral.journal.services import log_seal
from netral.papers.models import Paper
from netral.papers.queries import paper_proof
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeAbsence, PledgeSession
from netral.pledges.queries.batches import Pledger
from netral.pledges.services import (
    TextDraft,
    absence_record,
    certificate_make,
    certificate_press,
    pledge_text_add,
)
from netral.pledges.services.absences import absences_sweep
from netral.pledges.services.batches import TextChangedError
from tests.apps.papers.reading import has_qr, words_of
from tests.apps.people.build import person_build, unit_build
from tests.apps.people.told import at_once, entries
from tests.apps.pledges.build import (
    BEFORE,
    CLOSES,
    DURING,
    HERE,
    OPD,
    OPENS,
    officer,
    pledge_build,
    session_build,
)

pytestmark = pytest.mark.django_db


def nothing_pledged() -> bool:
    is_empty = not Pledge.objects.exists() and not Paper.objects.exists()
    return is_empty and not entries("pledge.make")


def test_a_pledge_keeps_post_and_unit_of_the_day_when_the_person_moves() -> None:
    person, session = person_build(OPD, post_title="Kepala seksi"), session_build()
    pledge = pledge_build(session, person)
    Person.objects.filter(pk=person.pk).update(
        unit=unit_build(f"{HERE}.bkpsdm"), post_title="Kepala bidang"
    )
    kept = Pledge.objects.get(pk=pledge.pk)
    assert (kept.unit_path, kept.post_title) == (OPD, "Kepala seksi")
    assert (kept.text_sha256, kept.assurance) == (session.text.sha256, "tautan_pin")


def test_a_pledge_is_one_entry_that_names_no_one_in_public() -> None:
    pledge = pledge_build(session_build())
    entry = Entry.objects.get(kind="pledge.make")
    assert (entry.matter, entry.of) == (pledge.ref, pledge.session.ref)
    assert json.loads(entry.body or "")["body"]["certificate"] == pledge.certificate
    for private in (pledge.person.ref, pledge.certificate, pledge.unit_path, pledge.name):
        assert private not in entry.leaf


def test_the_answer_carries_the_promise_and_later_the_proof() -> None:
    pledge = pledge_build(session_build())
    paper = Paper.objects.get(ref=pledge.certificate)
    key = key_parse(Log.objects.get(government=HERE).verifier_key)
    promise = promise_open(paper.promise, key)
    assert promise.leaf.hex() == paper.leaf
    log_seal(government=HERE, at=DURING)
    proof_check(proof_parse(paper_proof(paper)), promise.leaf, key)


def test_the_same_pledge_again_returns_the_first_certificate_even_after_the_end() -> None:
    person, session = person_build(OPD), session_build()
    first = pledge_build(session, person)
    for at in (DURING + timedelta(minutes=1), CLOSES + timedelta(days=1)):
        again = pledge_build(session, person, at=at, show_name=True)
        assert (again.pk, again.certificate) == (first.pk, first.certificate)
    assert Paper.objects.count() == len(entries("pledge.make")) == 1
    assert not Pledge.objects.get().shows_name


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_pledge() -> None:
    person, session = person_build(OPD), session_build()
    certificates: list[str] = []
    told = at_once(lambda: certificates.append(pledge_build(session, person).certificate), times=4)
    assert told == ["done"] * 4
    assert len(set(certificates)) == 1
    assert Pledge.objects.count() == Paper.objects.count() == len(entries("pledge.make")) == 1


def test_a_second_row_for_one_person_is_refused_by_the_database() -> None:
    pledge = pledge_build(session_build())
    pledge.pk, pledge.ref, pledge.certificate = None, "0000000000", "00000000"
    with pytest.raises(IntegrityError), transaction.atomic():
        pledge.save(force_insert=True)


@pytest.mark.parametrize(
    ("stage", "at", "error"),
    [
        (Stage.DRAFTED, DURING, PledgeEarlyError),
        (Stage.OPEN, OPENS - timedelta(seconds=1), PledgeEarlyError),
        (Stage.OPEN, CLOSES, PledgeLateError),
        (Stage.CLOSED, DURING, PledgeLateError),
    ],
)
def test_before_the_opening_and_after_the_end_nothing_is_written(
    stage: Stage, at: datetime, error: type[NetralError]
) -> None:
    session = session_build(stage)
    with pytest.raises(error):
        pledge_build(session, at=at)
    assert nothing_pledged()


def test_a_session_of_another_unit_or_government_is_not_found() -> None:
    session = session_build(unit=OPD)
    for place in (HERE, f"{HERE}.dinkes-lain", "kab-samosir.dinkes"):
        with pytest.raises(NotVisibleError, match="bukan untuk unit Anda"):
            pledge_build(session, person_build(place))
    assert nothing_pledged()


def test_an_unknown_session_and_one_who_has_left_are_told() -> None:
    session, person = session_build(), person_build(OPD)
    unknown = PledgeSession(ref="ZZZZZZZZZZ", text=session.text)
    with pytest.raises(NotVisibleError):
        pledge_build(unknown, person)
    Person.objects.filter(pk=person.pk).update(valid_to=BEFORE.date())
    with pytest.raises(NotVisibleError):
        pledge_build(session, person)
    assert nothing_pledged()


def test_a_pledge_on_another_wording_is_refused() -> None:
    draft = TextDraft("Lain", ("Butir lain",), "Contoh", False)
    other = pledge_text_add(actor=officer(), draft=draft, at=BEFORE)
    with pytest.raises(TextChangedError, match="berubah"):
        pledge_build(session_build(), text=other.sha256)
    assert nothing_pledged()


def test_the_name_is_kept_for_the_check_page_only_when_ticked() -> None:
    session = session_build()
    hidden, shown = pledge_build(session), pledge_build(session, show_name=True)
    assert Paper.objects.get(ref=hidden.certificate).holder == ""
    assert Paper.objects.get(ref=shown.certificate).holder == shown.person.name


def test_a_certificate_holds_name_text_and_qr_and_is_equal_each_time() -> None:
    person, session = person_build(OPD, name="Lasma Contoh"), session_build()
    Person.objects.filter(pk=person.pk).update(title_front="dr.", title_back="Sp.A.")
    pledge = pledge_build(session, person)
    ref = SessionRef(session.ref)
    pdf = certificate_make(person_ref=PersonRef(person.ref), session=ref, at=DURING)
    words = words_of(pdf)
    assert "dr. Lasma Contoh, Sp.A." in words
    assert all(point in words for point in session.text.points)
    assert "bukan naskah resmi" in words
    assert ASSURANCE_WORDS[Assurance.LINK_PIN] in words
    assert has_qr(pdf, f"{settings.NETRAL_ORIGIN}/periksa/{pledge.certificate}/")
    later = certificate_make(
        person_ref=PersonRef(person.ref), session=ref, at=DURING + timedelta(days=9)
    )
    assert later == pdf == certificate_press(Pledge.objects.get())
    (entry,) = entries("paper.register")
    assert entry["body"]["sha256"] == hashlib.sha256(pdf).hexdigest()


def test_a_certificate_tells_the_time_of_its_own_region() -> None:
    unit_build("kab-samosir.dinkes")
    session = session_build(unit="kab-samosir")
    type(session.government).objects.filter(pk="kab-samosir").update(timezone="Asia/Jayapura")
    pledge = pledge_build(session, person_build("kab-samosir.dinkes"))
    fresh = Pledge.objects.select_related("session__government", "session__text").get(pk=pledge.pk)
    assert "pukul 11.05 WIT" in words_of(certificate_press(fresh))


def test_without_a_pledge_there_is_no_certificate() -> None:
    session, person = session_build(), person_build(OPD)
    with pytest.raises(NotVisibleError, match="belum berikrar"):
        certificate_make(
            person_ref=PersonRef(person.ref), session=SessionRef(session.ref), at=DURING
        )


@pytest.mark.parametrize(
    ("front", "back", "written"),
    [("", "", "Ani"), ("dr.", "", "dr. Ani"), ("", "S.H.", "Ani, S.H.")],
)
def test_titles_stand_before_and_after_the_name(front: str, back: str, written: str) -> None:
    person = Pledger(1, "P", "Ani", front, back, "", "k", "Kantor", "2020-01-01", "")
    assert person.titled == written


def absent(
    session: PledgeSession,
    person: Person,
    kind: Absence = Absence.ILL,
    reason: str = "Dirawat",
    at: datetime = DURING,
) -> PledgeAbsence:
    return absence_record(
        person_ref=PersonRef(person.ref),
        session=SessionRef(session.ref),
        kind=kind,
        reason=reason,
        returns_on=date(2024, 11, 1),
        at=at,
    )


def test_a_reason_is_kept_and_the_journal_names_neither_state_nor_reason() -> None:
    session, person = session_build(), person_build(OPD)
    assert absent(session, person).kind == "sakit"
    entry = Entry.objects.get(kind="pledge.absent")
    for private in ("sakit", "Dirawat"):
        assert private not in (entry.body or "") + entry.leaf
    assert not Pledge.objects.exists(), "a reason is no pledge"


def test_the_same_reason_twice_is_one_entry_and_another_takes_its_place() -> None:
    session, person = session_build(), person_build(OPD)
    absent(session, person)
    absent(session, person)
    assert len(entries("pledge.absent")) == 1
    absent(session, person, Absence.REFUSED, "Keyakinan pribadi")
    assert PledgeAbsence.objects.get().kind == "menolak"
    assert len(entries("pledge.absent")) == 2
    assert str(PledgeAbsence.objects.get()).endswith("menolak")


def test_a_reason_may_be_followed_by_a_pledge_but_not_the_other_way_round() -> None:
    session, person = session_build(), person_build(OPD)
    absent(session, person)
    pledge = pledge_build(session, person)
    assert str(pledge) == f"{session.pk} {person.pk}"
    with pytest.raises(AlreadyDoneError):
        absent(session, person, Absence.LEAVE)
    assert PledgeAbsence.objects.get().kind == "sakit"


def test_the_reason_of_one_who_pledged_after_all_is_deleted_and_no_other() -> None:
    session, other = session_build(), session_build(title="Lain")
    person, silent = person_build(OPD), person_build(OPD)
    for where, who in ((session, person), (other, person), (session, silent)):
        absent(where, who)
    pledge_build(session, person)
    assert absences_sweep() == 1
    kept = set(PledgeAbsence.objects.values_list("session", "person"))
    assert kept == {(other.pk, person.pk), (session.pk, silent.pk)}
    assert absences_sweep() == 0


def test_a_reason_needs_words_and_a_session_that_has_not_ended() -> None:
    session, person = session_build(), person_build(OPD)
    with pytest.raises(WrongInputError):
        absent(session, person, reason="   ")
    with pytest.raises(PledgeLateError):
        absent(session, person, at=CLOSES)
    with pytest.raises(NotVisibleError):
        absent(session, person_build("kab-samosir"))
    assert not PledgeAbsence.objects.exists()
    assert not entries("pledge.absent")
