"""The government's papers, for those who may withdraw them."""

from __future__ import annotations

from django.urls import path

from netral.papers import views

urlpatterns = [
    path("dokumen/", views.papers, name="papers"),
    path("dokumen/<str:ref>/cabut/", views.withdraw, name="paper-withdraw"),
]
