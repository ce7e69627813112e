"""The pages for what went wrong: what happened, is what was typed safe, what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.shell.context import door_of
from netral.shell.typed import LAYOUTS, typed_can_be_kept, typed_page


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says unless the error itself says it better."""

    title: str | Promise
    message: str | Promise
    advice: str | Promise


_NOT_FOUND = Words(
    _("Halaman tidak ditemukan"),
    _("Alamatnya mungkin salah, atau halaman ini bukan untuk Anda."),
    _("Periksa ejaannya, atau mulai dari beranda."),
)
WORDS = {
    400: Words(
        _("Permintaan tidak bisa dibaca"),
        _("Browser Anda mengirim sesuatu yang tidak kami pahami. Tidak ada yang berubah."),
        _("Kembali ke halaman sebelumnya, lalu coba lagi."),
    ),
    403: _NOT_FOUND,  # the same, to the letter: a refusal must not tell that something is there
    404: _NOT_FOUND,
    405: Words(
        _("Langkah ini tidak bisa dari sini"),
        _("Alamat ini hanya menerima kiriman formulir. Tidak ada yang berubah."),
        _("Buka halaman yang memuat formulirnya, lalu kirim dari sana."),
    ),
    409: Words(
        _("Sudah berubah"),
        _("Data ini baru saja berubah, atau kiriman Anda sudah kami terima tadi."),
        _("Muat ulang halamannya, bandingkan, lalu simpan lagi bila masih perlu."),
    ),
    413: Words(
        _("Berkas terlalu besar"),
        _("Berkas itu melebihi batas, jadi tidak kami simpan. Isian lain belum terkirim."),
        _("Potong videonya, atau kirim tautannya. Lalu kirim lagi."),
    ),
    422: Words(
        _("Ada isian yang perlu diperbaiki"),
        _("Kiriman ini belum bisa kami simpan. Tidak ada yang berubah."),
        _("Kembali ke formulirnya, perbaiki, lalu kirim lagi."),
    ),
    429: Words(
        _("Terlalu sering mencoba"),
        _("Untuk menjaga semua orang, kami membatasi jumlah percobaan."),
        _("Tunggu beberapa menit, lalu coba lagi."),
    ),
    500: Words(
        _("Ada kesalahan di pihak kami"),
        _("Laporan yang sudah mendapat tanda terima tetap tersimpan."),
        _("Yang belum, coba kirim lagi beberapa menit lagi."),
    ),
    503: Words(
        _("Sedang perawatan"),
        _("Layanan ini berhenti sebentar. Laporan yang sudah terkirim tetap tersimpan."),
        _("Coba lagi beberapa menit lagi."),
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What this one error says in place of the ready words; empty parts keep those."""

    title: str = ""
    message: str = ""
    advice: str = ""
    code: str = ""


def error_page(request: HttpRequest, *, status: int, said: Said | None = None) -> HttpResponse:
    """Return the page for a status, in the form of the door it was met at.

    A status without ready words is told as 400 below 500 and as 500 above. From 500 on the page
    is made without the request, so that neither database nor session can make it fail again.
    """
    own = said or Said()
    words = WORDS.get(status) or WORDS[400 if status < 500 else 500]  # noqa: PLR2004
    context = {
        "status": status,
        "title": own.title or words.title,
        "message": own.message or words.message,
        "advice": own.advice or ("" if own.message else words.advice),
        "code": own.code,
    }
    if status >= 500:  # noqa: PLR2004
        return HttpResponse(render_to_string("shell/error.html", context), status=status)
    layout = LAYOUTS.get(door_of(request), "shell/public.html")
    page = render_to_string("shell/error.html", {**context, "layout": layout}, request)
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400; Django's ``handler400``."""
    return error_page(request, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 403 in the words of 404; Django's ``handler403``."""
    return error_page(request, status=403)


def page_not_found(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001
) -> HttpResponse:
    """Answer 404; Django's ``handler404``."""
    return error_page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without database and context; Django's ``handler500``."""
    return error_page(request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose page was open too long; the setting CSRF_FAILURE_VIEW.

    At the staff door it can be sent again as it was typed, unless another site made it.
    """
    if door_of(request) == "staff" and typed_can_be_kept(request):
        return typed_page(request, status=403, asks_sign_in=False)
    said = Said(
        title=gettext("Halaman ini terlalu lama terbuka"),
        message=gettext("Kiriman Anda belum kami terima, karena kunci formulirnya sudah lewat."),
        advice=gettext(
            "Kembali dengan tombol browser; isian Anda biasanya masih ada. Muat ulang, lalu kirim "
            "lagi. Cookie harus diizinkan untuk situs ini."
        ),
    )
    return error_page(request, status=403, said=said)
