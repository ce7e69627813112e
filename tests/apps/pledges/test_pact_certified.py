"""A pact signed by certificate: the provider's file stands, and nothing is signed twice or lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from netral.core.flow.pact import PactEarlyError
from netral.core.kinds.errors import NetralError
from netral.core.kinds.refs import PersonRef
from netral.gateways.signature import PassPhraseWrongError
from netral.gateways.signature_stand_in import StandIn
from netral.papers.models import PaperFile, Signature
from netral.papers.services import Means, signed_pdf
from netral.people.models import Person
from netral.pledges.models import Pact
from netral.pledges.services import pact_certified
from netral.pledges.services.pact_certified import CertifiedAct, pact_certify
from netral.pledges.services.pact_papers import pact_make
from netral.pledges.services.pact_rounds import round_withdraw
from netral.pledges.services.pacts import RoundEndedError
from netral.pledges.views import pact_certificate
from netral.shell.moment import moment
from tests.apps.papers.sign import NIK, PASS_PHRASE, gateway, means, reading_here, stand_in
from tests.apps.people.build import person_client
from tests.apps.people.told import entries
from tests.apps.pledges.pacts import Office, office_build, officer, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: the child has its own tests, and starts in half a second."""
    monkeypatch.setattr(signed_pdf, "pdf_reading", reading_here)


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


def running() -> Office:
    now = moment()
    return office_build(at=now - timedelta(hours=1), due_on=now.date() + timedelta(days=30))


def certify(office: Office, person: Person, how: Means, *, text: str = "") -> Pact:
    act = CertifiedAct(text or office.round.text.sha256, shows_name=False, means=how)
    return pact_certify(
        person_ref=PersonRef(person.ref), ref=office.round.ref, act=act, at=moment()
    )


def test_the_file_that_was_signed_is_the_pact_and_its_check_page_knows_it(server: StandIn) -> None:
    office = running()
    made = certify(office, office.head, means(server))
    assert (made.state, made.assurance) == ("ditandatangani", "sertifikat")
    pdf = pact_make(person_ref=PersonRef(office.head.ref), ref=office.round.ref, at=moment())
    signature = Signature.objects.get()
    assert signature.paper == made.code
    assert b"/ByteRange" in pdf
    assert PaperFile.objects.get(paper__ref=made.code).sha256 == signature.signed_sha256
    assert len(entries("pact.sign")) == len(entries("signature.make")) == 1


def test_signing_again_asks_nobody_and_gives_the_first(server: StandIn) -> None:
    office = running()
    first, before = certify(office, office.head, means(server)), server.desk.signed
    assert certify(office, office.head, means(server)).pk == first.pk
    assert server.desk.signed == before


def test_a_crash_after_the_provider_loses_nothing(
    server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = running()

    def crash(**_values: object) -> Pact:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(pact_certified, "pact_record", crash)
        with pytest.raises(RuntimeError):
            certify(office, office.head, means(server))
    assert not Pact.objects.exists()
    before = server.desk.signed
    Person.objects.filter(pk=office.head.pk).update(post_title="Camat")
    made = certify(office, office.head, means(server, pass_phrase="apa saja"))
    assert server.desk.signed == before, "what was signed is never signed again"
    assert made.assurance == "sertifikat"


def test_nothing_is_sent_before_the_superior_for_another_text_or_after_the_end(
    server: StandIn,
) -> None:
    office, before = running(), server.desk.signed
    with pytest.raises(PactEarlyError):
        certify(office, office.chief, means(server))
    with pytest.raises(NetralError, match="bukan yang Anda baca"):
        certify(office, office.head, means(server), text="0" * 64)
    round_withdraw(actor=officer(), ref=office.round.ref, reason="Keliru", at=moment())
    with pytest.raises(RoundEndedError):
        certify(office, office.head, means(server))
    assert server.desk.signed == before
    assert not Signature.objects.exists()


def test_a_wrong_pass_phrase_records_no_pact(server: StandIn) -> None:
    office = running()
    with pytest.raises(PassPhraseWrongError):
        certify(office, office.head, means(server, pass_phrase="salah"))
    assert not Pact.objects.exists()
    assert sign(office.round, office.head, at=moment()).assurance == "tautan_pin"


def test_the_page_asks_keeps_what_was_ticked_and_never_shows_the_pass_phrase(
    server: StandIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = running()
    client, url = person_client(office.head), f"/saya/pakta/{office.round.ref}/"
    assert client.get(f"{url}sertifikat/").status_code == 404, "not where no provider is set up"
    settings.NETRAL_BSRE_URL = server.url
    monkeypatch.setattr(pact_certificate, "certificate_gateway", lambda: gateway(server))
    assert f"{url}sertifikat/" in client.get(url).content.decode()
    said = {"text_sha256": office.round.text.sha256, "has_read": "on", "nik": NIK}
    wrong = client.post(f"{url}sertifikat/", {**said, "pass_phrase": "bukan ini"})
    assert wrong.status_code == 422
    assert "bukan ini" not in wrong.content.decode()
    short = client.post(f"{url}sertifikat/", {**said, "nik": "15", "pass_phrase": PASS_PHRASE})
    assert "16 angka" in short.content.decode()
    done = client.post(f"{url}sertifikat/", {**said, "pass_phrase": PASS_PHRASE}, follow=True)
    assert "sertifikat elektronik" in done.content.decode()
    assert Pact.objects.get().assurance == "sertifikat"
