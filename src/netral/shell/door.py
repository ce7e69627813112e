"""The two doors: where a public page is read from the other one; a form that its view checks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse


def _never(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError(request.path)


def form_is_ours(request: HttpRequest) -> bool:
    """Run Django's own check of a form on a view that is exempt from it; tell whether it passes.

    So what was typed is never lost to a stale token.
    """
    refusal = CsrfViewMiddleware(_never).process_view(request, _never, (), {})
    return refusal is None


def public_address(name: str, *args: str) -> str:
    """Return the whole address of a page of the public door, to be printed, sent or scanned."""
    return f"{settings.NETRAL_ORIGIN}{reverse(name, urlconf=settings.PUBLIC_URLCONF, args=args)}"


def public_path(name: str, *args: str) -> str:
    """Return where an officer reads a page of the public door: here, if this process has it."""
    if settings.NETRAL_DOOR == "staff":
        return public_address(name, *args)
    return reverse(name, args=args)
