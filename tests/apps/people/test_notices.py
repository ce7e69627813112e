"""Messages on their way: once, not at night, once a day, put off, given up, never in the clear."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from netral.core.access import Role
from netral.core.flow.reminding import BACK_OFF, STUCK_AFTER
from netral.core.kinds.errors import NotAllowedError
from netral.gateways.messages import Fate, Outcome
from netral.people.models import DeadAddress, Notice, Person, PersonalLink
from netral.people.services.links import link_look
from netral.people.services.message_rule import RuleWish, message_rule_set
from netral.people.services.notices import notice_claim, notices_drop
from netral.people.services.tokens import token_of
from netral.people.tasks import notices_work
from tests.apps.people.build import actor_build, government_build
from tests.apps.people.post import KilledError, Post, contact_build, queued, states, worked
from tests.apps.people.told import at_once, entries

pytestmark = pytest.mark.django_db

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
AT = datetime(2024, 10, 7, 9, 0, tzinfo=WIB)
LATER = timedelta(minutes=1)


def rule(**changed: object) -> None:
    wish = {
        "quiet_from": time(20),
        "quiet_to": time(7),
        "is_automatic": True,
        "has_link": False,
        "needs_code": False,
        **changed,
    }
    message_rule_set(actor=actor_build(Role.OFFICER), wish=RuleWish(**wish), at=AT)  # type: ignore[arg-type]


def test_a_reminder_reaches_the_number_on_file_and_names_nobody() -> None:
    person, post = contact_build(name="Siti Contoh"), Post()
    queued(person, at=AT, due_on=AT.date())
    assert worked(post, AT) == 1
    (message,) = post.sent
    assert message.to == "+6281234567890"
    assert "paling lambat senin, 7 oktober 2024" in message.text.lower()
    for secret in ("Siti", person.nip, "Pilkada", "/saya/", "netralitas"):
        assert secret not in message.text + message.subject
    assert states() == ["terkirim"]
    assert worked(post, AT + LATER) == 0


def test_mail_has_a_subject_as_plain_as_its_words() -> None:
    mail = Post()
    queued(contact_build(email="Siti@batanghari.example"), at=AT, way="email", topic="teruskan")
    worked(Post(), AT, mail=mail)
    (message,) = mail.sent
    assert (message.to, message.subject) == ("siti@batanghari.example", "Pengingat surat edaran")
    assert "teruskan" in message.text


@pytest.mark.parametrize("is_idempotent", [False, True])
def test_after_kill_9_nothing_reaches_anyone_twice(*, is_idempotent: bool) -> None:
    people = [contact_build() for _ in range(3)]
    post = Post(is_idempotent=is_idempotent, dies_after=1)
    queued(*people, at=AT)
    with pytest.raises(KilledError):
        worked(post, AT)
    assert states() == ["terkirim", "kirim", "antre"]
    worked(post, AT + LATER)  # the claim of the dead worker is still fresh: it may be alive
    assert states() == ["terkirim", "kirim", "terkirim"]
    worked(post, AT + STUCK_AFTER + 2 * LATER)
    if is_idempotent:  # sent again under the same key: the provider knows it
        assert len(post.keys) == 4
        assert len(set(post.keys)) == 3
        assert states() == ["terkirim"] * 3
    else:  # nobody can say whether it arrived: it is not sent again, and says so
        assert len(post.keys) == len(set(post.keys)) == 3
        assert states() == ["terkirim", "tak_tentu", "terkirim"]
        assert "tidak sampai dua kali" in Notice.objects.get(state="tak_tentu").answer


@pytest.mark.parametrize("is_idempotent", [False, True])
def test_a_try_without_an_answer_is_repeated_only_where_keys_are_known(
    *, is_idempotent: bool
) -> None:
    post = Post(is_idempotent=is_idempotent, answers=[Outcome(Fate.UNKNOWN), Outcome(Fate.SENT)])
    queued(contact_build(), at=AT)
    worked(post, AT)
    worked(post, AT + LATER)
    assert len(post.keys) == (2 if is_idempotent else 1)
    assert states() == ["terkirim" if is_idempotent else "tak_tentu"]


def test_the_same_cause_queued_twice_reaches_a_person_once() -> None:
    person, post = contact_build(), Post()
    queued(person, at=AT)
    queued(person, at=AT)
    worked(post, AT)
    assert len(post.sent) == 1


@pytest.mark.parametrize(
    ("zone", "local", "goes_at"),
    [
        (WIB, datetime(2024, 10, 7, 21, 0, tzinfo=WIB), datetime(2024, 10, 8, 7, tzinfo=WIB)),
        (WIT, datetime(2024, 10, 7, 18, 30, tzinfo=WIB), datetime(2024, 10, 8, 7, tzinfo=WIT)),
    ],
)
def test_no_reminder_goes_at_night_by_the_local_hour(
    zone: ZoneInfo, local: datetime, goes_at: datetime
) -> None:
    key = "kab-jayapura" if zone is WIT else "kab-batanghari"
    government_build(key, timezone=str(zone))
    post = Post()
    queued(contact_build(f"{key}.dinkes"), at=local)
    assert worked(post, local) == 0
    assert worked(post, goes_at - LATER) == 0
    assert worked(post, goes_at) == 1


def test_a_region_sets_its_own_quiet_hours() -> None:
    post = Post()
    person = contact_build()
    rule(quiet_from=time(8), quiet_to=time(12))
    queued(person, at=AT)
    assert worked(post, AT) == 0
    assert worked(post, AT.replace(hour=12)) == 1


def test_a_person_is_reminded_once_a_day_and_again_tomorrow() -> None:
    person, post = contact_build(), Post()
    queued(person, at=AT, cause="SEBAB00001")
    queued(person, at=AT, cause="SEBAB00002", topic="latihan")
    worked(post, AT)
    worked(post, AT + timedelta(hours=5))
    assert states() == ["terkirim", "antre"]
    worked(post, AT.replace(day=8, hour=7))
    assert states() == ["terkirim", "terkirim"]


def test_the_database_itself_refuses_a_second_reminder_of_one_day() -> None:
    person = contact_build()
    queued(person, at=AT, cause="SEBAB00001")
    queued(person, at=AT, cause="SEBAB00002")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(sent_on=AT.date())


def test_a_provider_that_is_down_is_asked_ever_more_seldom_and_its_word_is_kept() -> None:
    post = Post(answers=[Outcome(Fate.LATER, "503 sibuk")])
    queued(contact_build(), at=AT)
    moment = AT
    for wait in BACK_OFF:
        assert worked(post, moment) == 1
        assert worked(post, moment + timedelta(minutes=wait) - timedelta(seconds=1)) == 0
        moment += timedelta(minutes=wait)
    assert states() == ["antre"]
    worked(post, moment)
    assert states() == ["ditolak"]
    assert Notice.objects.get().answer == "503 sibuk"
    assert len(post.keys) == len(BACK_OFF) + 1
    assert len(set(post.keys)) == 1


def test_a_round_gives_up_early_while_the_provider_is_down() -> None:
    post = Post(answers=[Outcome(Fate.LATER)])
    queued(*[contact_build() for _ in range(6)], at=AT)
    assert worked(post, AT) == 3


def test_a_refusal_ends_it_and_a_dead_mailbox_is_marked() -> None:
    person = contact_build(email="siti@batanghari.example")
    mail = Post(answers=[Outcome(Fate.REFUSED, "550 no such user", is_dead_address=True)])
    queued(person, at=AT, way="email")
    worked(Post(), AT, mail=mail)
    assert states() == ["ditolak"]
    mark = DeadAddress.objects.get()
    assert (mark.person, mark.way, mark.source) == (person, "email", "penyedia")
    assert entries("contact.dead")[0]["body"] == {"person": person.ref, "way": "email"}


def test_who_left_or_has_no_address_any_more_gets_nothing() -> None:
    left, changed = contact_build(), contact_build()
    queued(left, changed, at=AT)
    Person.objects.filter(pk=left.pk).update(valid_to=AT.date() - timedelta(days=1))
    Person.objects.filter(pk=changed.pk).update(phone="")
    assert worked(Post(), AT) == 0
    assert states() == ["batal", "batal"]


def test_a_new_number_on_file_is_the_one_that_is_used() -> None:
    person, post = contact_build(), Post()
    queued(person, at=AT)
    Person.objects.filter(pk=person.pk).update(phone="0857 0000 1111")
    worked(post, AT)
    assert post.sent[0].to == "+6285700001111"


def test_a_way_that_was_disconnected_waits_and_loses_nothing() -> None:
    queued(contact_build(), at=AT)
    notices_work({}, lambda: AT)
    assert states() == ["antre"]
    assert worked(Post(), AT + LATER) == 1


def test_what_was_not_sent_yet_can_be_taken_back() -> None:
    queued(contact_build(), contact_build(), at=AT)
    first = notice_claim(at=AT)
    assert first is not None
    assert notices_drop(cause="SEBAB00001", at=AT, why="Dihentikan.") == 1
    assert sorted(states()) == ["batal", "kirim"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_message() -> None:
    queued(*[contact_build() for _ in range(4)], at=AT)
    claimed: list[str] = []

    def work() -> None:
        while (found := notice_claim(at=AT)) is not None:
            claimed.append(found.ref)

    assert at_once(work) == ["done", "done"]
    assert len(claimed) == len(set(claimed)) == 4


def test_a_link_goes_out_only_where_the_region_switched_it_on_and_opens_once_more() -> None:
    person, post = contact_build(), Post(is_idempotent=True, answers=[Outcome(Fate.LATER)])
    queued(person, at=AT, has_link=True)
    link = PersonalLink.objects.get()
    assert (link.person, link.channel) == (person, "pesan")
    assert len(entries("link.issue")) == 1
    worked(post, AT)
    worked(post, AT + 2 * LATER)
    first, again = post.sent
    assert first.text == again.text  # the same link at each try
    token = token_of(first.key)
    assert f"/saya/{token}/" in first.text
    assert link_look(token=token, at=AT) == link
    stored = "".join(str(row) for row in Notice.objects.values())
    assert str(token) not in stored


def test_a_link_is_issued_once_however_often_it_is_queued() -> None:
    person = contact_build()
    queued(person, at=AT, has_link=True)
    queued(person, at=AT, has_link=True)
    assert PersonalLink.objects.count() == 1


def test_the_rule_is_the_personnel_offices_and_in_the_journal() -> None:
    contact_build()
    rule(has_link=True, quiet_from=time(21))
    assert entries("message_rule.set")[0]["body"] == {
        "quiet": ["21:00", "07:00"],
        "is_automatic": True,
        "has_link": True,
        "needs_code": False,
    }
    with pytest.raises(NotAllowedError):
        message_rule_set(
            actor=actor_build(Role.SEKDA),
            wish=RuleWish(time(1), time(2), is_automatic=True, has_link=True, needs_code=False),
            at=AT,
        )


def test_no_code_and_no_number_lies_in_the_queue() -> None:
    queued(contact_build(), at=AT)
    row = Notice.objects.values().get()
    assert not {"text", "to", "phone", "address"} & set(row)
