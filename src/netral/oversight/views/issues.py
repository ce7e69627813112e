"""Published coverage: the page and the files for all, and each person's own place in them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from netral.core.flow.coverage import STATES
from netral.oversight.queries.home import government_get
from netral.oversight.queries.issues import index_rows, issue_get, issue_newest, issues_of
from netral.oversight.queries.published import (
    counted_page,
    proof_required,
    published_page,
)
from netral.oversight.queries.words import state_words
from netral.people.access import person_required
from netral.shell.http import PersonRequest, PublicRequest

SHOWN = 30
YEAR_SECONDS = 31_536_000
JSON = "application/json"


@require_safe
def governments(request: HttpRequest) -> HttpResponse:
    """List the governments that have issued totals."""
    return render(request, "oversight/issues.html", {"rows": index_rows()})


@require_safe
@cache_control(public=True, max_age=60)
def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    """List for programs each government with its newest issue."""
    return JsonResponse(index_rows(), safe=False)


@require_safe
def newest(request: PublicRequest, government: str) -> HttpResponse:
    """Show a government's newest totals as a table that foots, and how to recount them."""
    found = government_get(key=government, today=request.today)
    page = published_page(issue=issue_newest(government))
    context = {
        "government": found,
        "page": page,
        "rows": [(row, named(row.states)) for row in page.rows] if page else [],
        "funnel": named(page.whole.states) if page else [],
        "issues": issues_of(government)[:SHOWN],
        "base": f"{settings.NETRAL_ORIGIN}/jangkauan/",
    }
    return render(request, "oversight/issue.html", context)


@require_safe
@cache_control(public=True, max_age=YEAR_SECONDS, immutable=True)
def document(request: HttpRequest, government: str, sequence: int) -> HttpResponse:  # noqa: ARG001
    """Serve one issue, byte for byte as its root was entered."""
    issue = issue_get(government=government, sequence=sequence)
    return HttpResponse(issue.document, content_type=JSON)


@require_GET
def counted(request: PersonRequest) -> HttpResponse:
    """Show the person as what they count in the newest totals of their government."""
    page = counted_page(person_ref=person_required(request), today=request.today)
    context = {
        "page": page,
        "states": [(state_words(state), is_so) for state, is_so in page.states],
        "base": f"{settings.NETRAL_ORIGIN}/jangkauan/",
    }
    return render(request, "oversight/counted.html", context)


@require_GET
def proof(request: PersonRequest) -> HttpResponse:
    """Hand out the person's own path, for checking without us."""
    told = proof_required(person_ref=person_required(request), today=request.today)
    name = f"jangkauan-{told['government']}-{told['sequence']}.json"
    answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type=JSON)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def named(numbers: Sequence[int]) -> list[tuple[str, int]]:
    """Return each state in words with how many reached it."""
    return [(state_words(state), number) for state, number in zip(STATES, numbers, strict=True)]
