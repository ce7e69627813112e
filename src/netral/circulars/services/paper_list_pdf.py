"""The list as it is printed: names and posts in order, a box for each hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.circulars.models import PaperList
from netral.papers.services.documents import Letterhead
from netral.papers.services.signature_lists import SignatureList, signature_list_pdf
from netral.shell.format import long_date


@override("id")
def paper_list_pdf(*, found: PaperList) -> bytes:
    """Return the list as PDF/A-2b; equal lists give equal bytes."""
    version, marks = found.version, found.marks.select_related("person")
    printed_at = found.printed_at.astimezone(ZoneInfo(found.government.timezone))
    rows = tuple((str(mark.number), mark.person.name, mark.person.post_title) for mark in marks)
    sheet = SignatureList(
        head=Letterhead(found.government.name, found.unit.name),
        title=_("Daftar tanda tangan: surat edaran"),
        below=_("Nomor %(number)s, %(title)s")
        % {"number": version.number, "title": version.circular.title},
        said=_(
            "Yang bertanda tangan menyatakan sudah menerima dan membaca surat edaran ini. Tanda "
            "tangani sendiri; jangan mewakili orang lain."
        ),
        columns=(_("No."), _("Nama dan jabatan"), _("Tanggal"), _("Tanda tangan")),
        rows=rows,
        note=_(
            "Dicetak %(day)s untuk %(count)s pegawai. Yang tidak hadir dikosongkan, bukan dicoret."
        )
        % {"day": long_date(printed_at.date(), "id"), "count": len(rows)},
        signers=(_("Yang mengisi ke Netral"), _("Yang mengesahkan (orang kedua)")),
        foot=_("Foto setiap halaman, lalu isi dan sahkan daftar %(ref)s di:") % {"ref": found.ref},
        url=f"{settings.NETRAL_ORIGIN}/daftar/{found.ref}/",
    )
    return signature_list_pdf(sheet, at=found.printed_at)
