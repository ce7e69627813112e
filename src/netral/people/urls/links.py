"""The public door: personal links."""

from __future__ import annotations

from django.urls import path, re_path

from netral.people.views import bounces, link_codes, links

urlpatterns = [
    path("saya/keluar/", links.leave, name="person_leave"),
    path("saya/kode/", link_codes.code, name="link_code"),
    path("pantulan/", bounces.bounce, name="bounce"),
    re_path(
        r"^saya/(?P<token>[0-9A-Za-z]{26})/lupa/$", link_codes.pin_forgotten, name="pin_forgotten"
    ),
    re_path(r"^saya/(?P<token>[0-9A-Za-z]{26})/$", links.personal_link, name="personal_link"),
]
