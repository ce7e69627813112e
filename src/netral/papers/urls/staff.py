"""The government's papers, for those who may withdraw them."""

from __future__ import annotations

from django.urls import path

from netral.papers.views import papers as views
from netral.papers.views import signing

urlpatterns = [
    path("dokumen/", views.papers, name="papers"),
    path("dokumen/kop/", views.letterheads, name="letterheads"),
    path("dokumen/kop/baru/", views.letterhead_new, name="letterhead-new"),
    path("dokumen/kop/<str:ref>/contoh.pdf", views.letterhead_sample, name="letterhead-sample"),
    path("dokumen/nomor/", views.number_pattern, name="number-pattern"),
    path("dokumen/segel/", signing.seals, name="seals"),
    path("dokumen/segel/<str:ref>/", signing.seal, name="seal"),
    path("dokumen/segel/<str:ref>/lagi/", signing.seal_retry, name="seal-retry"),
    path("dokumen/akar/", signing.roots, name="trust-roots"),
    path("dokumen/akar/baru/", signing.root_new, name="trust-root-new"),
    path("dokumen/akar/<str:ref>/sahkan/", signing.root_confirm, name="trust-root-confirm"),
    path("dokumen/akar/<str:ref>/cabut/", signing.root_remove, name="trust-root-remove"),
    path("dokumen/<str:ref>/cabut/", views.withdraw, name="paper-withdraw"),
]
