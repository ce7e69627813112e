"""Registering and withdrawing papers: by whom, once, and bound to the journal."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import IntegrityError, transaction

from netral.core.access import Role
from netral.core.kinds.errors import AlreadyDoneError, NetralError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import PaperRef
from netral.core.ledger.note import key_parse
from netral.core.ledger.proof import proof_check, proof_parse
from netral.journal.models import Entry
from netral.journal.queries.tiles import NotSealedError
from netral.journal.services import log_seal
from netral.papers.access import ISSUERS, WITHDRAWERS
from netral.papers.models import Paper, PaperFile
from netral.papers.queries import (
    PaperUnknownError,
    paper_file_is_known,
    paper_proof,
    paper_public,
    paper_sealing,
    papers_visible,
)
from netral.papers.services import (
    PaperFacts,
    handles,
    paper_file_register,
    paper_ref_draw,
    paper_register,
    paper_withdraw,
)
from netral.papers.services.registry import PaperChangedError
from tests.apps.papers.build import AT
from tests.apps.people.build import actor_build, government_build

HERE = "kab-batanghari"
PDF = b"%PDF-1.7 contoh"


def registered(holder: str = "", *, shows_holder: bool = False, role: Role = Role.OFFICER) -> Paper:
    facts = PaperFacts(
        kind=Paper.Kind.CIRCULAR,
        title="Edaran netralitas",
        subject="SUBJECT001",
        holder=holder,
        shows_holder=shows_holder,
    )
    return paper_register(
        actor=actor_build(role, HERE),
        government=HERE,
        facts=facts,
        ref=paper_ref_draw(),
        pdf=PDF,
        at=AT,
    )


def entries(kind: str) -> list[Entry]:
    return list(Entry.objects.filter(kind=kind))


@pytest.mark.django_db
def test_a_registered_paper_binds_its_file_in_the_journal() -> None:
    paper = registered()
    (entry,) = entries("paper.register")
    body = json.loads(entry.body or "")["body"]
    assert body["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert body["paper"] == paper.ref
    assert paper.ref not in entry.leaf, "the public part must not name the code under the QR"
    assert paper_file_is_known(paper=paper, sha256=body["sha256"]) is True
    assert paper_file_is_known(paper=paper, sha256="0" * 64) is False


@pytest.mark.django_db
def test_a_paper_waits_and_is_then_proved_by_its_entry() -> None:
    paper = registered()
    assert paper_sealing(paper).number is None
    with pytest.raises(NotSealedError):
        paper_proof(paper)
    log_seal(government=HERE, at=AT)
    proof = proof_parse(paper_proof(paper))
    log = Entry.objects.filter(kind="paper.register").get().log
    head = proof_check(proof, bytes.fromhex(paper.leaf), key_parse(log.verifier_key))
    assert paper_sealing(paper) == paper_sealing(Paper.objects.get())
    assert paper_sealing(paper).checkpoint == head.size
    assert paper_sealing(paper).number == proof.number + 1


@pytest.mark.django_db
def test_a_holder_is_kept_only_when_they_allow_it() -> None:
    hidden = registered("Lasma Contoh")
    shown = registered("Lasma Contoh", shows_holder=True)
    assert (hidden.holder, hidden.has_hidden_holder) == ("", True)
    assert (shown.holder, shown.has_hidden_holder) == ("Lasma Contoh", False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=hidden.pk).update(holder="Lasma Contoh")


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - ISSUERS))
def test_other_roles_register_nothing(role: Role) -> None:
    government_build()
    with pytest.raises(NetralError):
        registered(role=role)
    assert not Paper.objects.exists()
    assert not entries("paper.register")


@pytest.mark.django_db
def test_a_file_is_registered_once_and_a_changed_one_is_refused() -> None:
    paper = registered()
    PaperFile.objects.all().delete()
    assert paper_file_is_known(paper=paper, sha256="0" * 64) is None
    before = len(entries("paper.register"))
    for _ in range(2):
        paper_file_register(person="P0000001", ref=PaperRef(paper.ref), pdf=PDF, at=AT)
    assert len(entries("paper.register")) == before + 1
    with pytest.raises(PaperChangedError):
        paper_file_register(person="P0000001", ref=PaperRef(paper.ref), pdf=b"lain", at=AT)
    assert PaperFile.objects.count() == 1


@pytest.mark.django_db
def test_a_withdrawn_paper_says_so_once_and_with_a_reason() -> None:
    paper, actor = registered(), actor_build(Role.SEKDA)
    with pytest.raises(WrongInputError):
        paper_withdraw(actor=actor, ref=PaperRef(paper.ref), reason="  ", at=AT)
    done = paper_withdraw(actor=actor, ref=PaperRef(paper.ref), reason="Salah nomor", at=AT)
    assert (done.withdrawn_at, done.withdrawn_reason) == (AT, "Salah nomor")
    with pytest.raises(AlreadyDoneError):
        paper_withdraw(actor=actor, ref=PaperRef(paper.ref), reason="Lagi", at=AT)
    assert len(entries("paper.withdraw")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("unit", [HERE, f"{HERE}.dinkes", "kab-samosir"])
def test_only_those_over_the_whole_government_withdraw(role: Role, unit: str) -> None:
    paper, actor = registered(), actor_build(role, unit)
    if role in WITHDRAWERS and unit == HERE:
        paper_withdraw(actor=actor, ref=PaperRef(paper.ref), reason="Salah", at=AT)
        return
    with pytest.raises(NetralError):
        paper_withdraw(actor=actor, ref=PaperRef(paper.ref), reason="Salah", at=AT)
    assert Paper.objects.get().withdrawn_at is None
    assert not entries("paper.withdraw")


@pytest.mark.django_db
def test_a_paper_is_not_withdrawn_without_a_reason_in_the_database_either() -> None:
    paper = registered()
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(withdrawn_at=AT)


@pytest.mark.django_db
def test_a_code_is_read_tolerantly_and_an_unknown_one_is_said() -> None:
    paper = registered()
    typed = f" {paper.ref[:4].lower()}-{paper.ref[4:]} "
    assert paper_public(typed) == paper
    with pytest.raises(PaperUnknownError) as unknown:
        paper_public("ZZZZZZZZ")
    assert unknown.value.status == 404


@pytest.mark.django_db
def test_a_code_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = registered()
    drawn = iter([paper.ref, "22222222"])
    monkeypatch.setattr(handles, "handle_from", lambda *_entropy, **_length: next(drawn))
    assert paper_ref_draw() == "22222222"


@pytest.mark.django_db
def test_an_officer_sees_the_papers_of_their_own_government_alone() -> None:
    paper = registered()
    assert list(papers_visible(actor=actor_build())) == [paper]
    assert list(papers_visible(actor=actor_build(), code=paper.ref.lower())) == [paper]
    assert not papers_visible(actor=actor_build(), code="ZZZZZZZZ").exists()
    assert not papers_visible(actor=actor_build(Role.OFFICER, "kab-samosir")).exists()


@pytest.mark.django_db
def test_the_names_of_rows_tell_what_they_are() -> None:
    paper = registered()
    assert str(paper) == f"surat_edaran {paper.ref}"
    assert str(paper.files.get()) == hashlib.sha256(PDF).hexdigest()
    with pytest.raises(NotVisibleError):
        paper_public("")
