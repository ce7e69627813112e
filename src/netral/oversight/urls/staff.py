"""The officer's table and the overview."""

from __future__ import annotations

from django.urls import path

from netral.oversight.views import staff

urlpatterns = [
    path("meja/", staff.table, name="meja"),
    path("pengawasan/", staff.overview_page, name="oversight"),
    path("pengawasan/jangkauan.csv", staff.coverage_file, name="oversight-coverage-file"),
]
