"""The second page of a hard act: what it does, asked once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: the act in words, what follows from it, and the way back.

    ``action`` stands on the button; ``explanation`` names what the act is done to.
    """

    title: str
    action: str
    back_url: str
    consequences: Sequence[str] = ()
    explanation: str = ""
    is_grave: bool = False


def confirm_page(
    request: HttpRequest, question: Question, form: forms.Form | None = None
) -> HttpResponse:
    """Return the page that asks; it posts to its own address. 422 when its form holds errors."""
    context = {
        "title": question.title,
        "action": question.action,
        "back_url": question.back_url,
        "consequences": question.consequences,
        "explanation": question.explanation,
        "is_grave": question.is_grave,
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "shell/confirm.html", context, status=status)
