"""Secrets have a type, so that none slips into a log by its own ``repr``."""

from __future__ import annotations


class SecretText(str):
    """A secret that is shown once to its owner; ``str`` gives it, ``repr`` hides it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "SecretText(...)"
