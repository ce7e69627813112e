"""The site's own server: a pressed pledge waits before Django, all else goes through it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client

from netral.circulars.models import CircularVersion, Reading
from netral.circulars.models.delivery import BY_LESSON
from netral.config import pledge_door as door
from netral.config.desks import Desks
from netral.config.front import Front
from netral.core.flow.pledge import Stage
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession
from netral.shell.moment import moment
from tests.apps.circulars.build import has_read, published_build
from tests.apps.people.build import person_build
from tests.apps.people.told import entries
from tests.apps.pledges.build import OPD
from tests.apps.pledges.test_batches import link_revoked
from tests.apps.pledges.test_hot import browser_of, key_of, nothing_made, running, ticket

pytestmark = pytest.mark.django_db(transaction=True)

Said = tuple[int, dict[str, str], str]


@pytest.fixture
def front() -> Iterator[Front]:
    """Return the site's server, and end its writer's thread and connection after the test."""
    made = Front(get_wsgi_application())
    yield made
    made.writer.end()
    for desk in made._desks._free:
        for connection in desk.values():
            connection.close()


def asked(front: Front, path: str, body: bytes = b"", **environ: str) -> Said:
    """Hand one request to the server as granian does; return status, headers and page."""
    told: list[Any] = []
    page = front(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "HTTP_HOST": "127.0.0.1:8000",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "wsgi.url_scheme": "http",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            **environ,
        },
        lambda line, headers: told.extend([line, headers]),
    )
    return int(told[0].split()[0]), dict(told[1]), b"".join(page).decode()


def pressed(front: Front, client: Client, form: dict[str, str], **environ: Any) -> Said:
    cookie = {"HTTP_COOKIE": f"netral_bahasa=id; netral_sesi={key_of(client)}"}
    return asked(front, door.SEND, urlencode(form).encode(), **cookie, **environ)


def form_of(client: Client, session: PledgeSession) -> dict[str, str]:
    """Return the fields of the person's own page as a browser would send them, ticked."""
    page = client.get(f"/saya/ikrar/{session.ref}/").content.decode()
    names = ("csrfmiddlewaretoken", "karcis", "text_sha256")
    found = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in names}
    assert all(found.values())
    return {**found, "has_read": "on"}


def of(person: Person, session: PledgeSession, client: Client) -> dict[str, str]:
    return {"karcis": ticket(person, session, key_of(client)), "has_read": "on"}


def test_the_form_of_the_page_is_answered_with_certificate_and_promise(front: Front) -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    status, headers, page = pressed(front, client, form_of(client, session))
    pledge = Pledge.objects.get()
    assert (status, headers["Cache-Control"], headers["Content-Language"]) == (
        200,
        "no-store",
        "id",
    )
    assert f'data-code="{pledge.certificate}"' in page
    assert "netral-promise" in page
    assert (pledge.person, pledge.assurance) == (person, "tautan_pin")
    assert pressed(front, client, of(person, session, client))[2] == page, "the same again"
    assert Pledge.objects.count() == len(entries("pledge.make")) == 1


def test_what_the_headers_of_a_page_forbid_is_forbidden_here_too(front: Front) -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    form = form_of(client, session)
    cookie = f"netral_sesi={key_of(client)}"
    where = f"/saya/ikrar/{session.ref}/"
    page = asked(front, where, REQUEST_METHOD="GET", HTTP_COOKIE=cookie)[1]
    mine = pressed(front, client, form)[1]
    ours = {"Set-Cookie", "Vary", "Content-Length"}
    assert {name: page[name] for name in page.keys() - ours} == {
        name: mine[name] for name in page.keys() - ours
    }


def test_without_the_tick_the_page_comes_back_with_what_was_typed(front: Front) -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    form = {**form_of(client, session), "show_name": "on"}
    del form["has_read"]
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    body = urlencode(form).encode()
    status, headers, _page = asked(front, door.SEND, body, HTTP_COOKIE=cookies)
    assert (status, headers["Location"]) == (307, f"/saya/ikrar/{session.ref}/")
    status, _headers, page = asked(front, headers["Location"], body, HTTP_COOKIE=cookies)
    assert status == 422
    assert "Baca semua butir" in page
    assert page.count(" checked") == 1, "the choice of the name stays"
    assert 'action="/ikrar/kirim/"' in page
    assert nothing_made()


def test_where_no_door_takes_it_in_the_form_goes_on_to_the_page_itself() -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    form = form_of(client, session)
    assert Client().post(door.SEND, form).status_code == 403
    answer = client.post(door.SEND, form, follow=True)
    assert answer.redirect_chain[0] == (f"/saya/ikrar/{session.ref}/", 307)
    assert "Sertifikat ikrar" in answer.content.decode()
    assert Pledge.objects.get().person == person


def test_anothers_ticket_a_changed_one_and_none_make_nothing(front: Front) -> None:
    session, person, thief = running(), person_build(OPD), person_build(OPD)
    client, other = browser_of(person), browser_of(thief)
    mine = of(person, session, client)
    late = {**mine, "karcis": mine["karcis"].replace(session.text.sha256, "0" * 64)}
    for who, form in [(other, mine), (client, late), (client, {"has_read": "on"})]:
        status, _headers, page = pressed(front, who, form)
        assert (status, "belum tercatat" in page) == (403, True)
    assert asked(front, door.SEND, urlencode(mine).encode())[0] == 403, "without the cookie"
    assert nothing_made()


def test_who_left_is_told_to_open_the_link_again(front: Front) -> None:
    session, person, other = running(), person_build(OPD), person_build(OPD)
    left, revoked = browser_of(person), browser_of(other)
    mine, theirs, key = of(person, session, left), of(other, session, revoked), key_of(left)
    left.session.flush()
    body = urlencode(mine).encode()
    assert asked(front, door.SEND, body, HTTP_COOKIE=f"netral_sesi={key}")[0] == 410
    link_revoked(other)
    other.links.update(revoked_at=moment() + timedelta(seconds=5))
    assert pressed(front, revoked, theirs)[0] == 410
    assert nothing_made()


@pytest.mark.parametrize(
    ("stage", "begins"),
    [
        (Stage.OPEN, timedelta(minutes=5)),
        (Stage.OPEN, -timedelta(hours=3)),
        (Stage.CLOSED, -timedelta(minutes=30)),
    ],
)
def test_outside_its_time_nothing_is_recorded(
    front: Front, stage: Stage, begins: timedelta
) -> None:
    session, person = running(stage, begins=begins), person_build(OPD)
    client = browser_of(person)
    assert pressed(front, client, of(person, session, client))[0] == 409
    assert nothing_made()


def test_a_roster_that_moves_a_person_meanwhile_is_obeyed_at_once(front: Front) -> None:
    session, person, gone = running(), person_build(OPD), person_build(OPD)
    client, leaver = browser_of(person), browser_of(gone)
    mine, theirs = of(person, session, client), of(gone, session, leaver)
    Person.objects.filter(pk=gone.pk).update(valid_to=moment().date() - timedelta(days=1))
    Person.objects.filter(pk=person.pk).update(post_title="Camat Baru")
    assert pressed(front, leaver, theirs)[0] == 404
    assert pressed(front, client, mine)[0] == 200
    assert Pledge.objects.get().post_title == "Camat Baru"


def test_a_letter_published_after_the_page_was_shown_asks_for_its_lesson_first(
    front: Front,
) -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)
    early, other = person_build(OPD), person_build(OPD)
    before, later = browser_of(early), browser_of(other)
    mine, hers, last = (
        of(person, session, client),
        of(early, session, before),
        of(other, session, later),
    )
    first = pressed(front, before, hers)[2]
    version = published_build()
    CircularVersion.objects.filter(pk=version.pk).update(published_at=moment())
    status, _headers, page = pressed(front, client, mine)
    assert (status, "latihannya belum Anda" in page) == (409, True)
    assert pressed(front, before, hers)[2] == first, "a pledge that stands is answered"
    has_understood(version, other)
    assert pressed(front, later, last)[0] == 200
    assert set(Pledge.objects.values_list("person_id", flat=True)) == {early.pk, other.pk}


def has_understood(version: CircularVersion, person: Person) -> None:
    has_read(version, person)
    Reading.objects.filter(version=version, person=person).update(
        understood_at=moment(), understood_by=BY_LESSON
    )


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"REQUEST_METHOD": "GET"}, 405),
        ({"HTTP_HOST": "jahat.example"}, 400),
        ({"CONTENT_TYPE": "application/json"}, 403),
    ],
)
def test_what_is_no_pledge_is_told_so(front: Front, environ: dict[str, str], status: int) -> None:
    got, headers, page = asked(front, door.SEND, b"x=1", **environ)
    assert (got, "<h1>" in page) == (status, True)
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_body_too_large_is_refused(front: Front) -> None:
    assert asked(front, door.SEND, b"karcis=" + b"a" * 10_000)[0] == 403


def test_a_broken_writer_is_told_as_not_recorded(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, person = running(), person_build(OPD)
    client = browser_of(person)

    def broken(_acts: Any) -> Any:
        raise RuntimeError("disk full")

    monkeypatch.setattr(front.writer, "_commit", broken)
    status, _headers, page = pressed(front, client, of(person, session, client))
    assert (status, "belum tercatat" in page) == (500, True)


def test_other_pages_go_through_the_site(front: Front) -> None:
    assert asked(front, "/robots.txt", REQUEST_METHOD="GET")[0] == 200
    assert asked(front, "/tidak/ada/", REQUEST_METHOD="GET")[0] == 404


def test_threads_take_turns_at_few_desks_and_leave_no_connection_of_their_own() -> None:
    desks, used = Desks(2), set()

    def work(_number: int) -> bool:
        with desks.one():
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT 1")
            used.add(id(connections["default"]))
        return not connections.all(initialized_only=True)

    with ThreadPoolExecutor(max_workers=8) as crowd:
        assert all(crowd.map(work, range(40)))
    assert 1 <= len(used) <= 2
    for desk in desks._free:
        for connection in desk.values():
            connection.close()
