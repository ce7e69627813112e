"""Messages out: an HTTP provider that really listens, and a folder in its place."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from netral.gateways.chosen import gateways
from netral.gateways.mail import DjangoMail
from netral.gateways.messages import Fate, FolderMessages, HttpMessages, Outgoing
from tests.apps.gateways.provider import Provider, provider

TEMPLATE = '{"to": "{to}", "message": {"type": "text", "body": "Netral: {text}"}, "n": 1}'
MESSAGE = Outgoing(key="KUNCI123", to="+628123456789", text='Buka "tautan" {to}\nAnda.')


def gateway(one: Provider, **options: Any) -> HttpMessages:
    return HttpMessages(url=one.url, template=TEMPLATE, token="Bearer rahasia", **options)


def test_the_message_goes_out_in_the_form_of_the_template_with_token_and_key() -> None:
    with provider() as one:
        outcome = gateway(one).send(MESSAGE)
    assert outcome.fate is Fate.SENT
    (came,) = one.came
    # What the text holds is text: it can neither close a string nor fill in a place of its own.
    body = 'Netral: Buka "tautan" {to}\nAnda.'
    assert came == {"to": MESSAGE.to, "message": {"type": "text", "body": body}, "n": 1}
    (headers,) = one.headers
    assert headers["Authorization"] == "Bearer rahasia"
    assert headers["Idempotency-Key"] == "KUNCI123"


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, Fate.SENT),
        (202, Fate.SENT),
        (400, Fate.REFUSED),
        (422, Fate.REFUSED),
        (401, Fate.LATER),
        (409, Fate.LATER),
        (429, Fate.LATER),
        (500, Fate.LATER),
        (503, Fate.LATER),
        (302, Fate.LATER),
    ],
)
def test_each_answer_has_its_fate_and_the_providers_word_is_kept(status: int, fate: Fate) -> None:
    with provider() as one:
        one.answers = [(status, "nomor  tidak\n terdaftar")]
        outcome = gateway(one).send(MESSAGE)
    assert outcome.fate is fate
    assert outcome.answer == f"{status} nomor tidak terdaftar"
    assert not outcome.is_dead_address  # a wrong template must not mark everybody
    assert len(one.came) == 1  # no redirect is followed, nothing is tried again inside


def test_a_provider_that_is_down_is_tried_later() -> None:
    with provider() as one:
        pass
    assert gateway(one).send(MESSAGE).fate is Fate.LATER


def test_a_provider_that_took_it_and_does_not_answer_leaves_it_unsure() -> None:
    with provider() as one:
        one.wait_seconds = 0.4
        outcome = gateway(one, timeout=0.1).send(MESSAGE)
    assert outcome.fate is Fate.UNKNOWN
    assert len(one.came) == 1


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    with provider() as one:
        one.answers = [(400, "x" * 500_000)]
        assert len(gateway(one).send(MESSAGE).answer) == 200


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("http://sms.example/kirim", TEMPLATE),
        ("ftp://127.0.0.1/kirim", TEMPLATE),
        ("https://sms.example/kirim", '{"to": "{to}"}'),
        ("https://sms.example/kirim", '{"text": "{text}"}'),
        ("https://sms.example/kirim", "bukan json"),
    ],
)
def test_settings_that_could_never_work_or_would_leak_are_refused(url: str, template: str) -> None:
    with pytest.raises(ValueError, match=r"NETRAL_MESSAGE|Expecting"):
        HttpMessages(url=url, template=template)


def test_neither_token_nor_contact_nor_words_show_in_a_repr() -> None:
    shown = repr(HttpMessages("https://a.example/", TEMPLATE, token="rahasia")) + repr(MESSAGE)
    assert not any(word in shown for word in ("rahasia", "+62812", "tautan", "KUNCI123"))


def test_the_folder_holds_one_file_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    folder = FolderMessages(tmp_path / "pesan")
    assert folder.send(MESSAGE).fate is Fate.SENT
    assert folder.send(MESSAGE).fate is Fate.SENT  # after kill -9 it may come again
    (file,) = list((tmp_path / "pesan").iterdir())
    assert file.name == "KUNCI123.json"
    assert json.loads(file.read_text(encoding="utf-8"))["to"] == MESSAGE.to
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_tried_later(tmp_path: Path) -> None:
    (tmp_path / "penuh").write_text("bukan folder")
    with pytest.raises(OSError, match="penuh"):
        (tmp_path / "penuh" / "x").mkdir()
    assert FolderMessages(tmp_path / "penuh" / "pesan").send(MESSAGE).fate is Fate.LATER


def test_the_settings_choose_the_gateways(settings: Any, tmp_path: Path) -> None:
    assert gateways() == {}
    settings.NETRAL_OUTBOX = str(tmp_path)
    assert gateways() == {
        "pesan": FolderMessages(tmp_path / "pesan"),
        "email": FolderMessages(tmp_path / "email"),
    }
    settings.NETRAL_MESSAGE_URL, settings.NETRAL_MAIL = "https://sms.example/", "smtp://surat"
    chosen = gateways()
    assert isinstance(chosen["pesan"], HttpMessages)
    assert isinstance(chosen["email"], DjangoMail)
