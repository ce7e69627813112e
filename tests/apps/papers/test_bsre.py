"""BSrE's client service: its answers and errors in our words, over the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from netral.core.kinds.errors import WrongInputError
from netral.core.kinds.secrets import SecretText
from netral.gateways.signature import (
    CertificateExpiredError,
    GatewayOffError,
    PersonUnknownError,
    ServiceDownError,
    Standing,
    credentials_read,
)
from netral.gateways.signature_bsre import (
    BsreAccess,
    BsreSigner,
    bsre_address_flaw,
    multipart,
)
from netral.gateways.signature_stand_in import StandIn, _fields
from netral.papers.services import certificate_gateway
from tests.apps.papers.sign import (
    EXPIRED_NIK,
    NIK,
    OTHER_NIK,
    PASS_PHRASE,
    PASSWORD,
    PURPOSE,
    credentials,
    gateway,
    plain_pdf,
    stand_in,
)


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


def sign(server: StandIn, nik: str, *, password: str = PASSWORD) -> bytes:
    signer = gateway(server, password=password)
    return signer.sign(plain_pdf(), credentials=credentials(nik), purpose=PURPOSE)


def test_an_unknown_person_and_an_expired_certificate_are_told_apart(server: StandIn) -> None:
    with pytest.raises(PersonUnknownError, match="NIK ini belum terdaftar"):
        sign(server, OTHER_NIK)
    with pytest.raises(CertificateExpiredError, match="sudah tidak berlaku"):
        sign(server, EXPIRED_NIK)


def test_a_wrong_password_of_the_site_is_no_fault_of_the_signer(server: StandIn) -> None:
    with pytest.raises(ServiceDownError, match="Pengelola sistem perlu memeriksa"):
        sign(server, NIK, password="salah")


def test_whether_a_person_can_sign_is_asked_without_signing(server: StandIn) -> None:
    signer = gateway(server)
    found = [signer.standing(SecretText(nik)) for nik in (NIK, OTHER_NIK, EXPIRED_NIK)]
    assert found == [Standing.READY, Standing.UNKNOWN_PERSON, Standing.EXPIRED]
    assert server.desk.signed == 0
    nowhere = BsreSigner(BsreAccess("http://127.0.0.1:9", "a", SecretText("b"), timeout=0.5))
    assert nowhere.standing(SecretText(NIK)) is Standing.DOWN


def test_a_form_carries_each_byte_of_the_file_as_it_is() -> None:
    odd = b"%PDF-1.7\r\n\r\n--\r\n\x00\xff\r lone \n" + bytes(range(256))
    kind, body = multipart([("nik", NIK), ("passphrase", "kata: \r\n-- ñ")], odd)
    fields = _fields(kind, body)
    assert fields["file"] == odd
    assert fields["passphrase"].decode() == "kata: \r\n-- ñ"


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://esign.example", True),
        ("http://127.0.0.1:8080", True),
        ("http://esign.example", False),
        ("ftp://esign.example", False),
        ("esign.example", False),
    ],
)
def test_a_pass_phrase_leaves_the_machine_over_https_alone(url: str, *, is_good: bool) -> None:
    assert (bsre_address_flaw(url) == "") is is_good


@pytest.mark.parametrize("nik", ["", "12345", "150401010190000A", "15040101019000011"])
def test_a_nik_of_another_form_is_told_before_anything_is_sent(nik: str) -> None:
    with pytest.raises(WrongInputError, match="16 angka"):
        credentials_read(nik, PASS_PHRASE)
    with pytest.raises(WrongInputError, match="frasa sandi"):
        credentials_read(NIK, "")


def test_blanks_and_dashes_in_a_nik_are_forgiven() -> None:
    assert str(credentials_read("1504 0101-0190.0001", PASS_PHRASE).nik) == NIK


def test_an_address_without_https_signs_nothing(settings: Any) -> None:
    settings.NETRAL_BSRE_URL = "http://esign.example"
    with pytest.raises(GatewayOffError, match="https://"):
        certificate_gateway().sign(plain_pdf(), credentials=credentials(), purpose=PURPOSE)
    assert certificate_gateway().standing(SecretText(NIK)) is Standing.OFF
    settings.NETRAL_BSRE_URL = "https://esign.example"
    assert certificate_gateway().name == "bsre"
