"""What other apps call: texts, sessions, pledges, reasons, certificates."""

from netral.pledges.services.absences import absence_record
from netral.pledges.services.certificates import (
    ASSURANCE_WORDS,
    certificate_make,
    certificate_press,
)
from netral.pledges.services.pledges import pledge_make
from netral.pledges.services.sessions import (
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
)

__all__ = [
    "ASSURANCE_WORDS",
    "OWN_WORDING",
    "SessionPlan",
    "TextDraft",
    "absence_record",
    "certificate_make",
    "certificate_press",
    "pledge_make",
    "pledge_text_add",
    "pledge_text_default",
    "session_close",
    "session_draft",
    "session_open",
    "session_revise",
]
