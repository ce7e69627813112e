"""The staff door: officers who sign in."""

from __future__ import annotations

from netral.config.doors import STAFF, urls_of

urlpatterns = urls_of(STAFF)
handler404 = "netral.config.middleware.page_not_found"
handler500 = "netral.config.middleware.server_error"
