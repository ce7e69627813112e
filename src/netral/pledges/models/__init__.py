"""The pledges' tables: texts, calls, sessions, pledges and rolls."""

from netral.pledges.models.sessions import (
    Pledge,
    PledgeAbsence,
    PledgeCall,
    PledgeSession,
    PledgeText,
    RollCall,
)

__all__ = [
    "Pledge",
    "PledgeAbsence",
    "PledgeCall",
    "PledgeSession",
    "PledgeText",
    "RollCall",
]
