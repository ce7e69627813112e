"""The caller's side of a joint pledge: invite another installation, know its key, take its sums."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, require
from netral.core.flow.joint import (
    ANSWER,
    ASK,
    CALL,
    GUEST_MOVES,
    LARGEST,
    SUMS,
    Answered,
    Asked,
    GuestStage,
    JointRefusedError,
    Refusal,
    Sums,
    invitation_key,
    invitation_proof,
    sums_check,
)
from netral.core.flow.joint_wire import (
    answer_value,
    ask_read,
    call_value,
    figures_value,
    sums_read,
)
from netral.core.flow.moves import take
from netral.core.flow.pledge import OPENERS, CallStage
from netral.core.kinds.errors import AlreadyDoneError, NetralError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import handle_shown
from netral.core.ledger.canonical import Json
from netral.core.ledger.errors import LedgerError
from netral.core.ledger.note import key_parse
from netral.core.ledger.statement import Stated, envelope_read, statement_open
from netral.journal.services import entry_append, statement_make
from netral.papers.services import matter_draw
from netral.pledges.access import caller_required
from netral.pledges.models import CallGuest, PledgeCall
from netral.pledges.queries.joint import call_own, call_said, guest_own
from netral.pledges.queries.room import call_public

SECRET_LETTERS = 20
ANSWERED = frozenset({Refusal.OLD, Refusal.UNCONFIRMED, Refusal.WITHDRAWN})
"""Refusals that come after the key was found right: a signed answer stands beside them."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A guest and the code for its officer; the code is shown once and kept nowhere."""

    guest: CallGuest
    secret: str = field(repr=False)

    @property
    def code(self) -> str:
        """Return what the other officer types: the guest's reference, then the secret."""
        return handle_shown(self.guest.ref + self.secret)


@transaction.atomic
def guest_invite(*, actor: Actor, ref: str, name: str, at: datetime) -> Invitation:
    """Invite a government of another installation to a call of one's own; return its code.

    Again for the same name: a new code, and the old one is void, as long as nobody used it or the
    guest had been sent away. Raises AlreadyDoneError once it asked, or when the call is over.
    """
    caller_required(actor)
    call = call_own(actor=actor, ref=ref)
    if call.stage != CallStage.ANNOUNCED or at >= call.closes_at:
        raise AlreadyDoneError(_("Ajakan ini sudah ditutup atau ditarik, jadi tidak mengundang."))
    if not name.strip():
        raise WrongInputError(_("Tulis nama pemerintah yang diundang."))
    secret = (matter_draw() + matter_draw())[:SECRET_LETTERS]
    guest = _guest_for(call, name.strip()[:160], at)
    # A new reference: whatever was signed for the old invitation fits no longer.
    guest.ref, guest.key, guest.stage = matter_draw(), invitation_key(secret), GuestStage.INVITED
    guest.verifier_key = guest.own_name = guest.note = guest.reason = ""
    guest.sequence = guest.done = guest.total = 0
    guest.late = guest.asked_at = guest.settled_at = guest.said_at = guest.heard_at = None
    guest.offices, guest.invited_at = [], at
    guest.save()
    _entered(guest, "pledge_guest.invite", actor=actor.account, body={"name": guest.name}, at=at)
    return Invitation(guest, secret)


@transaction.atomic
def guest_confirm(*, actor: Actor, ref: str, at: datetime) -> CallGuest:
    """Take a guest in whose key's fingerprint was compared by voice; its sums count from now."""
    guest = _moving(actor, ref, "confirm")
    guest.stage, guest.settled_at = GuestStage.CONFIRMED, at
    guest.save(update_fields=["stage", "settled_at"])
    body: dict[str, Json] = {"name": guest.name, "key": guest.verifier_key}
    _entered(guest, "pledge_guest.confirm", actor=actor.account, body=body, at=at)
    return guest


@transaction.atomic
def guest_end(*, actor: Actor, ref: str, reason: str, at: datetime) -> CallGuest:
    """Send a guest away, with a reason: its sums are neither taken nor shown from now on."""
    guest = _moving(actor, ref, "end")
    if not reason.strip():
        raise WrongInputError(_("Tulis alasannya. Pemerintah itu akan membacanya."))
    guest.stage, guest.settled_at = GuestStage.ENDED, at
    guest.reason = reason.strip()[:300]
    guest.save(update_fields=["stage", "settled_at", "reason"])
    body: dict[str, Json] = {"name": guest.name, "reason": guest.reason}
    _entered(guest, "pledge_guest.end", actor=actor.account, body=body, at=at)
    return guest


def call_statement(*, ref: str, at: datetime) -> Stated:
    """Return a call as anyone may read it, signed by the government that makes it."""
    call = call_public(ref=ref)
    if hasattr(call, "host"):
        raise NotVisibleError(_("Ajakan ini dibuat instalasi lain. Minta di alamat pengajaknya."))
    value = call_value(call_said(call=call, at=at))
    return statement_make(government=call.government_id, kind=CALL, value=value)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the machine door answers: a status, and a text that is JSON."""

    status: int
    text: str
    refusal: str = ""


def message_take(*, ref: str, body: str, at: datetime) -> Reply:
    """Take what another installation says to a call of ours: its wish, or its sums.

    A message that is refused changes nothing; the reply says why, in words for its officer. No
    officer of ours acts here: what counts is the signature, and that ours confirmed the key.
    """
    government = call_public(ref=ref).government_id
    try:
        stated = _taken(government=government, ref=ref, body=body, at=at)
    except JointRefusedError as error:
        known = _answer_beside(government, body, at) if error.code in ANSWERED else {}
        return _refused(error, error.code, known)
    except LedgerError as error:
        return _refused(error, Refusal.FORM, {})
    return Reply(200, stated.envelope())


def _refused(error: NetralError, code: Refusal, beside: Mapping[str, str]) -> Reply:
    said = {"refused": code.value, "message": str(error), **beside}
    return Reply(error.status, json.dumps(said, ensure_ascii=False) + "\n", str(error))


def _answer_beside(government: str, body: str, at: datetime) -> dict[str, str]:
    """Return the signed answer that goes with a refusal of one whose key was the right one.

    Its sender may have lost our last answer, or come back from a backup: it learns where we stand.
    """
    _kind, value = _opened(envelope_read(body))
    guest = CallGuest.objects.select_related("call__text").get(ref=str(value["guest"]))
    return _answer(guest, government, at)._asdict()


@transaction.atomic
def _taken(*, government: str, ref: str, body: str, at: datetime) -> Stated:
    if len(body) > LARGEST:
        raise JointRefusedError(Refusal.FORM, "Kiriman ini terlalu besar untuk jumlah ikrar.")
    stated = envelope_read(body)
    kind, value = _opened(stated)
    found = CallGuest.objects.select_for_update(of=("self",)).select_related("call__text")
    guest = found.filter(call__ref=ref, ref=str(value.get("guest", ""))).first()
    if guest is None or value.get("call") != ref:
        raise JointRefusedError(
            Refusal.INVITATION, "Undangan ini tidak dikenal. Minta undangan baru kepada pengajak."
        )
    if kind == ASK:
        _asked(guest, stated, ask_read(value), at)
    else:
        _told(guest, stated, sums_read(value), at)
    return _answer(guest, government, at)


def _opened(stated: Stated) -> tuple[str, dict[str, Any]]:
    """Return the kind and value of a statement that its own key signed; no other is read on."""
    key = key_parse(stated.key)
    for kind in (SUMS, ASK):
        if f"\nkind {kind}\n" in stated.note:
            try:
                return kind, statement_open(stated.note, key=key, kind=kind)
            except LedgerError as error:
                raise JointRefusedError(
                    Refusal.KEY, "Tanda tangan kiriman ini tidak sah. Kirim ulang berkas aslinya."
                ) from error
    raise JointRefusedError(Refusal.FORM, "Kiriman ini bukan permintaan ikut dan bukan jumlah.")


def _asked(guest: CallGuest, stated: Stated, asked: Asked, at: datetime) -> None:
    """Note a wish; the same wish again changes nothing."""
    bound = {"call": guest.call.ref, "guest": guest.ref, "verifier_key": stated.key}
    proof = invitation_proof(bytes(guest.key), **bound)
    if not hmac.compare_digest(proof.encode(), asked.proof.encode()):
        raise JointRefusedError(
            Refusal.INVITATION,
            "Kode undangan tidak cocok. Periksa hurufnya, atau minta undangan baru.",
        )
    if asked.text_sha256 != guest.call.text.sha256:
        raise JointRefusedError(Refusal.WORDING, "Naskahnya bukan naskah ajakan ini.")
    if guest.verifier_key and guest.verifier_key != stated.key:
        raise JointRefusedError(
            Refusal.KEY,
            "Undangan ini sudah dipakai dengan kunci lain. Bila bukan Anda, hubungi pengajak.",
        )
    if guest.stage != GuestStage.INVITED:
        return
    if CallGuest.objects.filter(call=guest.call, verifier_key=stated.key).exists():
        raise JointRefusedError(
            Refusal.KEY, "Pemerintah dengan kunci ini sudah ikut lewat undangan lain."
        )
    take(GUEST_MOVES, "ask", GuestStage(guest.stage))
    guest.stage, guest.asked_at = GuestStage.ASKED, at
    guest.verifier_key, guest.own_name = stated.key, asked.government
    guest.save(update_fields=["stage", "asked_at", "verifier_key", "own_name"])
    body: dict[str, Json] = {"name": guest.name, "says": asked.government, "key": stated.key}
    _entered(guest, "pledge_guest.ask", actor="luar", body=body, at=at)


def _told(guest: CallGuest, stated: Stated, sums: Sums, at: datetime) -> None:
    if guest.verifier_key != stated.key:
        raise JointRefusedError(
            Refusal.KEY, "Kunci kiriman ini bukan kunci yang didaftarkan untuk undangannya."
        )
    if guest.call.stage == CallStage.WITHDRAWN:
        raise JointRefusedError(Refusal.WITHDRAWN, f"Ajakan sudah ditarik: {guest.call.reason}")
    if guest.stage != GuestStage.CONFIRMED:
        words = guest.reason or "Petugas pengajak belum mengesahkan kunci Anda."
        raise JointRefusedError(Refusal.UNCONFIRMED, words)
    sums_check(
        sums,
        text_sha256=guest.call.text.sha256,
        sequence=guest.sequence,
        said_at=guest.said_at,
        at=at,
    )
    guest.sequence, guest.said_at, guest.heard_at = sums.sequence, sums.at, at
    guest.note = stated.note
    guest.done, guest.total, guest.late = sums.done, sums.total, sums.late
    guest.offices = figures_value(sums)["offices"]
    guest.save()
    body: dict[str, Json] = {
        "sequence": sums.sequence,
        "note": hashlib.sha256(stated.note.encode()).hexdigest(),
        "done": sums.done,
        "total": sums.total,
    }
    _entered(guest, "pledge_guest.report", actor="luar", body=body, at=at)


def _answer(guest: CallGuest, government: str, at: datetime) -> Stated:
    call = guest.call
    answered = Answered(
        call=call.ref,
        guest=guest.ref,
        guest_stage=GuestStage(guest.stage),
        sequence=guest.sequence,
        text_sha256=call.text.sha256,
        stage=CallStage(call.stage),
        reason=guest.reason or call.reason,
        at=at,
    )
    return statement_make(government=government, kind=ANSWER, value=answer_value(answered))


def _guest_for(call: PledgeCall, name: str, at: datetime) -> CallGuest:
    """Return the locked guest of this name, or a new one; one that asked keeps its place."""
    guest = CallGuest.objects.select_for_update(of=("self",)).filter(call=call, name=name).first()
    if guest is None:
        return CallGuest(call=call, name=name, invited_at=at)
    if guest.stage in {GuestStage.ASKED, GuestStage.CONFIRMED}:
        raise AlreadyDoneError(
            _("{name} sudah memakai undangannya. Sahkan, atau cabut dulu.").format(name=name)
        )
    return guest


def _moving(actor: Actor, ref: str, act: str) -> CallGuest:
    """Return the locked guest of the actor's own call when it may be moved so from its stage."""
    require(actor, OPENERS, actor.government)
    guest_own(actor=actor, ref=ref)
    found = CallGuest.objects.select_for_update(of=("self",)).select_related("call")
    guest = found.get(ref=ref)
    take(GUEST_MOVES, act, GuestStage(guest.stage))
    return guest


def _entered(
    guest: CallGuest, kind: str, *, actor: str, body: dict[str, Json], at: datetime
) -> None:
    entry_append(
        government=guest.call.government_id,
        kind=kind,
        matter=guest.ref,
        of=guest.call.ref,
        actor=actor,
        body=body,
        at=at,
    )
