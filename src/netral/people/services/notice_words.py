"""The words of messages: no name, no number, no subject. A message may be read over a shoulder."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from netral.core.flow.reminding import Gap
from netral.people.models import Notice
from netral.people.services.code_words import code_words
from netral.people.services.tokens import token_of
from netral.shell.format import long_date


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What one message says; the subject is for mail alone."""

    subject: str
    text: str = field(repr=False)


def notice_words(notice: Notice) -> NoticeWords:
    """Return the words of a message in the language that is active (letters: Indonesian)."""
    if notice.purpose == Notice.Purpose.CODE:
        return NoticeWords(_("Kode Anda"), code_words(notice.cause))
    office = notice.government.name
    asked = _asked(Gap(notice.topic)) % {"office": office}
    until = (
        _("Paling lambat %(day)s.") % {"day": long_date(notice.due_on, "id")}
        if notice.due_on
        else ""
    )
    parts = [asked, until, _way_in(notice), _("Pesan otomatis, tidak perlu dibalas.")]
    return NoticeWords(_subject(Gap(notice.topic)), " ".join(part for part in parts if part))


def _subject(gap: Gap) -> str:
    return {Gap.PLEDGE: _("Pengingat ikrar"), Gap.PACT: _("Pengingat pakta integritas")}.get(
        gap, _("Pengingat surat edaran")
    )


def _asked(gap: Gap) -> str:
    return {
        Gap.READ: _("%(office)s: ada surat edaran yang perlu Anda baca."),
        Gap.LESSON: _("%(office)s: ada latihan surat edaran yang perlu Anda selesaikan."),
        Gap.ONWARD: _("%(office)s: ada surat edaran yang perlu Anda teruskan ke unit."),
        Gap.PLEDGE: _("%(office)s: ada ikrar netralitas yang menunggu Anda."),
        Gap.PACT: _("%(office)s: ada pakta integritas yang menunggu Anda."),
    }[gap]


def _way_in(notice: Notice) -> str:
    if notice.has_link:
        address = f"{settings.NETRAL_ORIGIN}/saya/{token_of(notice.ref)}/"
        return _("Tautan pribadi Anda: %(address)s") % {"address": address}
    if notice.topic == Gap.ONWARD:
        return _("Masuk ke Netral seperti biasa.")
    return _("Buka tautan atau lembar QR Anda.")
