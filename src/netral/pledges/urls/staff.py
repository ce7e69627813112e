"""The officers' pages of pledge sessions."""

from __future__ import annotations

from django.urls import path

from netral.pledges.views import staff

urlpatterns = [
    path("ikrar/", staff.sessions, name="pledge-sessions"),
    path("ikrar/baru/", staff.draft, name="pledge-draft"),
    path("ikrar/naskah/", staff.texts, name="pledge-texts"),
    path("ikrar/<str:ref>/", staff.session, name="pledge-session"),
    path("ikrar/<str:ref>/ubah/", staff.revise, name="pledge-revise"),
    path("ikrar/<str:ref>/buka/", staff.open_session, name="pledge-open"),
    path("ikrar/<str:ref>/tutup/", staff.close_session, name="pledge-close"),
    path("ikrar/<str:ref>/belum/", staff.waiting, name="pledge-waiting"),
    path("ikrar/<str:ref>/belum.csv", staff.waiting_file, name="pledge-waiting-file"),
]
