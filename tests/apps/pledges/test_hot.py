"""The raw door: the same pledge by the same writer; what Django would refuse is refused here."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from threading import Thread
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.test import Client

from netral.config import hot, hot_writer
from netral.config.hot_line import LARGEST_FRAME, HotLine
from netral.config.hot_writer import serve
from netral.core.access import Assurance
from netral.core.flow.pledge import Stage
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.core.ledger.note import key_parse
from netral.core.ledger.promise import promise_open
from netral.journal.models import Log
from netral.papers.models import Paper
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession
from netral.pledges.services.tickets import Holder, ticket_make
from netral.shell.moment import moment
from tests.apps.people.build import person_build, person_client
from tests.apps.people.told import entries
from tests.apps.pledges.build import HERE, OPD, session_build
from tests.apps.pledges.test_batches import link_revoked

pytestmark = pytest.mark.django_db(transaction=True)

Said = tuple[int, dict[str, str], str]
T = TypeVar("T")


class Pipes:
    """A writer's process as its door sees it: here a thread of the test's own process."""

    returncode: int | None = None

    def __init__(
        self,
        stdin: asyncio.StreamWriter,
        stdout: asyncio.StreamReader,
        pipe: asyncio.BaseTransport,
        thread: Thread,
    ) -> None:
        self.stdin, self.stdout, self._pipe, self._thread = stdin, stdout, pipe, thread

    async def communicate(self) -> None:
        await self.stdout.read()
        await asyncio.to_thread(self._thread.join)
        self._pipe.close()


BEGUN: list[Pipes] = []


async def writer_here(*_command: str, **_pipes: Any) -> Pipes:
    """Stand in for the process: the same frames through real pipes, the test's own database."""
    loop = asyncio.get_running_loop()
    (asked, to_writer), (answered, from_writer) = os.pipe(), os.pipe()
    reader = asyncio.StreamReader(limit=LARGEST_FRAME)
    pipe, _protocol = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(answered, "rb", 0)
    )
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, os.fdopen(to_writer, "wb", 0)
    )

    def write() -> None:
        with os.fdopen(asked, "rb") as source, os.fdopen(from_writer, "wb") as answers:
            serve(source, answers)
        connections.close_all()

    thread = Thread(target=write)
    thread.start()
    stdin = asyncio.StreamWriter(transport, protocol, None, loop)
    found = Pipes(stdin, reader, pipe, thread)
    BEGUN.append(found)
    return found


@pytest.fixture(autouse=True)
def _own_door(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test a door and a writer of its own, and end their threads and connections."""
    monkeypatch.setattr(asyncio, "create_subprocess_exec", writer_here)
    door = hot.HotDoor()
    monkeypatch.setattr(hot, "application", door)
    yield
    door.states._reader.submit(connections.close_all).result(10)
    door.states._reader.shutdown()


def running(stage: Stage = Stage.OPEN, *, begins: timedelta = -timedelta(minutes=30)) -> Any:
    return session_build(stage, opens_at=moment() + begins)


def browser_of(person: Person) -> Client:
    return person_client(person)


def key_of(client: Client) -> str:
    key = client.session.session_key
    assert key is not None
    return key


def ticket(person: Person, session: PledgeSession, browser: str, **changes: Any) -> str:
    holder = Holder(PersonRef(person.ref), Assurance.LINK_PIN, browser, moment())
    words = {"session": SessionRef(session.ref), "text_sha256": session.text.sha256}
    return ticket_make(**{"holder": holder, "at": moment(), **words, **changes})


async def asked(
    path: str,
    body: bytes = b"",
    *,
    method: str = "POST",
    headers: dict[str, str] | None = None,
) -> Said:
    """Hand one request to the door as a server does; return status, headers and page."""
    fields = {
        "host": "127.0.0.1:8000",
        "content-type": "application/x-www-form-urlencoded",
        **(headers or {}),
    }
    if body:
        fields.setdefault("content-length", str(len(body)))
    protocol = Protocol(body)
    scope = SimpleNamespace(method=method, path=path, headers=fields, authority=None)
    await hot.application.__rsgi__(scope, protocol)
    (status, told, page) = protocol.told
    return status, {name.lower(): value for name, value in told}, page.decode()


class Protocol:
    """What the server hands to the door with each request."""

    def __init__(self, body: bytes) -> None:
        self._body, self.was_read = body, False
        self.told: tuple[int, list[tuple[str, str]], bytes]

    async def __call__(self) -> bytes:
        self.was_read = True
        return self._body

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.told = status, headers, body


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do some work beside a running writer, which begins and ends as the server has it."""

    async def served() -> T:
        door = hot.application
        BEGUN.clear()
        # A line belongs to one loop; each request here has one of its own.
        door.line = HotLine(room=door.line._room)
        door.__rsgi_init__(asyncio.get_running_loop())
        try:
            while not BEGUN:
                await asyncio.sleep(0.001)
            return await asyncio.wait_for(work, 30)
        finally:
            assert door._writing is not None
            door._writing.cancel()
            await asyncio.gather(door._writing, return_exceptions=True)

    return asyncio.run(served())


def pressed(client: Client, karcis: str, **changes: str) -> Said:
    form = {"karcis": karcis, "has_read": "on", **changes}
    cookie = f"netral_bahasa=id; netral_sesi={key_of(client)}"
    return run(asked(hot.SEND, urlencode(form).encode(), headers={"cookie": cookie}))


def nothing_made() -> bool:
    return not Pledge.objects.exists() and not entries("pledge.make")


def test_a_pressed_button_answers_with_certificate_and_promise_at_once() -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    status, headers, page = pressed(client, ticket(person, session, key_of(client)))
    pledge = Pledge.objects.get()
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert f'data-code="{pledge.certificate}"' in page
    assert f"/saya/ikrar/{session.ref}/sertifikat/" in page
    text = page.partition(f'data-code="{pledge.certificate}">')[2].partition("</pre>")[0]
    key = key_parse(Log.objects.get(government=HERE).verifier_key)
    assert promise_open(f"{text}\n", key).leaf.hex() == Paper.objects.get().leaf
    assert (pledge.assurance, pledge.shows_name) == ("tautan_pin", False)
    assert "@@" not in page


def test_the_same_press_again_gives_the_same_certificate() -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    mine = ticket(person, session, key_of(client))
    first = pressed(client, mine, show_name="on")[2]
    assert pressed(client, mine)[2] == first
    assert Pledge.objects.count() == len(entries("pledge.make")) == 1


def test_many_at_once_are_written_in_few_batches_and_each_gets_their_own() -> None:
    session, persons = running(), [person_build(OPD) for _ in range(40)]
    clients = [browser_of(person) for person in persons]
    forms = [
        (urlencode({"karcis": ticket(person, session, key_of(one)), "has_read": "on"}), key_of(one))
        for person, one in zip(persons, clients, strict=True)
    ]

    async def all_at_once() -> list[Said]:
        return list(
            await asyncio.gather(
                *(
                    asked(hot.SEND, form.encode(), headers={"cookie": f"netral_sesi={key}"})
                    for form, key in forms
                )
            )
        )

    answers = run(all_at_once())
    codes = dict(Pledge.objects.values_list("person_id", "certificate"))
    for person, (status, _headers, page) in zip(persons, answers, strict=True):
        assert status == 200
        assert f'data-code="{codes[person.pk]}"' in page
    assert len(set(codes.values())) == 40
    moments = {entry["at"] for entry in entries("pledge.make")}
    assert len(moments) < 40, "one moment for each batch"


def test_a_ticket_of_another_browser_or_changed_by_a_letter_makes_nothing() -> None:
    session, person, thief = running(), person_build(OPD), person_build(OPD)
    client, other = browser_of(person), browser_of(thief)
    mine = ticket(person, session, key_of(client))
    forged = mine.replace(person.ref, thief.ref)
    cases = [
        (other, mine),
        (client, forged),
        (client, mine[:-1] + ("0" if mine[-1] != "0" else "1")),
        (client, mine.replace("tautan_pin", "sertifikat")),
        (client, ""),
        (client, "1.2.3"),
        (client, mine.replace("2.", "1.", 1)),
    ]
    for who, karcis in cases:
        status, _headers, page = pressed(who, karcis)
        assert status == 403
        assert "belum tercatat" in page
        assert "tautan pribadi" in page
    assert nothing_made()


def test_without_a_browser_session_even_a_good_ticket_makes_nothing() -> None:
    session, person = running(), person_build(OPD)
    form = urlencode({"karcis": ticket(person, session, ""), "has_read": "on"}).encode()
    assert run(asked(hot.SEND, form))[0] == 403
    assert nothing_made()


def test_a_ticket_older_than_a_personal_session_is_refused() -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    since = moment() - timedelta(hours=12, minutes=1)
    old = Holder(PersonRef(person.ref), Assurance.LINK_PIN, key_of(client), since)
    assert pressed(client, ticket(person, session, "", holder=old))[0] == 403
    assert nothing_made()


def test_who_left_or_whose_link_was_revoked_is_refused_inside_the_batch() -> None:
    session, person, other = running(), person_build(OPD), person_build(OPD)
    left, revoked = browser_of(person), browser_of(other)
    mine, theirs = (
        ticket(person, session, key_of(left)),
        ticket(other, session, key_of(revoked)),
    )
    key = key_of(left)
    left.session.flush()
    form = urlencode({"karcis": mine, "has_read": "on"}).encode()
    said = run(asked(hot.SEND, form, headers={"cookie": f"netral_sesi={key}"}))
    assert said[0] == 410
    link_revoked(other)
    other.links.update(revoked_at=moment() + timedelta(seconds=5))
    assert pressed(revoked, theirs)[0] == 410
    assert nothing_made()


@pytest.mark.parametrize(
    ("stage", "begins", "words"),
    [
        (Stage.OPEN, timedelta(minutes=5), "belum dibuka"),
        (Stage.OPEN, -timedelta(hours=3), "sudah ditutup"),
        (Stage.CLOSED, -timedelta(minutes=30), "sudah ditutup"),
    ],
)
def test_before_the_opening_and_after_the_closing_it_says_what_to_do(
    stage: Stage, begins: timedelta, words: str
) -> None:
    session, person = running(stage, begins=begins), person_build(OPD)
    client = browser_of(person)
    status, _headers, page = pressed(client, ticket(person, session, key_of(client)))
    assert status == 409
    assert words in page
    assert nothing_made()


def test_the_points_must_have_been_read() -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    form = urlencode({"karcis": ticket(person, session, key_of(client))}).encode()
    cookie = {"cookie": f"netral_sesi={key_of(client)}"}
    status, headers, _page = run(asked(hot.SEND, form, headers=cookie))
    assert (status, headers["location"]) == (307, f"/saya/ikrar/{session.ref}/")
    assert nothing_made()


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        (hot.SEND, "GET", {}, 405),
        (hot.SEND, "HEAD", {}, 405),
        (hot.SEND, "POST", {"host": "jahat.example"}, 400),
        (hot.SEND, "POST", {"content-type": "application/json"}, 403),
        ("/", "GET", {}, 404),
        ("/ikrar/serentak/ZZZZ/keadaan.json", "POST", {}, 405),
        ("/ikrar/serentak/ZZZZ/keadaan.json", "GET", {}, 404),
    ],
)
def test_what_is_no_pledge_is_told_so_with_all_the_headers(
    path: str, method: str, headers: dict[str, str], status: int
) -> None:
    got, answered, page = run(asked(path, b"x=1", method=method, headers=headers))
    assert got == status
    assert "default-src 'none'" in answered["content-security-policy"]
    assert answered["x-content-type-options"] == "nosniff"
    assert "<h1>" in page


def test_a_body_too_large_is_not_read_to_its_end() -> None:
    status, _headers, _page = run(asked(hot.SEND, b"karcis=" + b"a" * 10_000))
    assert status == 403
    for told in ("10000", "-1", "banyak", "", "²"):
        protocol = Protocol(b"karcis=1")
        scope = SimpleNamespace(headers={"content-length": told})
        assert asyncio.run(hot._body(scope, protocol)) == b""
        assert not protocol.was_read


def test_a_full_line_answers_503_with_the_seconds_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)

    monkeypatch.setattr(hot.application.line, "_room", 0)
    status, headers, page = pressed(client, ticket(person, session, key_of(client)))
    assert (status, headers["retry-after"]) == (503, "5")
    assert "belum tercatat" in page


def test_a_broken_writer_is_told_as_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    mine = ticket(person, session, key_of(client))

    def broken(_acts: Any) -> Any:
        raise RuntimeError("disk full")

    monkeypatch.setattr(hot_writer, "taught_commit", broken)
    status, _headers, page = pressed(client, mine)
    assert status == 500
    assert "belum tercatat" in page
    monkeypatch.undo()


def test_a_reader_of_english_is_answered_in_english() -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    form = urlencode({"karcis": ticket(person, session, key_of(client)), "has_read": "on"})
    cookie = {"cookie": f"netral_sesi={key_of(client)}; netral_bahasa=en"}
    page = run(asked(hot.SEND, form.encode(), headers=cookie))[2]
    assert '<html lang="en">' in page


def test_the_page_hands_out_a_ticket_that_the_raw_door_takes() -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    page = client.get(f"/saya/ikrar/{session.ref}/").content.decode()
    assert 'action="/ikrar/kirim/"' in page
    karcis = page.partition('name="karcis" value="')[2].partition('"')[0]
    assert pressed(client, karcis)[0] == 200
    assert Pledge.objects.get().person == person


def test_the_state_of_the_room_is_asked_once_a_second_and_may_be_kept_by_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def told(_self: hot.States, ref: str, _every: float) -> bytes:
        read.append(ref)
        return json.dumps({"phase": "waiting"}).encode()

    monkeypatch.setattr(hot.States, "_told", told)

    async def many() -> list[Said]:
        path = "/ikrar/serentak/ABC/keadaan.json"
        return [await asked(path, method="GET") for _ in range(50)]

    answers = run(many())
    assert {status for status, _headers, _page in answers} == {200}
    assert answers[0][1]["cache-control"] == "public, max-age=1"
    assert len(read) <= 2
