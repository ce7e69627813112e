"""Forms of the first reading: open, join, pass on, take no further, ask, write, look at a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _lazy

from netral.cases.models import Case
from netral.cases.queries.law import act_title, acts_on
from netral.cases.services.intake import CaseOpening
from netral.circulars.queries.rules_words import STAGE_LABELS
from netral.core.flow.report import REASON_LABELS, REFUSALS, CloseReason
from netral.core.kinds.refs import CaseRef
from netral.core.law.records import Act, Addressee
from netral.shell.widgets import DayField

MAX_TEXT = 8_000
TRACK_WORDS = {
    "etika": _lazy("etik"),
    "disiplin": _lazy("disiplin"),
    "pidana": _lazy("pidana"),
    "administrasi": _lazy("administrasi"),
}


def text_field(
    label: Any, hint: Any = "", *, rows: int = 4, required: bool = True
) -> forms.CharField:
    """Return a field for a text of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=MAX_TEXT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class OpeningForm(forms.Form):
    """What the first reading found: an act of the law data, chosen by a person."""

    act_code = forms.ChoiceField(
        label=_lazy("Perbuatan"),
        help_text=_lazy("Pilih yang paling cocok. Jalur etik atau disiplin mengikuti tahapnya."),
    )
    act_on = DayField(label=_lazy("Hari kejadian"))
    stage = forms.ChoiceField(
        label=_lazy("Tahap pemilihan"),
        required=False,
        help_text=_lazy("Kosongkan jika kalender pemilihan sudah menentukannya."),
        choices=[("", _lazy("menurut kalender")), *STAGE_LABELS.items()],
    )
    summary = text_field(
        _lazy("Ringkasan untuk perkara"),
        _lazy("Disegel; hanya terbaca dengan kunci unit ini. Jangan sebut siapa pelapornya."),
    )

    def __init__(self, *args: Any, today: date, family: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["act_code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = act_choices(acts_on(today), family)

    def opening(self) -> CaseOpening:
        """Return what the officer found."""
        data = self.cleaned_data
        return CaseOpening(data["act_code"], data["act_on"], data["summary"], data["stage"])


class ReferralOpeningForm(OpeningForm):
    """The same, for a report that is passed on at once."""

    def __init__(self, *args: Any, addressees: Iterable[Addressee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["addressee"] = addressee_field(addressees)


class ReferralForm(forms.Form):
    """To whom a case is passed on, and the note that goes with it."""

    def __init__(self, *args: Any, addressees: Iterable[Addressee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["addressee"] = addressee_field(addressees)
        self.fields["note"] = text_field(_lazy("Catatan penerusan"), rows=3)


class JoinForm(forms.Form):
    """The case that a report belongs to."""

    case = forms.ChoiceField(
        label=_lazy("Perkara tentang peristiwa yang sama"), widget=forms.RadioSelect
    )
    note = text_field(_lazy("Alasan singkat"), rows=2)

    def __init__(self, *args: Any, cases: Iterable[Case], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["case"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(case.ref, f"{act_title(case)} ({case.ref})") for case in cases]

    def case_ref(self) -> CaseRef:
        """Return the case chosen."""
        return CaseRef(self.cleaned_data["case"])


class RefusalForm(forms.Form):
    """Why a report is taken no further; its reporter reads both."""

    reason = forms.ChoiceField(
        label=_lazy("Alasan"),
        widget=forms.RadioSelect,
        choices=[
            (reason.value, words[:1].upper() + words[1:])
            for reason, words in REASON_LABELS.items()
            if reason in REFUSALS
        ],
    )
    note = text_field(
        _lazy("Penjelasan untuk pelapor"),
        _lazy("Kata-kata sehari-hari. Pelapor bisa meminta dibaca ulang."),
    )

    def close_reason(self) -> CloseReason:
        """Return the reason chosen."""
        return CloseReason(self.cleaned_data["reason"])


class MessageForm(forms.Form):
    """A message to the reporter, or what they are asked to add."""

    note = text_field(
        _lazy("Pesan untuk pelapor"), _lazy("Menjawab tidak wajib baginya. Jangan minta namanya.")
    )


class EvidenceForm(forms.Form):
    """Why a file is opened; the reason is kept with it."""

    reason = forms.CharField(label=_lazy("Alasan membuka"), min_length=5, max_length=300)
    is_original = forms.BooleanField(label=_lazy("Ambil aslinya"), required=False)


def addressee_field(addressees: Iterable[Addressee]) -> forms.ChoiceField:
    """Return the choice of a receiver, each with its citation."""
    choices = [
        (item.id, f"{item.title_id} ({'; '.join(item.standing.citation)})") for item in addressees
    ]
    return forms.ChoiceField(
        label=_lazy("Diteruskan kepada"), widget=forms.RadioSelect, choices=choices
    )


def act_choices(acts: Iterable[Act], family: str = "") -> list[Any]:
    """Return the acts by family; the family that the reporter chose comes first."""
    groups: dict[str, list[tuple[str, str]]] = {family: []} if family else {}
    for act in acts:
        track = TRACK_WORDS.get(act.track, act.track)
        groups.setdefault(act.family, []).append(
            (act.code, f"{act.title_id} ({track}, {act.code})")
        )
    named = [(key.replace("_", " ").capitalize(), rows) for key, rows in groups.items() if rows]
    return [("", _lazy("Pilih perbuatan")), *named]
