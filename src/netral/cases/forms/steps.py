"""Forms of a case's steps: note, examination, delivery, decision; and the rule on answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from netral.cases.forms.intake import text_field
from netral.cases.models import Case
from netral.cases.queries.law import Offered
from netral.cases.services.decision import Verdict
from netral.cases.services.examination import Examination
from netral.core import law
from netral.core.flow.case import NOT_PROVEN_LABELS
from netral.shell.format import plain_date
from netral.shell.widgets import DayField, HintedRadio

IN_RANGE, OUTSIDE, NOT_PROVEN = "dalam", "luar", "tidak_terbukti"


class NoteForm(forms.Form):
    """A step with a note that may stay empty."""

    note = text_field(_lazy("Catatan"), _lazy("Disegel untuk unit ini."), rows=3, required=False)


class DeliveryForm(NoteForm):
    """The day on which the decision reached the respondent."""

    on = DayField(label=_lazy("Hari diterima terlapor"))
    field_order = ["on", "note"]


class ExaminationForm(forms.Form):
    """What the examination found, and the facts that change what the law says."""

    on = DayField(label=_lazy("Hari pemeriksaan"))
    note = text_field(
        _lazy("Catatan pemeriksaan"),
        _lazy("Apa yang ditanyakan, dijawab, dan ditunjukkan."),
        rows=8,
    )
    is_absent = forms.BooleanField(
        label=_lazy("Terlapor tidak hadir pada panggilan kedua; diputus dari bukti yang ada"),
        required=False,
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = law.questions_of(case.act_code)
        known = dict(fact.split(":", 1) for fact in case.facts)
        for question in self.questions:
            values = [(item.value, item.value.capitalize()) for item in question.values]
            self.fields[f"fakta_{question.id}"] = forms.ChoiceField(
                label=question.text_id,
                required=False,
                initial=known.get(question.id, ""),
                choices=[("", _lazy("belum diketahui")), *values],
            )

    def examination(self) -> Examination:
        """Return what was found."""
        data = self.cleaned_data
        given = ((q.id, data[f"fakta_{q.id}"]) for q in self.questions)
        facts = tuple(f"{name}:{value}" for name, value in given if value)
        return Examination(data["on"], data["note"], facts, is_absent=data["is_absent"])


class VerdictForm(forms.Form):
    """A decision within the law's range, outside it with a reason, or not proven."""

    result = forms.ChoiceField(label=_lazy("Keputusan"))
    item = forms.ChoiceField(label=_lazy("Sanksi di dalam rentang"), required=False)
    outside_item = forms.ChoiceField(
        label=_lazy("Sanksi di luar rentang"), required=False, widget=forms.Select
    )
    outside_reason = text_field(
        _lazy("Alasan keluar dari rentang"),
        _lazy("Menjadi bagian keputusan; pengawas akan membacanya."),
        rows=3,
        required=False,
    )
    not_proven = forms.ChoiceField(
        label=_lazy("Mengapa tidak terbukti"),
        required=False,
        choices=[
            ("", _lazy("pilih alasan")),
            *((reason.value, _lazy(words)) for reason, words in NOT_PROVEN_LABELS.items()),
        ],
    )
    reason = text_field(
        _lazy("Pertimbangan"), _lazy("Yang memberatkan, yang meringankan. Bahasa sehari-hari.")
    )

    def __init__(self, *args: Any, offered: Iterable[Offered], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = list(offered)
        usual = [row for row in rows if row.is_in_range]
        self._choose("item", [(row.item.id, row.item.title_id) for row in usual])
        self.fields["item"].widget = HintedRadio(
            hints={row.item.id: _menu_words(row) for row in usual},
            choices=[(row.item.id, row.item.title_id) for row in usual],
        )
        others = [(row.item.id, row.item.title_id) for row in rows if not row.is_in_range]
        self._choose("outside_item", [("", _("pilih sanksi")), *others])
        results = [
            (IN_RANGE, _("Di dalam rentang"), ""),
            (OUTSIDE, _("Di luar rentang"), _("Perlu alasan tertulis.")),
            (
                NOT_PROVEN,
                _("Tidak terbukti"),
                _("Nama terlapor dipulihkan; pelapor diberi tahu alasannya."),
            ),
        ]
        kept = results if usual else results[1:]
        self._choose("result", [(value, words) for value, words, _hint in kept])
        self.fields["result"].widget = HintedRadio(
            hints={value: hint for value, _words, hint in kept if hint},
            choices=[(value, words) for value, words, _hint in kept],
        )
        if not usual:
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen result needs."""
        data: dict[str, Any] = super().clean() or {}
        needed = {
            IN_RANGE: [("item", _("Pilih sanksinya."))],
            OUTSIDE: [
                ("outside_item", _("Pilih sanksinya.")),
                ("outside_reason", _("Tulis alasannya. Pengawas akan membacanya.")),
            ],
            NOT_PROVEN: [("not_proven", _("Pilih alasannya; pelapor akan membacanya."))],
        }
        for name, words in needed.get(data.get("result", ""), []):
            if not data.get(name):
                self.add_error(name, words)
        return data

    def verdict(self) -> Verdict:
        """Return what is decided."""
        data = self.cleaned_data
        if data["result"] == NOT_PROVEN:
            return Verdict(reason=data["reason"], reason_code=data["not_proven"])
        if data["result"] == OUTSIDE:
            return Verdict(
                reason=data["reason"],
                item=data["outside_item"],
                outside_reason=data["outside_reason"],
            )
        return Verdict(reason=data["reason"], item=data["item"])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class ReporterRuleForm(forms.Form):
    """Whether reporters learn the kind of a sanction, and by which rule."""

    shows_kind = forms.BooleanField(
        label=_lazy("Pelapor boleh tahu jenis sanksinya"), required=False
    )
    source = forms.CharField(
        label=_lazy("Dasar aturan daerah"),
        max_length=200,
        help_text=_lazy("Misalnya nomor peraturan bupati. Tanpa aturan, jenisnya tidak tampil."),
    )


def _menu_words(row: Offered) -> str:
    """Return where a sanction stands: menu, article, and from when it holds."""
    citation = "; ".join(row.menu.standing.citation)
    since = plain_date(row.menu.standing.in_force, get_language() or "id")
    return _("%(menu)s. %(citation)s, berlaku sejak %(since)s.") % {
        "menu": row.menu.title_id,
        "citation": citation,
        "since": since,
    }
