"""The pages of calls, of the waiting room, of the roll and of two wordings side by side."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from netral.core.access import Role
from netral.core.flow.pledge import CallStage
from netral.pledges.models import Pledge, PledgeCall, PledgeSession, PledgeText, RollCall
from netral.pledges.queries.room import Kept, live_of
from netral.pledges.queries.texts import points_compared
from netral.pledges.services import (
    OWN_WORDING,
    CallPlan,
    JoinPlan,
    TextDraft,
    call_announce,
    call_withdraw,
    pledge_text_add,
    session_join,
    wording_default,
)
from netral.pledges.services.texts import pact_wording_default
from netral.pledges.views import room as room_views
from netral.shell.moment import moment
from tests.apps.papers.reading import words_of
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    person_client,
    staff_client,
)
from tests.apps.pledges.build import BEFORE, HERE, OPD, officer, pledge_build, room_build
from tests.apps.pledges.test_calls import SAMOSIR, SUMUT, province_build
from tests.apps.pledges.test_pages import body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _count_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep no figures from one test to the next."""
    monkeypatch.setattr(room_views, "KEPT", Kept(live_of))


def call_now(*, begins: timedelta = -timedelta(minutes=10)) -> PledgeCall:
    """Return a call whose moment lies so far from now."""
    at = moment() - timedelta(hours=1)
    plan = CallPlan(
        title="Ikrar serentak",
        text="",
        leader="Gubernur",
        opens_at=moment() + begins,
        late_from=moment() + begins + timedelta(minutes=30),
        closes_at=moment() + begins + timedelta(hours=2),
    )
    return call_announce(actor=province_build(), plan=plan, at=at)


def joined(call: PledgeCall, key: str = SAMOSIR) -> PledgeSession:
    made = session_join(
        actor=actor_build(Role.OFFICER, key),
        ref=call.ref,
        plan=JoinPlan("Aula", "Sekda", ()),
        at=call.announced_at,
    )
    return PledgeSession.objects.select_related("text", "unit", "government").get(pk=made.pk)


def test_the_waiting_room_is_one_page_for_all_that_others_may_keep() -> None:
    call = call_now(begins=timedelta(minutes=10))
    answer = Client().get(f"/ikrar/serentak/{call.ref}/")
    assert answer["Cache-Control"] == "public, max-age=5"
    assert "Cookie" in answer["Vary"]
    assert "csrfmiddlewaretoken" not in body(answer)
    assert "Set-Cookie" not in answer
    assert "Belum dibuka" in body(answer)
    assert "Hitung lagi" in body(answer), "it works without a script"


def test_the_state_says_when_to_ask_again_and_tells_nothing_of_a_person() -> None:
    call = call_now(begins=timedelta(minutes=10))
    session = joined(call)
    person = person_build(f"{SAMOSIR}.dinkes", name="Rahasia Sekali")
    answer = Client().get(f"/ikrar/serentak/{call.ref}/keadaan.json")
    told = json.loads(answer.content)
    assert answer["Cache-Control"] == "public, max-age=1"
    assert set(told) == {
        *("phase", "now", "opens_at", "done", "total", "counted_at", "wait", "spread"),
    }
    assert (told["phase"], told["done"], told["total"]) == ("waiting", 0, 1)
    for private in (person.name, person.ref, session.ref):
        assert private not in answer.content.decode()


def test_the_live_count_names_each_government_and_leads_to_its_agencies() -> None:
    call = call_now()
    session = joined(call)
    person_build(f"{SAMOSIR}.dinkes")
    pledge_build(session, person_build(f"{SAMOSIR}.dinkes"), at=moment())
    page = body(Client().get(f"/ikrar/serentak/{call.ref}/"))
    assert "Sedang berlangsung" in page
    assert "Kabupaten Samosir" in page
    assert f"/ikrar/{session.ref}/hasil/" in page
    pdf = Client().get(f"/ikrar/serentak/{call.ref}/hasil.pdf").content
    assert "Lembar hasil ikrar serentak" in words_of(pdf)
    assert "Kabupaten Samosir" in words_of(pdf)


@pytest.mark.parametrize("begins", [timedelta(minutes=10), -timedelta(minutes=10)])
def test_only_who_opened_a_personal_link_is_led_to_their_own_page(begins: timedelta) -> None:
    call = call_now(begins=begins)
    joined(call)
    address = f"/ikrar/serentak/{call.ref}/"
    officer_here = staff_client(account_build(Role.OFFICER, SUMUT))
    for stranger in (Client(), officer_here):
        page = stranger.get(address)
        assert 'href="/saya/"' not in body(page)
        assert "Buka tautan pribadi Anda" in body(page)
        assert page["Cache-Control"] == "public, max-age=5"
    own = person_client(person_build(f"{SAMOSIR}.dinkes")).get(address)
    assert 'href="/saya/"' in body(own)
    assert own["Cache-Control"] == "private, max-age=5"


@pytest.mark.parametrize("address", ["/ikrar/ajakan/baru/", "/ikrar/baru/", "/ikrar/pakta/baru/"])
def test_every_wording_can_be_read_beside_its_choice(address: str) -> None:
    actor = province_build()
    points = ("Kami tidak berpihak di kabupaten mana pun.", "Kami melayani semua.")
    draft = TextDraft("Naskah provinsi", points, "Keputusan 7/2024", is_official=True)
    pledge_text_add(actor=actor, draft=draft, at=moment())
    page = body(staff_client(account_build(Role.OFFICER, SUMUT)).get(address))
    choice = page.index('name="text"')
    assert choice < page.index("Baca naskah: Naskah provinsi") < page.index("Kami melayani semua.")
    ours = pact_wording_default if "pakta" in address else wording_default
    for point in ours(moment()).points:
        assert f"<li>{escape(point)}</li>" in page
    assert not PledgeText.objects.filter(source=OWN_WORDING).exists(), "a look keeps nothing"


def test_a_withdrawn_call_says_why_in_its_room() -> None:
    call = call_now(begins=timedelta(minutes=10))
    call_withdraw(
        actor=actor_build(Role.OFFICER, SUMUT), ref=call.ref, reason="Ditunda", at=moment()
    )
    page = body(Client().get(f"/ikrar/serentak/{call.ref}/"))
    assert "Ajakan ditarik" in page
    assert "Ditunda" in page


def test_an_officer_of_the_province_calls_and_one_of_the_kabupaten_joins_by_form() -> None:
    province_build()
    caller = staff_client(account_build(Role.OFFICER, SUMUT))
    day = (moment() + timedelta(days=2)).date()
    typed = {
        "title": "Ikrar serentak",
        "text": "",
        "leader": "Gubernur",
        "day": str(day),
        "opens": "09:00",
        "late": "09:30",
        "closes": "11:00",
    }
    wrong = caller.post("/ikrar/ajakan/baru/", typed | {"late": "08:00"})
    assert wrong.status_code == 422
    over = caller.post("/ikrar/ajakan/baru/", typed | {"day": "2020-01-02"})
    assert over.status_code == 422
    assert "Gubernur" in body(over), "what was typed stays"
    made = caller.post("/ikrar/ajakan/baru/", typed)
    call = PledgeCall.objects.get()
    assert made["Location"] == f"/ikrar/ajakan/{call.ref}/"
    joiner = staff_client(account_build(Role.SEKDA, SAMOSIR))
    assert call.title in body(joiner.get("/ikrar/ajakan/"))
    assert "Ikut ikrar serentak" in body(joiner.get(f"/ikrar/ajakan/{call.ref}/"))
    place = {"place": "Aula", "leader": "Sekda", "witnesses": "Ketua Bawaslu\n\nKapolres"}
    joiner.post(f"/ikrar/ajakan/{call.ref}/ikut/", place)
    session = PledgeSession.objects.get()
    assert session.witnesses == ["Ketua Bawaslu", "Kapolres"]
    assert "Sesi pemerintah Anda" in body(joiner.get(f"/ikrar/ajakan/{call.ref}/"))
    caller.post(f"/ikrar/ajakan/{call.ref}/tarik/", {"reason": "Hujan"})
    assert PledgeCall.objects.get().stage == CallStage.WITHDRAWN


def test_a_look_at_the_confirming_pages_changes_nothing() -> None:
    call = call_now(begins=timedelta(minutes=10))
    caller = staff_client(account_build(Role.OFFICER, SUMUT))
    for act in ("tarik", "tutup"):
        assert caller.get(f"/ikrar/ajakan/{call.ref}/{act}/").status_code == 200
    assert PledgeCall.objects.get().stage == CallStage.ANNOUNCED
    caller.post(f"/ikrar/ajakan/{call.ref}/tutup/")
    assert PledgeCall.objects.get().stage == CallStage.CLOSED


def test_the_roll_is_ticked_by_one_confirmed_by_another_and_pressed_into_minutes() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(6)]
    clerk, head = (staff_client(account_build(role, HERE)) for role in (Role.OFFICER, Role.SEKDA))
    url = f"/ikrar/{session.ref}/hadir/"
    clerk.post(f"{url}catat/", {"hadir": [person.ref for person in persons]})
    page = body(clerk.get(url))
    assert page.count("Menunggu pengesahan") == 6
    assert "Periksa dan sahkan" not in page, "not by the one who wrote it"
    assert "Tidak ada yang menunggu Anda" in body(clerk.get(f"{url}sahkan/"))
    assert "Periksa dan sahkan" in body(head.get(url))
    assert body(head.get(f"{url}sahkan/")).count('name="sah"') == 6
    assert not Pledge.objects.exists(), "looking confirms nothing"
    seen = {"sah": [person.ref for person in persons]}
    assert "6 ikrar disahkan" in body(head.post(f"{url}sahkan/", seen, follow=True))
    assert Pledge.objects.count() == 6
    words = words_of(Client().get(f"/ikrar/{session.ref}/hasil.pdf").content)
    assert "Berita acara pengucapan ikrar" in words
    assert "Ketua Bawaslu kabupaten" in words
    assert not any(person.name in words for person in persons)


def test_a_name_is_searched_on_the_roll_and_the_place_in_it_kept() -> None:
    session, person = room_build(), person_build(OPD, name="Saodah Contoh")
    other = person_build(OPD, name="Togar Contoh")
    clerk, url = staff_client(account_build(Role.OFFICER, HERE)), f"/ikrar/{session.ref}/hadir/"
    page = body(clerk.get(url, {"cari": "saodah"}))
    assert "Saodah Contoh" in page
    assert "Togar Contoh" not in page
    assert "Tidak ada yang cocok" in body(clerk.get(url, {"cari": person.nip})), "no number here"
    sent = {"hadir": [person.ref], "cari": "saodah", "halaman": "1"}
    assert clerk.post(f"{url}catat/", sent)["Location"] == f"{url}?cari=saodah&halaman=1"
    sent = {"coret": person.ref, "halaman": "2"}
    assert clerk.post(f"{url}coret/", sent)["Location"] == f"{url}?halaman=2"
    assert clerk.post(f"{url}catat/", {"hadir": [other.ref]})["Location"] == url


def test_who_closes_a_session_is_told_of_the_names_that_would_be_lost() -> None:
    session, persons = room_build(), [person_build(OPD) for _ in range(3)]
    clerk = staff_client(account_build(Role.OFFICER, HERE))
    url = f"/ikrar/{session.ref}/tutup/"
    assert "belum disahkan" not in body(clerk.get(url))
    refs = {"hadir": [person.ref for person in persons]}
    clerk.post(f"/ikrar/{session.ref}/hadir/catat/", refs)
    pledge_build(session, persons[0])
    assert "2 nama di daftar hadir belum disahkan" in body(clerk.get(url))


def test_a_scanned_code_that_is_no_sheet_is_told_on_the_roll_and_writes_nothing() -> None:
    session = room_build()
    clerk = staff_client(account_build(Role.OFFICER, HERE))
    scan = f"/ikrar/{session.ref}/hadir/pindai/"
    answer = clerk.post(scan, {"kode": "1234"}, follow=True)
    assert answer.redirect_chain == [(f"/ikrar/{session.ref}/hadir/", 302)]
    assert "Cari namanya" in body(answer)
    assert not RollCall.objects.exists()
    assert clerk.post("/ikrar/TIDAKADA/hadir/pindai/", {"kode": "1234"}).status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "same", "marked"),
    [
        (["satu dua tiga"], ["satu dua tiga"], [True], []),
        (["satu dua tiga"], ["satu dua empat"], [False], ["tiga", "empat"]),
        (["satu dua"], ["satu dua", "butir baru sekali"], [True, False], ["butir baru sekali"]),
        (["lama sekali ini", "satu dua"], ["satu dua"], [False, True], ["lama sekali ini"]),
        (["satu dua"], ["butir baru", "satu dua"], [False, True], ["butir baru"]),
        (["a b c"], ["x y z"], [False], ["a b c", "x y z"]),
    ],
)
def test_points_are_paired_and_the_words_of_one_side_marked(
    before: list[str], after: list[str], same: list[bool], marked: list[str]
) -> None:
    points = points_compared(before, after)
    assert [point.is_same for point in points] == same
    parts = [part for point in points for part in (*point.before, *point.after)]
    assert [words for words, differs in parts if differs] == marked


def test_two_wordings_stand_side_by_side_and_a_foreign_one_does_not() -> None:
    actor = officer()
    mine = [
        pledge_text_add(
            actor=actor, draft=TextDraft("Ikrar", points, "Keputusan contoh", True), at=BEFORE
        )
        for points in (("Menjaga netralitas ASN",), ("Menjaga netralitas ASN di media sosial",))
    ]
    client = staff_client(account_build(Role.OFFICER, HERE))
    asked = {"lama": mine[0].ref, "baru": mine[1].ref}
    page = body(client.get("/ikrar/naskah/banding/", asked))
    assert "<mark>di media sosial</mark>" in page
    assert "Bandingkan dua naskah" in body(client.get("/ikrar/naskah/"))
    stranger = staff_client(account_build(Role.OFFICER, "kab-samosir"))
    assert stranger.get("/ikrar/naskah/banding/", asked).status_code == 404
    assert PledgeText.objects.count() == 2
