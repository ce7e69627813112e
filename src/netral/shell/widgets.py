"""Widgets and fields that the forms of every app share; the field tag knows how to draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

DAY_INPUT_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


class DayInput(forms.DateInput):
    """A day: the browser's own picker; without one, yyyy-mm-dd or dd-mm-yyyy typed by hand."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "day", **(attrs or {})}, format="%Y-%m-%d")


class TimeOfDayInput(forms.TimeInput):
    """A time of day, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "day", **(attrs or {})}, format="%H:%M")


class DayField(forms.DateField):
    """A date field with the day widget."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": DayInput(), "input_formats": DAY_INPUT_FORMATS, **options})


class HintedRadio(forms.RadioSelect):
    """Radios of which some carry a hint below their words: ``hints`` maps value to text."""

    def __init__(self, hints: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.hints = dict(hints or {})


class HintedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes of which some carry a hint below their words: ``hints`` maps value to text.

    ``marks`` maps value to what stands small beside the words, such as a code of the law data.
    """

    def __init__(self, hints: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.hints = dict(hints or {})
        self.marks: dict[str, str] = {}


class GroupedCheckboxes(HintedCheckboxes):
    """Checkboxes too many for one sight: what is ticked stands first, the rest by group, folded.

    The choices are groups, as a select has them: ``(name, [(value, words)])``. ``more`` is what
    unfolds the rest.
    """

    def __init__(self, more: Any, **options: Any) -> None:
        super().__init__(**options)
        self.more = more
