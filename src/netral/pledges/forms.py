"""What one types to prepare a session, to pledge, or to say why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.core.flow.pledge import Absence
from netral.people.models import Unit
from netral.pledges.models import PledgeSession, PledgeText
from netral.pledges.services import OWN_WORDING, SessionPlan, TextDraft
from netral.shell.widgets import DayField, HintedRadio, TimeOfDayInput

OURS = ""
MOST_WITNESSES = 10
ABSENCE_WORDS = {
    Absence.REFUSED: _("Saya menolak berikrar"),
    Absence.LEAVE: _("Saya sedang cuti"),
    Absence.ILL: _("Saya sakit"),
    Absence.STUDY: _("Saya tugas belajar"),
}


def is_ours(text: PledgeText) -> bool:
    """Tell whether a wording is the one that stands as the last choice anyway."""
    return text.source == OWN_WORDING


class SessionForm(forms.Form):
    """A session to be prepared; moments are typed in the zone of the government."""

    title = forms.CharField(
        label=_("Nama sesi"),
        help_text=_("Misalnya: Ikrar netralitas ASN menjelang pemilihan 2024."),
        max_length=160,
    )
    unit = forms.ChoiceField(
        label=_("Unit yang diundang"),
        help_text=_("Semua pegawai di unit ini dan di bawahnya diundang."),
    )
    text = forms.ChoiceField(label=_("Naskah"), required=False, widget=HintedRadio())
    place = forms.CharField(label=_("Tempat"), max_length=160)
    leader = forms.CharField(label=_("Pemimpin ikrar"), max_length=160)
    witnesses = forms.CharField(
        label=_("Saksi"),
        help_text=_("Satu nama per baris."),
        required=False,
        max_length=1600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opens_on = DayField(label=_("Hari dibuka"))
    opens_time = forms.TimeField(label=_("Pukul dibuka"), widget=TimeOfDayInput())
    closes_on = DayField(label=_("Hari ditutup"))
    closes_time = forms.TimeField(label=_("Pukul ditutup"), widget=TimeOfDayInput())

    def __init__(
        self, *args: Any, units: Iterable[Unit], texts: Iterable[PledgeText], zone: str, **kw: Any
    ) -> None:
        """Take the units and texts to choose from, and the zone of the moments."""
        super().__init__(*args, **kw)
        self.zone = ZoneInfo(zone)
        unit = cast(forms.ChoiceField, self.fields["unit"])
        text = cast(forms.ChoiceField, self.fields["text"])
        unit.choices = [(place.path, place.name) for place in units]
        text.choices = [
            *((own.ref, f"{own.title}: {own.source}") for own in texts if not is_ours(own)),
            (OURS, _("Susunan kata bawaan Netral (bukan naskah resmi)")),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or {}
        if not self.errors and self._moment("closes") <= self._moment("opens"):
            self.add_error("closes_time", _("Waktu tutup harus sesudah waktu buka."))
        return values

    def plan(self) -> SessionPlan:
        """Return what was typed as the service wants it."""
        values = self.cleaned_data
        names = [row.strip() for row in values["witnesses"].splitlines() if row.strip()]
        return SessionPlan(
            unit=values["unit"],
            title=values["title"],
            text=values["text"],
            place=values["place"],
            leader=values["leader"],
            witnesses=tuple(names[:MOST_WITNESSES]),
            opens_at=self._moment("opens"),
            closes_at=self._moment("closes"),
        )

    def _moment(self, end: str) -> datetime:
        values = self.cleaned_data
        return datetime.combine(values[f"{end}_on"], values[f"{end}_time"], tzinfo=self.zone)


def session_typed(session: PledgeSession) -> dict[str, Any]:
    """Return a session as the form shows it."""
    zone = ZoneInfo(session.government.timezone)
    opens, closes = session.opens_at.astimezone(zone), session.closes_at.astimezone(zone)
    return {
        "title": session.title,
        "unit": session.unit.path,
        "text": OURS if is_ours(session.text) else session.text.ref,
        "place": session.place,
        "leader": session.leader,
        "witnesses": "\n".join(session.witnesses),
        "opens_on": opens.date(),
        "opens_time": opens.time(),
        "closes_on": closes.date(),
        "closes_time": closes.time(),
    }


class TextForm(forms.Form):
    """A wording of the region's own."""

    title = forms.CharField(label=_("Judul naskah"), max_length=160)
    points = forms.CharField(
        label=_("Butir ikrar"),
        help_text=_("Satu butir per baris. Setelah disimpan, kata-katanya tidak bisa diubah."),
        max_length=5200,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    source = forms.CharField(
        label=_("Sumber"),
        help_text=_("Nomor dan tanggal keputusan yang memuat naskah ini."),
        max_length=240,
    )
    is_official = forms.BooleanField(
        label=_("Ini naskah resmi, disalin utuh dari sumbernya"), required=False
    )

    def draft(self) -> TextDraft:
        """Return what was typed as the service wants it."""
        values = self.cleaned_data
        return TextDraft(
            title=values["title"],
            points=tuple(values["points"].splitlines()),
            source=values["source"],
            is_official=values["is_official"],
        )


class PledgeForm(forms.Form):
    """The person's own act."""

    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label=_("Saya sudah membaca semua butir di atas"),
        error_messages={"required": _("Baca semua butir, lalu beri tanda di sini.")},
    )
    show_name = forms.BooleanField(
        label=_("Nama saya boleh tampil di halaman periksa sertifikat"), required=False
    )


class AbsenceForm(forms.Form):
    """Why a person does not pledge."""

    kind = forms.ChoiceField(
        label=_("Keadaan Anda"),
        choices=[(kind.value, words) for kind, words in ABSENCE_WORDS.items()],
        widget=HintedRadio(),
        error_messages={"required": _("Pilih salah satu.")},
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Hanya atasan langsung Anda yang membacanya."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    returns_on = DayField(
        label=_("Tanggal kembali bekerja"),
        help_text=_("Untuk cuti, sakit, atau tugas belajar. Anda bisa berikrar susulan."),
        required=False,
    )

    def clean_kind(self) -> Absence:
        """Return the state itself."""
        return Absence(self.cleaned_data["kind"])
