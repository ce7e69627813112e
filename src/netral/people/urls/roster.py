"""The staff door: the staff list and imports."""

from __future__ import annotations

from django.urls import path, register_converter

from netral.people.urls.paths import UnitPathConverter
from netral.people.views import contacts, imports, roster

register_converter(UnitPathConverter, "unit")

urlpatterns = [
    path("pegawai/", roster.home, name="roster"),
    path("pegawai/kontak/", contacts.contacts, name="contacts"),
    path("pegawai/kontak/<int:mark>/cabut/", contacts.contact_lift, name="contact_lift"),
    path("pegawai/impor/", imports.imports, name="imports"),
    path("pegawai/impor/<slug:ref>/", imports.entry, name="import"),
    path("pegawai/impor/<slug:ref>/kolom/", imports.match, name="import_match"),
    path("pegawai/impor/<slug:ref>/simpan/", imports.save, name="import_save"),
    path("pegawai/impor/<slug:ref>/buang/", imports.discard, name="import_discard"),
    path("pegawai/impor/<slug:ref>/batalkan/", imports.revert, name="import_revert"),
    path("pegawai/impor/<slug:ref>/baris.csv", imports.remarks, name="import_remarks"),
    path("pegawai/unit/<unit:path>/", roster.unit, name="unit"),
    path("pegawai/unit/<unit:path>/buka/", roster.unit_new, name="unit_open"),
    path("pegawai/unit/<unit:path>/nama/", roster.unit_name, name="unit_rename"),
    path("pegawai/unit/<unit:path>/akhiri/", roster.unit_close, name="unit_end"),
    path("pegawai/orang/<slug:ref>/", roster.person, name="person"),
    path("pegawai/orang/<slug:ref>/jabatan/", roster.posting_new, name="posting_begin"),
    path(
        "pegawai/orang/<slug:ref>/jabatan/<int:posting>/akhiri/",
        roster.posting_close,
        name="posting_end",
    ),
    path("pegawai/orang/<slug:ref>/kontak/<slug:way>/", contacts.contact_mark, name="contact_mark"),
    path("pegawai/orang/<slug:ref>/atasan/", roster.superior, name="superior"),
]
