"""The season's reports and what became of each: sent, read, joined, refused, or a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.core import signing
from django.utils.crypto import salted_hmac

from netral.cases.models import Case
from netral.cases.queries.law import deciders_of, examiners_of
from netral.cases.services.decision import Verdict, case_close, case_decide, case_deliver
from netral.cases.services.examination import (
    Examination,
    case_examine,
    case_match,
    case_summon,
)
from netral.cases.services.intake import CaseOpening, case_join, case_open, report_refer
from netral.core import law
from netral.core.access import Actor, Role
from netral.core.flow.report import CloseReason, ReportState
from netral.core.kinds.refs import CaseRef, GovernmentKey, PersonRef, ReportRef
from netral.ops.demo.picture import evidence_picture
from netral.ops.demo.scene import Deed, Plan, Scene
from netral.reports.services.content import Identity, ReportText
from netral.reports.services.following import phrase_confirm, reporter_message_send
from netral.reports.services.handling import report_message_send, report_state_set
from netral.reports.services.sending import NewReport, report_send
from netral.vault.services.tokens import SALT as FORM_SALT
from netral.vault.services.tokens import TOKEN_BYTES, form_token_draw
from netral.vault.services.uploads import SealedUpload, SealingUploadHandler

WORDS = (
    "what", "act", "who", "post", "workplace", "place", "happened_note", "links",
)  # fmt: skip
HANDLER, EXAMINER, PPK = "penangan", "pemeriksa", "ppk"
Act = Callable[[Scene, Plan, Plan, datetime], object]


def report_deeds(scene: Scene) -> Iterator[Deed]:
    """Yield every report of the government and each step taken on it."""
    for row in scene.mine("report"):
        yield Deed(scene.at(row["sent"]), partial(_send, scene, row))
        for step in row["step"]:
            yield Deed(scene.at(step["at"]), partial(ACTS[step["act"]], scene, row, step))


def form_token_of(name: str) -> str:
    """Return the form's token of a report of the season, the same at each call.

    So the phrase of a sample report can be told again to a visitor, while nothing keeps it.
    """
    drawn = salted_hmac("netral.demo.form", name, algorithm="sha256").hexdigest()
    return signing.Signer(salt=FORM_SALT).sign(drawn[: 2 * TOKEN_BYTES])


def _send(scene: Scene, row: Plan, at: datetime) -> None:
    day = row.get("happened_on")
    text = ReportText(
        **{name: row.get(name, "") for name in WORDS},
        happened_on=day.isoformat() if day else "",
        is_named="name" in row,
    )
    new = NewReport(
        token=form_token_of(row["id"]),
        government=GovernmentKey(scene.key),
        text=text,
        identity=Identity(**row["name"]) if "name" in row else None,
        uploads=(_picture(),) if row.get("image") else (),
    )
    receipt = report_send(new=new, at=at)
    scene.refs[_report_key(row["id"])] = receipt.ref
    if receipt.phrase is not None:
        scene.phrases[row["id"]] = receipt.phrase


def _picture() -> SealedUpload:
    """Return the picture sealed by the very handler through which a form's files come in."""
    content, handler = evidence_picture(), SealingUploadHandler()
    handler.new_file("unggahan", "IMG_20241006_1402.jpg", "image/jpeg", len(content))
    handler.receive_data_chunk(content, 0)
    handler.file_complete(len(content))
    return handler.uploads[0]


def _report_key(name: str) -> str:
    return f"report {name}"


def _report(scene: Scene, row: Plan) -> ReportRef:
    return ReportRef(scene.refs[_report_key(row["id"])])


def _case(scene: Scene, name: str) -> CaseRef:
    return CaseRef(scene.refs[f"case {name}"])


def _case_row(scene: Scene, row: Plan) -> Case:
    cases = Case.objects.select_related("government", "respondent_unit")
    return cases.get(ref=_case(scene, row["id"]))


def _handler(scene: Scene, step: Plan) -> Actor:
    return scene.actors[step.get("by", HANDLER)]


def _moved(state: ReportState, scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    reason = step.get("reason")
    report_state_set(
        actor=_handler(scene, step),
        ref=_report(scene, row),
        state=state,
        at=at,
        note_for_reporter=step.get("text", ""),
        reason=CloseReason(reason) if reason else None,
    )


def _confirm(scene: Scene, row: Plan, _step: Plan, at: datetime) -> None:
    phrase = scene.phrases[row["id"]]
    phrase_confirm(phrase=phrase, expected=phrase, at=at)


def _say(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    report_message_send(
        actor=_handler(scene, step), ref=_report(scene, row), text=step["text"], at=at
    )


def _reply(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    reporter_message_send(
        phrase=scene.phrases[row["id"]],
        token=form_token_draw(),
        text=step["text"],
        uploads=(),
        at=at,
    )


def _opening(step: Plan) -> CaseOpening:
    return CaseOpening(step["code"], step["on"], step["text"])


def _open(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    case = case_open(
        actor=_handler(scene, step), report=_report(scene, row), opening=_opening(step), at=at
    )
    scene.refs[f"case {row['id']}"] = case.ref


def _join(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    case_join(
        actor=_handler(scene, step),
        ref=_case(scene, step["to"]),
        report=_report(scene, row),
        note=step["text"],
        at=at,
    )


def _refer(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    case = report_refer(
        actor=_handler(scene, step),
        report=_report(scene, row),
        opening=_opening(step),
        addressee=step["to"],
        at=at,
    )
    scene.refs[f"case {row['id']}"] = case.ref


def _match(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    person = PersonRef(scene.member(row["respondent"]).ref)
    case_match(actor=_handler(scene, step), ref=_case(scene, row["id"]), person=person, at=at)


def _summon(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    actor = _examiner(scene, row, step)
    case_summon(actor=actor, ref=_case(scene, row["id"]), note=step["text"], at=at)


def _examine(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    found = Examination(on=step["on"], note=step["text"], facts=tuple(step.get("facts", ())))
    actor = _examiner(scene, row, step)
    case_examine(actor=actor, ref=_case(scene, row["id"]), examination=found, at=at)


def _examiner(scene: Scene, row: Plan, step: Plan) -> Actor:
    """Return who the plan names, else the team where the law lets it examine, else the superior."""
    if "by" in step:
        return scene.actors[step["by"]]
    case = _case_row(scene, row)
    if Role.EXAMINER in examiners_of(case) or case.respondent_unit is None:
        return scene.actors[EXAMINER]
    return scene.heads[case.respondent_unit.path]


def _decide(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    verdict = Verdict(
        reason=step["text"],
        item=step.get("item", ""),
        reason_code=step.get("reason", ""),
        outside_reason=step.get("outside", ""),
    )
    actor = _decider(scene, row, verdict)
    case_decide(actor=actor, ref=_case(scene, row["id"]), verdict=verdict, at=at)


def _decider(scene: Scene, row: Plan, verdict: Verdict) -> Actor:
    """Return who decides at this level: the appointing authority, else the respondent's head."""
    case = _case_row(scene, row)
    level = law.sanction_item(verdict.item).level if verdict.item else ""
    if Role.PPK in deciders_of(case, level) or case.respondent_unit is None:
        return scene.actors[PPK]
    return scene.heads[case.respondent_unit.path]


def _deliver(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    actor = _handler(scene, step)
    case_deliver(actor=actor, ref=_case(scene, row["id"]), on=step["on"], note=step["text"], at=at)


def _close(scene: Scene, row: Plan, step: Plan, at: datetime) -> None:
    actor = _handler(scene, step)
    case_close(actor=actor, ref=_case(scene, row["id"]), note=step["text"], at=at)


ACTS: dict[str, Act] = {
    "triage": partial(_moved, ReportState.IN_TRIAGE),
    "ask": partial(_moved, ReportState.NEEDS_DETAILS),
    "resume": partial(_moved, ReportState.IN_TRIAGE),
    "refuse": partial(_moved, ReportState.REFUSED),
    "confirm": _confirm,
    "say": _say,
    "reply": _reply,
    "open": _open,
    "join": _join,
    "refer": _refer,
    "match": _match,
    "summon": _summon,
    "examine": _examine,
    "decide": _decide,
    "deliver": _deliver,
    "close": _close,
}
