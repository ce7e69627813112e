""" "Boleh tidak?": typed words, a wizard, and a page for each situation. Nothing is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from netral.circulars.forms.may import STAGE_WORDS, AsForm, TypedForm, who_choices
from netral.circulars.queries.may import Told, answer_chosen, answer_typed, listed
from netral.circulars.views.rules import kept
from netral.core import law
from netral.core.text.may import MayAnswer, Question, Verdict, first_question, next_question
from netral.people.queries.offices import governments_open
from netral.shell.http import PublicRequest

STEP_NAMES = {"who": "siapa", "topic": "tentang", "what": "apa", "fact": "fakta", "when": "kapan"}
"""The wizard's keys as they stand in the address."""
TODAY, UNKNOWN = "hari_ini", "tidak_tahu"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: PublicRequest) -> HttpResponse:
    """Show the text box and the first question; a POST answers typed words and keeps none."""
    return _typed(request) if request.method == "POST" else _start(request)


@kept
def _start(request: PublicRequest) -> HttpResponse:
    form = as_form(request, request.GET)
    context = {
        "typed": TypedForm(),
        "as_form": form,
        "question": first_question(),
        "options": _options(first_question(), {}, _office(request)),
        "stages": law.stages_on(request.today),
        "query": form.asked().query,
    }
    return render(request, "circulars/may/start.html", context)


def _typed(request: PublicRequest) -> HttpResponse:
    form, typed = as_form(request, request.POST), TypedForm(request.POST)
    if not typed.is_valid():
        context = {
            "typed": typed,
            "as_form": form,
            "question": first_question(),
            "options": _options(first_question(), {}, _office(request)),
            "stages": law.stages_on(request.today),
        }
        return render(request, "circulars/may/start.html", context, status=422)
    words = typed.cleaned_data["rencana"]
    told = answer_typed(words, form.asked())
    context = answer_context(told, form) | {"words": words, "typed": typed}
    return render(request, "circulars/may/answer.html", context)


@kept
def situation(request: PublicRequest, situation: str) -> HttpResponse:
    """Show the answer to one situation, for whom and when the address says."""
    form = as_form(request, request.GET)
    told = answer_chosen(situation, form.asked())
    return render(request, "circulars/may/answer.html", answer_context(told, form))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def situations(request: PublicRequest) -> HttpResponse:
    """Show all situations by topic; typed words are sought by the same engine as on the start."""
    if request.method == "POST":
        return _typed(request)
    return _situations(request)


@kept
def _situations(request: PublicRequest) -> HttpResponse:
    form = as_form(request, request.GET)
    asked = form.asked()
    groups = listed(asked)
    context = {
        "groups": groups,
        "count": sum(len(items) for _topic, items in groups),
        "typed": TypedForm(),
        "query": asked.query,
    }
    return render(request, "circulars/may/situations.html", context)


@kept
def wizard(request: PublicRequest) -> HttpResponse:
    """Ask the next question; the answers so far are the address, so Back and sharing work."""
    answers = {key: request.GET.get(name, "") for key, name in STEP_NAMES.items()}
    found = next_question(answers, on=request.today)
    if isinstance(found, MayAnswer):
        return _arrived(request, found, answers)
    context = {
        "question": found,
        "options": _options(found, answers, _office(request)),
        "chosen": _chosen(answers, found, _office(request)),
        "typed": TypedForm(),
    }
    return render(request, "circulars/may/wizard.html", context)


def _arrived(request: PublicRequest, found: MayAnswer, answers: dict[str, str]) -> HttpResponse:
    """Lead to the page of the situation; without one, say so and offer a person."""
    said = {"siapa": answers["who"], "tahap": _stage(answers["when"]), **_office(request)}
    form = as_form(request, said)
    asked = form.asked()
    if found.situation:
        return redirect(reverse("may-situation", args=[found.situation]) + asked.query)
    return render(request, "circulars/may/answer.html", answer_context(Told(found), form))


def _stage(when: str) -> str:
    return {TODAY: "", UNKNOWN: "semua"}.get(when, when)


def as_form(request: PublicRequest, data: Any) -> AsForm:
    """Return for whom and when it is asked, with the governments that can be named."""
    return AsForm(data, today=request.today, governments=governments_open(request.today))


def answer_context(told: Told, form: AsForm) -> dict[str, Any]:
    """Return what the page of an answer shows."""
    asked, answer = form.asked(), told.answer
    context: dict[str, Any] = {
        "told": told,
        "as_form": form,
        "query": asked.query,
        "who": dict(who_choices()).get(asked.status) or _("Pegawai ASN"),
        "stage": STAGE_WORDS[answer.stage] if answer.stage else "",
        "election": _election_title(told.election),
        "on": asked.on,
        "acts": _acts(told),
        "verdict_words": verdict_words(answer.verdict),
        "notes": answer.notes_en if _is_english() else answer.notes,
    }
    if answer.situation and not answer.situation.startswith("act-"):
        path = reverse("may-situation", args=[answer.situation]) + asked.query
        context["here"] = f"{settings.NETRAL_ORIGIN}{path}"
        if answer.verdict is not Verdict.TAK_TENTU:
            context["card"] = reverse("may-card", args=[answer.situation]) + asked.query
    return context


def verdict_words(verdict: Verdict) -> str:
    """Return the verdict as the page says it, "" when there is none."""
    return {
        Verdict.BOLEH: _("Boleh"),
        Verdict.TIDAK: _("Tidak boleh"),
        Verdict.TERGANTUNG: _("Tergantung"),
    }.get(verdict, "")


def _acts(told: Told) -> list[Any]:
    """Return the acts of the law that an answer speaks of, in its order."""
    known = {item.code: item for item in law.the_law().acts}
    return [known[code] for code in dict.fromkeys(told.answer.acts) if code in known]


def _election_title(election: str) -> str:
    found = next((item for item in law.elections() if item.id == election), None)
    if found is None:
        return ""
    return found.title_en if _is_english() else found.title_id


def _office(request: PublicRequest) -> dict[str, str]:
    """Return the government that the address names, to be carried on; it is checked at the end."""
    named = request.GET.get("ke") or request.POST.get("ke", "")
    return {"ke": named} if named else {}


def _options(
    question: Question, answers: dict[str, str], office: dict[str, str]
) -> list[dict[str, str]]:
    """Return the options as links: one press answers, and Back takes it back."""
    kept_answers = {
        STEP_NAMES[key]: value
        for key, value in answers.items()
        if value and _comes_before(key, question.key)
    }
    options = []
    for option in question.options:
        query = _query(kept_answers | {STEP_NAMES[question.key]: option.key} | office)
        label = option.text_en if _is_english() else option.text_id
        options.append({"url": f"{reverse('may-wizard')}{query}", "label": label})
    return options


def _comes_before(key: str, other: str) -> bool:
    order = list(STEP_NAMES)
    return order.index(key) < order.index(other)


def _chosen(
    answers: dict[str, str], question: Question, office: dict[str, str]
) -> list[dict[str, str]]:
    """Return what was answered so far, each with the link that asks it again."""
    rows: list[dict[str, str]] = []
    before: dict[str, str] = {}
    for key, value in answers.items():
        if not value or not _comes_before(key, question.key):
            continue
        asked = next_question(before)
        if isinstance(asked, Question) and asked.key == key:
            named = {option.key: option for option in asked.options}.get(value)
            if named is not None:
                query = _query({STEP_NAMES[name]: one for name, one in before.items()} | office)
                label = named.text_en if _is_english() else named.text_id
                rows.append({"label": label, "url": f"{reverse('may-wizard')}{query}"})
        before[key] = value
    return rows


def _query(named: dict[str, str]) -> str:
    return f"?{urlencode(named)}" if named else ""


def _is_english() -> bool:
    return (get_language() or "id") == "en"
