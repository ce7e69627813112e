"""The public result of a session: figures by agency, small cells hidden."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from netral.pledges.queries import pledge_rows, protected, session_public
from netral.shell.http import PublicRequest


@require_GET
def result(request: PublicRequest, ref: str) -> HttpResponse:
    """How many pledged, by agency, for anyone."""
    session = session_public(ref=ref)
    rows = protected(pledge_rows(session=session, scope=session.government_id))
    context = {
        "session": session,
        "rows": rows,
        "counted_at": request.at,
        "has_hidden": any(row.done is None for row in rows),
    }
    return render(request, "pledges/result.html", context)
