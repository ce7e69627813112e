"""The ASN's own pages, and the public result."""

from __future__ import annotations

from django.urls import path

from netral.pledges.urls.pacts import own_pages
from netral.pledges.views import outside, own, result, room

urlpatterns = [
    *own_pages,
    path("saya/ikrar/<str:session>/", own.pledge, name="pledge"),
    path("saya/ikrar/<str:session>/belum/", own.absence, name="pledge-absence"),
    path("saya/ikrar/<str:session>/sertifikat/", own.certificate, name="pledge-certificate"),
    path("saya/ikrar/<str:session>/sertifikat/pdf", own.certificate_file, name="pledge-pdf"),
    path("saya/ikrar/<str:session>/sertifikat/janji", own.promise, name="pledge-promise"),
    path("ikrar/kirim/", own.send, name="pledge-send"),
    path("ikrar/serentak/<str:ref>/", room.room, name="pledge-room"),
    path("ikrar/serentak/<str:ref>/keadaan.json", room.state, name="pledge-room-state"),
    path("ikrar/serentak/<str:ref>/hasil.pdf", room.sheet, name="pledge-room-sheet"),
    path("ikrar/serentak/<str:ref>/ajakan.json", outside.door, name="pledge-room-door"),
    path("ikrar/serentak/<str:ref>/hasil.json", outside.figures, name="pledge-room-figures"),
    path("ikrar/serentak/<str:ref>/luar/<str:guest>/", outside.guest, name="pledge-guest"),
    path(
        "ikrar/serentak/<str:ref>/luar/<str:guest>/kiriman.json",
        outside.note,
        name="pledge-guest-note",
    ),
    path("ikrar/<str:ref>/hasil/", result.result, name="pledge-result"),
    path("ikrar/<str:ref>/hasil.pdf", result.sheet, name="pledge-result-sheet"),
]
