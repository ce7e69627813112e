"""Texts of a case: sealed to the handling unit's key, read only in an unlocked session."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from netral.cases.models import Case, Decision, Step
from netral.core.access import is_within
from netral.core.kinds.errors import NetralError
from netral.people.services.shares import KEY_ROLES
from netral.people.services.unlock import unit_public_key, unlocked_unit_key
from netral.shell.http import StaffRequest
from netral.vault.services.sealing import seal, unseal


def text_seal(case: Case, text: str) -> tuple[bytes, int]:
    """Return a text sealed to the case's handling unit, and the key's id.

    Raises KeyMissingError when the unit has no key.
    """
    key_id, public_key = unit_public_key(case.unit.path)
    return seal(text.strip().encode(), public_key), key_id


def digest(sealed: bytes | memoryview) -> str:
    """Return the hash of a sealed text, for the journal: it cannot be guessed from the words."""
    return hashlib.sha256(sealed).hexdigest() if sealed else ""


def notes_read(*, request: StaffRequest, case: Case, steps: Sequence[Step]) -> dict[int, str]:
    """Return the notes of the steps by the step's key, as far as this session may read them.

    Empty when the session is locked, or the officer does not hold the unit's key.
    """
    sealed = [step for step in steps if step.sealed_note and step.note_key_id]
    if not sealed or not _may_hold(request, case):
        return {}
    try:
        keys = {
            step.note_key_id: unlocked_unit_key(request, step.note_key_id)
            for step in sealed
            if step.note_key_id is not None
        }
    except NetralError:
        # Locked, or not shared: the page says so and shows all that is not sealed.
        return {}
    return {
        step.pk: unseal(bytes(step.sealed_note), keys[step.note_key_id]).decode()
        for step in sealed
        if step.note_key_id is not None
    }


def reasons_read(*, request: StaffRequest, case: Case, decision: Decision) -> tuple[str, str]:
    """Return (reason, reason for leaving the range) of a decision; empty when not to be read."""
    if not _may_hold(request, case):
        return "", ""
    try:
        key = unlocked_unit_key(request, decision.reason_key_id)
    except NetralError:
        return "", ""
    outside = bytes(decision.sealed_outside_reason)
    reason = unseal(bytes(decision.sealed_reason), key).decode()
    return reason, unseal(outside, key).decode() if outside else ""


def _may_hold(request: StaffRequest, case: Case) -> bool:
    actor = request.actor
    return actor.role in KEY_ROLES and is_within(case.unit.path, actor.unit)
