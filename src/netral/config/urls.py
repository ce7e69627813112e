"""Both doors in one process, for an office of one computer."""

from __future__ import annotations

from netral.config.doors import PUBLIC, STAFF, urls_of

urlpatterns = urls_of([*PUBLIC, *STAFF])
handler404 = "netral.config.middleware.page_not_found"
handler500 = "netral.config.middleware.server_error"
