"""The pages: the ASN's own, the officers', the public result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from netral.core.access import Assurance, Role
from netral.core.flow.pledge import DRAFTERS, LISTERS, OPENERS, READERS, Stage
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.journal.models import Entry
from netral.journal.services import log_seal
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeAbsence, PledgeSession, PledgeText
from netral.pledges.services import pledge_make
from netral.shell.moment import moment
from tests.apps.papers.reading import words_of
from tests.apps.people.build import account_build, person_build, person_client, staff_client
from tests.apps.pledges.build import HERE, OPD, session_build

pytestmark = pytest.mark.django_db


def running(stage: Stage = Stage.OPEN, unit: str = HERE) -> PledgeSession:
    """Return a session that runs now."""
    return session_build(stage, unit, opens_at=moment() - timedelta(minutes=10))


def act(session: PledgeSession, **changes: str) -> dict[str, str]:
    return {"text_sha256": session.text.sha256, "has_read": "on", **changes}


def body(answer: Any) -> str:
    return str(answer.content.decode())


def pledged(session: PledgeSession, person: Person, *, show_name: bool = False) -> Pledge:
    return pledge_make(
        person_ref=PersonRef(person.ref),
        session=SessionRef(session.ref),
        text_sha256=session.text.sha256,
        assurance=Assurance.LINK,
        show_name=show_name,
        at=moment(),
    )


# The ASN's own pages


def test_an_asn_reads_ticks_pledges_and_gets_the_certificate() -> None:
    session, person = running(), person_build(OPD, name="Lasma Contoh")
    client, url = person_client(person), f"/saya/ikrar/{session.ref}/"
    page = body(client.get(url))
    assert all(point in page for point in session.text.points)
    assert not Pledge.objects.exists(), "opening a page is no act"
    answer = client.post(url, act(session), follow=True)
    assert answer.redirect_chain[-1][0] == f"{url}sertifikat/"
    assert "Ikrar Anda sudah kami terima" in body(answer)
    assert "Lasma Contoh" in body(answer)
    assert Pledge.objects.get().assurance == "tautan_pin"


def test_pressing_twice_shows_the_same_certificate() -> None:
    session, person = running(), person_build(OPD)
    client, url = person_client(person), f"/saya/ikrar/{session.ref}/"
    pages = [body(client.post(url, act(session), follow=True)) for _ in range(2)]
    code = Pledge.objects.get().certificate
    assert all(f"{code[:4]}-{code[4:]}" in page for page in pages)
    assert client.get(url)["Location"] == f"{url}sertifikat/"


def test_without_the_tick_nothing_is_recorded_and_it_is_told() -> None:
    session = running()
    answer = person_client(person_build(OPD)).post(
        f"/saya/ikrar/{session.ref}/", act(session, has_read="")
    )
    assert answer.status_code == 422
    assert "Baca semua butir" in body(answer)
    assert not Pledge.objects.exists()


def test_a_changed_text_is_told() -> None:
    session = running()
    answer = person_client(person_build(OPD)).post(
        f"/saya/ikrar/{session.ref}/", act(session, text_sha256="0" * 64)
    )
    assert answer.status_code == 409
    assert "Naskah ikrar berubah" in body(answer)


@pytest.mark.parametrize(
    ("stage", "days", "words", "refusal"),
    [
        (Stage.DRAFTED, 1, "Ruang tunggu ikrar", "Ikrar belum dibuka"),
        (Stage.OPEN, 1, "Ruang tunggu ikrar", "Ikrar belum dibuka"),
        (Stage.OPEN, -1, "Sesi sudah ditutup", "Ikrar sudah ditutup"),
        (Stage.CLOSED, -1, "Sesi sudah ditutup", "Ikrar sudah ditutup"),
    ],
)
def test_outside_its_time_the_page_says_so_and_a_pledge_is_refused(
    stage: Stage, days: int, words: str, refusal: str
) -> None:
    session = session_build(stage, opens_at=moment() + timedelta(days=days))
    client, url = person_client(person_build(OPD)), f"/saya/ikrar/{session.ref}/"
    page = body(client.get(url))
    assert words in page
    assert "Saya berikrar" not in page
    answer = client.post(url, act(session))
    assert (answer.status_code, refusal in body(answer)) == (409, True)


def test_a_link_of_another_unit_an_unknown_session_and_nobody_are_told() -> None:
    session = running(unit=OPD)
    stranger = person_client(person_build("kab-samosir.dinkes"))
    assert "bukan untuk unit Anda" in body(stranger.get(f"/saya/ikrar/{session.ref}/"))
    for client in (stranger, Client()):
        for page in ("", "belum/", "sertifikat/", "sertifikat/janji"):
            assert client.get(f"/saya/ikrar/{session.ref}/{page}").status_code == 404
        assert client.post(f"/saya/ikrar/{session.ref}/sertifikat/pdf").status_code == 404
    assert person_client(person_build(OPD)).get("/saya/ikrar/ZZZZZZZZZZ/").status_code == 404


def test_one_person_never_gets_the_certificate_of_another() -> None:
    session, other = running(), person_build(OPD)
    pledged(session, other)
    answer = person_client(person_build(OPD)).get(f"/saya/ikrar/{session.ref}/sertifikat/")
    assert answer.status_code == 404
    assert other.name not in body(answer)


def test_a_certificate_is_downloaded_and_its_fingerprint_then_known() -> None:
    session, person = running(), person_build(OPD, name="Lasma Contoh")
    pledge = pledged(session, person)
    client, url = person_client(person), f"/saya/ikrar/{session.ref}/sertifikat/"
    assert client.get(f"{url}pdf").status_code == 405
    first, second = client.post(f"{url}pdf"), client.post(f"{url}pdf")
    assert first["Content-Type"] == "application/pdf"
    assert first.content == second.content
    assert "Lasma Contoh" in words_of(first.content)
    assert Entry.objects.filter(kind="paper.register").count() == 1
    check = body(Client().get(f"/periksa/{pledge.certificate}/"))
    assert "Lasma Contoh" not in check
    assert "disembunyikan pemegang" in check


def test_a_certificate_page_offers_the_promise_at_once_and_the_proof_when_sealed() -> None:
    session, person = running(), person_build(OPD)
    pledge = pledged(session, person, show_name=True)
    client, url = person_client(person), f"/saya/ikrar/{session.ref}/sertifikat/"
    page = body(client.get(url))
    assert "menunggu, paling lama 60 detik" in page
    assert "menampilkan nama Anda" in page
    assert client.get(f"{url}janji").content.startswith(b"netral-promise/v1")
    log_seal(government=HERE, at=moment())
    assert f"/periksa/{pledge.certificate}/bukti" in body(client.get(url))
    assert person.name in body(Client().get(f"/periksa/{pledge.certificate}/"))


def test_a_reason_is_sent_and_a_missing_one_is_told() -> None:
    session, person = running(), person_build(OPD)
    client, url = person_client(person), f"/saya/ikrar/{session.ref}/belum/"
    assert "Kewajiban netral tetap berlaku" in body(client.get(url))
    assert client.post(url, {"kind": "", "reason": ""}).status_code == 422
    data = {"kind": "cuti", "reason": "Cuti tahunan", "returns_on": "2026-12-01"}
    assert "Alasan Anda sudah kami sampaikan" in body(client.post(url, data, follow=True))
    assert PledgeAbsence.objects.get().reason == "Cuti tahunan"


# The officers' pages


def draft_data(**changes: str) -> dict[str, str]:
    return {
        "title": "Ikrar 2024",
        "unit": HERE,
        "text": "",
        "place": "Aula",
        "leader": "Sekda",
        "witnesses": "Ketua Bawaslu\n\nWakil Inspektorat",
        "opens_on": "2024-10-23",
        "opens_time": "09:00",
        "closes_on": "2024-10-23",
        "closes_time": "11:00",
        **changes,
    }


PLACES = {
    "/ikrar/": READERS,
    "/ikrar/naskah/": READERS,
    "/ikrar/{ref}/": READERS,
    "/ikrar/{ref}/belum/": LISTERS,
    "/ikrar/{ref}/belum.csv": LISTERS,
    "/ikrar/{ref}/buka/": OPENERS,
    "/ikrar/{ref}/tutup/": OPENERS,
    "/ikrar/{ref}/ubah/": DRAFTERS,
    "/ikrar/baru/": DRAFTERS,
}


@pytest.mark.parametrize("role", sorted(Role))
def test_who_opens_which_page(role: Role) -> None:
    session = running(Stage.DRAFTED)
    client = staff_client(account_build(role, HERE))
    for url, roles in PLACES.items():
        expected = 200 if role in roles else 403
        assert (url, client.get(url.format(ref=session.ref)).status_code) == (url, expected)


def test_officers_elsewhere_find_nothing_and_nobody_must_sign_in() -> None:
    session = running()
    stranger = staff_client(account_build(Role.OFFICER, "kab-samosir"))
    for url in (place for place in PLACES if "{ref}" in place):
        assert stranger.get(url.format(ref=session.ref)).status_code == 404
    for url in PLACES:
        assert Client().get(url.format(ref=session.ref)).status_code == 302


def test_a_session_is_drafted_revised_opened_and_closed_by_its_pages() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    made = client.post("/ikrar/baru/", draft_data(), follow=True)
    session = PledgeSession.objects.get()
    again = body(client.get("/ikrar/baru/"))
    ours = [again.count(words) for words in ("(bukan naskah resmi)", "Baca naskah:")]
    assert ours == [1, 1], "our wording is offered once, also when it was used before"
    assert made.redirect_chain[-1][0] == f"/ikrar/{session.ref}/"
    assert session.witnesses == ["Ketua Bawaslu", "Wakil Inspektorat"]
    assert session.opens_at.isoformat() == "2024-10-23T02:00:00+00:00"
    assert "Aula" in body(client.get(f"/ikrar/{session.ref}/ubah/"))
    late = draft_data(closes_on="2099-10-23", place="Lapangan")
    client.post(f"/ikrar/{session.ref}/ubah/", late)
    for step, stage in (("buka", "open"), ("tutup", "closed")):
        url = f"/ikrar/{session.ref}/{step}/"
        asked = body(client.get(url))
        assert "Setelah ini" in asked
        said = "mulai Rabu, 23 Oktober 2024 pukul 09.00 WIB sampai Jumat, 23 Oktober 2099"
        assert (said in asked) == (step == "buka"), "a wrong year is seen before it binds"
        assert client.post(url).status_code == 302
        session.refresh_from_db()
        assert session.stage == stage
        assert client.post(url).status_code == 409
    assert session.place == "Lapangan"
    assert client.post(f"/ikrar/{session.ref}/ubah/", late).status_code == 409


def test_who_opens_a_second_session_for_all_is_told_what_it_does_to_the_count() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    later = moment() + timedelta(days=2)
    for_all, of_one = (
        session_build(Stage.DRAFTED, unit, opens_at=later, title="Susulan") for unit in (HERE, OPD)
    )
    words = "Ikrar di “Ikrar” tidak lagi dihitung di sana"
    assert words not in body(client.get(f"/ikrar/{for_all.ref}/buka/"))
    for unit in (HERE, OPD):
        running(unit=unit)
    assert words in body(client.get(f"/ikrar/{for_all.ref}/buka/"))
    assert words not in body(client.get(f"/ikrar/{of_one.ref}/buka/")), "it counts nowhere else"


def test_a_wrong_draft_keeps_what_was_typed() -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    answer = client.post("/ikrar/baru/", draft_data(closes_time="08:00"))
    assert answer.status_code == 422
    assert "Waktu tutup harus sesudah waktu buka" in body(answer)
    assert "Wakil Inspektorat" in body(answer)
    assert client.post("/ikrar/baru/", draft_data(opens_on="kapan")).status_code == 422
    session = running(Stage.DRAFTED)
    assert client.post(f"/ikrar/{session.ref}/ubah/", {}).status_code == 422


def test_buttons_follow_the_role_and_the_stage() -> None:
    session = running()
    for role in sorted(READERS):
        page = body(staff_client(account_build(role, HERE)).get(f"/ikrar/{session.ref}/"))
        assert ("Tutup sesi" in page) == (role in OPENERS)
        assert "Buka sesi" not in page
    below = staff_client(account_build(Role.OFFICER, OPD)).get(f"/ikrar/{session.ref}/")
    assert "Tutup sesi" not in body(below)


def test_a_session_shows_its_figures_with_their_denominators() -> None:
    session = running()
    people = [person_build(OPD) for _ in range(3)]
    pledged(session, people[0])
    page = body(staff_client(account_build(Role.SEKDA, HERE)).get(f"/ikrar/{session.ref}/"))
    assert "33% (1 dari 3)" in page
    assert "Hitung lagi" in page
    assert "Berlangsung" in page


def test_the_list_of_sessions_is_paged_and_costs_the_same_with_more_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = staff_client(account_build(Role.OFFICER, HERE))
    assert "Belum ada sesi ikrar" in body(client.get("/ikrar/"))
    for number in range(6):
        session_build(title=f"Sesi {number}")
    with django_assert_max_num_queries(14):
        page = body(client.get("/ikrar/"))
    assert "Sesi 5" in page


def test_the_list_of_who_has_not_pledged_costs_the_same_with_more_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    session, client = running(), staff_client(account_build(Role.OFFICER, HERE))
    url = f"/ikrar/{session.ref}/belum/"
    assert "Semua sudah berikrar" in body(client.get(url))
    names = [person_build(OPD).name for _ in range(12)]
    with django_assert_max_num_queries(16):
        page = body(client.get(url))
    assert all(name in page for name in names)


def test_the_direct_superior_reads_the_reason_on_the_list() -> None:
    session, chief = running(), person_build(OPD)
    person = person_build(OPD, superior=chief)
    person_client(person).post(
        f"/saya/ikrar/{session.ref}/belum/",
        {"kind": "sakit", "reason": "Dirawat di rumah", "returns_on": "2026-12-01"},
    )
    url = f"/ikrar/{session.ref}/belum/"
    own = body(staff_client(account_build(Role.SUPERIOR, OPD, person=chief)).get(url))
    assert "Dirawat di rumah" in own
    higher = body(staff_client(account_build(Role.OFFICER, HERE)).get(url))
    assert "Dirawat di rumah" not in higher
    assert "Belum berikrar" in higher
    assert "Ada alasan" not in higher


def test_a_csv_never_holds_a_formula_and_keeps_the_nip_whole() -> None:
    session, client = running(), staff_client(account_build(Role.OFFICER, HERE))
    person = person_build(OPD, name="=HYPERLINK(1)", post_title="-x")
    answer = client.get(f"/ikrar/{session.ref}/belum.csv")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Unit,Nama,NIP,Jabatan,Keadaan"
    assert rows[1] == f"Dinkes,'=HYPERLINK(1),'{person.nip},'-x,Belum berikrar"


def test_a_text_is_entered_by_drafters_and_shown_to_readers() -> None:
    client = staff_client(account_build(Role.DESK, HERE))
    data = {"title": "Naskah resmi", "points": "Satu\nDua", "source": "Kep 1", "is_official": "on"}
    assert client.post("/ikrar/naskah/", {"title": ""}).status_code == 422
    assert "Naskah disimpan" in body(client.post("/ikrar/naskah/", data, follow=True))
    assert PledgeText.objects.get().points == ["Satu", "Dua"]
    reader = staff_client(account_build(Role.PPK, HERE))
    assert "Simpan naskah" not in body(reader.get("/ikrar/naskah/"))
    assert reader.post("/ikrar/naskah/", data).status_code == 403


def test_a_text_that_is_there_under_another_source_is_told_and_what_was_typed_stays() -> None:
    client = staff_client(account_build(Role.DESK, HERE))
    data = {"title": "Naskah resmi", "points": "Satu\nDua", "source": "Kep 1", "is_official": "on"}
    client.post("/ikrar/naskah/", data)
    for changes in ({"source": "Keputusan 100.3/2024"}, {"points": "x\n" * 9}):
        answer = client.post("/ikrar/naskah/", data | changes)
        assert answer.status_code == 422
        assert next(iter(changes.values())).strip() in body(answer)
    said = body(client.post("/ikrar/naskah/", data | {"source": "B"}))
    assert "sudah ada, dengan sumber “Kep 1”" in said
    assert client.post("/ikrar/naskah/", data).status_code == 302, "the same again is the same"
    assert PledgeText.objects.get().source == "Kep 1"


# The public result


def test_the_public_result_hides_small_cells_and_drafts() -> None:
    session = running()
    for _ in range(6):
        pledged(session, person_build(OPD))
    small = person_build(f"{HERE}.disdik")
    person_build(f"{HERE}.disdik")
    pledged(session, small)
    page = body(Client().get(f"/ikrar/{session.ref}/hasil/"))
    assert "tidak ditampilkan" in page
    assert "Kurang dari 5 orang" in page
    assert small.name not in page
    hidden = session_build(Stage.DRAFTED, title="Kelak")
    assert Client().get(f"/ikrar/{hidden.ref}/hasil/").status_code == 404
