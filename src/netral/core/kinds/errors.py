"""Errors that a person may be shown: named by meaning, caught once by the middleware."""

from __future__ import annotations


class NetralError(Exception):
    """Something a person asked for cannot be done; the message says what, why and what to do.

    ``status`` is the HTTP status of the page that shows it, ``title`` its heading (Indonesian),
    ``retry_after`` the seconds after which it may be asked again, None when nothing is said.
    """

    status = 400
    title = "Permintaan ini belum bisa kami jalankan"
    retry_after: int | None = None


class NotVisibleError(NetralError):
    """The thing does not exist for this person: absent, or outside what they may see."""

    status = 404
    title = "Halaman tidak ditemukan"


class NotAllowedError(NetralError):
    """The person sees the thing but the role they act in may not take this step."""

    status = 403
    title = "Peran Anda tidak berwenang untuk langkah ini"


class AlreadyDoneError(NetralError):
    """Someone, perhaps the same person, took this step a moment ago; nothing was changed again."""

    status = 409
    title = "Langkah ini sudah diambil"


class WrongInputError(NetralError):
    """What was handed in cannot be used; the message names the field and the remedy."""

    status = 422
    title = "Ada isian yang perlu diperbaiki"
