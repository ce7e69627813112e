from netral.cases.models.case import Case, CaseQuerySet, CaseReport, Step
from netral.cases.models.clocks import CaseClock, ClockExtension, ClockMove, ClockPause, PausedDay
from netral.cases.models.decision import Decision, Referral, ReporterRule

__all__ = [
    "Case",
    "CaseClock",
    "CaseQuerySet",
    "CaseReport",
    "ClockExtension",
    "ClockMove",
    "ClockPause",
    "Decision",
    "PausedDay",
    "Referral",
    "ReporterRule",
    "Step",
]
