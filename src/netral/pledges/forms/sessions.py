"""What one types to prepare a session, to pledge, or to say why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.core.flow.pledge import Absence, Kind, Variant
from netral.people.models import Unit
from netral.pledges.models import PledgeSession, PledgeText
from netral.pledges.services import OWN_WORDING, CallPlan, JoinPlan, SessionPlan, TextDraft
from netral.shell.widgets import DayField, HintedRadio, TimeOfDayInput

OURS = ""
MOST_WITNESSES = 10
KIND_WORDS = {
    Kind.LINK: _("Lewat tautan pribadi, selama waktu buka"),
    Kind.ROOM: _("Tatap muka, dengan daftar hadir"),
}
VARIANT_WORDS = {
    Variant.FOUR: _("Empat butir SKB"),
    Variant.FOUR_MEDIA: _("Empat butir, media sosial diperluas"),
    Variant.PROHIBITIONS: _("Daftar larangan"),
    Variant.FOUR_GOODS: _("Empat butir dan aset daerah"),
    Variant.FOUR_WORSHIP: _("Empat butir, rumah ibadah, siap disanksi"),
    Variant.MIXED: _("Enam butir campuran dengan TNI dan Polri"),
    Variant.JOINT: _("Pernyataan bersama TNI dan Polri"),
    Variant.HEADS: _("Ikrar pimpinan daerah"),
    Variant.OTHER: _("Susunan lain"),
}
ABSENCE_WORDS = {
    Absence.REFUSED: _("Saya menolak berikrar"),
    Absence.LEAVE: _("Saya sedang cuti"),
    Absence.ILL: _("Saya sakit"),
    Absence.STUDY: _("Saya tugas belajar"),
}


def is_ours(text: PledgeText) -> bool:
    """Tell whether a wording is the one that stands as the last choice anyway."""
    return text.source == OWN_WORDING


def wording_choices(texts: Iterable[PledgeText]) -> list[tuple[str, Any]]:
    """Return the wordings to choose from, ours last."""
    return [
        *((own.ref, f"{own.title}: {own.source}") for own in texts if not is_ours(own)),
        (OURS, _("Susunan kata bawaan Netral (bukan naskah resmi)")),
    ]


def _names(typed: str) -> tuple[str, ...]:
    """Return the names that were typed one a line."""
    names = [row.strip() for row in typed.splitlines() if row.strip()]
    return tuple(names[:MOST_WITNESSES])


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
    kind = forms.ChoiceField(
        label=_("Cara"),
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        initial=Kind.LINK.value,
        required=False,
        widget=HintedRadio(),
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
        text.choices = wording_choices(texts)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        values = super().clean() or {}
        if not self.errors and self._moment("closes") <= self._moment("opens"):
            self.add_error("closes_time", _("Waktu tutup harus sesudah waktu buka."))
        return values

    def plan(self) -> SessionPlan:
        """Return what was typed as the service wants it."""
        values = self.cleaned_data
        return SessionPlan(
            unit=values["unit"],
            title=values["title"],
            text=values["text"],
            place=values["place"],
            leader=values["leader"],
            witnesses=_names(values["witnesses"]),
            opens_at=self._moment("opens"),
            closes_at=self._moment("closes"),
            kind=Kind(values["kind"] or Kind.LINK),
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
        "kind": session.kind,
        "text": OURS if is_ours(session.text) else session.text.ref,
        "place": session.place,
        "leader": session.leader,
        "witnesses": "\n".join(session.witnesses),
        "opens_on": opens.date(),
        "opens_time": opens.time(),
        "closes_on": closes.date(),
        "closes_time": closes.time(),
    }


class CallForm(forms.Form):
    """A call to many governments for one moment; moments in the zone of the caller."""

    title = forms.CharField(
        label=_("Nama ikrar serentak"),
        help_text=_("Misalnya: Ikrar serentak ASN se-Sumatera Utara."),
        max_length=160,
    )
    text = forms.ChoiceField(label=_("Naskah"), required=False, widget=HintedRadio())
    leader = forms.CharField(label=_("Pemimpin ikrar"), max_length=160)
    day = DayField(label=_("Hari"))
    opens = forms.TimeField(label=_("Pukul dibuka"), widget=TimeOfDayInput())
    late = forms.TimeField(
        label=_("Mulai dihitung susulan"),
        help_text=_("Ikrar sejak pukul ini dihitung terpisah sebagai susulan."),
        widget=TimeOfDayInput(),
    )
    closes = forms.TimeField(label=_("Pukul ditutup"), widget=TimeOfDayInput())

    def __init__(self, *args: Any, texts: Iterable[PledgeText], zone: str, **kw: Any) -> None:
        """Take the wordings to choose from and the zone of the moments."""
        super().__init__(*args, **kw)
        self.zone = ZoneInfo(zone)
        cast(forms.ChoiceField, self.fields["text"]).choices = wording_choices(texts)

    def clean(self) -> dict[str, Any]:
        """Refuse moments out of order."""
        values = super().clean() or {}
        if not self.errors and not values["opens"] <= values["late"] < values["closes"]:
            self.add_error("late", _("Urutannya: dibuka, mulai dihitung susulan, ditutup."))
        return values

    def plan(self) -> CallPlan:
        """Return what was typed as the service wants it."""
        values = self.cleaned_data
        moments = {
            name: datetime.combine(values["day"], values[name], tzinfo=self.zone)
            for name in ("opens", "late", "closes")
        }
        return CallPlan(
            title=values["title"],
            text=values["text"],
            leader=values["leader"],
            opens_at=moments["opens"],
            late_from=moments["late"],
            closes_at=moments["closes"],
        )


class JoinForm(forms.Form):
    """Where one government's own part takes place."""

    place = forms.CharField(label=_("Tempat"), max_length=160)
    leader = forms.CharField(label=_("Pemimpin ikrar"), max_length=160)
    witnesses = forms.CharField(
        label=_("Saksi"),
        help_text=_("Satu nama per baris."),
        required=False,
        max_length=1600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def plan(self) -> JoinPlan:
        """Return what was typed as the service wants it."""
        values = self.cleaned_data
        return JoinPlan(values["place"], values["leader"], _names(values["witnesses"]))


class WithdrawForm(forms.Form):
    """Why a call is taken back."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Daerah yang ikut akan membacanya."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TextForm(forms.Form):
    """A wording of the region's own."""

    title = forms.CharField(label=_("Judul naskah"), max_length=160)
    points = forms.CharField(
        label=_("Butir ikrar"),
        help_text=_("Satu butir per baris. Setelah disimpan, kata-katanya tidak bisa diubah."),
        max_length=5200,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    variant = forms.ChoiceField(
        label=_("Jenis susunan"),
        choices=[(variant.value, words) for variant, words in VARIANT_WORDS.items()],
        initial=Variant.OTHER.value,
        required=False,
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
            variant=values["variant"] or Variant.OTHER.value,
        )


class CompareForm(forms.Form):
    """Two wordings to lay side by side; sent by GET, so that the page can be shared."""

    lama = forms.ChoiceField(label=_("Naskah pertama"))
    baru = forms.ChoiceField(label=_("Naskah kedua"))

    def __init__(self, *args: Any, texts: Sequence[PledgeText], **kw: Any) -> None:
        """Take the wordings, newest first; the second newest is laid beside the newest."""
        super().__init__(*args, **kw)
        choices = [(text.ref, f"{text.title} ({text.sha256[:8]})") for text in texts]
        for name, first in (("lama", texts[1].ref), ("baru", texts[0].ref)):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices, field.initial = choices, first


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
