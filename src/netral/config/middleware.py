"""What every request passes: headers, the moment, the person, and the page for an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from netral.circulars.queries.lesson import lesson_is_due, lessons_due
from netral.config.navigation import (
    account_menu_for,
    navigation_for,
    navigation_personal,
    navigation_public,
)
from netral.core.kinds.errors import NetralError
from netral.core.kinds.refs import SessionRef
from netral.people.access import (
    SignInNeededError,
    actor_of,
    grant_for,
    person_for,
    second_step_missing,
)
from netral.people.queries.roles import role_words
from netral.people.services.unlock import LockedError
from netral.pledges.queries import pledge_of
from netral.shell.errors import Said, error_page
from netral.shell.headers import HEADERS
from netral.shell.http import PersonRequest, PublicRequest, StaffRequest
from netral.shell.moment import moment
from netral.shell.typed import typed_can_be_kept, typed_page

Handler = Callable[[HttpRequest], HttpResponse]
PERSONAL_HOME = "/saya/"
PLEDGE_PAGE = "pledge"


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


class AddressMiddleware:
    """Answers 404 to an address with a NUL in it: no page has one, and PostgreSQL chokes on it."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass every other request on."""
        asked = [text for values in request.GET.lists() for text in values[1]]
        if any("\0" in text for text in (request.path, *asked)):
            raise Http404
        return self.get_response(request)


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


class LanguageMiddleware:
    """Speaks Indonesian unless English was chosen here; a phone set to English is no choice."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language and say which it is."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            cast(Any, request).LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Says who acts: an officer in one role, or a person who opened a link; else nobody.

    Without a session cookie nothing is looked up and none is set: a citizen leaves no trace.
    """

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set what the session tells; send an account without a second step to make one."""
        _stand_outside(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if second_step_missing(request) and not _is_open_without_second_step(request.path):
            return redirect("second_step")
        _stand_personally(cast(PersonRequest, request))
        with timezone.override(_stand_in_office(cast(StaffRequest, request))):
            return self.get_response(request)


def _stand_outside(request: HttpRequest) -> None:
    door = cast(Any, request)
    door.door = "public"
    door.public_navigation = navigation_public(request.path)
    door.navigation = door.public_navigation


def _stand_personally(request: PersonRequest) -> None:
    person = person_for(request, at=request.at)
    if person is None:
        return
    request.person_ref, request.assurance = person
    if request.path.startswith(PERSONAL_HOME):
        door = cast(Any, request)
        door.door, door.home_url = "asn", PERSONAL_HOME
        door.person_navigation = navigation_personal(request.path)


def _stand_in_office(request: StaffRequest) -> ZoneInfo:
    """Set the actor and what the head of the page tells; return the zone of the office."""
    grant, count = grant_for(request, today=request.today)
    if grant is None:
        return ZoneInfo(settings.TIME_ZONE)
    government = grant.unit.government
    zone = ZoneInfo(government.timezone)
    request.at = request.at.astimezone(zone)
    request.today = request.at.date()
    request.actor = actor_of(grant.account, grant)
    request.navigation = navigation_for(request.actor, request.path)
    head = cast(Any, request)
    if head.door != "asn":
        head.door, head.home_url = "staff", settings.LOGIN_REDIRECT_URL
    head.government_name, head.role_label = government.name, role_words(grant)
    head.account_menu = account_menu_for(grant, count)
    return zone


def _is_open_without_second_step(path: str) -> bool:
    return path in {reverse("second_step"), reverse("account_logout"), reverse("set_language")}


class LessonFirstMiddleware:
    """Asks for the lesson before the pledge; only this floor sees both rooms.

    The letters and the pledges are neighbours that do not know each other.
    """

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the pledge's page arrives at ``process_view``."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _named: object
    ) -> HttpResponse | None:
        """Answer with the way to the lesson while one is due; a pressed button is refused."""
        match = request.resolver_match
        person = getattr(request, "person_ref", None)
        if match is None or match.url_name != PLEDGE_PAGE or person is None:
            return None
        today, session = cast(PublicRequest, request).today, SessionRef(match.kwargs["session"])
        if not lesson_is_due(person=person, today=today) or pledge_of(
            person_ref=person, ref=session
        ):
            return None
        due = lessons_due(person=person, today=today)
        status = 409 if request.method == "POST" else 200
        context = {"due": due, "session": session}
        return render(request, "circulars/lesson/first.html", context, status=status)


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
            return _signed_out(request, error)
        if isinstance(error, LockedError):
            return _locked_page(request, error)
        if not isinstance(error, NetralError):
            return None
        said = Said(title=gettext(error.title), message=_translated(error))
        page = error_page(request, status=error.status, said=said)
        if error.retry_after is not None:
            page["Retry-After"] = str(error.retry_after)
        return page


def _signed_out(request: HttpRequest, error: SignInNeededError) -> HttpResponse:
    """Lead to the sign-in page and back; a form that was sent stays, with all that was typed."""
    if typed_can_be_kept(request):
        return typed_page(request, status=error.status, asks_sign_in=True)
    return redirect_to_login(request.get_full_path())


def _locked_page(request: HttpRequest, error: LockedError) -> HttpResponse:
    """Return the page that leads to the key and back; a form that was sent is not sent again."""
    back = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    context = {"title": gettext(error.title), "message": _translated(error), "next": back}
    return render(request, "people/locked.html", context, status=error.status)


def _translated(error: NetralError) -> str:
    """Return what the error says; the core knows no languages, so its fixed texts turn here."""
    text = str(error)
    return gettext(text) if text else ""
