"""The desk's addresses, at the staff door."""

from __future__ import annotations

from django.urls import path

from netral.desk import views

urlpatterns = [
    path("rakor/", views.meetings, name="desk_meetings"),
    path("rakor/baru/", views.meeting_new, name="desk_meeting_new"),
    path("rakor/<slug:ref>/", views.meeting, name="desk_meeting"),
    path("rakor/<slug:ref>/notula/", views.meeting_minutes, name="desk_minutes"),
    path("rakor/<slug:ref>/sahkan/", views.meeting_approval, name="desk_approval"),
    path("rakor/<slug:ref>/arahan/", views.directive_new, name="desk_directive_new"),
    path("arahan/", views.directives, name="desk_directives"),
    path("arahan/<slug:ref>/", views.directive, name="desk_directive"),
    path("arahan/<slug:ref>/<slug:act>/", views.directive_move, name="desk_step"),
    path("arahan/<slug:ref>/bukti/<int:number>/", views.evidence, name="desk_evidence"),
    path("realisasi/", views.realisation, name="desk_realisation"),
]
