"""The season's questions: asked, answered with an article, closed; one answer enters the helper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from nacl.public import PrivateKey, SealedBox

from netral.circulars.services.advice import AdviceText, advice_confirm, advice_propose
from netral.circulars.services.questions import (
    Answered,
    NewQuestion,
    question_answer,
    question_ask,
    question_close,
)
from netral.core.access import Actor
from netral.core.flow.question import QuestionEnd
from netral.core.kinds.refs import GovernmentKey
from netral.ops.demo.accusations import form_token_of
from netral.ops.demo.scene import Deed, Plan, Scene
from netral.people.models import UnitKeyShare, UnlockKey
from netral.people.services.unlock import DEMO_PASS_PHRASE
from netral.people.services.wrapping import private_key_unwrap

HANDLER, READER = "penangan", "ppk"


def question_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield every question of the government and what became of it."""
    for row in scene.mine("question"):
        yield Deed(scene.at(row["asked"]), partial(_ask, scene, row))
        if "answer" in row:
            yield Deed(scene.at(row["answer"]["at"]), partial(_answer, scene, row))
        if "closed" in row:
            yield Deed(scene.at(row["closed"]["at"]), partial(_close, scene, row))
        if "advice" in row:
            yield Deed(scene.at(row["advice"]["at"]), partial(_propose, scene, row))
            yield Deed(scene.at(row["advice"]["confirmed"]), partial(_confirm, scene, row))


def _ask(scene: Scene, row: Plan, at: datetime) -> None:
    token = form_token_of(f"question {row['id']}")
    new = NewQuestion(token, GovernmentKey(scene.key), row["text"])
    scene.refs[_name(row)] = question_ask(new=new, at=at).ref


def _answer(scene: Scene, row: Plan, at: datetime) -> None:
    said, actor = row["answer"], scene.actors[HANDLER]
    question_answer(
        actor=actor,
        ref=scene.refs[_name(row)],
        answer=Answered(said["text"], tuple(said["basis"]), said["verdict"]),
        unit_key=_unit_key(actor),
        at=at,
    )


def _close(scene: Scene, row: Plan, at: datetime) -> None:
    said, actor = row["closed"], scene.actors[HANDLER]
    question_close(
        actor=actor,
        ref=scene.refs[_name(row)],
        reason=QuestionEnd(said["reason"]),
        text=said["text"],
        unit_key=_unit_key(actor),
        at=at,
    )


def _propose(scene: Scene, row: Plan, at: datetime) -> None:
    said = row["advice"]
    text = AdviceText(
        verdict=said["verdict"],
        title_id=said["title_id"],
        title_en=said["title_en"],
        text_id=said["text_id"],
        text_en=said["text_en"],
        basis=tuple(row["answer"]["basis"]),
        phrases=tuple(said["phrases"]),
        acts=tuple(said["acts"]),
    )
    advice = advice_propose(
        actor=scene.actors[HANDLER], question=scene.refs[_name(row)], text=text, at=at
    )
    scene.refs[f"advice {row['id']}"] = advice.ref


def _confirm(scene: Scene, row: Plan, at: datetime) -> None:
    ref = scene.refs[f"advice {row['id']}"]
    advice_confirm(actor=scene.actors[READER], ref=ref, at=at)


def _unit_key(actor: Actor) -> PrivateKey:
    """Open the officer's unit key as an unlocked session does, with the sample pass phrase."""
    held = UnlockKey.objects.get(account__ref=actor.account)
    own = private_key_unwrap(bytes(held.wrapped_private_key), held.kdf, DEMO_PASS_PHRASE)
    if own is None:
        raise RuntimeError("the sample pass phrase opens no sample key")
    share = UnitKeyShare.objects.get(
        account__ref=actor.account, unit_key__unit__path=actor.unit, ended_at=None
    )
    return PrivateKey(SealedBox(own).decrypt(bytes(share.sealed_private_key)))


def _name(row: Plan) -> str:
    return f"question {row['id']}"
