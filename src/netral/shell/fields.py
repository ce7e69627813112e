"""What the field tag and the error summary show of a form; markup stands in the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.forms import BaseForm, CheckboxInput, FileInput, HiddenInput, widgets
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from netral.shell.widgets import GroupedCheckboxes

MANY = frozenset({"choices", "grouped"})
MARKED = frozenset({"plain", "file", "group"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or checkbox: its control and words, a hint and what stands small beside them."""

    control: SafeString
    label: str
    hint: str
    mark: str = ""
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices under one name."""

    name: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field ready to be shown; ``kind`` chooses the markup."""

    kind: str  # plain, file, group, choices, grouped, single or hidden
    id: str
    label: str
    hint: str
    errors: list[str]
    is_optional: bool
    control: SafeString | str
    choices: list[Choice]
    groups: list[ChoiceGroup] = field(default_factory=list)
    more: str = ""

    @property
    def described_by(self) -> str:
        """Return the ids of hint and error, for ``aria-describedby`` on a fieldset."""
        return _described_by(self.id, self.hint, self.errors)


def field_view(bound: BoundField) -> FieldView:
    """Return how a bound field is to be shown.

    A form whose page says once what an empty field means sets ``is_empty_told``: then no field
    repeats that it may stay empty.
    """
    kind = _kind(bound)
    own_id = bound.auto_id or bound.html_name
    groups = list(_groups(bound)) if kind == "grouped" else []
    hint = str(bound.help_text or "")
    errors = [str(error) for error in bound.errors]
    is_told = getattr(bound.form, "is_empty_told", False)
    has_optional_mark = kind in MARKED and not bound.field.required and not is_told
    return FieldView(
        kind=kind,
        id=own_id,
        label=str(bound.label),
        hint=hint,
        errors=errors,
        is_optional=has_optional_mark,
        control="" if kind in MANY else _control(bound, kind, own_id, hint, errors),
        choices=list(_choices(bound)) if kind == "choices" else _ticked(groups),
        groups=_open(groups),
        more=str(getattr(bound.field.widget, "more", "")),
    )


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "grouped" if isinstance(widget, GroupedCheckboxes) else "choices"
    if isinstance(widget, CheckboxInput):
        return "single"
    if isinstance(widget, FileInput):
        return "file"
    return "group" if widget.use_fieldset else "plain"


def _control(bound: BoundField, kind: str, own_id: str, hint: str, errors: list[str]) -> SafeString:
    own = str(bound.field.widget.attrs.get("class", ""))
    attrs: dict[str, str | bool] = {}
    if kind in {"plain", "group"}:
        attrs["class"] = f"input {own}".strip()
    described_by = _described_by(own_id, hint, errors)
    if described_by and kind != "group":
        attrs["aria-describedby"] = described_by
    return bound.as_widget(attrs=attrs)


def _described_by(own_id: str, hint: str, errors: list[str]) -> str:
    ids = [f"{own_id}-h"] if hint else []
    if errors:
        ids.append(f"{own_id}-e")
    return " ".join(ids)


def _choices(bound: BoundField) -> Iterator[Choice]:
    hints = getattr(bound.field.widget, "hints", {})
    marks = getattr(bound.field.widget, "marks", {})
    for option in bound.subwidgets:
        value = str(option.data["value"])
        yield Choice(
            option.tag(),
            str(option.choice_label),
            str(hints.get(value, "")),
            str(marks.get(value, "")),
            is_ticked=bool(option.data["selected"]),
        )


def _groups(bound: BoundField) -> Iterator[ChoiceGroup]:
    """Yield the groups with their choices; the subwidgets come in the order of the groups."""
    choices = _choices(bound)
    for name, members in bound.field.choices:  # type: ignore[attr-defined]
        yield ChoiceGroup(str(name), list(islice(choices, len(members))))


def _ticked(groups: Iterable[ChoiceGroup]) -> list[Choice]:
    return [choice for group in groups for choice in group.choices if choice.is_ticked]


def _open(groups: Iterable[ChoiceGroup]) -> list[ChoiceGroup]:
    """Return the groups without what is ticked, which stands above them."""
    left = (ChoiceGroup(g.name, [c for c in g.choices if not c.is_ticked]) for g in groups)
    return [group for group in left if group.choices]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One thing to mend: where it is ("" when it is no single field) and what is wrong."""

    target: str
    words: str


def summary_lines(form: BaseForm) -> Iterator[SummaryLine]:
    """Yield what is wrong with a form in page order, what concerns the whole of it first."""
    for error in form.non_field_errors():
        yield SummaryLine("", str(error))
    for bound in form:
        if isinstance(bound.field.widget, HiddenInput):
            yield from (SummaryLine("", str(error)) for error in bound.errors)
            continue
        target = _first_id(bound)
        for error in bound.errors:
            yield SummaryLine(target, _with_label(str(bound.label), str(error)))


def _with_label(label: str, error: str) -> str:
    between = " " if label.endswith(("?", ".")) else ": "
    return f"{label}{between}{error}"


def _first_id(bound: BoundField) -> str:
    """Return the id of the control that takes the focus: of a group, its first."""
    own_id = bound.auto_id or bound.html_name
    # Of folded choices the first may be out of sight: the error leads to the whole field.
    is_group = _kind(bound) in {"choices", "group"}
    return f"{own_id}_0" if is_group else own_id
