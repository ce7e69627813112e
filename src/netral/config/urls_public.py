"""The public door: citizens, and ASN who hold a personal link."""

from __future__ import annotations

from netral.config.doors import PUBLIC, urls_of

urlpatterns = urls_of(PUBLIC)
handler404 = "netral.config.middleware.page_not_found"
handler500 = "netral.config.middleware.server_error"
