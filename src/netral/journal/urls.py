"""The journal is public: the same addresses at both doors."""

from __future__ import annotations

from django.urls import path

from netral.journal import views

urlpatterns = [
    path("jejak/", views.journals, name="journals"),
    path("jejak/index.json", views.index, name="journal-index"),
    path("jejak/<slug:government>/", views.journal, name="journal"),
    path("jejak/<slug:government>/checkpoint", views.checkpoint, name="journal-checkpoint"),
    path("jejak/<slug:government>/key", views.key, name="journal-key"),
    path("jejak/<slug:government>/tile/<path:tile>", views.tile, name="journal-tile"),
    path("jejak/<slug:government>/bukti/<str:matter>", views.proof, name="journal-proof"),
    path(
        "jejak/<slug:government>/bukti/<str:matter>/<str:leaf>",
        views.proof,
        name="journal-proof-of-leaf",
    ),
]
