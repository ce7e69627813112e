from __future__ import annotations

from netral.core.kinds.errors import NetralError


class LedgerError(NetralError):
    """Something that should be a part of the journal does not have the form of one."""

    status = 422
