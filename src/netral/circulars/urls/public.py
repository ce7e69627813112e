"""Addresses at the public door: a person's own circulars."""

from __future__ import annotations

from django.urls import path

from netral.circulars.views import reading

urlpatterns = [
    path("saya/edaran/", reading.mine, name="circulars-mine"),
    path("saya/edaran/<str:ref>/", reading.letter, name="circular-read"),
    path("saya/edaran/<str:ref>/surat.pdf", reading.letter_paper, name="circular-read-pdf"),
    path("saya/edaran/<str:ref>/buka/", reading.opening, name="circular-open"),
    path("saya/edaran/<str:ref>/baca/", reading.done, name="circular-done"),
]
