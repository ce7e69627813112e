"""The addresses of the queue and of cases, at the staff door."""

from __future__ import annotations

from django.urls import path

from netral.cases.views import authorities, calendar, cases, clocks, feeds, queue, steps

urlpatterns = [
    path("antrean/", queue.reports, name="queue"),
    path("antrean/<slug:ref>/", queue.report, name="queue-report"),
    path("antrean/<slug:ref>/bukti/<slug:evidence>/", queue.evidence, name="queue_evidence"),
    path("antrean/<slug:ref>/<slug:act>/", queue.report_step, name="queue_step"),
    path("perkara/", cases.cases, name="cases"),
    path("perkara/<slug:ref>/", cases.case, name="case"),
    path("perkara/<slug:ref>/cocokkan/", steps.match, name="case_match"),
    path("perkara/<slug:ref>/putuskan/", steps.decide, name="case_decide"),
    path("perkara/<slug:ref>/batas.ics", feeds.case_file, name="case_ics"),
    path("perkara/<slug:ref>/batas/<slug:act>/", clocks.move, name="case_clock"),
    path("perkara/<slug:ref>/<slug:act>/", steps.step, name="case_step"),
    path("pengaturan/kabar-pelapor/", steps.rule, name="reporter_rule"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/libur/<int:holiday>/cabut/", calendar.withdraw, name="holiday_withdraw"),
    path("kalender/batas/<str:code>/", calendar.clock, name="clock_setting"),
    path("kalender/angka/<int:setting>/<slug:act>/", calendar.number, name="clock_number"),
    path("kalender/saya/", feeds.own, name="calendar_feed"),
    path("kalender/umpan/<slug:token>.ics", feeds.feed, name="calendar_feed_file"),
    path("pengaturan/pejabat/", authorities.rows, name="authorities"),
    path("pengaturan/pejabat/<int:row>/<slug:act>/", authorities.act, name="authority"),
]
