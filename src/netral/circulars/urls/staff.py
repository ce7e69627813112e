"""Addresses at the staff door: writing circulars and seeing how far they have come."""

from __future__ import annotations

from django.urls import path

from netral.circulars.views import (
    advice,
    files,
    lesson_staff,
    lesson_taught,
    questions_staff,
    staff,
    writing,
)

urlpatterns = [
    path("pertanyaan/", questions_staff.questions, name="questions"),
    path("pertanyaan/usulan/", advice.proposals, name="advice-list"),
    path("pertanyaan/usulan/<slug:ref>/", advice.proposal, name="advice"),
    path("pertanyaan/usulan/<slug:ref>/tulis-ulang/", advice.rewrite, name="advice-rewrite"),
    path("pertanyaan/usulan/<slug:ref>/<slug:act>/", advice.step, name="advice-step"),
    path("pertanyaan/<slug:ref>/", questions_staff.question, name="question"),
    path("pertanyaan/<slug:ref>/jawab/", questions_staff.answer, name="question-answer"),
    path("pertanyaan/<slug:ref>/tutup/", questions_staff.close, name="question-close"),
    path("pertanyaan/<slug:ref>/usulkan/", advice.propose, name="question-propose"),
    path("edaran/", staff.circulars, name="circulars"),
    path("edaran/baru/", writing.new, name="circular-new"),
    path("edaran/unggah/", files.upload, name="circular-upload"),
    path("edaran/menunggu/", staff.waiting, name="circulars-waiting"),
    path("edaran/<str:ref>/", staff.detail, name="circular-detail"),
    path("edaran/<str:ref>/sunting/", writing.edit, name="circular-edit"),
    path("edaran/<str:ref>/lampiran/", files.attachments, name="circular-attachments"),
    path(
        "edaran/<str:ref>/lampiran/<int:order>/keluarkan/",
        files.attachment_out,
        name="circular-attachment-out",
    ),
    path(
        "edaran/<str:ref>/versi/<int:sequence>/lampiran-<int:order>.pdf",
        files.attachment,
        name="circular-attachment",
    ),
    path("edaran/<str:ref>/versi/", writing.renew, name="circular-renew"),
    path("edaran/<str:ref>/langkah/<str:act>/", writing.step, name="circular-step"),
    path("edaran/<str:ref>/surat/", staff.letter, name="circular-letter"),
    path("edaran/<str:ref>/surat.pdf", staff.letter_pdf, name="circular-letter-pdf"),
    path("edaran/<str:ref>/jangkauan.csv", staff.coverage_csv, name="circular-csv"),
    path("edaran/<str:ref>/unit/<str:path>/", staff.unit, name="circular-unit"),
    path("edaran/<str:ref>/unit/<str:path>/teruskan/", writing.pass_on, name="circular-pass-on"),
    path("edaran/<str:ref>/unit/<str:path>/lembar.pdf", writing.sheet, name="circular-sheet"),
    path("edaran/<str:ref>/latihan/", lesson_staff.figures, name="lesson-figures"),
    path("edaran/<str:ref>/kelas/", lesson_taught.sessions, name="taught-sessions"),
    path("kelas/<str:ref>/", lesson_taught.session, name="taught"),
    path("kelas/<str:ref>/soal/", lesson_taught.paper, name="taught-paper"),
    path("kelas/<str:ref>/sahkan/", lesson_taught.countersign, name="taught-countersign"),
    path("soal/", lesson_staff.items, name="lesson-items"),
    path("soal/baru/", lesson_staff.item_new, name="lesson-item-new"),
    path("soal/<str:ref>/", lesson_staff.item, name="lesson-item"),
    path("soal/<str:ref>/tulis-ulang/", lesson_staff.item_again, name="lesson-item-again"),
    path("soal/<str:ref>/<str:act>/", lesson_staff.item_step, name="lesson-item-step"),
]
