"""Who may take a step on a case: by role, by place, and never in the respondent's own line."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from netral.cases.models import Case, ReporterRule
from netral.cases.queries.cases import examined_by, reporter_rule
from netral.cases.queries.conflicts import own_line
from netral.cases.queries.queue import report_get
from netral.core.access import Actor, Role, require
from netral.core.flow.case import HANDLERS, LINE_ROLES, CaseStage, move_of, roles_of
from netral.core.flow.moves import Move
from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.core.kinds.refs import CaseRef
from netral.reports.models import Report

RULERS = frozenset({Role.PPK, Role.SEKDA, Role.OFFICER})


def case_locked(
    *, actor: Actor, ref: CaseRef, act: str, at: datetime
) -> tuple[Case, Move[CaseStage]]:
    """Return a case locked for one step, and the step.

    Raises NotVisibleError elsewhere, NotAllowedError in another role or in the respondent's own
    line, MoveRefusedError from another stage.
    """
    cases = Case.objects.select_for_update(of=("self",))
    case = (
        cases.select_related("unit", "government", "respondent", "respondent_unit")
        .filter(ref=ref)
        .first()
    )
    if case is None:
        raise NotVisibleError(_("Perkara ini tidak ada, atau bukan untuk Anda."))
    require(actor, roles_of(act), _place(actor, case))
    conflict_check(actor=actor, case=case, at=at)
    return case, move_of(act, CaseStage(case.stage))


def step_page_check(*, actor: Actor, case: Case, act: str) -> None:
    """Refuse (NotAllowedError) a role that may not take the step, before anything is typed."""
    require(actor, roles_of(act), _place(actor, case))


def report_for_handling(*, actor: Actor, ref: str) -> Report:
    """Return a report that the officer may handle.

    Raises NotVisibleError elsewhere, NotAllowedError in another role.
    """
    found = report_get(actor=actor, ref=ref)
    require(actor, HANDLERS, found.unit.path)
    return found


def conflict_check(*, actor: Actor, case: Case, at: datetime) -> None:
    """Refuse (NotAllowedError) the respondent and whoever stands below the respondent."""
    if case.respondent_id in own_line(actor=actor, today=at.date()):
        raise NotAllowedError(
            _(
                "Terlapor perkara ini adalah Anda sendiri atau atasan Anda. Karena itu perkara "
                "ini ditangani orang lain."
            )
        )


def rule_for_setting(*, actor: Actor) -> ReporterRule | None:
    """Return the government's rule on answers to who may enter it, None when there is none yet.

    Raises NotVisibleError without authority over the whole government, NotAllowedError in another
    role.
    """
    require(actor, RULERS, actor.government)
    return reporter_rule(actor.government)


def settings_reader(*, actor: Actor) -> Actor:
    """Return the actor if they may read the government's settings of law.

    Raises NotVisibleError without authority over the whole government, NotAllowedError in another
    role. Who may write is checked by each service.
    """
    require(actor, RULERS, actor.government)
    return actor


def level_check(*, actor: Actor, roles: frozenset[Role]) -> None:
    """Refuse (NotAllowedError) a role that the law data does not name for this level."""
    if actor.role not in roles:
        raise NotAllowedError(
            _(
                "Menurut data hukum, langkah ini untuk perkara setingkat ini bukan wewenang peran "
                "yang sedang Anda pakai. Berkasnya menunggu pejabat yang berwenang."
            )
        )


def decider_check(*, actor: Actor, case: Case) -> None:
    """Refuse (NotAllowedError) who examined the case; a superior who decides may have examined.

    For light sanctions the direct superior does both (PP 94/2021 Pasal 26-27).
    """
    if actor.role is not Role.SUPERIOR and actor.account in examined_by(case):
        raise NotAllowedError(_("Anda memeriksa perkara ini, jadi Anda tidak boleh memutusnya."))


def _place(actor: Actor, case: Case) -> str:
    """Return the unit over which authority counts: the respondent's for those above them."""
    if actor.role in LINE_ROLES and case.respondent_unit is not None:
        return case.respondent_unit.path
    return case.unit.path
