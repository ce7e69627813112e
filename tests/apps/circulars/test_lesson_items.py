"""Items of a government's own: held against the law data, read by a second person, dated, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from netral.circulars.models import Item
from netral.circulars.queries.lesson_items import pool_of, the_bank
from netral.circulars.queries.letters import acts_told
from netral.circulars.services import lesson_items
from netral.circulars.services.advice import OneReaderError
from netral.circulars.services.lesson_items import (
    item_confirm,
    item_end,
    item_propose,
    item_return,
    item_revise,
)
from netral.core.access import Role
from netral.core.flow.lesson.items import Choice, Words, item_read
from netral.core.flow.lesson.items import Item as CoreItem
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.journal.models import Entry
from tests.apps.circulars.build import AT, DINKES, KEY, published_build, tree_build
from tests.apps.circulars.lessons import passed
from tests.apps.people.build import account_build, actor_build, person_build, staff_client
from tests.core.flow.lesson.build import item_build

pytestmark = pytest.mark.django_db
TODAY = AT.date()
SPACE = "Tautan grup relawan dibagikan di rapat sekolah Anda."
FORM = {
    "cerita": SPACE,
    "hari": "2024-10-08",
    "status": "PNS",
    "putusan": "tidak",
    "tepat": "Tidak bergabung.",
    "alasan_tepat": "Bergabung terbaca mendukung.",
    "salah_1": "Bergabung sebentar.",
    "alasan_1": "Sebentar pun bergabung.",
    "salah_2": "Bergabung dengan nomor lain.",
    "alasan_2": "Nomor lain tetap Anda.",
    "perbuatan_1": "S-MEDSOS-INTERAKSI",
    "pasal_1": "SKB 22 September 2022, Lampiran II, tabel disiplin butir 6",
}


@pytest.fixture(autouse=True)
def _tree() -> None:
    tree_build()


def own_item() -> CoreItem:
    return replace(item_build("daerah", topic="daerah"), scene=Words(SPACE, ""))


def proposed() -> Item:
    return item_propose(actor=actor_build(Role.DESK, KEY), item=own_item(), at=AT)


def confirmed() -> Item:
    return item_confirm(actor=actor_build(Role.SEKDA, KEY), ref=proposed().ref, at=AT)


def kinds() -> list[str]:
    entries = Entry.objects.filter(kind__startswith="lesson.").order_by("pk")
    return list(entries.values_list("kind", flat=True))


def test_an_item_waits_for_a_second_reader_and_is_asked_from_that_day() -> None:
    item = proposed()
    assert own_item() not in pool_of(government=KEY, today=TODAY)
    item_confirm(actor=actor_build(Role.SEKDA, KEY), ref=item.ref, at=AT)
    assert own_item() in pool_of(government=KEY, today=TODAY)
    assert own_item() not in pool_of(government=KEY, today=date(2024, 9, 11))
    assert own_item() not in pool_of(government="kab-solok", today=TODAY)
    assert kinds() == ["lesson.propose", "lesson.confirm"]


def test_who_wrote_an_item_cannot_confirm_or_return_it_and_nothing_is_written() -> None:
    writer = actor_build(Role.DESK, KEY)
    item = item_propose(actor=writer, item=own_item(), at=AT)
    with pytest.raises(OneReaderError):
        item_confirm(actor=writer, ref=item.ref, at=AT)
    with pytest.raises(OneReaderError):
        item_return(actor=writer, ref=item.ref, reason="Ini kurang jelas.", at=AT)
    assert kinds() == ["lesson.propose"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(read_by=writer.account)


def test_a_returned_item_is_rewritten_and_proposed_again() -> None:
    item = proposed()
    item_return(actor=actor_build(Role.SEKDA, KEY), ref=item.ref, reason="Kurang jelas.", at=AT)
    other = actor_build(Role.OFFICER, KEY)
    better = replace(own_item(), scene=Words("Grup relawan mengirim tautan kepada Anda.", ""))
    again = item_revise(actor=other, ref=item.ref, item=better, at=AT)
    assert (again.state, again.written_by, again.note) == ("diajukan", other.account, "")
    assert kinds() == ["lesson.propose", "lesson.return", "lesson.propose"]


def test_an_ended_item_is_drawn_no_more_the_banks_too() -> None:
    item = confirmed()
    item_end(actor=actor_build(Role.DESK, KEY), ref=item.ref, reason="Sudah usang.", at=AT)
    assert own_item() not in pool_of(government=KEY, today=TODAY)
    passed(published_build(), person_build(DINKES))
    kept = next(
        row
        for row in Item.objects.filter(source="bank").order_by("sha256")
        if set(item_read(row.content).acts) <= {"D-N1", "D-N4", "D-N6"}
    )
    item_end(actor=actor_build(Role.DESK, KEY), ref=kept.ref, reason="Tidak cocok di sini.", at=AT)
    pool = {each.fingerprint() for each in pool_of(government=KEY, today=TODAY)}
    assert len(pool) == len(the_bank().items) - 1
    assert kept.sha256 not in pool


def test_nobody_takes_an_act_out_of_the_lessons_by_ending_its_last_items(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item = confirmed()
    (code,) = own_item().acts
    there = sum(code in each.acts for each in pool_of(government=KEY, today=TODAY))
    monkeypatch.setattr(lesson_items, "FEWEST_LEFT", there)
    with pytest.raises(WrongInputError, match="penggantinya"):
        item_end(actor=actor_build(Role.DESK, KEY), ref=item.ref, reason="Sudah usang.", at=AT)
    assert own_item() in pool_of(government=KEY, today=TODAY)
    monkeypatch.setattr(lesson_items, "FEWEST_LEFT", there - 1)
    item_end(actor=actor_build(Role.DESK, KEY), ref=item.ref, reason="Sudah usang.", at=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": ()},
        {"acts": ("X-TIDAK-ADA",)},
        {"on": date(2024, 8, 1)},
        {"scene": Words("Hubungi 0812-3456-7890 untuk tautan grupnya.", "")},
        {"choices": (Choice(Words("a", ""), Words("b", "")),)},
    ],
)
def test_an_item_that_the_law_data_does_not_bear_is_refused(wrong: dict[str, object]) -> None:
    item = replace(own_item(), **wrong)  # type: ignore[arg-type]
    with pytest.raises(WrongInputError):
        item_propose(actor=actor_build(Role.DESK, KEY), item=item, at=AT)
    assert not Item.objects.exists()


def test_the_same_words_are_kept_once() -> None:
    proposed()
    with pytest.raises(AlreadyDoneError):
        proposed()


def test_no_item_is_confirmed_twice_or_by_another_government_or_role() -> None:
    item = confirmed()
    with pytest.raises(MoveRefusedError):
        item_confirm(actor=actor_build(Role.PPK, KEY), ref=item.ref, at=AT)
    with pytest.raises(NotVisibleError):
        item_end(actor=actor_build(Role.DESK, "kab-solok"), ref=item.ref, reason="x" * 20, at=AT)
    with pytest.raises(NotAllowedError):
        item_end(actor=actor_build(Role.OPD_HEAD, KEY), ref=item.ref, reason="x" * 20, at=AT)
    with pytest.raises(WrongInputError):
        item_end(actor=actor_build(Role.DESK, KEY), ref=item.ref, reason="tidak", at=AT)


def desk() -> Client:
    return staff_client(account_build(Role.DESK, KEY))


def test_an_item_is_written_read_and_confirmed_on_the_pages() -> None:
    writer = desk()
    sent = writer.post("/soal/baru/", FORM)
    assert sent.status_code == 302
    page = sent.headers["Location"]
    told = writer.get(page).content.decode()
    assert "Anda yang menulisnya" in told
    found = item_read(Item.objects.get().content)
    (act,) = acts_told(found.acts, found.on)
    assert act.title in told
    assert act.code not in told, "an officer reads words, not codes"
    assert writer.post(f"{page}sahkan/").status_code == 403
    reader = staff_client(account_build(Role.SEKDA, KEY))
    assert SPACE in reader.get("/soal/").content.decode()
    assert reader.post(f"{page}sahkan/").status_code == 302
    assert Item.objects.get().state == "berlaku"


def test_a_form_that_the_law_data_refuses_keeps_what_was_typed() -> None:
    response = desk().post("/soal/baru/", {**FORM, "hari": "2024-08-01"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Data aturan menolak soal ini" in page
    assert SPACE in page


def test_a_returned_item_comes_back_filled_in() -> None:
    writer = desk()
    page = writer.post("/soal/baru/", FORM).headers["Location"]
    reader = staff_client(account_build(Role.SEKDA, KEY))
    assert reader.post(f"{page}kembalikan/", {"reason": ""}).status_code == 422
    reader.post(f"{page}kembalikan/", {"reason": "Ceritanya belum jelas."})
    again = writer.get(f"{page}tulis-ulang/").content.decode()
    assert SPACE in again
    changed = {**FORM, "cerita": "Tautan grup relawan dikirim kepala sekolah kepada Anda."}
    assert writer.post(f"{page}tulis-ulang/", changed).status_code == 302
    assert Item.objects.get().state == "diajukan"


def test_an_unknown_step_of_an_item_is_not_there() -> None:
    page = desk().post("/soal/baru/", FORM).headers["Location"]
    assert desk().get(f"{page}hapus/").status_code == 404
    assert desk().get("/soal/TIDAKADA/").status_code == 404
