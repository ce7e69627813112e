"""What every request passes: headers, the moment, the person, and the page for an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from netral.config.navigation import navigation_for
from netral.core.kinds.errors import NetralError
from netral.people.access import SignInNeededError, actor_for, person_for
from netral.shell.http import PersonRequest, PublicRequest, StaffRequest
from netral.shell.moment import moment

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
    "X-Robots-Tag": "noarchive",
}


class HeadersMiddleware:
    """Adds the security headers to every answer; pages with a person's data are never cached."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class MomentMiddleware:
    """Reads the clock once; below it the moment is an argument."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set ``at`` and ``today``."""
        stamped = cast(PublicRequest, request)
        stamped.at = moment()
        stamped.today = stamped.at.date()
        return self.get_response(request)


class ActorMiddleware:
    """Says who acts: an officer in one role, or a person who opened a link; else nobody."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set ``actor`` and ``navigation``, or ``person_ref``, where the session names one."""
        stamped = cast(PublicRequest, request)
        actor = actor_for(request, today=stamped.today)
        if actor is not None:
            staff = cast(StaffRequest, request)
            staff.actor = actor
            staff.navigation = navigation_for(actor, request.path)
        person = person_for(request, at=stamped.at)
        if person is not None:
            asn = cast(PersonRequest, request)
            asn.person_ref, asn.assurance = person
        return self.get_response(request)


class ErrorMiddleware:
    """Turns an error of the house into a page that says what, why and what to do."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; errors arrive at ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for an error of ours; leave any other to Django."""
        if isinstance(error, SignInNeededError):
            return redirect_to_login(request.get_full_path())
        if not isinstance(error, NetralError):
            return None
        return error_page(request, status=error.status, title=error.title, message=str(error))


def error_page(request: HttpRequest, *, status: int, title: str, message: str) -> HttpResponse:
    """Return the error page in the form of the door."""
    context = {"status": status, "title": title, "message": message}
    return render(request, "shell/error.html", context, status=status)


def page_not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001 (Django hands it over by this name)
) -> HttpResponse:
    """Return the page for an address that does not exist."""
    return error_page(
        request,
        status=404,
        title="Halaman tidak ditemukan",
        message="Alamat ini tidak ada. Periksa ejaannya, atau mulai dari halaman depan.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours."""
    return error_page(
        request,
        status=500,
        title="Ada kesalahan di sistem kami",
        message=(
            "Kami gagal menjalankan permintaan ini. Tidak ada yang tersimpan setengah. "
            "Coba lagi beberapa menit lagi."
        ),
    )
