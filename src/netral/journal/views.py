"""The journal's public pages and files, as C2SP tlog-tiles lays them out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from netral.journal.queries.logs import checkpoint_published, log_of, log_state, logs, logs_index
from netral.journal.queries.tiles import entry_proof, tile_bytes
from netral.shell.http import PublicRequest

TEXT = "text/plain; charset=utf-8"
YEAR_SECONDS = 31_536_000


@require_safe
def journals(request: HttpRequest) -> HttpResponse:
    """List the journals of this installation."""
    return render(request, "journal/journals.html", {"logs": logs()})


@require_safe
@cache_control(public=True, max_age=60)
def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    """List the journals for programs."""
    return JsonResponse(logs_index(settings.NETRAL_ORIGIN), safe=False)


@require_safe
def journal(request: PublicRequest, government: str) -> HttpResponse:
    """Tell a person what the journal is, how far it goes and how to check it."""
    state = log_state(government=government, today=request.today)
    return render(request, "journal/journal.html", state)


@require_safe
@cache_control(public=True, max_age=5)
def checkpoint(request: HttpRequest, government: str) -> HttpResponse:  # noqa: ARG001
    """Serve the last signed head with its witnesses' lines."""
    return HttpResponse(checkpoint_published(government), content_type=TEXT)


@require_safe
@cache_control(public=True, max_age=3600)
def key(request: HttpRequest, government: str) -> HttpResponse:  # noqa: ARG001
    """Serve the verifier key line."""
    return HttpResponse(f"{log_of(government).verifier_key}\n", content_type=TEXT)


@require_safe
@cache_control(public=True, max_age=YEAR_SECONDS, immutable=True)
def tile(request: HttpRequest, government: str, tile: str) -> HttpResponse:  # noqa: ARG001
    """Serve a tile of hashes or a bundle of entries, byte for byte."""
    return HttpResponse(tile_bytes(government, tile), content_type="application/octet-stream")


@require_safe
def proof(
    request: HttpRequest,  # noqa: ARG001
    government: str,
    matter: str,
    leaf: str = "",
) -> HttpResponse:
    """Hand out the proof that an entry of the matter is in the journal."""
    text = entry_proof(government=government, matter=matter, leaf=leaf)
    headers = {"Content-Disposition": f'attachment; filename="{matter}.tlog-proof"'}
    return HttpResponse(text, content_type=TEXT, headers=headers)
