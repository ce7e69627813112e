"""The government's papers, for those who may withdraw them."""

from __future__ import annotations

from django.urls import path

from netral.papers import views

urlpatterns = [
    path("dokumen/", views.papers, name="papers"),
    path("dokumen/kop/", views.letterheads, name="letterheads"),
    path("dokumen/kop/baru/", views.letterhead_new, name="letterhead-new"),
    path("dokumen/kop/<str:ref>/contoh.pdf", views.letterhead_sample, name="letterhead-sample"),
    path("dokumen/nomor/", views.number_pattern, name="number-pattern"),
    path("dokumen/<str:ref>/cabut/", views.withdraw, name="paper-withdraw"),
]
