"""Who has not pledged or signed is reminded: stoppable, once a day, and no reason comes out."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from netral.core.access import Actor, Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pledge import Absence, Stage
from netral.core.flow.reminding import UNDO
from netral.core.kinds.errors import NotAllowedError, WrongInputError
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.journal.models import Entry
from netral.people.models import MessageRule, Notice, Person
from netral.people.services.notice_words import notice_words
from netral.pledges.models import PactRound, PledgeSession
from netral.pledges.queries.reminders import reminder_asked_at
from netral.pledges.services import absence_record, session_close
from netral.pledges.services.pact_rounds import round_close
from netral.pledges.services.reminders import reminded_stop, unpledged_remind, unsigned_remind
from netral.pledges.tasks import done_work
from netral.shell.moment import moment
from tests.apps.people.build import account_build, actor_build, staff_client
from tests.apps.people.post import BOTH, Post, contact_build, states, worked
from tests.apps.pledges.build import CLOSES, DURING, HERE, OPD, officer, pledge_build, session_build
from tests.apps.pledges.pacts import LATER, round_build, sign

pytestmark = pytest.mark.django_db
GOES = DURING + UNDO


@pytest.fixture
def session() -> PledgeSession:
    return session_build()


@pytest.fixture
def head(session: PledgeSession) -> Actor:
    return actor_build(Role.OPD_HEAD, session.government_id + ".dinkes")


def reminded() -> list[Person]:
    return [notice.person for notice in Notice.objects.order_by("pk").select_related("person")]


def refused(person: Person, session: PledgeSession) -> None:
    absence_record(
        person_ref=PersonRef(person.ref),
        session=SessionRef(session.ref),
        kind=Absence.REFUSED,
        reason="Saya keberatan.",
        returns_on=None,
        at=DURING,
    )


def ask(actor: Actor, session: PledgeSession) -> None:
    begins = unpledged_remind(actor=actor, session=session, open_ways=BOTH, at=DURING)
    assert begins == GOES


def test_who_has_not_pledged_gets_one_message_after_the_time_to_take_it_back(
    session: PledgeSession, head: Actor
) -> None:
    person, done = contact_build(OPD), contact_build(OPD)
    contact_build(f"{HERE}.disdik")  # of another office: the head reminds the own staff
    contact_build(OPD, phone="")
    pledge_build(session, done)
    ask(head, session)
    assert reminded() == [person]
    post = Post()
    worked(post, DURING + timedelta(minutes=1))
    assert post.sent == []
    worked(post, GOES)
    assert len(post.sent) == 1
    assert "ikrar netralitas" in post.sent[0].text
    assert person.name not in post.sent[0].text
    told = Entry.objects.get(kind="pledge_session.remind")
    assert person.ref not in str(told.body)


def test_pressed_twice_it_is_one_reminder_and_on_the_same_day_nobody_hears_twice(
    session: PledgeSession, head: Actor
) -> None:
    contact_build(OPD)
    ask(head, session)
    ask(head, session)
    assert Notice.objects.count() == 1
    assert Entry.objects.filter(kind="pledge_session.remind").count() == 1
    post = Post()
    worked(post, GOES)
    later = GOES + timedelta(minutes=30)
    unpledged_remind(actor=head, session=session, open_ways=BOTH, at=later)
    worked(post, later + UNDO)
    assert len(post.sent) == 1


def test_who_pledges_meanwhile_is_not_chased(session: PledgeSession, head: Actor) -> None:
    person, other = contact_build(OPD), contact_build(OPD)
    ask(head, session)
    pledge_build(session, person)
    assert done_work(DURING + timedelta(minutes=1)) == 1
    post = Post()
    worked(post, GOES)
    assert len(post.sent) == 1
    assert reminded() == [person, other]
    assert states() == ["batal", "terkirim"]


def test_who_gives_a_reason_meanwhile_is_left_alone_and_nobody_is_asked_after_the_close(
    session: PledgeSession, head: Actor, round_: PactRound
) -> None:
    refuser, other = contact_build(OPD), contact_build(OPD)
    ask(head, session)
    refused(refuser, session)
    assert done_work(DURING) == 1
    waiting = Notice.objects.filter(state=Notice.State.WAITING)
    assert [notice.person for notice in waiting] == [other]
    unsigned_remind(actor=actor_build(Role.OPD_HEAD, OPD), round_=round_, open_ways=BOTH, at=LATER)
    assert waiting.all().count() == 3
    session_close(actor=officer(), ref=SessionRef(session.ref), at=DURING)
    round_close(actor=officer(), ref=round_.ref, at=LATER)
    assert done_work(LATER) == 3
    assert set(states()) == {"batal"}


def test_a_reminder_is_stopped_before_it_goes_and_only_in_the_own_units(
    session: PledgeSession, head: Actor
) -> None:
    contact_build(OPD)
    other = contact_build(f"{HERE}.disdik")
    ask(actor_build(Role.OFFICER, HERE), session)
    ask(head, session)
    assert Notice.objects.count() == 2  # who waits for the message of another officer has it
    reminded_stop(actor=head, matter=session, at=DURING)
    left = Notice.objects.filter(state=Notice.State.WAITING)
    assert [notice.person for notice in left] == [other]
    assert Entry.objects.filter(kind="pledge_session.remind_stop").count() == 1
    ask(head, session)  # stopped by mistake: it can be asked for again
    assert Notice.objects.filter(state=Notice.State.WAITING).count() == 2


def test_who_gave_a_reason_is_left_alone_and_no_page_tells_it(
    session: PledgeSession, head: Actor
) -> None:
    refused(contact_build(OPD), session)
    ask(head, session)
    assert reminded() == []
    # Pressed again it is the same reminder and may be stopped, as if somebody were reminded.
    later = DURING + timedelta(minutes=2)
    assert unpledged_remind(actor=head, session=session, open_ways=BOTH, at=later) == GOES
    assert reminder_asked_at(actor=head, matter=session.ref, at=later) == DURING
    reminded_stop(actor=head, matter=session, at=later)
    kinds = Entry.objects.filter(kind__startswith="pledge_session.remind").order_by("pk")
    assert [entry.kind for entry in kinds] == [
        "pledge_session.remind",
        "pledge_session.remind_stop",
    ]


def test_nobody_left_no_way_and_a_session_that_ended_are_said(
    session: PledgeSession, head: Actor
) -> None:
    with pytest.raises(WrongInputError, match="Tidak ada lagi"):
        ask(head, session)
    contact_build(OPD, phone="")
    with pytest.raises(WrongInputError, match="Tidak ada jalan"):
        ask(head, session)
    contact_build(OPD)
    for at in (CLOSES, CLOSES - timedelta(minutes=1)):
        with pytest.raises(MoveRefusedError):
            unpledged_remind(actor=head, session=session, open_ways=BOTH, at=at)
    drafted = session_build(Stage.DRAFTED, title="Lain")
    with pytest.raises(MoveRefusedError):
        unpledged_remind(actor=head, session=drafted, open_ways=BOTH, at=DURING)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.EXAMINER])
def test_who_may_not_see_names_neither_reminds_nor_stops(
    session: PledgeSession, role: Role
) -> None:
    contact_build(OPD)
    stranger = actor_build(role, HERE)
    with pytest.raises(NotAllowedError):
        ask(stranger, session)
    with pytest.raises(NotAllowedError):
        reminded_stop(actor=stranger, matter=session, at=DURING)


@pytest.fixture
def round_() -> PactRound:
    return round_build()


def test_who_has_not_signed_is_reminded_until_the_day_and_not_after_signing(
    round_: PactRound,
) -> None:
    person, done = contact_build(OPD), contact_build(OPD)
    sign(round_, done)
    actor = actor_build(Role.OPD_HEAD, OPD)
    unsigned_remind(actor=actor, round_=round_, open_ways=BOTH, at=LATER)
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.due_on) == (person, round_.due_on)
    words = notice_words(notice)
    assert words.subject == "Pengingat pakta integritas"
    assert "pakta integritas" in words.text
    sign(round_, person)
    assert done_work(LATER) == 1
    assert states() == ["batal"]


def test_the_pages_ask_once_more_remind_and_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netral.pledges.views.reminding.open_ways", lambda: BOTH)
    session = session_build(opens_at=moment() - timedelta(minutes=10))
    MessageRule.objects.create(government_id=HERE, quiet_from=time(0), quiet_to=time(0))
    contact_build(OPD)
    client = staff_client(account_build(Role.OPD_HEAD, OPD))
    waiting, remind, stop = (
        reverse(name, args=[session.ref])
        for name in ("pledge-waiting", "pledge-remind", "pledge-remind-stop")
    )
    assert remind in client.get(waiting).content.decode()
    asked = client.get(remind).content.decode()
    assert "Lewat pesan ke HP: 1. Lewat email: 0. Tidak ada jalan: 0." in asked
    assert not Notice.objects.exists()  # looking sends nothing
    said = client.post(remind, follow=True).content.decode()
    assert "Pengingat dikirim mulai" in said
    assert stop in said
    assert client.get(stop).status_code == 200
    assert "Pengingat dihentikan" in client.post(stop, follow=True).content.decode()
    assert states() == ["batal"]


def test_the_list_of_a_round_reminds_and_stops_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netral.pledges.views.reminding.open_ways", lambda: BOTH)
    round_ = round_build(at=moment(), due_on=moment().date() + timedelta(days=9))
    contact_build(OPD)
    client = staff_client(account_build(Role.OPD_HEAD, OPD))
    people, remind, stop = (
        reverse(name, args=[round_.ref])
        for name in ("pact-people", "pact-remind", "pact-remind-stop")
    )
    assert remind in client.get(people).content.decode()
    assert "Lewat pesan ke HP: 1." in client.get(remind).content.decode()
    assert stop in client.post(remind, follow=True).content.decode()
    assert "Pengingat dihentikan" in client.post(stop, follow=True).content.decode()
    assert states() == ["batal"]
