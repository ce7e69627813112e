"""The person's pages: the closed letter, the open one, what changed, the promise."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from netral.circulars.models import Reading
from netral.circulars.services import circular_withdraw
from netral.core.access import Role
from netral.core.flow.circular import ClauseText
from netral.core.kinds.refs import CircularRef
from netral.journal.models import Entry
from tests.apps.circulars.build import (
    AT,
    CAMPAIGN,
    DINKES,
    GOODS,
    draft_build,
    has_read,
    opened,
    passed_on,
    published_build,
    renewed_build,
)
from tests.apps.people.build import actor_build, person_build, person_client

pytestmark = pytest.mark.django_db


def read_page(client: Client, ref: str) -> str:
    answer = client.get(reverse("circular-read", args=[ref]))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, ref: str, version: int | str = 1) -> int:
    return client.post(reverse(name, args=[ref]), {"versi": version}).status_code


def test_looking_at_the_closed_letter_records_nothing_and_shows_no_clause() -> None:
    client = person_client(person_build())
    version = published_build()
    page = read_page(client, version.circular.ref)
    assert "Buka surat" in page
    assert CAMPAIGN.text not in page
    assert not Reading.objects.exists()


def test_opening_shows_the_clauses_in_plain_words_with_their_articles() -> None:
    client = person_client(person_build())
    version = published_build()
    assert press(client, "circular-open", version.circular.ref) == 302
    page = read_page(client, version.circular.ref)
    assert CAMPAIGN.text in page
    assert "ASN tidak boleh ikut berkampanye untuk calon atau partai." in page
    assert "PP 94/2021 Pasal 5 huruf n angka 1" in page
    assert "Saya sudah membaca" in page
    assert "kira-kira 1 menit" in page


def test_reading_shows_the_promise_of_the_journal() -> None:
    client = person_client(person_build())
    version = published_build()
    press(client, "circular-open", version.circular.ref)
    assert press(client, "circular-done", version.circular.ref) == 302
    page = read_page(client, version.circular.ref)
    assert "netral-promise/v1" in page
    assert "Sudah tercatat" in page
    assert reverse("circular-done", args=[version.circular.ref]) not in page


def test_both_buttons_pressed_twice_record_two_acts() -> None:
    client = person_client(person_build())
    version = published_build()
    for name in ("circular-open", "circular-open", "circular-done", "circular-done"):
        assert press(client, name, version.circular.ref) == 302
    assert Entry.objects.filter(kind__in=["circular.open", "circular.read"]).count() == 2


@pytest.mark.parametrize("version", ["", "dua", "0"])
def test_a_button_without_its_version_records_nothing(version: str) -> None:
    client = person_client(person_build())
    ref = published_build().circular.ref
    assert press(client, "circular-open", ref, version) == 422
    assert not Reading.objects.exists()


def test_reading_before_opening_is_told_so() -> None:
    client = person_client(person_build())
    assert press(client, "circular-done", published_build().circular.ref) == 409


def test_a_new_version_asks_again_and_shows_only_what_changed() -> None:
    person = person_build()
    client = person_client(person)
    first = published_build()
    has_read(first, person)
    stricter = ClauseText("kampanye", "", "Jangan ikut kampanye apa pun.", ("D-N1", "D-N2"))
    own = ClauseText("baru", "Kendaraan", "Kunci mobil dinas.", ("D-N4",))
    renewed_build(first, [stricter, own])
    ref = first.circular.ref
    closed = read_page(client, ref)
    assert "Perlu baca perubahan" in closed
    assert stricter.text not in closed
    assert press(client, "circular-open", ref, 2) == 302
    changes, _rest = read_page(client, ref).split("Seluruh surat")
    assert stricter.text in changes
    assert f"<del>{CAMPAIGN.text}</del>" in changes
    assert f"<del>{GOODS.text}</del>" in changes
    assert own.text in changes
    assert "3 butir berubah" in changes


def test_a_version_whose_clauses_stayed_says_that_nothing_in_them_changed() -> None:
    person = person_build()
    first = published_build()
    has_read(first, person)
    second = renewed_build(first, [GOODS, CAMPAIGN])
    opened(second, person)
    page = read_page(person_client(person), first.circular.ref)
    assert "Kata-kata butirnya tidak berubah" in page


def test_who_never_read_the_old_version_gets_the_whole_new_letter() -> None:
    person = person_build()
    first = published_build()
    second = renewed_build(first, [GOODS])
    opened(second, person)
    page = read_page(person_client(person), first.circular.ref)
    assert GOODS.text in page
    assert "Seluruh surat" not in page


def test_a_page_left_open_over_a_new_version_is_told_to_open_again() -> None:
    person = person_build()
    client = person_client(person)
    first = published_build()
    press(client, "circular-open", first.circular.ref)
    renewed_build(first, [GOODS])
    answer = client.post(reverse("circular-done", args=[first.circular.ref]), {"versi": 1})
    assert answer.status_code == 409
    assert "Versi 2 terbit" in answer.content.decode()


def test_the_cover_notes_of_the_heads_stand_above_the_letter() -> None:
    person = person_build(DINKES)
    version = published_build()
    passed_on(version, note="Baca sebelum apel Senin.")
    opened(version, person)
    assert "Baca sebelum apel Senin." in read_page(person_client(person), version.circular.ref)


def test_a_withdrawn_letter_says_so_at_every_door() -> None:
    client = person_client(person_build())
    version = published_build()
    circular_withdraw(
        actor=actor_build(Role.PPK), ref=CircularRef(version.circular.ref), reason="x", at=AT
    )
    answer = client.get(reverse("circular-read", args=[version.circular.ref]))
    assert answer.status_code == 410
    assert "sudah dicabut" in answer.content.decode()
    assert press(client, "circular-open", version.circular.ref) == 410


def test_an_ended_personal_session_advises_to_open_the_link_again() -> None:
    answer = Client().get(reverse("circular-read", args=[published_build().circular.ref]))
    assert answer.status_code == 404
    assert "tautan pribadi Anda" in answer.content.decode()


def test_the_list_shows_how_far_each_letter_has_come() -> None:
    person = person_build()
    client = person_client(person)
    assert "Belum ada surat edaran" in client.get(reverse("circulars-mine")).content.decode()
    draft_build()
    first, second = published_build(number="1/SE"), published_build(number="2/SE")
    has_read(first, person)
    opened(second, person)
    published_build(number="3/SE")
    page = client.get(reverse("circulars-mine")).content.decode()
    for words in ("Dibaca", "Dibuka", "Belum dibaca"):
        assert words in page
    renewed_build(first, [GOODS], number="4/SE")
    assert "Perlu baca perubahan" in client.get(reverse("circulars-mine")).content.decode()


def test_a_person_takes_the_signed_letter_along_as_pdf() -> None:
    client = person_client(person_build())
    version = published_build()
    answer = client.get(reverse("circular-read-pdf", args=[version.circular.ref]))
    assert answer.content.startswith(b"%PDF-")
    assert not Reading.objects.exists()


def test_a_cover_note_keeps_its_lines() -> None:
    person = person_build(DINKES)
    version = published_build()
    passed_on(version, note="Baca sampai tuntas.\nRabu kita bahas di apel.")
    opened(version, person)
    page = person_client(person).get(f"/saya/edaran/{version.circular.ref}/").content.decode()
    assert "Baca sampai tuntas.<br>Rabu kita bahas di apel." in page
