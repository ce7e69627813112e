"""A browser without JavaScript: looks at pages, fills in their forms, presses their buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

HOST, PORT = "127.0.0.1", "8000"
ADDRESS = "203.0.113.77"
AGENT = "PeramanContoh/9.9"
Attributes = list[tuple[str, str | None]]


class NoFormError(LookupError):
    """The page has no such form: a person would find no button to press."""


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes and what it would send as it stands."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str | None, value: str) -> None:
        """Put one value to what is sent."""
        if name:
            self.fields.setdefault(name, []).append(value)


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: status, address, bytes, and the forms of its main part."""

    status: int
    path: str
    body: bytes
    forms: tuple[Form, ...]

    @property
    def text(self) -> str:
        """Return the page's source."""
        return self.body.decode(errors="replace")

    def form(self, action: str) -> Form:
        """Return the first form whose address ends so; raise NoFormError when there is none."""
        for found in self.forms:
            if found.action.endswith(action):
                return found
        raise NoFormError(f"{self.path} ({self.status}): tidak ada formulir ke {action or '...'}")


class Browser:
    """One person's browser: keeps cookies, obeys the form protection, follows redirects."""

    def __init__(self, address: str = ADDRESS) -> None:
        """Begin without cookies; ``address`` is where the person is."""
        headers = {"user-agent": AGENT}
        self._client = Client(
            enforce_csrf_checks=True,
            headers=headers,
            SERVER_NAME=HOST,
            SERVER_PORT=PORT,
            REMOTE_ADDR=address,
        )

    def look(self, path: str) -> Page:
        """Open an address; nothing may be recorded by that."""
        return _page(path, self._client.get(path, follow=True))

    def press(self, page: Page, action: str = "", *, file: Any = None, **typed: str) -> Page:
        """Fill in the first form of a page that goes to ``action`` and press its button.

        ``file`` is (field, name, content). Raises NoFormError when the page has no such form.
        """
        form = page.form(action)
        sent: dict[str, Any] = {**form.fields, **typed}
        if file:
            name, label, content = file
            sent[name] = SimpleUploadedFile(label, content)
        return _page(form.action, self._client.post(form.action, sent, follow=True))

    @property
    def cookies(self) -> set[str]:
        """Return the names of the cookies that the site has set."""
        return set(self._client.cookies)


def _page(path: str, response: Any) -> Page:
    chain = getattr(response, "redirect_chain", [])
    reached = urlsplit(chain[-1][0]).path if chain else path
    body = b"".join(response) if response.streaming else response.content
    forms: Iterable[Form] = ()
    if response.headers.get("Content-Type", "").startswith("text/html"):
        reader = _Reader(reached)
        reader.feed(body.decode())
        forms = reader.forms
    return Page(response.status_code, reached, body, tuple(forms))


class _Reader(HTMLParser):
    """Reads the forms inside a page's main part."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._path, self._is_main = path, False
        self._form: Form | None = None
        self._area, self._text, self._select = "", "", ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Take forms and what they hold."""
        given = dict(attrs)
        if tag == "main":
            self._is_main = True
        elif tag == "form" and self._is_main:
            self._form = Form(given.get("action") or self._path)
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str | None]) -> None:
        if tag == "input":
            _input(form, given)
        elif tag == "textarea":
            self._area, self._text = given.get("name") or "", ""
        elif tag == "select":
            self._select = given.get("name") or ""
        elif tag == "option" and "selected" in given:
            form.add(self._select, given.get("value") or "")

    def handle_data(self, data: str) -> None:
        """Collect the text of a text area."""
        self._text += data if self._area else ""

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag == "textarea" and self._form is not None:
            self._form.add(self._area, self._text.removeprefix("\n"))
            self._area = ""
        elif tag == "form":
            self._form = None
        elif tag == "main":
            self._is_main = False


def _input(form: Form, given: dict[str, str | None]) -> None:
    kind = given.get("type") or "text"
    if kind in {"checkbox", "radio"} and "checked" not in given:
        return
    if kind not in {"file", "submit", "image", "button"}:
        form.add(given.get("name"), given.get("value") or "")
