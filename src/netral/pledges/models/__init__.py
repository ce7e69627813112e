"""The pledges' tables: texts, calls, sessions, pledges, rolls and photos; rounds of pacts."""

from netral.pledges.models.joint import CallGuest, CallHost
from netral.pledges.models.pacts import Pact, PactRelease, PactRound, PactScan, PactSheet
from netral.pledges.models.photos import SessionPhoto
from netral.pledges.models.sessions import (
    Pledge,
    PledgeAbsence,
    PledgeCall,
    PledgeSession,
    PledgeText,
    RollCall,
)

__all__ = [
    "CallGuest",
    "CallHost",
    "Pact",
    "PactRelease",
    "PactRound",
    "PactScan",
    "PactSheet",
    "Pledge",
    "PledgeAbsence",
    "PledgeCall",
    "PledgeSession",
    "PledgeText",
    "RollCall",
    "SessionPhoto",
]
