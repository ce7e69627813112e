"""What both public pages need at the door: the upload handler first, then the check of the form."""

from __future__ import annotations

from django.http import HttpRequest

from netral.shell.door import form_is_ours
from netral.vault.services.uploads import SealingUploadHandler, uploads_of


def form_received(request: HttpRequest) -> tuple[SealingUploadHandler, bool]:
    """Read a POST with its files sealed as they stream; return the handler and whether it is ours.

    Django's own check would read the form before the handler is set, so the view is exempt and the
    same check is run here. A form that fails it is shown again with all that was typed.
    """
    handler = uploads_of(request)
    return handler, form_is_ours(request)
