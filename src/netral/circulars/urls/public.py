"""Addresses at the public door: the law for everyone, and a person's own circulars."""

from __future__ import annotations

from django.urls import path

from netral.circulars.views import (
    files,
    lesson,
    lesson_taught,
    may,
    may_acts,
    may_card,
    questions,
    reading,
    rules,
)
from netral.papers.services.group_sheets import SheetKind

urlpatterns = [
    path("boleh/", may.start, name="may"),
    path("boleh/pilih/", may.wizard, name="may-wizard"),
    path("boleh/daftar/", may.situations, name="may-situations"),
    path("boleh/kenali/", may_acts.acts, name="may-acts"),
    path("boleh/luring/", may_card.offline, name="may-offline"),
    path("boleh/tanya/", questions.ask, name="may-ask"),
    path("boleh/tanya/ikuti/", questions.follow, name="may-follow"),
    path("boleh/tanya/tanda-terima/", questions.receipt_file, name="may-receipt-file"),
    path("boleh/<slug:situation>/", may.situation, name="may-situation"),
    path("boleh/<slug:situation>/kartu.png", may_card.card, name="may-card"),
    path("pekerja.js", may_card.worker, name="may-worker"),
    path("aturan/", rules.start, name="rules"),
    path("aturan/cari/", rules.search, name="rule-search"),
    path("aturan/kalender/<slug:key>.ics", rules.calendar, name="rule-calendar"),
    path("aturan/perbuatan/<str:code>/", rules.act, name="rule-act"),
    path("aturan/rumpun/<slug:key>/", rules.family, name="rule-family"),
    path("aturan/kelompok/<slug:key>/", rules.group, name="rule-group"),
    path(
        "aturan/kelompok/<slug:key>/poster-<str:language>.pdf",
        rules.sheet,
        {"kind": SheetKind.POSTER},
        name="rule-poster",
    ),
    path(
        "aturan/kelompok/<slug:key>/selebaran-<str:language>.pdf",
        rules.sheet,
        {"kind": SheetKind.LEAFLET},
        name="rule-leaflet",
    ),
    path("aturan/cetak/", rules.sheets, name="rule-sheets"),
    path("aturan/tahap/<slug:key>/", rules.stage, name="rule-stage"),
    path("aturan/perubahan/", rules.changes, name="rule-changes"),
    path("aturan/perubahan/<str:day>/", rules.change, name="rule-change"),
    path("aturan/sanksi/", rules.sanctions, name="rule-sanctions"),
    path("aturan/batas-waktu/", rules.clocks, name="rule-clocks"),
    path("aturan/penerusan/", rules.addressees, name="rule-addressees"),
    path("aturan/diperdebatkan/", rules.contested, name="rule-contested"),
    path("aturan/belum-terkonfirmasi/", rules.unconfirmed, name="rule-unconfirmed"),
    path("aturan/peraturan/", rules.instruments, name="rule-instruments"),
    path("saya/edaran/", reading.mine, name="circulars-mine"),
    path("saya/edaran/<str:ref>/", reading.letter, name="circular-read"),
    path("saya/edaran/<str:ref>/surat.pdf", reading.letter_paper, name="circular-read-pdf"),
    path(
        "saya/edaran/<str:ref>/lampiran-<int:order>.pdf",
        files.attachment_read,
        name="circular-read-attachment",
    ),
    path("saya/edaran/<str:ref>/buka/", reading.opening, name="circular-open"),
    path("saya/edaran/<str:ref>/baca/", reading.done, name="circular-done"),
    path("saya/edaran/<str:ref>/latihan/", lesson.lesson, name="lesson"),
    path("saya/edaran/<str:ref>/latihan/mulai/", lesson.begin, name="lesson-begin"),
    path("saya/edaran/<str:ref>/latihan/jawab/", lesson.answer, name="lesson-answer"),
    path("saya/edaran/<str:ref>/latihan/pemungutan.ics", lesson.calendar, name="lesson-calendar"),
    path("saya/kelas/<str:ref>/", lesson_taught.attend, name="taught-attend"),
]
