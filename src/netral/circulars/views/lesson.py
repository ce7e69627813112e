"""The person's lesson: a GET shows, only a pressed button begins it or records an answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from netral.circulars.access import person_served, version_for_reader
from netral.circulars.forms.lesson import ChoiceForm
from netral.circulars.models import CircularVersion
from netral.circulars.queries.lesson_pages import lesson_page, polling_calendar, polling_day
from netral.circulars.queries.letters import version_number_to_int
from netral.circulars.services.lesson import lesson_answer, lesson_begin
from netral.core.access import Assurance
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import CircularRef
from netral.people.access import person_required
from netral.people.models import Person
from netral.shell.http import PersonRequest


@require_GET
def lesson(request: PersonRequest, ref: str) -> HttpResponse:
    """Show where the person stands: the start, the next question, an explanation, the result."""
    person, version = _bound(request, ref)
    after = version_number_to_int(request.GET.get("sesudah", ""))
    context = lesson_page(person, version, after=after, today=request.today)
    if context["state"] == "question":
        context["form"] = ChoiceForm(question=context["question"])
    return render(request, "circulars/lesson/lesson.html", context)


@require_POST
def begin(request: PersonRequest, ref: str) -> HttpResponse:
    """Begin the lesson, or continue the one that was left."""
    lesson_begin(
        person=person_required(request),
        ref=CircularRef(ref),
        assurance=Assurance(request.assurance),
        at=request.at,
    )
    return redirect("lesson", ref=ref)


@require_POST
def answer(request: PersonRequest, ref: str) -> HttpResponse:
    """Record one answer and show at once what is right and why."""
    person, version = _bound(request, ref)
    context = lesson_page(person, version, after=None, today=request.today)
    form = ChoiceForm(request.POST, question=context.get("question"))
    if context["state"] == "question" and not form.is_valid() and _is_now(form, context):
        context["form"] = form
        return render(request, "circulars/lesson/lesson.html", context, status=422)
    number = version_number_to_int(request.POST.get("soal", "")) or 0
    given = lesson_answer(
        person=person_required(request),
        ref=CircularRef(ref),
        number=number,
        place=version_number_to_int(request.POST.get("jawaban", "")) or 0,
        at=request.at,
    )
    return redirect(f"{request.path.removesuffix('jawab/')}?sesudah={given.number}")


@require_GET
def calendar(request: PersonRequest, ref: str) -> HttpResponse:
    """Hand out polling day for the calendar on the phone."""
    _person, version = _bound(request, ref)
    election = polling_day(version, request.today)
    if election is None:
        raise NotVisibleError(_("Hari pemungutan suaranya sudah lewat, atau belum ditetapkan."))
    text = polling_calendar(election, stamp=request.at)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{election.id}.ics"'
    return response


def _bound(request: PersonRequest, ref: str) -> tuple[Person, CircularVersion]:
    person = person_served(person_required(request), request.today)
    return person, version_for_reader(person, CircularRef(ref))


def _is_now(form: ChoiceForm, context: dict[str, object]) -> bool:
    """Tell whether the form belongs to the question that stands; an older one is looked up."""
    question = context["question"]
    number = form.cleaned_data.get("soal")
    return number is None or number == getattr(getattr(question, "turn", None), "number", None)
