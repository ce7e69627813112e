"""The staff door: officers who sign in."""

from __future__ import annotations

from netral.config.doors import STAFF, urls_of

urlpatterns = urls_of(STAFF)
handler400 = "netral.shell.errors.bad_request"
handler403 = "netral.shell.errors.permission_denied"
handler404 = "netral.shell.errors.page_not_found"
handler500 = "netral.shell.errors.server_error"
