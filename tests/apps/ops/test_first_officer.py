"""A real start: the first government and the officer who invites all others."""

from __future__ import annotations

import re
import sys
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from netral.journal.models import Entry
from netral.people.models import Account, Instansi, Unit

pytestmark = pytest.mark.django_db
WISH = {
    "government": "kab-simalungun",
    "name": "Kabupaten Simalungun",
    "region": "12.08",
    "username": "pengelola",
}
SECRET = "perahu kertas di danau"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.NETRAL_DATA_DIR = tmp_path


def run(**options: Any) -> str:
    said = StringIO()
    call_command("first_officer", stdout=said, **options)
    return said.getvalue()


def path_in(said: str) -> str:
    found = re.search(r"http://[^/]+(/undangan/\S+/)", said)
    assert found, said
    return found[1]


def test_a_government_opens_and_its_officer_can_choose_a_password() -> None:
    address = path_in(run(**WISH, officer="Ardani Saragih"))
    government = Instansi.objects.get()
    assert (government.kind, str(government.region_id)) == ("kabupaten", "12.08")
    client = Client()
    assert client.get(address).status_code == 200
    assert client.post(address, {"password": SECRET, "again": SECRET}).status_code == 302
    account = Account.objects.get()
    assert (account.name, account.check_password(SECRET)) == ("Ardani Saragih", True)
    assert client.get(address).status_code == 410
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"log.open", "government.open", "account.invite", "account.accept"} <= kinds


def test_a_second_first_officer_is_refused() -> None:
    run(**WISH)
    with pytest.raises(CommandError, match="sudah punya pengelola"):
        run(**{**WISH, "username": "lain"})
    assert Account.objects.count() == 1


def test_a_second_government_may_open_in_the_same_installation() -> None:
    run(**WISH)
    run(government="prov-sumut", name="Provinsi Sumatera Utara", region="12", username="prov")
    assert list(Instansi.objects.order_by("key").values_list("key", "kind")) == [
        ("kab-simalungun", "kabupaten"),
        ("prov-sumut", "provinsi"),
    ]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"region": "12.71", "name": "Kota Medan"}, "kota"),
        ({"region": "", "name": "Kementerian Contoh"}, "kementerian"),
    ],
)
def test_the_kind_follows_region_and_name(change: dict[str, str], kind: str) -> None:
    run(**{**WISH, **change})
    assert Instansi.objects.get().kind == kind


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"region": "99.99"}, "Kode wilayah 99.99 tidak ada"),
        ({"region": "12.08.01"}, "kode kabupaten"),
        ({"government": "Kab Simalungun"}, "huruf kecil"),
        ({"name": " "}, "Isi nama pemerintahnya"),
        ({"username": ""}, "Isi nama"),
    ],
)
def test_what_does_not_fit_opens_nothing(change: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(**{**WISH, **change})
    assert not Instansi.objects.exists()
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()


def test_a_lost_link_is_replaced_until_the_officer_has_a_password() -> None:
    lost = path_in(run(**WISH))
    again = path_in(run(government="kab-simalungun", again=True))
    client = Client()
    assert client.get(lost).status_code == 410
    assert client.post(again, {"password": SECRET, "again": SECRET}).status_code == 302
    with pytest.raises(CommandError, match="sudah memilih kata sandi"):
        run(government="kab-simalungun", again=True)


def test_a_link_of_nobody_cannot_be_replaced() -> None:
    with pytest.raises(CommandError, match="belum punya pengelola"):
        run(government="kab-samosir", again=True)


def test_an_empty_installation_says_what_to_type() -> None:
    said = run(print=True)
    assert "./netral first_officer --government" in said
    assert not Instansi.objects.exists()


def test_what_is_printed_can_be_typed() -> None:
    said = run(print=True).replace("\\\n", " ")
    typed = dict(re.findall(r"--(government|name|region|username) '?([^'\s]+(?: \w+)?)'?", said))
    run(**{name: value.partition(" --")[0].strip() for name, value in typed.items()})
    assert Instansi.objects.get().name == "Kabupaten Simalungun"


def test_without_tables_the_way_to_them_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [("0001", False)]
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_nodes: waiting)
    for options in ({"print": True}, WISH):
        with pytest.raises(CommandError, match=r"\./run --empty"):
            run(**options)


def test_an_installation_with_a_government_says_where_officers_sign_in() -> None:
    run(**WISH)
    said = run(print=True)
    assert "kab-simalungun" in said
    assert "/masuk/" in said


def test_what_is_missing_is_asked_for_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(WISH.values())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda _words: next(typed))
    assert path_in(run())


def test_without_a_terminal_what_is_missing_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False))
    with pytest.raises(CommandError, match="--region") as refused:
        run(**{**WISH, "region": None})
    assert refused.value.returncode == 2
