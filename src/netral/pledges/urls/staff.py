"""The officers' pages of pledge sessions."""

from __future__ import annotations

from django.urls import path

from netral.pledges.urls.pacts import officers_pages
from netral.pledges.views import calls, guests, hosts, reminding, rolls, staff, wordings

urlpatterns = [
    path("ikrar/", staff.sessions, name="pledge-sessions"),
    path("ikrar/baru/", staff.draft, name="pledge-draft"),
    path("ikrar/naskah/", wordings.texts, name="pledge-texts"),
    path("ikrar/naskah/banding/", wordings.compare, name="pledge-texts-compare"),
    path("ikrar/ajakan/", calls.calls, name="pledge-calls"),
    path("ikrar/ajakan/baru/", calls.announce, name="pledge-call-announce"),
    path("ikrar/ajakan/luar/", hosts.fetch, name="pledge-call-outside"),
    path("ikrar/ajakan/luar/ikut/", hosts.join, name="pledge-call-outside-join"),
    path("ikrar/ajakan/<str:ref>/", calls.call, name="pledge-call"),
    path("ikrar/ajakan/<str:ref>/ikut/", calls.join, name="pledge-call-join"),
    path("ikrar/ajakan/<str:ref>/tarik/", calls.withdraw, name="pledge-call-withdraw"),
    path("ikrar/ajakan/<str:ref>/tutup/", calls.close, name="pledge-call-close"),
    path("ikrar/ajakan/<str:ref>/undang/", guests.invite, name="pledge-guest-invite"),
    path("ikrar/ajakan/<str:ref>/terima/", guests.receive, name="pledge-guest-receive"),
    path("ikrar/ajakan/<str:ref>/kiriman/", hosts.message, name="pledge-host-message"),
    path("ikrar/undangan/<str:guest>/sahkan/", guests.confirm, name="pledge-guest-confirm"),
    path("ikrar/undangan/<str:guest>/cabut/", guests.end, name="pledge-guest-end"),
    *officers_pages,
    path("ikrar/<str:ref>/", staff.session, name="pledge-session"),
    path("ikrar/<str:ref>/ubah/", staff.revise, name="pledge-revise"),
    path("ikrar/<str:ref>/buka/", staff.open_session, name="pledge-open"),
    path("ikrar/<str:ref>/tutup/", staff.close_session, name="pledge-close"),
    path("ikrar/<str:ref>/hadir/", rolls.roll, name="pledge-roll"),
    path("ikrar/<str:ref>/hadir/catat/", rolls.enter, name="pledge-roll-enter"),
    path("ikrar/<str:ref>/hadir/pindai/", rolls.scan, name="pledge-roll-scan"),
    path("ikrar/<str:ref>/hadir/coret/", rolls.strike, name="pledge-roll-strike"),
    path("ikrar/<str:ref>/hadir/sahkan/", rolls.confirm, name="pledge-roll-confirm"),
    path("ikrar/<str:ref>/belum/", staff.waiting, name="pledge-waiting"),
    path("ikrar/<str:ref>/belum/ingatkan/", reminding.pledge_remind, name="pledge-remind"),
    path(
        "ikrar/<str:ref>/belum/hentikan/", reminding.pledge_remind_stop, name="pledge-remind-stop"
    ),
    path("ikrar/<str:ref>/belum.csv", staff.waiting_file, name="pledge-waiting-file"),
]
