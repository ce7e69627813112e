"""The page that edits a draft: letter, clauses and a new clause as one thing to save."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from netral.circulars.forms.addressees import addressees_initial
from netral.circulars.forms.drafting import ClauseForm, LetterForm, OwnClauseForm, basis_choices
from netral.circulars.models import CircularVersion
from netral.circulars.queries.sources import PartRead, parts_read, source_of
from netral.circulars.services import DraftText
from netral.core.flow.circular import ClauseText, Election
from netral.shell.widgets import HintedCheckboxes

_CLAUSE = re.compile(r"b(\d{1,2})-key")


class EditLetterForm(LetterForm):
    """The letter of a draft that is there already; ``revision`` is the save one started from."""

    revision = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in () if is_first else ("title", "election"):
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Tetap sama di semua versi surat edaran ini.")


class LeftOverForm(forms.Form):
    """What was read in the uploaded letter and became no clause: each part may still become one."""

    taken = forms.MultipleChoiceField(
        label=_("Jadikan butir"),
        required=False,
        widget=HintedCheckboxes(),
        help_text=_("Bagian yang Anda centang menjadi butir baru di akhir saat disimpan."),
    )

    def __init__(self, *args: Any, parts: Sequence[PartRead], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parts = {part.key: part for part in parts if part.may_be_clause}
        field = self.fields["taken"]
        field.choices = [(p.key, p.text) for p in self.parts.values()]  # type: ignore[attr-defined]
        field.widget.hints = {
            part.key: _("%(kind)s, halaman %(page)s baris %(line)s")
            % {"kind": part.label, "page": part.page, "line": part.line}
            for part in self.parts.values()
        }

    def clauses(self) -> tuple[ClauseText, ...]:
        """Return the parts that were ticked, as clauses that point at no act yet."""
        chosen = (self.parts[key] for key in self.cleaned_data["taken"])
        return tuple(ClauseText(part.key, part.heading, part.text) for part in chosen)


@dataclass(frozen=True, slots=True)
class EditForms:
    """All forms of the page; ``text`` gives what the service stores."""

    letter: EditLetterForm
    clauses: list[ClauseForm]
    own: OwnClauseForm
    left: LeftOverForm
    revision: int
    parts: list[PartRead]

    @property
    def places(self) -> list[tuple[ClauseForm, PartRead | None]]:
        """Return each clause with the part of the uploaded letter that it was read from."""
        parts = {part.key: part for part in self.parts}
        return [(form, parts.get(str(form["key"].value()))) for form in self.clauses]

    @property
    def every(self) -> list[forms.Form]:
        """Return the forms in page order, for the error summary."""
        return [self.letter, *self.clauses, self.own, self.left]

    def is_valid(self) -> bool:
        """Tell whether every form is; all are checked, so that all errors show at once."""
        if sum(not form.is_valid() for form in self.every):
            return False
        if not self._kept():
            self.letter.add_error(
                None, _("Surat edaran perlu paling sedikit satu butir. Jangan hapus semuanya.")
            )
        if self.letter.cleaned_data["revision"] != self.revision:
            self.letter.add_error(
                None,
                _(
                    "Rekan Anda menyimpan naskah ini setelah Anda membukanya. Isian Anda masih ada "
                    "di bawah. Buka naskah terbaru di tab lain, lalu gabungkan."
                ),
            )
        return self.letter.is_valid()

    def text(self) -> DraftText:
        """Return the whole draft; call it when valid."""
        data = self.letter.cleaned_data
        return DraftText(
            title=data["title"],
            election=Election(data["election"]),
            opening=data["opening"],
            bases=self.letter.all_bases(),
            clauses=self._kept(),
            **self.letter.addressees(),
        )

    def _kept(self) -> tuple[ClauseText, ...]:
        rows = [form.cleaned_data for form in self.clauses]
        kept = sorted((row for row in rows if not row["is_removed"]), key=lambda row: row["order"])
        texts = (ClauseText(r["key"], r["heading"], r["text"], r["acts"]) for r in kept)
        return (*texts, *self.left.clauses(), *self.own.clause())


def edit_forms(version: CircularVersion, *, on: date, data: QueryDict | None = None) -> EditForms:
    """Return the forms of a draft: filled from the version, or from what was sent."""
    source = source_of(version)
    keys = version.clauses.values_list("key", flat=True)
    parts = parts_read(source, set(keys)) if source else []
    return EditForms(
        letter=EditLetterForm(
            data,
            initial=_letter_initial(version, on),
            government=version.government_id,
            on=on,
            is_first=version.sequence == 1,
        ),
        clauses=_clauses_sent(data, on) if data is not None else _clauses_kept(version, on),
        own=OwnClauseForm(data, on=on),
        left=LeftOverForm(data, parts=parts),
        revision=version.revision,
        parts=parts,
    )


def _clauses_kept(version: CircularVersion, on: date) -> list[ClauseForm]:
    return [
        ClauseForm(
            initial={
                "key": clause.key,
                "acts": clause.acts,
                "order": clause.order,
                "heading": clause.heading,
                "text": clause.text,
            },
            prefix=f"b{clause.order}",
            on=on,
        )
        for clause in version.clauses.all()
    ]


def _clauses_sent(data: QueryDict, on: date) -> list[ClauseForm]:
    """Return the clauses that the page held, whatever was saved by others since."""
    numbers = sorted(int(found[1]) for name in data if (found := _CLAUSE.fullmatch(name)))
    return [ClauseForm(data, prefix=f"b{number}", on=on) for number in numbers]


def _letter_initial(version: CircularVersion, on: date) -> dict[str, Any]:
    known = {value for value, _short in basis_choices(on)}
    return {
        "revision": version.revision,
        "title": version.circular.title,
        "election": version.circular.election,
        "opening": version.opening,
        "bases": [basis for basis in version.bases if basis in known],
        "other_bases": "\n".join(basis for basis in version.bases if basis not in known),
        **addressees_initial(version.groups, version.units),
    }
