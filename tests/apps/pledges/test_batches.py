"""Many pledges in one transaction: all that may be, each once, each with its entry and promise."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoAssertNumQueries

from netral.core.access import Assurance
from netral.core.flow.pledge import PledgeEarlyError, PledgeLateError, Stage
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.core.ledger.note import key_parse
from netral.core.ledger.promise import promise_open
from netral.core.ledger.proof import proof_check, proof_parse
from netral.journal.models import Entry, Log
from netral.journal.services import log_seal
from netral.papers.models import Paper
from netral.papers.queries import paper_proof
from netral.people.models import Person, PersonalLink
from netral.pledges.models import Pledge, PledgeSession
from netral.pledges.queries.batches import Made
from netral.pledges.services import PledgeAct, batches, pledges_commit, pledges_make, session_close
from netral.pledges.services.batches import DoorEndedError, Outcome, TextChangedError
from netral.pledges.services.queue import PledgeQueue, QueueFullError
from tests.apps.people.build import person_build
from tests.apps.people.told import at_once, entries
from tests.apps.pledges.build import CLOSES, DURING, HERE, OPD, OPENS, officer, session_build

SAMOSIR = "kab-samosir"


def act_of(person: Person, session: PledgeSession, **changes: object) -> PledgeAct:
    """Return what a door hands over for a person who read the session's wording."""
    act = PledgeAct(
        person=PersonRef(person.ref),
        session=SessionRef(session.ref),
        text_sha256=session.text.sha256,
        assurance=Assurance.LINK_PIN,
        show_name=False,
        at=DURING,
    )
    return act._replace(**changes)  # type: ignore[arg-type]


def made(outcomes: Sequence[Outcome]) -> list[Made]:
    found = [one for one in outcomes if isinstance(one, Made)]
    assert len(found) == len(outcomes), outcomes
    return found


@pytest.mark.django_db
def test_a_batch_makes_each_pledge_with_its_entry_its_paper_and_its_own_promise() -> None:
    session, persons = session_build(), [person_build(OPD) for _ in range(13)]
    outcomes = made(pledges_make(acts=[act_of(person, session) for person in persons]))
    key = key_parse(Log.objects.get(government=HERE).verifier_key)
    log_seal(government=HERE, at=DURING)
    for person, one in zip(persons, outcomes, strict=True):
        pledge = Pledge.objects.get(person=person)
        paper = Paper.objects.get(ref=one.certificate)
        promise = promise_open(one.promise, key)
        assert (pledge.ref, pledge.certificate) == (one.ref, one.certificate)
        assert (paper.leaf, paper.matter) == (promise.leaf.hex(), pledge.ref)
        proof_check(proof_parse(paper_proof(paper)), promise.leaf, key)
    assert Entry.objects.filter(kind="pledge.make").count() == 13


@pytest.mark.django_db
def test_one_who_may_not_is_refused_and_the_others_pledge_all_the_same() -> None:
    session, closed = session_build(), session_build(Stage.CLOSED, title="Lama")
    good, foreign = person_build(OPD), person_build(f"{SAMOSIR}.dinkes")
    gone = person_build(OPD)
    Person.objects.filter(pk=gone.pk).update(valid_to=OPENS.date() - timedelta(days=1))
    acts = [
        act_of(good, session),
        act_of(foreign, session),
        act_of(gone, session),
        act_of(person_build(OPD), session, text_sha256="0" * 64),
        act_of(person_build(OPD), session, at=OPENS - timedelta(seconds=1)),
        act_of(person_build(OPD), session, at=CLOSES),
        act_of(person_build(OPD), closed),
        act_of(good, session)._replace(person=PersonRef("P-TIDAK-ADA")),
    ]
    kinds = [type(one) for one in pledges_make(acts=acts)]
    assert kinds == [
        Made,
        NotVisibleError,
        NotVisibleError,
        TextChangedError,
        PledgeEarlyError,
        PledgeLateError,
        PledgeLateError,
        NotVisibleError,
    ]
    assert Pledge.objects.count() == Paper.objects.count() == len(entries("pledge.make")) == 1


@pytest.mark.django_db
def test_twice_in_one_batch_and_again_later_is_one_pledge_with_one_certificate() -> None:
    session, person = session_build(), person_build(OPD)
    act = act_of(person, session)
    first, second = made(pledges_make(acts=[act, act._replace(show_name=True)]))
    (again,) = made(pledges_make(acts=[act._replace(at=CLOSES + timedelta(days=1))]))
    assert first.certificate == second.certificate == again.certificate
    assert first.promise == again.promise != ""
    assert (first.is_new, again.is_new) == (True, False)
    assert not Pledge.objects.get().shows_name
    assert Pledge.objects.count() == Paper.objects.count() == len(entries("pledge.make")) == 1


@pytest.mark.django_db
def test_a_batch_over_two_governments_is_entered_in_each_ones_own_journal() -> None:
    here, there = session_build(), session_build(unit=SAMOSIR, title="Ikrar")
    persons = [person_build(OPD), person_build(f"{SAMOSIR}.dinkes"), person_build(OPD)]
    sessions = [here, there, here]
    made(pledges_make(acts=[act_of(p, s) for p, s in zip(persons, sessions, strict=True)]))
    counted = Entry.objects.filter(kind="pledge.make").values_list("log__government", flat=True)
    assert sorted(counted) == [HERE, HERE, SAMOSIR]


@pytest.mark.django_db
def test_twice_as_many_pledges_cost_no_more_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    session = session_build()
    few, many = ([act_of(person_build(OPD), session) for _ in range(n)] for n in (20, 60))
    pledges_make(acts=[act_of(person_build(OPD), session)])
    with django_assert_max_num_queries(16):
        pledges_make(acts=few)
    with django_assert_max_num_queries(16):
        pledges_make(acts=many)


def link_revoked(person: Person) -> None:
    """Give the person a link that was bound and then revoked just now."""
    PersonalLink.objects.create(
        ref=f"L{person.pk}",
        government_id=person.government_id,
        person=person,
        batch="B",
        token_hash=person.ref.encode().ljust(32),
        channel="lembar",
        created_at=DURING - timedelta(days=1),
        expires_at=DURING + timedelta(days=1),
        bound_at=DURING - timedelta(hours=2),
        pin_hash="x",
        revoked_at=DURING - timedelta(minutes=1),
        revoked_reason="Lembar hilang",
    )


@pytest.mark.django_db
def test_a_link_revoked_after_the_page_was_opened_makes_no_pledge() -> None:
    session, person = session_build(), person_build(OPD)
    link_revoked(person)
    before = act_of(person, session, entered_at=DURING - timedelta(hours=1))
    (refused,) = pledges_make(acts=[before])
    assert isinstance(refused, DoorEndedError)
    assert "tautan pribadi" in str(refused)
    assert not Pledge.objects.exists()
    made(pledges_make(acts=[before._replace(entered_at=DURING)]))


@pytest.mark.django_db
def test_who_came_in_before_the_phone_confirmed_the_owner_makes_no_pledge() -> None:
    session, person = session_build(), person_build(OPD)
    link_revoked(person)
    confirmed = DURING - timedelta(minutes=1)
    person.links.update(revoked_at=None, revoked_reason="", confirmed_at=confirmed)
    before = act_of(person, session, entered_at=confirmed - timedelta(seconds=1))
    (refused,) = pledges_make(acts=[before])
    assert isinstance(refused, DoorEndedError)
    made(pledges_make(acts=[before._replace(entered_at=confirmed)]))


@pytest.mark.django_db
def test_a_browser_that_left_makes_no_pledge() -> None:
    session, person = session_build(), person_build(OPD)
    (refused,) = pledges_make(acts=[act_of(person, session, browser="sudah-keluar")])
    assert isinstance(refused, DoorEndedError)
    assert not Pledge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_writers_with_the_same_people_make_one_pledge_each() -> None:
    session, persons = session_build(), [person_build(OPD) for _ in range(12)]
    acts = [act_of(person, session) for person in persons]
    codes: list[set[str]] = []

    def write() -> None:
        outcomes = pledges_make(acts=acts)
        codes.append({one.certificate for one in made(outcomes)})

    assert at_once(write, times=3) == ["done"] * 3
    assert codes[0] == codes[1] == codes[2]
    assert Pledge.objects.count() == Paper.objects.count() == len(entries("pledge.make")) == 12


def patiently(act: Callable[[], object]) -> None:
    """Act; where SQLite in memory answers "locked" and a file would wait, try again."""
    while True:
        try:
            act()
        except OperationalError:
            time.sleep(0.002)
        else:
            return


@pytest.mark.django_db(transaction=True)
def test_a_session_that_closes_meanwhile_takes_no_pledge_after_its_entry() -> None:
    session, persons = session_build(), [person_build(OPD) for _ in range(30)]
    actor, ref = officer(), SessionRef(session.ref)

    def pledge_all() -> None:
        for person in persons:
            patiently(partial(pledges_make, acts=[act_of(person, session)]))
        connection.close()

    def close() -> None:
        patiently(lambda: session_close(actor=actor, ref=ref, at=DURING))
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(pledge_all), pool.submit(close)]:
            done.result(timeout=60)
    closed = Entry.objects.get(kind="pledge_session.close").pk
    made_ones = Entry.objects.filter(kind="pledge.make")
    # On PostgreSQL numbers are drawn before the commit: the lock, not the number, is the promise.
    if connection.vendor == "sqlite":
        assert not made_ones.filter(pk__gt=closed).exists()
    assert made_ones.count() == Pledge.objects.count()


@pytest.mark.django_db
def test_one_bad_row_fails_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    session, persons = session_build(), [person_build(OPD) for _ in range(3)]
    acts = [act_of(person, session) for person in persons]
    whole = batches.pledges_make

    def broken(*, acts: Sequence[PledgeAct]) -> list[Outcome]:
        if any(act.person == persons[1].ref for act in acts):
            raise OperationalError("disk I/O error")
        return whole(acts=acts)

    monkeypatch.setattr(batches, "pledges_make", broken)
    outcomes = pledges_commit(acts=acts)
    assert [type(one) for one in outcomes] == [Made, OperationalError, Made]
    assert Pledge.objects.count() == 2


def made_of(act: PledgeAct) -> Made:
    return Made(f"R{act.person}", f"C{act.person}", "janji", DURING, is_new=True)


def plain_act(name: str) -> PledgeAct:
    return PledgeAct(
        PersonRef(name), SessionRef("S"), "0" * 64, Assurance.LINK_PIN, show_name=False, at=DURING
    )


def test_whoever_comes_while_one_writes_is_written_together_with_the_next() -> None:
    begun, go_on, sizes = Event(), Event(), []

    def commit(acts: Sequence[PledgeAct]) -> list[Outcome]:
        sizes.append(len(acts))
        if len(sizes) == 1:
            begun.set()
            go_on.wait(10)
        return [made_of(act) for act in acts]

    queue = PledgeQueue(commit, turn=nullcontext)
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(queue.make, plain_act("P0"))
        assert begun.wait(10)
        later = [pool.submit(queue.make, plain_act(f"P{n}")) for n in range(1, 9)]
        while queue.waiting < 8:
            time.sleep(0.001)
        go_on.set()
        answers = [one.result(10).certificate for one in [first, *later]]
    assert answers == [f"CP{n}" for n in range(9)]
    assert sizes == [1, 8]


def test_a_full_line_says_when_to_come_back_and_loses_nobody() -> None:
    begun, go_on = Event(), Event()

    def commit(acts: Sequence[PledgeAct]) -> list[Outcome]:
        begun.set()
        go_on.wait(10)
        return [made_of(act) for act in acts]

    queue = PledgeQueue(commit, room=2, turn=nullcontext)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(queue.make, plain_act("P0"))
        assert begun.wait(10)
        waiting = [pool.submit(queue.make, plain_act(f"P{n}")) for n in (1, 2)]
        while queue.waiting < 2:
            time.sleep(0.001)
        with pytest.raises(QueueFullError, match="belum tercatat") as refused:
            queue.make(plain_act("P3"))
        go_on.set()
        assert [one.result(10).certificate for one in [first, *waiting]] == ["CP0", "CP1", "CP2"]
    assert (refused.value.status, refused.value.retry_after) == (503, 5)


def test_all_who_wait_hear_of_a_failure_and_the_line_goes_on() -> None:
    answers: list[bool] = []

    def commit(acts: Sequence[PledgeAct]) -> list[Outcome]:
        answers.append(True)
        if len(answers) == 1:
            raise RuntimeError("writer broke")
        return [made_of(act) for act in acts]

    queue = PledgeQueue(commit, turn=nullcontext)
    with pytest.raises(RuntimeError, match="writer broke"):
        queue.make(plain_act("P0"))
    assert queue.make(plain_act("P0")).certificate == "CP0"


def test_each_in_a_long_line_is_answered_with_their_own() -> None:
    def commit(acts: Sequence[PledgeAct]) -> list[Outcome]:
        time.sleep(0.001)
        return [PledgeLateError("x") if act.person.endswith("7") else made_of(act) for act in acts]

    queue = PledgeQueue(commit, turn=nullcontext)

    def one(number: int) -> str:
        try:
            return queue.make(plain_act(f"P{number}")).certificate
        except PledgeLateError:
            return "late"

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(400)))
    assert answers == ["late" if f"{n}".endswith("7") else f"CP{n}" for n in range(400)]
    assert queue.waiting == 0
