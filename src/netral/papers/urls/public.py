"""Checking papers: open to anyone who holds a code."""

from __future__ import annotations

from django.urls import path

from netral.papers.views import papers as views

urlpatterns = [
    path("periksa/", views.check, name="paper-code"),
    path("periksa/pdf/", views.pdf, name="paper-pdf"),
    path("periksa/<str:ref>/", views.paper, name="paper-check"),
    path("periksa/<str:ref>/bukti", views.proof, name="paper-proof"),
]
