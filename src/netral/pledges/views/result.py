"""The public result of a session: figures by agency, small cells hidden."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from netral.pledges.queries import session_public, session_result
from netral.pledges.services.sheets import session_sheet
from netral.shell.http import PublicRequest


@require_GET
def result(request: PublicRequest, ref: str) -> HttpResponse:
    """How many pledged, by agency, for anyone."""
    session = session_public(ref=ref)
    rows, ways = session_result(session=session)
    context = {
        "session": session,
        "rows": rows,
        "counted_at": request.at,
        "has_hidden": any(row.done is None for row in rows),
        "ways": ways,
    }
    return render(request, "pledges/result.html", context)


@require_GET
def sheet(request: PublicRequest, ref: str) -> HttpResponse:
    """The same as PDF: minutes of a session in a room, a result sheet of any other."""
    session = session_public(ref=ref)
    rows, ways = session_result(session=session)
    pdf = session_sheet(session=session, rows=rows, ways=ways, at=request.at)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="hasil-ikrar-{ref}.pdf"'
    return response
