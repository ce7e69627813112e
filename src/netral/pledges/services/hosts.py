"""The guest's side of a joint pledge: join a call of another installation, tell it the sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.joint import (
    ASK,
    CALL,
    Asked,
    CallSaid,
    invitation_key,
    invitation_proof,
)
from netral.core.flow.joint_wire import (
    ask_value,
    call_read,
)
from netral.core.flow.pledge import OPENERS, CallStage
from netral.core.kinds.errors import AlreadyDoneError, WrongInputError
from netral.core.kinds.refs import handle_read
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import key_parse
from netral.core.ledger.statement import Stated, envelope_read, statement_open
from netral.gateways.neighbour import Neighbour, NeighbourError
from netral.journal.queries.logs import log_of
from netral.journal.services import entry_append, statement_make
from netral.papers.services import matter_draw
from netral.people.models import Instansi
from netral.pledges.models import CallHost, PledgeCall, PledgeSession
from netral.pledges.queries.joint import key_fingerprint
from netral.pledges.services.calls import JoinPlan, session_join
from netral.pledges.services.guests import SECRET_LETTERS
from netral.pledges.services.texts import TextDraft, text_keep

CODE_LETTERS = 10 + SECRET_LETTERS
CALL_ADDRESS = "/ikrar/serentak/"
DOOR = "ajakan.json"
OK = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A call of another installation as it was fetched: what it says, and under which key."""

    said: CallSaid
    envelope: str
    verifier_key: str

    @property
    def fingerprint(self) -> str:
        """Return what the two officers compare by voice."""
        return key_fingerprint(self.verifier_key)


@dataclass(frozen=True, slots=True)
class HostPlan:
    """What an officer hands in to join: the fetched call, its code, where it came from."""

    envelope: str
    code: str
    address: str
    join: JoinPlan


def call_fetch(*, actor: Actor, neighbour: Neighbour, address: str) -> Found:
    """Fetch a call by the address of its waiting room; record nothing.

    Raises NotAllowedError for who may not join, NeighbourError without an answer, and
    WrongInputError when what stands there is no call.
    """
    require(actor, OPENERS, actor.government)
    told = neighbour.ask(door_of(address))
    if told.status != OK:
        raise WrongInputError(
            _("Di alamat itu tidak ada ajakan ikrar serentak. Salin lagi alamatnya dari pengajak.")
        )
    return call_found(actor=actor, envelope=told.text)


def call_found(*, actor: Actor, envelope: str) -> Found:
    """Return the call that an envelope (fetched, or from a file) holds, its signature checked."""
    require(actor, OPENERS, actor.government)
    try:
        stated = envelope_read(envelope)
        value = statement_open(stated.note, key=key_parse(stated.key), kind=CALL)
    except LedgerError as error:
        raise WrongInputError(
            _("Ini bukan ajakan ikrar serentak yang utuh. Minta lagi alamat atau berkasnya.")
        ) from error
    return Found(call_read(value), stated.envelope(), stated.key)


def door_of(address: str) -> str:
    """Return the machine door behind the address of a call's page, however it was copied."""
    where = urlsplit(address.strip())
    before, found, after = where.path.partition(CALL_ADDRESS)
    ref = after.split("/")[0]
    if not found or not ref or where.scheme not in {"https", "http"}:
        raise WrongInputError(
            _("Alamatnya harus alamat ruang tunggu ajakan, misalnya https://…/ikrar/serentak/…/")
        )
    return f"{where.scheme}://{where.netloc}{before}{CALL_ADDRESS}{ref}/{DOOR}"


def call_looked_up(
    *, actor: Actor, neighbour: Neighbour, address: str, envelope: str
) -> Found | str:
    """Return the call in a file, or else behind an address; or the words that say why not."""
    try:
        if envelope:
            return call_found(actor=actor, envelope=envelope)
        return call_fetch(actor=actor, neighbour=neighbour, address=address)
    except (WrongInputError, NeighbourError) as error:
        return str(error)


@transaction.atomic
def host_join(*, actor: Actor, plan: HostPlan, at: datetime) -> PledgeSession:
    """Join a call of another installation with the actor's own government.

    Moments and wording are taken over into a call of our own, checked by their fingerprint; the
    wish to take part goes into the outbox. Raises WrongInputError for what is no call or no code,
    AlreadyDoneError for a call that is over, or that this government joined.
    """
    found = call_found(actor=actor, envelope=plan.envelope)
    said = found.said
    if said.stage != CallStage.ANNOUNCED or at >= said.closes_at:
        raise AlreadyDoneError(_("Ajakan ini sudah ditutup atau ditarik, jadi tidak bisa diikuti."))
    code = handle_read(plan.code)
    if len(code) != CODE_LETTERS:
        raise WrongInputError(
            _("Kode undangan berisi 30 huruf dan angka. Periksa lagi, atau minta yang baru.")
        )
    call = _mirrored(actor, said, at)
    ask = _wish(actor, said, code, at)
    _kept(call, found, ask, guest=code[:10], address=plan.address, at=at)
    entry_append(
        government=call.government_id,
        kind="pledge_host.join",
        matter=call.ref,
        actor=actor.account,
        body={"call": said.call, "key": found.verifier_key, "text": said.text.sha256},
        at=at,
    )
    return session_join(actor=actor, ref=call.ref, plan=plan.join, at=at)


def _mirrored(actor: Actor, said: CallSaid, at: datetime) -> PledgeCall:
    """Return a call of our own with the moments and the wording of the other one."""
    text = said.text
    draft = TextDraft(text.title, text.points, text.source, text.is_official, text.variant)
    kept = text_keep(actor=actor, draft=draft, at=at)
    if kept.sha256 != text.sha256:
        raise WrongInputError(_("Naskah ajakan ini tidak bisa disimpan utuh. Hubungi pengajak."))
    call, is_new = PledgeCall.objects.get_or_create(
        government_id=actor.government,
        title=said.title,
        opens_at=said.opens_at,
        defaults={
            "ref": matter_draw(),
            "text": kept,
            "leader": said.leader,
            "late_from": said.late_from,
            "closes_at": said.closes_at,
            "announced_at": at,
        },
    )
    if not is_new:
        raise AlreadyDoneError(_("Pemerintah Anda sudah ikut, atau sudah punya ajakan yang sama."))
    return call


def _wish(actor: Actor, said: CallSaid, code: str, at: datetime) -> Stated:
    guest, secret = code[:10], code[10:]
    key = log_of(actor.government).verifier_key
    bound = {"call": said.call, "guest": guest, "verifier_key": key}
    asked = Asked(
        call=said.call,
        guest=guest,
        government=Instansi.objects.get(pk=actor.government).name,
        text_sha256=said.text.sha256,
        proof=invitation_proof(invitation_key(secret), **bound),
        at=at,
    )
    return statement_make(government=actor.government, kind=ASK, value=ask_value(asked))


def _kept(
    call: PledgeCall, found: Found, ask: Stated, *, guest: str, address: str, at: datetime
) -> None:
    try:
        with transaction.atomic():
            CallHost.objects.create(
                call=call,
                called=found.said.call,
                guest=guest,
                address=door_of(address) if address else "",
                name=found.said.government,
                verifier_key=found.verifier_key,
                ask=ask.envelope(),
                due_at=at,
            )
    except IntegrityError as error:
        raise AlreadyDoneError(_("Undangan ini sudah dipakai. Minta undangan baru.")) from error
