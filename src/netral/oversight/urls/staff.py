"""The officer's table and the overview."""

from __future__ import annotations

from django.urls import path

from netral.oversight.views import coverage, staff

urlpatterns = [
    path("meja/", staff.table, name="meja"),
    path("pengawasan/", staff.overview_page, name="oversight"),
    path("pengawasan/jangkauan/", coverage.node, name="coverage"),
    path("pengawasan/jangkauan/pegawai/", coverage.people, name="coverage-people"),
    path("pengawasan/jangkauan/pemerintah/", coverage.governments, name="coverage-governments"),
    path("pengawasan/jangkauan.<str:kind>", coverage.file, name="coverage-file"),
]
