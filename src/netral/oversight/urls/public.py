"""The home page and each person's own page."""

from __future__ import annotations

from django.urls import path

from netral.oversight.views import issues, public

urlpatterns = [
    path("", public.home, name="home"),
    path("daerah/<slug:key>/", public.government, name="government"),
    path("saya/", public.own, name="saya"),
    path("saya/jangkauan/", issues.counted, name="coverage-own"),
    path("saya/jangkauan/bukti.json", issues.proof, name="coverage-proof"),
    path("jangkauan/", issues.governments, name="coverage-issues"),
    path("jangkauan/index.json", issues.index, name="coverage-index"),
    path("jangkauan/<slug:government>/", issues.newest, name="coverage-issue"),
    path(
        "jangkauan/<slug:government>/<int:sequence>.json",
        issues.document,
        name="coverage-document",
    ),
]
