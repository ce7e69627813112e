"""The words of each step's page: what it asks, what follows, what was done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from netral.core.flow.reminding import Gap

Words = str | Promise

GAP_TITLES = {
    Gap.READ: _("Ingatkan yang belum membaca"),
    Gap.LESSON: _("Ingatkan yang belum latihan"),
    Gap.ONWARD: _("Ingatkan kepala unit"),
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """The title of the asking page, its button, its consequences, and the words afterwards."""

    title: Words
    action: Words
    consequences: tuple[Words, ...]
    done: Words


STEP_WORDS = {
    "submit": StepWords(
        _("Ajukan ke Sekda"),
        _("Ajukan"),
        (
            _("Sekda membaca dan menyetujui naskah ini."),
            _("Naskah tidak bisa disunting selama menunggu."),
        ),
        _("Naskah diajukan. Sekda akan membacanya."),
    ),
    "approve": StepWords(
        _("Setujui naskah"),
        _("Setujui"),
        (_("Naskah menunggu tanda tangan pejabat pembina kepegawaian."),),
        _("Naskah disetujui dan menunggu tanda tangan."),
    ),
    "return": StepWords(
        _("Kembalikan naskah"),
        _("Kembalikan"),
        (_("Naskah menjadi rancangan lagi. Penulis membaca alasan Anda."),),
        _("Naskah dikembalikan kepada penulis."),
    ),
    "publish": StepWords(
        _("Tanda tangani dan terbitkan"),
        _("Tanda tangani"),
        (
            _("Surat bertanggal hari ini dan langsung berlaku bagi semua yang dituju."),
            _("Setiap perangkat daerah (OPD) yang dituju menerimanya dan meneruskannya ke unit."),
            _("Versi lama, jika ada, diganti. Pegawai hanya diminta membaca yang berubah."),
            _("Kata-katanya tidak bisa diubah lagi, hanya diganti versi baru."),
        ),
        _("Surat edaran terbit."),
    ),
    "withdraw": StepWords(
        _("Cabut surat edaran"),
        _("Cabut"),
        (
            _("Tidak ada pegawai yang diminta membacanya lagi."),
            _("Yang sudah membaca tetap tercatat."),
        ),
        _("Surat edaran dicabut."),
    ),
}
