"""Reads the public pages of the law as anyone can: without a session."""

from __future__ import annotations

from html import unescape

from django.conf import settings
from django.test import Client
from django.urls import reverse

CAMPAIGN = "2024-10-08"
LANGUAGES = ("id", "en")


class Reader:
    """A browser without a session, in one of the languages."""

    def __init__(self, language: str = "id") -> None:
        self.client = Client()
        if language != "id":
            self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    def page(self, name: str, *args: str, on: str = CAMPAIGN, **query: str) -> str:
        """Return the words of a page that is there."""
        answer = self.client.get(reverse(name, args=args), {"pada": on, **query} if on else query)
        assert answer.status_code == 200, answer.content.decode()
        return unescape(answer.content.decode())


def refused(name: str, *args: str, **query: str) -> tuple[int, str]:
    """Return the status and the words of a page that is not there."""
    answer = Client().get(reverse(name, args=args), query)
    return answer.status_code, unescape(answer.content.decode())
