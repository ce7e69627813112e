"""The home page and each person's own page."""

from __future__ import annotations

from django.urls import path

from netral.oversight.views import public

urlpatterns = [
    path("", public.home, name="home"),
    path("daerah/<slug:key>/", public.government, name="government"),
    path("saya/", public.own, name="saya"),
]
