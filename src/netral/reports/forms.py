"""The steps of the public form. Text is carried in the page itself: no session, nothing stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from netral.core.kinds.refs import GovernmentKey
from netral.core.law import book
from netral.people.models import Instansi, Unit
from netral.reports.services.content import Identity, ReportText
from netral.reports.services.sending import NewReport
from netral.shell.widgets import DayField, HintedRadio
from netral.vault.services.uploads import upload_read

LONG, SHORT = 10_000, 300
UPLOAD_FIELD = "unggahan"
TOKEN_FIELD = "formulir"  # noqa: S105 - a field's name
NAMED = "dengan"


@cache
def act_choices(today: date, language: str) -> tuple[tuple[str, str], ...]:
    """Return (family, plain words) of the acts that are law today, one for each family."""
    titles: dict[str, str] = {}
    for act in book.acts(today):
        if act.is_breach:
            titles.setdefault(act.family, act.title_en if language == "en" else act.title_id)
    return tuple(titles.items())


class StepForm(forms.Form):
    """One step; ``governments`` and, when asked for, ``offices`` fill what it offers."""

    today: date

    def __init__(
        self,
        data: QueryDict | None,
        *,
        today: date,
        governments: Sequence[Instansi] = (),
        offices: Callable[[], Iterable[Unit]] = tuple,
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        self.today = today
        self.prepare(governments, offices)

    def prepare(
        self, governments: Sequence[Instansi], offices: Callable[[], Iterable[Unit]]
    ) -> None:
        """Fill what this step offers to choose from."""


class WhatForm(StepForm):
    """What happened."""

    cerita = forms.CharField(
        label=_("Cerita Anda"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Tulis dengan kata sendiri: siapa berbuat apa, di mana, kapan. Jangan tulis nama atau "
            "nomor Anda di sini."
        ),
        error_messages={"required": _("Ceritakan dulu apa yang terjadi, walau singkat.")},
    )
    perbuatan = forms.ChoiceField(
        label=_("Mana yang paling mirip?"),
        required=False,
        help_text=_("Boleh dilewati. Petugas yang memastikan."),
    )

    def prepare(
        self, governments: Sequence[Instansi], offices: Callable[[], Iterable[Unit]]
    ) -> None:
        """Offer the acts that are law today."""
        del governments, offices
        unknown = ("", _("Saya tidak tahu"))
        self.fields["perbuatan"].choices = [  # type: ignore[attr-defined]
            unknown,
            *act_choices(self.today, get_language() or "id"),
        ]


class WhoForm(StepForm):
    """Whom it is about."""

    nama = forms.CharField(
        label=_("Nama atau ciri"),
        max_length=SHORT,
        required=False,
        help_text=_("Tidak tahu namanya? Tulis ciri, nama akun, atau pelat kendaraan."),
    )
    jabatan = forms.CharField(label=_("Jabatan"), max_length=SHORT, required=False)
    tempat_kerja = forms.CharField(label=_("Tempat kerja"), max_length=SHORT, required=False)
    kantor = forms.ChoiceField(
        label=_("Kantor dalam daftar"),
        required=False,
        help_text=_("Dipakai sekali, agar laporan tidak sampai ke kantor yang dilaporkan."),
    )

    def prepare(
        self, governments: Sequence[Instansi], offices: Callable[[], Iterable[Unit]]
    ) -> None:
        """Offer the offices where the installation has one government; else words suffice."""
        if len(governments) != 1:
            del self.fields["kantor"]
            return
        # Asked for only when shown or chosen from: sending a report must stay cheap.
        self.fields["kantor"].choices = lambda: [  # type: ignore[attr-defined]
            ("", _("Tidak ada, atau tidak tahu")),
            *((unit.path, unit.name) for unit in offices()),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three: without any, nobody can be found."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("nama", "jabatan", "tempat_kerja")):
            self.add_error("nama", _("Isi salah satu: nama atau ciri, jabatan, atau tempat kerja."))
        return cleaned


class PlaceForm(StepForm):
    """Where and when."""

    pemerintah = forms.ChoiceField(
        label=_("Kabupaten, kota, atau instansi tempat ia bekerja"),
        error_messages={"required": _("Pilih wilayah kerja orang yang Anda laporkan.")},
    )
    tempat = forms.CharField(
        label=_("Tempat"),
        max_length=SHORT,
        required=False,
        help_text=_("Misalnya aula kantor, lapangan, atau nama media sosial."),
    )
    kejadian = DayField(label=_("Kapan terjadi?"), required=False)
    perkiraan = forms.CharField(
        label=_("Tidak ingat tanggalnya? Tulis perkiraan"), max_length=SHORT, required=False
    )
    tahu = DayField(
        label=_("Sejak kapan Anda tahu?"),
        required=False,
        help_text=_("Bawaslu hanya menerima laporan sampai 7 hari kalender sejak diketahui."),
    )

    def prepare(
        self, governments: Sequence[Instansi], offices: Callable[[], Iterable[Unit]]
    ) -> None:
        """Offer the governments that can take a report; a single one is not asked for."""
        del offices
        field = self.fields["pemerintah"]
        rows = [(item.key, item.name) for item in governments]
        if len(rows) == 1:
            field.widget = forms.HiddenInput()
            field.initial = rows[0][0]
            field.required = False
        else:
            rows = [("", str(_("Pilih"))), *rows]
        field.choices = rows  # type: ignore[attr-defined]
        self.only = rows[0][0] if len(rows) == 1 else ""

    def clean_pemerintah(self) -> str:
        """Take the single government when none was sent."""
        return str(self.cleaned_data["pemerintah"] or self.only)

    def clean(self) -> dict[str, Any]:
        """Refuse days that have not come, and knowing before it happened."""
        cleaned = super().clean() or {}
        for name in ("kejadian", "tahu"):
            if cleaned.get(name) and cleaned[name] > self.today:
                self.add_error(name, _("Tanggal ini belum terjadi. Periksa lagi."))
        happened, known = cleaned.get("kejadian"), cleaned.get("tahu")
        if happened and known and known < happened:
            self.add_error("tahu", _("Tanggal ini sebelum kejadiannya. Periksa keduanya."))
        return cleaned


class EvidenceForm(StepForm):
    """Links; the files themselves are sealed as they stream and never reach the form."""

    tautan = forms.CharField(
        label=_("Tempel tautan (link)"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu tautan satu baris."),
    )


class SafetyForm(StepForm):
    """How much the office may know of the reporter."""

    sebutan = forms.ChoiceField(
        label=_("Sertakan nama saya?"),
        choices=[("tanpa", _("Tanpa nama")), (NAMED, _("Dengan nama"))],
        initial="tanpa",
        widget=HintedRadio(
            hints={
                "tanpa": _("Petugas tidak tahu siapa Anda. Anda tetap bisa bercakap dengannya."),
                NAMED: _(
                    "Disegel terpisah dari laporan. Dibuka hanya oleh dua orang, dengan alasan "
                    "tertulis."
                ),
            }
        ),
    )
    nama_pelapor = forms.CharField(label=_("Nama Anda"), max_length=SHORT, required=False)
    alamat = forms.CharField(label=_("Alamat Anda"), max_length=SHORT, required=False)
    kontak = forms.CharField(
        label=_("Nomor atau email untuk dihubungi"), max_length=SHORT, required=False
    )
    jalur = forms.ChoiceField(
        label=_("Lewat mana?"),
        choices=[("kantor", _("Lewat kantor")), ("keduanya", _("Lewat kantor dan Bawaslu"))],
        initial="kantor",
        widget=HintedRadio(
            hints={
                "kantor": _("Boleh tanpa nama."),
                "keduanya": _(
                    "Undang-undang meminta nama dan alamat Anda (UU Pilkada Pasal 134 ayat (3)). "
                    "Kabar tanpa nama di sana hanya menjadi informasi awal."
                ),
            }
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A named report needs the name."""
        cleaned = super().clean() or {}
        if cleaned.get("sebutan") == NAMED and not cleaned.get("nama_pelapor"):
            self.add_error("nama_pelapor", _("Isi nama Anda, atau pilih tanpa nama."))
        return cleaned


STEPS: tuple[type[StepForm], ...] = (WhatForm, WhoForm, PlaceForm, EvidenceForm, SafetyForm)
LABELS = (_("Apa"), _("Siapa"), _("Di mana, kapan"), _("Bukti"), _("Aman?"), _("Kirim"))
CHECK_STEP = len(STEPS) + 1
EVIDENCE_STEP = STEPS.index(EvidenceForm) + 1


def answers_of(steps: Sequence[StepForm]) -> dict[str, Any]:
    """Return the cleaned values of all steps; each must be valid."""
    return {name: value for step in steps for name, value in step.cleaned_data.items()}


def report_of(answers: dict[str, Any]) -> ReportText:
    """Return the report that valid answers make."""
    return ReportText(
        what=answers["cerita"],
        act=answers["perbuatan"],
        who=answers["nama"],
        post=answers["jabatan"],
        workplace=answers["tempat_kerja"],
        unit=answers.get("kantor", ""),
        place=answers["tempat"],
        happened_on=answers["kejadian"].isoformat() if answers["kejadian"] else "",
        happened_note=answers["perkiraan"],
        known_on=answers["tahu"].isoformat() if answers["tahu"] else "",
        links=answers["tautan"],
        route=answers["jalur"],
        is_named=answers["sebutan"] == NAMED,
    )


def new_report(answers: dict[str, Any], *, token: str, uploads: Sequence[str]) -> NewReport:
    """Return what is sent; raise WrongInputError for an upload that is no longer ours."""
    is_named = answers["sebutan"] == NAMED
    return NewReport(
        token=token,
        government=GovernmentKey(answers["pemerintah"]),
        text=report_of(answers),
        identity=Identity(answers["nama_pelapor"], answers["alamat"], answers["kontak"])
        if is_named
        else None,
        uploads=tuple(upload_read(one) for one in uploads),
    )


class PhraseForm(forms.Form):
    """The eight words, as typed."""

    kata = forms.CharField(
        label=_("8 kata rahasia"),
        max_length=SHORT,
        help_text=_("Pisahkan dengan spasi. Huruf besar atau kecil sama saja."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Ketik 8 kata rahasia Anda.")},
    )


class ReplyForm(forms.Form):
    """What the reporter adds."""

    pesan = forms.CharField(
        label=_("Pesan Anda"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Jangan tulis hal yang menunjukkan siapa Anda, jika ingin tetap tanpa nama."),
    )
