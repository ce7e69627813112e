"""Addresses by which a person is reached: read from what offices type, shown masked."""

from __future__ import annotations

import re

_NOT_DIGITS = re.compile(r"[^0-9+]")
_MOBILE = re.compile(r"\+628[0-9]{7,11}")
_MAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
SHOWN_HEAD, SHOWN_TAIL = 4, 3


def phone_of(text: str) -> str:
    """Return an Indonesian mobile number in international form (ITU-T E.164), or nothing.

    ``0812-3456-789``, ``62812...`` and ``+62 812 ...`` are the same number. Of two numbers in one
    cell the first one counts; fixed lines take no messages and give nothing.
    """
    first = re.split(r"[/;,]", text)[0]
    digits = _NOT_DIGITS.sub("", first)
    if digits.startswith("0"):
        digits = f"+62{digits[1:]}"
    elif digits.startswith("62"):
        digits = f"+{digits}"
    elif digits.startswith("8"):
        digits = f"+62{digits}"
    return digits if _MOBILE.fullmatch(digits) else ""


def mail_of(text: str) -> str:
    """Return a mail address in lower case, or nothing when it is none."""
    typed = text.strip().lower()
    return typed if _MAIL.fullmatch(typed) else ""


def phone_masked(phone: str) -> str:
    """Return a number as a page may show it: ``0812•••••789``."""
    local = f"0{phone[3:]}"
    hidden = "•" * (len(local) - SHOWN_HEAD - SHOWN_TAIL)
    return f"{local[:SHOWN_HEAD]}{hidden}{local[-SHOWN_TAIL:]}"


def mail_masked(address: str) -> str:
    """Return an address as a page may show it: ``s•••@batanghari.example``."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}"
