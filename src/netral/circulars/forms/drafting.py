"""Forms of a draft: what the first page asks, the clauses as they are edited, one of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.forms.addressees import AddresseeForm
from netral.circulars.queries.act_choices import breaches_by_family, breaches_to_choose
from netral.circulars.queries.rules_told import act_title
from netral.circulars.queries.sources import clause_proposals
from netral.circulars.services import DraftText
from netral.core import law
from netral.core.flow.bases import NO_RULES
from netral.core.flow.circular import ClauseText, Election
from netral.shell.widgets import GroupedCheckboxes, HintedCheckboxes

ELECTIONS = [
    (Election.PILKADA.value, _("Pilkada")),
    (Election.PEMILU.value, _("Pemilu")),
]
USUAL_BASES = ("uu-10-2016", "uu-20-2023", "pp-94-2021", "skb-2022")
TEXT_LIMIT = 4_000


def basis_choices(on: date) -> list[tuple[str, str]]:
    """Return the rules of the law data in force that day, each under the words it is cited by."""
    return [
        (f"{rule.short} ({rule.title_id})", rule.short)
        for rule in law.the_law().instruments
        if rule.standing.holds(on) and rule.id not in NO_RULES
    ]


def usual_bases(on: date) -> list[str]:
    """Return the bases that a circular for Pilkada usually stands on, of those in force."""
    return [
        f"{rule.short} ({rule.title_id})"
        for rule in law.the_law().instruments
        if rule.standing.holds(on) and rule.id in USUAL_BASES
    ]


class LetterForm(AddresseeForm):
    """The letter around its clauses."""

    title = forms.CharField(
        label=_("Tentang apa"),
        max_length=200,
        help_text=_("Contoh: Netralitas ASN dalam Pilkada serentak 2024."),
    )
    election = forms.ChoiceField(label=_("Untuk pemilihan"), choices=ELECTIONS)
    opening = forms.CharField(
        label=_("Kalimat pembuka"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    bases = forms.MultipleChoiceField(
        label=_("Dasar hukum"), required=False, widget=HintedCheckboxes()
    )
    other_bases = forms.CharField(
        label=_("Dasar hukum lain"),
        required=False,
        max_length=TEXT_LIMIT,
        help_text=_("Satu dasar tiap baris, misalnya surat gubernur."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, on=on, **options)
        choices = basis_choices(on)
        self.fields["bases"].choices = choices  # type: ignore[attr-defined]
        self.fields["bases"].widget.hints = {
            value: value.removeprefix(f"{short} (").removesuffix(")") for value, short in choices
        }

    def all_bases(self) -> tuple[str, ...]:
        """Return the chosen and the typed bases, each once."""
        typed = [line.strip() for line in self.cleaned_data["other_bases"].splitlines()]
        return tuple(dict.fromkeys([*self.cleaned_data["bases"], *filter(None, typed)]))


class NewCircularForm(LetterForm):
    """A new circular: the letter and which of the ready clauses it takes."""

    clauses = forms.MultipleChoiceField(
        label=_("Butir"),
        widget=HintedCheckboxes(),
        help_text=_("Kata-katanya bisa Anda ubah di halaman berikut, juga menambah butir sendiri."),
        error_messages={"required": _("Pilih paling sedikit satu butir.")},
    )
    form_token = forms.CharField(max_length=40, widget=forms.HiddenInput())

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, on=on, **options)
        self.ready = {clause.id: clause for clause in law.circular_clauses(on)}
        field = self.fields["clauses"]
        field.choices = [  # type: ignore[attr-defined]
            (clause.id, clause.text_id) for clause in self.ready.values()
        ]
        field.widget.hints = {clause.id: "; ".join(clause.basis) for clause in self.ready.values()}

    def text(self) -> DraftText:
        """Return what the service stores; call it on a valid form."""
        chosen = (self.ready[key] for key in self.cleaned_data["clauses"])
        return DraftText(
            title=self.cleaned_data["title"],
            election=Election(self.cleaned_data["election"]),
            opening=self.cleaned_data["opening"],
            bases=self.all_bases(),
            clauses=tuple(ClauseText(c.id, "", c.text_id, c.acts) for c in chosen),
            **self.addressees(),
        )


class ActsField(forms.MultipleChoiceField):
    """Acts of the law: any code may come back, the words or the law's day may have changed."""

    def valid_value(self, value: Any) -> bool:
        """Leave the codes to the form, which knows the law of the day."""
        return bool(value)


class ClauseForm(forms.Form):
    """One clause of the draft, as it is edited."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput())
    acts = ActsField(
        label=_("Perbuatan yang dilarang butir ini"),
        required=False,
        help_text=_(
            "Centang paling sedikit satu, agar pegawai berlatih soal tentang butir ini. Hanya "
            "butir tanpa larangan, misalnya perintah melapor, yang tidak perlu dicentang."
        ),
        widget=GroupedCheckboxes(more=_("Pilih dari daftar perbuatan")),
    )
    order = forms.IntegerField(
        label=_("Urutan"), min_value=1, max_value=99, widget=forms.NumberInput({"class": "short"})
    )
    heading = forms.CharField(label=_("Judul butir"), required=False, max_length=120)
    text = forms.CharField(
        label=_("Isi butir"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposed = ActsField(
        label=_("Saran mesin, belum dibaca petugas"),
        required=False,
        widget=HintedCheckboxes(),
        help_text=_("Centang perbuatan yang memang dimaksud butir ini. Yang lain diabaikan."),
    )
    is_removed = forms.BooleanField(label=_("Hapus butir ini"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        held = [str(code) for code in self["acts"].value() or ()]
        self._offer_acts(held)
        found = clause_proposals(str(self["text"].value() or ""), held=held, on=on)
        field = self.fields["proposed"]
        field.choices = [(each.code, each.label) for each in found]  # type: ignore[attr-defined]
        field.widget.hints = {each.code: each.hint for each in found}
        field.widget.marks = {each.code: each.code for each in found}

    def _offer_acts(self, held: Sequence[str]) -> None:
        """Offer the acts of the day, and what the clause holds that is no law that day."""
        field = self.fields["acts"]
        groups = breaches_by_family(self.on)
        offered = {code for _name, rows in groups for code, _words in rows}
        known = {act.code: act_title(act) for act in law.acts(self.on)}
        rest = [(code, known.get(code, code)) for code in held if code not in offered]
        if rest:
            groups.append((str(_("Di luar daftar hari ini")), rest))
        field.choices = groups  # type: ignore[attr-defined]
        field.widget.marks = {code: code for code in (*offered, *held)}

    @property
    def has_proposals(self) -> bool:
        """Tell whether there is anything to accept."""
        return bool(self.fields["proposed"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add what was accepted of the proposals to the codes, each once."""
        data = super().clean() or {}
        known = {act.code for act in law.acts(self.on)}
        accepted = [code for code in data.get("proposed", ()) if code in known]
        if "acts" in data:
            data["acts"] = tuple(dict.fromkeys([*data["acts"], *accepted]))
        return data

    def clean_acts(self) -> tuple[str, ...]:
        """Return the codes; refuse one that the law of the day does not know."""
        known = {act.code for act in law.acts(self.on)}
        codes: list[str] = self.cleaned_data["acts"]
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise forms.ValidationError(
                _(
                    "Perbuatan %(codes)s tidak ada dalam aturan yang berlaku hari ini. Hapus "
                    "centangnya, lalu pilih yang lain bila perlu."
                ),
                params={"codes": ", ".join(unknown)},
            )
        return tuple(codes)


class OwnClauseForm(forms.Form):
    """A clause of the government's own that points at an act; left empty it is not added."""

    own_heading = forms.CharField(label=_("Judul butir baru"), required=False, max_length=120)
    own_text = forms.CharField(
        label=_("Isi butir baru"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    own_act = forms.ChoiceField(
        label=_("Perbuatan yang ditunjuk"), required=False, help_text=_("Dari data aturan.")
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = breaches_to_choose(on, none=str(_("Pilih perbuatan")))
        self.fields["own_act"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A clause with words needs its act; an act needs words."""
        data = super().clean() or {}
        if data.get("own_text") and not data.get("own_act"):
            self.add_error("own_act", _("Pilih perbuatan yang ditunjuk butir ini."))
        if (data.get("own_act") or data.get("own_heading")) and not data.get("own_text"):
            self.add_error("own_text", _("Tulis isi butirnya."))
        return data

    def clause(self) -> tuple[ClauseText, ...]:
        """Return the new clause, or nothing."""
        data = self.cleaned_data
        if not data["own_text"]:
            return ()
        return (ClauseText("", data["own_heading"], data["own_text"], (data["own_act"],)),)
