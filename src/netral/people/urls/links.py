"""The public door: personal links."""

from __future__ import annotations

from django.urls import path, re_path

from netral.people.views import links

urlpatterns = [
    path("saya/keluar/", links.leave, name="person_leave"),
    re_path(r"^saya/(?P<token>[0-9A-Za-z]{26})/$", links.personal_link, name="personal_link"),
]
