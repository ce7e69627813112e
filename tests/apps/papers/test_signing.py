"""Signing by certificate: kept, checked, repeatable; nothing is lost and nothing is told."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from netral.core.access import Assurance
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import PersonRef
from netral.core.kinds.secrets import SecretText
from netral.gateways.signature import (
    AnswerOddError,
    Credentials,
    GatewayOffError,
    PassPhraseWrongError,
    Purpose,
    ServiceDownError,
    Standing,
)
from netral.gateways.signature_stand_in import StandIn
from netral.journal.models import Entry
from netral.papers.models import PaperFile, Signature
from netral.papers.services import signed_pdf
from netral.papers.services.archive import FileChangedError, archive_root, file_kept
from netral.papers.services.gateway import certificate_gateway, certificate_is_offered
from netral.papers.services.signed_pdf import trust_folder
from netral.papers.services.signers import Reauth, SignerFacts, signer_person
from netral.papers.services.signing import (
    Document,
    Means,
    SigningWaitsError,
    document_attest,
    document_sign,
    documents_sign,
    signature_pdf,
)
from tests.apps.papers.build import AT
from tests.apps.papers.sign import (
    PASS_PHRASE,
    PURPOSE,
    authority,
    credentials,
    document,
    gateway,
    means,
    now,
    plain_pdf,
    reading_here,
    stand_in,
)
from tests.apps.papers.test_registry import registered
from tests.apps.people.build import person_build, posting_build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
HEAD = "Yang membuat pernyataan"


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: the child has its own tests, and starts in half a second."""
    monkeypatch.setattr(signed_pdf, "pdf_reading", reading_here)


@pytest.fixture
def server(own_folder: Path) -> Iterator[StandIn]:
    assert trust_folder().parent == own_folder
    (trust_folder() / "contoh.pem").write_bytes(authority().root_pem)
    with stand_in() as running:
        yield running


def signer(name: str = "Lasma Contoh") -> SignerFacts:
    person = person_build(name=name)
    return signer_person(person=PersonRef(person.ref), on=AT.date())


def sign(who: SignerFacts, how: Means, what: Document | None = None) -> Signature:
    return document_sign(
        signer=who, capacity=HEAD, document=what or document(), means=how, at=now()
    )


def test_a_signature_keeps_what_was_signed_by_whom_and_how(server: StandIn) -> None:
    who = signer()
    made = sign(who, means(server))
    assert made.state == "dibubuhkan"
    assert made.assurance == Assurance.CERTIFICATE
    assert made.document_sha256 == hashlib.sha256(plain_pdf()).hexdigest()
    facts = made.certificate or {}
    assert (facts["name"], facts["chain"]) == ("Lasma Contoh", "dikenal")
    assert facts["gateway"] == "bsre"
    assert (made.name, made.unit_path) == ("Lasma Contoh", "kab-batanghari.dinkes")
    assert who.person is not None
    assert who.person.nip not in str(Signature.objects.values().get())
    assert signature_pdf(made).startswith(plain_pdf()), "the pages are those that were sent"


def test_the_entry_binds_the_hashes_and_names_nobody_in_public(server: StandIn) -> None:
    who = signer()
    made = sign(who, means(server))
    entry = Entry.objects.get(kind="signature.make")
    body = json.loads(entry.body or "")["body"]
    assert (body["document"], body["signed"]) == (made.document_sha256, made.signed_sha256)
    assert made.subject not in entry.leaf
    assert made.promise


def test_signing_twice_gives_the_first_and_sends_nothing(server: StandIn) -> None:
    who = signer()
    first = sign(who, means(server))
    assert sign(who, means(server)).pk == first.pk
    assert server.desk.signed == 1
    assert Entry.objects.filter(kind="signature.make").count() == 1


def test_a_text_changed_after_signing_is_refused(server: StandIn) -> None:
    who = signer()
    sign(who, means(server))
    with pytest.raises(AlreadyDoneError, match="isinya sekarang lain"):
        sign(who, means(server), document(ref="8K2M94QD"))


def test_a_wrong_pass_phrase_is_told_and_the_right_one_then_signs(server: StandIn) -> None:
    who = signer()
    with pytest.raises(PassPhraseWrongError, match="belum ditandatangani"):
        sign(who, means(server, pass_phrase="salah"))
    kept = Signature.objects.get()
    assert (kept.state, kept.problem, kept.wrong_tries) == ("diminta", "frasa_sandi", 1)
    assert not Entry.objects.filter(kind="signature.make").exists()
    assert sign(who, means(server)).pk == kept.pk
    assert Signature.objects.get().wrong_tries == 0


def test_three_wrong_pass_phrases_make_the_signer_wait_at_every_document(server: StandIn) -> None:
    who = signer()
    for subject in ("PAKTA00001", "PAKTA00002", "PAKTA00003"):
        with pytest.raises(PassPhraseWrongError):
            sign(who, means(server, pass_phrase="salah"), document(subject))
    with pytest.raises(SigningWaitsError, match="tiga kali tidak cocok"):
        sign(who, means(server), document("PAKTA00004"))
    assert sign(signer("Orang Lain"), means(server)).state == "dibubuhkan"
    later = now() + timedelta(minutes=16)
    made = document_sign(
        signer=who, capacity=HEAD, document=document(), means=means(server), at=later
    )
    assert made.state == "dibubuhkan"


def test_a_pass_phrase_is_in_no_row_no_log_no_error_and_no_repr(
    server: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "rahasia-yang-keliru"
    who = signer()
    how = Means(gateway(server), credentials(pass_phrase=wrong), PURPOSE)
    with pytest.raises(PassPhraseWrongError) as refused:
        sign(who, how)
    sign(who, means(server))
    told = f"{refused.value!r} {refused.value.__cause__!r} {how!r} {caplog.text}"
    rows = str(list(Signature.objects.values())) + str(list(Entry.objects.values()))
    for secret in (wrong, PASS_PHRASE, credentials().nik):
        assert str(secret) not in told + rows


def test_a_service_that_fails_in_mid_batch_loses_nothing(server: StandIn) -> None:
    who = signer()
    server.desk.fails_after = 2
    papers = [document(f"PAKTA0000{n}") for n in range(4)]
    done = documents_sign(
        signer=who, capacity=HEAD, documents=papers, means=means(server), at=now()
    )
    assert [one.subject for one in done.made] == ["PAKTA00000", "PAKTA00001"]
    assert [one.subject for one in done.waiting] == ["PAKTA00002", "PAKTA00003"]
    assert "coba lagi" in done.problem
    server.desk.fails_after = None
    again = documents_sign(
        signer=who, capacity=HEAD, documents=papers, means=means(server), at=now()
    )
    assert (len(again.made), again.waiting, again.problem) == (4, [], "")
    assert server.desk.signed == 4, "what was signed is not signed again"


def test_a_service_that_is_gone_says_so(server: StandIn) -> None:
    how = means(server)
    server.server_close()
    with pytest.raises(ServiceDownError, match="tersimpan dan belum ditandatangani"):
        sign(signer(), how)
    assert Signature.objects.get().problem == "layanan"
    assert file_kept(Signature.objects.get().document_sha256) == plain_pdf()


def test_an_answer_without_a_good_signature_is_not_kept(server: StandIn) -> None:
    server.desk.spoils = True
    with pytest.raises(AnswerOddError, match="Tidak ada yang kami simpan"):
        sign(signer(), means(server))
    assert Signature.objects.get().state == "diminta"


def test_an_answer_that_only_names_the_file_is_fetched(server: StandIn) -> None:
    server.desk.names_only = True
    assert sign(signer(), means(server)).state == "dibubuhkan"


def test_a_superior_signs_the_signed_file_as_the_second(server: StandIn) -> None:
    first = sign(signer(), means(server))
    second = document_sign(
        signer=signer("Kepala Contoh"),
        capacity="Mengetahui",
        document=Document("PAKTA00001", "Pakta integritas", signature_pdf(first)),
        means=means(server),
        at=now(),
    )
    assert signature_pdf(second).startswith(signature_pdf(first))


def test_the_signed_file_is_known_to_the_check_page(server: StandIn) -> None:
    paper = registered()
    made = sign(signer(), means(server), Document("PAKTA00001", "Pakta", plain_pdf(), paper.ref))
    assert PaperFile.objects.filter(paper=paper, sha256=made.signed_sha256).exists()


def test_a_file_altered_on_the_disk_is_not_handed_out(server: StandIn) -> None:
    made = sign(signer(), means(server))
    path: Path = archive_root() / made.signed_sha256[:2] / made.signed_sha256
    path.write_bytes(path.read_bytes()[:-1] + b"X")
    with pytest.raises(FileChangedError):
        signature_pdf(made)


def test_nothing_is_offered_where_no_service_is_set_up() -> None:
    assert not certificate_is_offered()
    with pytest.raises(GatewayOffError, match="belum dipasang"):
        sign(signer(), Means(certificate_gateway(), credentials(), PURPOSE))


def test_a_signer_is_as_they_were_on_that_day() -> None:
    person = person_build(name="Lasma Contoh", post_title="Guru")
    person.title_front, person.title_back = "Dra.", "M.Pd."
    person.save()
    posting_build(person, title="Camat Contoh", kind="plt")
    who = signer_person(person=PersonRef(person.ref), on=AT.date())
    assert (who.name, who.post) == ("Dra. Lasma Contoh, M.Pd.", "Plt. Camat Contoh")
    assert who.nip == f"{person.nip[:8]} •••••• • •••"


def attest(who: SignerFacts, *, typed: str = "", minutes: int = 0, weak: bool = False) -> Signature:
    at = now()
    assert who.person is not None
    kind = Assurance.LINK if weak else Assurance.LINK_PIN
    proof = Reauth(who.person.ref, kind, at - timedelta(minutes=minutes))
    return document_attest(
        signer=who,
        capacity=HEAD,
        document=document(),
        proof=proof,
        typed=typed or who.name,
        at=at,
    )


def test_a_typed_name_after_a_second_proof_signs_without_touching_the_file() -> None:
    who = signer("Lasma br. Contoh")
    made = attest(who, typed="lasma BR CONTOH, s.pd")
    assert (made.method, made.assurance, made.signed_sha256) == ("masuk_ulang", "tautan_pin", "")
    assert signature_pdf(made) == plain_pdf()
    assert attest(who).pk == made.pk


def test_a_stale_a_weak_and_a_strange_proof_are_refused() -> None:
    who = signer()
    with pytest.raises(WrongInputError, match="lewat 5 menit"):
        attest(who, minutes=6)
    with pytest.raises(WrongInputError, match="memerlukan PIN"):
        attest(who, weak=True)
    with pytest.raises(WrongInputError, match="Ketik nama lengkap"):
        attest(who, typed="Setuju")
    proof = Reauth("P000000000", Assurance.LINK_PIN, now())
    with pytest.raises(WrongInputError, match="milik orang lain"):
        document_attest(
            signer=who,
            capacity=HEAD,
            document=document(),
            proof=proof,
            typed=who.name,
            at=now(),
        )
    assert not Signature.objects.exists()


class Watching:
    """A gateway that looks whether a transaction is held while it works."""

    name = "bsre"
    held: bool | None = None

    def standing(self, nik: SecretText) -> Standing:
        raise NotImplementedError(nik)

    def sign(self, pdf: bytes, *, credentials: Credentials, purpose: Purpose) -> bytes:
        self.held = connection.in_atomic_block
        raise ServiceDownError(f"{len(pdf)} {credentials} {purpose}")


@pytest.mark.django_db(transaction=True)
def test_no_transaction_waits_for_another_machine() -> None:
    who, watching = signer(), Watching()
    with pytest.raises(ServiceDownError):
        sign(who, Means(watching, credentials(), PURPOSE))
    assert watching.held is False
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        sign(who, Means(watching, credentials(), PURPOSE))
