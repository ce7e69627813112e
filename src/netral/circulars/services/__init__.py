"""What other apps call: draft, approve, publish, pass on, hand out, open and read circulars."""

from netral.circulars.services.delivery import circular_pass_on
from netral.circulars.services.drafts import DraftText, circular_draft, draft_save, version_draft
from netral.circulars.services.reading import reading_open, reading_read
from netral.circulars.services.sheets import sheet_issue
from netral.circulars.services.signing import circular_publish
from netral.circulars.services.steps import (
    circular_approve,
    circular_return,
    circular_submit,
    circular_withdraw,
)

__all__ = [
    "DraftText",
    "circular_approve",
    "circular_draft",
    "circular_pass_on",
    "circular_publish",
    "circular_return",
    "circular_submit",
    "circular_withdraw",
    "draft_save",
    "reading_open",
    "reading_read",
    "sheet_issue",
    "version_draft",
]
