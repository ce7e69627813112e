"""The citizen's door."""

from __future__ import annotations

from django.urls import path

from netral.reports.views.follow import follow
from netral.reports.views.receipt import receipt_confirm, receipt_file
from netral.reports.views.wizard import report_form

app_name = "reports"
urlpatterns = [
    path("lapor/", report_form, name="form"),
    path("lapor/kata/", receipt_confirm, name="confirm"),
    path("lapor/tanda-terima/", receipt_file, name="receipt-file"),
    path("lapor/ikuti/", follow, name="follow"),
]
