"""The public door: citizens, and ASN who hold a personal link."""

from __future__ import annotations

from netral.config.doors import PUBLIC, urls_of

urlpatterns = urls_of(PUBLIC)
handler400 = "netral.shell.errors.bad_request"
handler403 = "netral.shell.errors.permission_denied"
handler404 = "netral.shell.errors.page_not_found"
handler500 = "netral.shell.errors.server_error"
