"""The addresses of the queue and of cases, at the staff door."""

from __future__ import annotations

from django.urls import path

from netral.cases.views import cases, queue, steps

urlpatterns = [
    path("antrean/", queue.reports, name="queue"),
    path("antrean/<slug:ref>/", queue.report, name="queue-report"),
    path("antrean/<slug:ref>/bukti/<slug:evidence>/", queue.evidence, name="queue_evidence"),
    path("antrean/<slug:ref>/<slug:act>/", queue.report_step, name="queue_step"),
    path("perkara/", cases.cases, name="cases"),
    path("perkara/<slug:ref>/", cases.case, name="case"),
    path("perkara/<slug:ref>/cocokkan/", steps.match, name="case_match"),
    path("perkara/<slug:ref>/putuskan/", steps.decide, name="case_decide"),
    path("perkara/<slug:ref>/<slug:act>/", steps.step, name="case_step"),
    path("pengaturan/kabar-pelapor/", steps.rule, name="reporter_rule"),
]
