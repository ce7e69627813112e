"""The staff door: signing in, the account's own pages, the officer's settings, the key."""

from __future__ import annotations

from django.urls import path

from netral.people.views import accounts, contacts, links, officers, unlock

urlpatterns = [
    path("masuk/", accounts.sign_in, name="account_login"),
    path("masuk/langkah-kedua/", accounts.second_step_enter, name="mfa_authenticate"),
    path("masuk/sekali/<str:token>/", accounts.one_time, name="one_time"),
    path("keluar/", accounts.sign_out, name="account_logout"),
    path("undangan/<str:token>/", accounts.invitation, name="invitation"),
    path("akun/", accounts.home, name="account_home"),
    path("akun/langkah-kedua/", accounts.second_step, name="second_step"),
    path("akun/kode-pemulihan/", accounts.recovery_codes, name="recovery_codes"),
    path("akun/kata-sandi/", accounts.password, name="account_change_password"),
    path("akun/tidak-aktif/", accounts.inactive, name="account_inactive"),
    path("peran/", accounts.roles, name="roles"),
    path("peran/<str:ref>/", accounts.role_switch, name="role_switch"),
    path("kunci/", unlock.key, name="key"),
    path("kunci/tutup/", unlock.key_lock, name="key_lock"),
    path("kunci/bagikan/", unlock.key_share, name="key_share"),
    path("tautan/<str:ref>/", links.person_links, name="person_links"),
    path("tautan/<str:ref>/terbitkan/", links.person_link_issue, name="person_link_issue"),
    path("tautan/<str:ref>/cabut/", links.person_link_revoke, name="person_link_revoke"),
    path("pengaturan/", officers.settings_home, name="staff_settings"),
    path("pengaturan/akun/", officers.accounts, name="staff_accounts"),
    path("pengaturan/akun/undang/", officers.invite, name="staff_invite"),
    path("pengaturan/akun/<str:ref>/", officers.account, name="staff_account"),
    path("pengaturan/akun/<str:ref>/peran/", officers.grant, name="staff_grant"),
    path("pengaturan/akun/<str:ref>/ulang/", officers.reset, name="staff_account_reset"),
    path("pengaturan/akun/<str:ref>/tutup/", officers.close, name="staff_account_close"),
    path("pengaturan/peran/<str:ref>/akhiri/", officers.grant_end, name="staff_grant_end"),
    path("pengaturan/pesan/", contacts.message_rule, name="message_rule"),
    path("pengaturan/kunci/", officers.unit_keys, name="staff_unit_keys"),
    path(
        "pengaturan/kunci/<int:key_id>/ganti/", officers.unit_key_close, name="staff_unit_key_end"
    ),
]
