"""Pages of integrity pacts at both doors, and of the photos of a session."""

from __future__ import annotations

from django.urls import path

from netral.pledges.views import (
    pact_certificate,
    pact_own,
    pact_people,
    pact_rounds,
    pact_sheets,
    photos,
    reminding,
)

own_pages = [
    path("saya/pakta/<str:ref>/", pact_own.pact, name="pact"),
    path("saya/pakta/<str:ref>/belum/", pact_own.absence, name="pact-absence"),
    path("saya/pakta/<str:ref>/pdf", pact_own.pact_file, name="pact-pdf"),
    path("saya/pakta/<str:ref>/sertifikat/", pact_certificate.sign, name="pact-certificate"),
    path("saya/pakta/<str:ref>/bawahan/", pact_own.staff, name="pact-staff"),
]
officers_pages = [
    path("ikrar/pakta/", pact_rounds.rounds, name="pact-rounds"),
    path("ikrar/pakta/baru/", pact_rounds.open_round, name="pact-open"),
    path("ikrar/pakta/<str:ref>/", pact_rounds.round_, name="pact-round"),
    path("ikrar/pakta/<str:ref>/lepas/", pact_rounds.release, name="pact-release"),
    path("ikrar/pakta/<str:ref>/segel/", pact_rounds.seal, name="pact-seal"),
    path("ikrar/pakta/<str:ref>/tutup/", pact_rounds.close, name="pact-close"),
    path("ikrar/pakta/<str:ref>/tarik/", pact_rounds.withdraw, name="pact-withdraw"),
    path("ikrar/pakta/<str:ref>/ingatkan/", reminding.pact_remind, name="pact-remind"),
    path("ikrar/pakta/<str:ref>/hentikan/", reminding.pact_remind_stop, name="pact-remind-stop"),
    path("ikrar/pakta/<str:ref>/pegawai/", pact_people.people, name="pact-people"),
    path("ikrar/pakta/<str:ref>/pegawai.csv", pact_people.people_file, name="pact-people-file"),
    path("ikrar/pakta/<str:ref>/mengetahui/", pact_people.know, name="pact-know"),
    path("ikrar/pakta/<str:ref>/saya/", pact_people.mine, name="pact-mine"),
    path("ikrar/pakta/<str:ref>/saya/belum/", pact_people.mine_absence, name="pact-mine-absence"),
    path(
        "ikrar/pakta/<str:ref>/saya/sertifikat/",
        pact_certificate.sign_mine,
        name="pact-mine-certificate",
    ),
    path("ikrar/pakta/<str:ref>/saya/pdf", pact_people.mine_file, name="pact-mine-pdf"),
    path("ikrar/pakta/<str:ref>/lembar/", pact_sheets.sheets, name="pact-sheets"),
    path("ikrar/pakta/<str:ref>/pindai/", pact_sheets.scan, name="pact-scan"),
    path("ikrar/pakta/<str:ref>/pindai/<str:scan>/", pact_sheets.check, name="pact-check"),
    path(
        "ikrar/pakta/<str:ref>/pindai/<str:scan>/berkas",
        pact_sheets.scan_file,
        name="pact-scan-file",
    ),
    path("ikrar/pakta/<str:ref>/orang/<str:pact>.pdf", pact_people.pact_copy, name="pact-copy"),
    path("ikrar/pakta/<str:ref>/orang/<str:pact>/batal/", pact_people.annul, name="pact-annul"),
    path("ikrar/<str:ref>/foto/", photos.photos, name="pledge-photos"),
    path("ikrar/<str:ref>/foto/<str:photo>/hapus/", photos.remove, name="pledge-photo-remove"),
    path("ikrar/<str:ref>/foto/<str:photo>.jpg", photos.photo_file, name="pledge-photo-file"),
]
