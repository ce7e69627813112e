"""What other apps call: texts, calls, sessions, pledges, rolls, reasons, certificates."""

from netral.pledges.services.absences import absence_record
from netral.pledges.services.batches import (
    Outcome,
    PledgeAct,
    pledges_commit,
    pledges_make,
)
from netral.pledges.services.calls import (
    CallPlan,
    JoinPlan,
    call_announce,
    call_close,
    call_withdraw,
    session_join,
)
from netral.pledges.services.certificates import (
    certificate_make,
    certificate_press,
)
from netral.pledges.services.guests import (
    Invitation,
    call_statement,
    guest_confirm,
    guest_end,
    guest_invite,
    message_take,
)
from netral.pledges.services.hosts import (
    HostPlan,
    call_found,
    call_looked_up,
    host_join,
)
from netral.pledges.services.outbox import message_now, message_send, sums_renew
from netral.pledges.services.pledges import pledge_make, pledge_take
from netral.pledges.services.roll_calls import (
    roll_call_confirm,
    roll_call_enter,
    roll_call_scan,
    roll_call_strike,
)
from netral.pledges.services.sessions import (
    SameNameError,
    SessionPlan,
    session_close,
    session_draft,
    session_open,
    session_revise,
)
from netral.pledges.services.texts import (
    OWN_WORDING,
    TextDraft,
    pledge_text_add,
    pledge_text_default,
    wording_default,
)

__all__ = [
    "OWN_WORDING",
    "CallPlan",
    "HostPlan",
    "Invitation",
    "JoinPlan",
    "Outcome",
    "PledgeAct",
    "SameNameError",
    "SessionPlan",
    "TextDraft",
    "absence_record",
    "call_announce",
    "call_close",
    "call_found",
    "call_looked_up",
    "call_statement",
    "call_withdraw",
    "certificate_make",
    "certificate_press",
    "guest_confirm",
    "guest_end",
    "guest_invite",
    "host_join",
    "message_now",
    "message_send",
    "message_take",
    "pledge_make",
    "pledge_take",
    "pledge_text_add",
    "pledge_text_default",
    "pledges_commit",
    "pledges_make",
    "roll_call_confirm",
    "roll_call_enter",
    "roll_call_scan",
    "roll_call_strike",
    "session_close",
    "session_draft",
    "session_join",
    "session_open",
    "session_revise",
    "sums_renew",
    "wording_default",
]
