"""What the shell itself answers; both doors include it."""

from __future__ import annotations

from django.urls import path

from netral.shell import views

urlpatterns = [
    path("bahasa/", views.language, name="set_language"),
    path("gaya/", views.gaya, name="gaya"),
    path("gaya/halaman/<str:door>/", views.gaya_door, name="gaya-door"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("tentang/", views.about, name="about"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
