"""Keeps addresses of pages out of the log: a personal link is a secret."""

from __future__ import annotations

import logging


class NoAddress(logging.Filter):
    """Lets a record of a failed request pass without the address that was asked for."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop the path from Django's message and keep the traceback."""
        if record.name in {"django.request", "django.security.csrf"}:
            record.msg, record.args = (
                "A request failed with status %s",
                (getattr(record, "status_code", "unknown"),),
            )
            record.__dict__.pop("request", None)
        return True
