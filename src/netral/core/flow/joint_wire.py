"""How the statements of a joint pledge are written and read, field by field, or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from netral.core.flow.joint import (
    Answered,
    Asked,
    CallSaid,
    GuestStage,
    JointRefusedError,
    OfficeSum,
    Refusal,
    Sums,
    Wording,
)
from netral.core.flow.pledge import CallStage, Variant
from netral.core.ledger.canonical import Json

MOST_OFFICES, MOST_PEOPLE, NAME_LENGTH = 400, 10_000_000, 200


def call_value(said: CallSaid) -> dict[str, Json]:
    """Return a call as a statement holds it."""
    text = said.text
    return {
        "call": said.call,
        "government": said.government,
        "title": said.title,
        "leader": said.leader,
        "text": {
            "title": text.title,
            "points": list(text.points),
            "source": text.source,
            "is_official": text.is_official,
            "variant": text.variant,
        },
        "text_sha256": text.sha256,
        "opens_at": said.opens_at.isoformat(),
        "late_from": said.late_from.isoformat(),
        "closes_at": said.closes_at.isoformat(),
        "stage": said.stage.value,
        "reason": said.reason,
        "at": said.at.isoformat(),
    }


def call_read(value: Mapping[str, Any]) -> CallSaid:
    """Return the call that a statement holds; the fingerprint must be that of its words."""
    words = _get(value, "text", dict)
    text = Wording(
        title=_text(words, "title", 160),
        points=tuple(_texts(words, "points", 600)),
        source=_text(words, "source", 240),
        is_official=_get(words, "is_official", bool),
        variant=_text(words, "variant", 20),
    )
    if text.sha256 != value.get("text_sha256") or text.variant not in set(Variant):
        raise JointRefusedError(
            Refusal.WORDING, "Sidik naskah tidak cocok dengan kata-katanya. Minta ajakan itu lagi."
        )
    said = CallSaid(
        call=_text(value, "call", 10),
        government=_text(value, "government", NAME_LENGTH),
        title=_text(value, "title", 160),
        leader=_text(value, "leader", 160),
        text=text,
        opens_at=_moment(value, "opens_at"),
        late_from=_moment(value, "late_from"),
        closes_at=_moment(value, "closes_at"),
        stage=_one_of(value, "stage", CallStage),
        reason=_text(value, "reason", 300),
        at=_moment(value, "at"),
    )
    if not said.opens_at <= said.late_from < said.closes_at:
        raise _malformed("opens_at")
    return said


def ask_value(asked: Asked) -> dict[str, Json]:
    """Return a wish to take part as a statement holds it."""
    return {
        "call": asked.call,
        "guest": asked.guest,
        "government": asked.government,
        "text_sha256": asked.text_sha256,
        "proof": asked.proof,
        "at": asked.at.isoformat(),
    }


def ask_read(value: Mapping[str, Any]) -> Asked:
    """Return the wish that a statement holds."""
    return Asked(
        call=_text(value, "call", 10),
        guest=_text(value, "guest", 10),
        government=_text(value, "government", NAME_LENGTH),
        text_sha256=_text(value, "text_sha256", 64),
        proof=_text(value, "proof", 64),
        at=_moment(value, "at"),
    )


def sums_value(sums: Sums) -> dict[str, Json]:
    """Return sums as a statement holds them."""
    return {
        "call": sums.call,
        "guest": sums.guest,
        "text_sha256": sums.text_sha256,
        "sequence": sums.sequence,
        "at": sums.at.isoformat(),
        **figures_value(sums),
    }


def figures_value(sums: Sums) -> dict[str, Json]:
    """Return the figures alone: what must have changed for a new message."""
    offices = [{"name": one.name, "total": one.total, "done": one.done} for one in sums.offices]
    return {"done": sums.done, "total": sums.total, "late": sums.late, "offices": offices}


def sums_read(value: Mapping[str, Any]) -> Sums:
    """Return the sums that a statement holds."""
    offices = _get(value, "offices", list)
    if len(offices) > MOST_OFFICES or not all(isinstance(one, dict) for one in offices):
        raise _malformed("offices")
    return Sums(
        call=_text(value, "call", 10),
        guest=_text(value, "guest", 10),
        text_sha256=_text(value, "text_sha256", 64),
        sequence=_number(value, "sequence"),
        at=_moment(value, "at"),
        done=_number(value, "done"),
        total=_number(value, "total"),
        late=_hidden_or_number(value, "late"),
        offices=tuple(
            OfficeSum(
                _text(one, "name", NAME_LENGTH),
                _number(one, "total"),
                _hidden_or_number(one, "done"),
            )
            for one in offices
        ),
    )


def answer_value(answered: Answered) -> dict[str, Json]:
    """Return an answer as a statement holds it."""
    return {
        "call": answered.call,
        "guest": answered.guest,
        "guest_stage": answered.guest_stage.value,
        "sequence": answered.sequence,
        "text_sha256": answered.text_sha256,
        "stage": answered.stage.value,
        "reason": answered.reason,
        "at": answered.at.isoformat(),
    }


def answer_read(value: Mapping[str, Any]) -> Answered:
    """Return the answer that a statement holds."""
    return Answered(
        call=_text(value, "call", 10),
        guest=_text(value, "guest", 10),
        guest_stage=_one_of(value, "guest_stage", GuestStage),
        sequence=_number(value, "sequence"),
        text_sha256=_text(value, "text_sha256", 64),
        stage=_one_of(value, "stage", CallStage),
        reason=_text(value, "reason", 300),
        at=_moment(value, "at"),
    )


T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def _malformed(name: str) -> JointRefusedError:
    return JointRefusedError(
        Refusal.FORM,
        f"Bagian “{name}” tidak ada atau tidak berbentuk semestinya. Perbarui kedua instalasi ke "
        "versi yang sama, lalu kirim lagi.",
    )


def _get(value: Mapping[str, Any], name: str, kind: type[T]) -> T:
    found = value.get(name)
    if type(found) is not kind:
        raise _malformed(name)
    return found


def _text(value: Mapping[str, Any], name: str, most: int) -> str:
    found = _get(value, name, str)
    if len(found) > most:
        raise _malformed(name)
    return found


def _texts(value: Mapping[str, Any], name: str, most: int) -> Sequence[str]:
    found = _get(value, name, list)
    if not all(isinstance(one, str) and len(one) <= most for one in found):
        raise _malformed(name)
    return found


def _number(value: Mapping[str, Any], name: str) -> int:
    found = _get(value, name, int)
    if not 0 <= found <= MOST_PEOPLE:
        raise _malformed(name)
    return found


def _hidden_or_number(value: Mapping[str, Any], name: str) -> int | None:
    return None if name in value and value[name] is None else _number(value, name)


def _one_of(value: Mapping[str, Any], name: str, kind: type[E]) -> E:
    try:
        return kind(_get(value, name, str))
    except ValueError as error:
        raise _malformed(name) from error


def _moment(value: Mapping[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(_text(value, name, 40))
    except ValueError as error:
        raise _malformed(name) from error
    if found.tzinfo is None:
        raise _malformed(name)
    return found
