"""What somebody asks before acting, and for whom and when it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from netral.circulars.queries.may import ALL_STAGES, AskedAs
from netral.core.text.may import first_question
from netral.people.models import Instansi
from netral.shell.widgets import DayField

LONGEST = 2_000
STAGES = [
    ("", _("Menurut harinya")),
    ("pra_penetapan", _("Sebelum calon ditetapkan")),
    ("pasca_penetapan", _("Calon sudah ditetapkan, kampanye belum mulai")),
    ("kampanye", _("Masa kampanye")),
    ("masa_tenang", _("Masa tenang")),
    ("pemungutan", _("Hari pemungutan suara")),
    ("pasca", _("Sesudah pemungutan suara")),
    (ALL_STAGES, _("Tidak tahu: tampilkan semua tahap")),
]
STAGE_WORDS = dict(STAGES)


class AsForm(forms.Form):
    """For whom, in which stage, on which day, at which government; every field may be empty."""

    siapa = forms.ChoiceField(label=_("Anda siapa?"), required=False)
    tahap = forms.ChoiceField(label=_("Tahap pemilihan"), required=False, choices=STAGES)
    hari = DayField(
        label=_("Untuk hari apa?"), required=False, help_text=_("Kosong berarti hari ini.")
    )
    ke = forms.ChoiceField(label=_("Pegawai pemerintah mana?"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, today: date, governments: Sequence[Instansi]
    ) -> None:
        super().__init__(data, auto_id="untuk_%s")
        self.today = today
        self.fields["siapa"].choices = [  # type: ignore[attr-defined]
            ("", _("Pegawai ASN")),
            *who_choices(),
        ]
        rows = [(item.key, item.name) for item in governments]
        self.only = rows[0][0] if len(rows) == 1 else ""
        self.fields["ke"].choices = [("", _("Tidak disebut")), *rows]  # type: ignore[attr-defined]
        if len(rows) < 2:  # noqa: PLR2004 - a choice needs two
            del self.fields["ke"]

    def asked(self) -> AskedAs:
        """Return what was chosen; what cannot be used counts as not chosen."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        return AskedAs(
            today=self.today,
            status=said.get("siapa") or "",
            stage=said.get("tahap") or "",
            day=said.get("hari"),
            government=said.get("ke") or self.only,
            is_named=bool(said.get("ke")),
        )


class TypedForm(forms.Form):
    """The one text box."""

    rencana = forms.CharField(
        label=_("Tulis yang ingin Anda lakukan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("Misalnya: boleh tidak saya menyukai unggahan calon di Facebook?"),
        error_messages={
            "required": _("Tulis dulu rencana Anda, atau pilih dari pertanyaan di bawah."),
            "max_length": _("Terlalu panjang. Tulis inti rencana Anda saja."),
        },
    )
    use_required_attribute = False


class StoryForm(forms.Form):
    """What happened, in a citizen's own words."""

    cerita = forms.CharField(
        label=_("Ceritakan dengan kata sendiri"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("Nama orang tidak perlu. Ceritanya tidak kami simpan."),
        error_messages={"required": _("Ceritakan dulu apa yang terjadi, walau singkat.")},
    )
    use_required_attribute = False


def who_choices() -> list[tuple[str, str]]:
    """Return the kinds of people that the wizard offers, in the reader's language."""
    is_english = (get_language() or "id") == "en"
    options = first_question().options
    return [(one.key, one.text_en if is_english else one.text_id) for one in options]
