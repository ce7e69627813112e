"""The field tag and the error summary: every reader can tell what is asked and what is wrong."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation

from netral.shell.widgets import (
    DayField,
    GroupedCheckboxes,
    HintedCheckboxes,
    HintedRadio,
    TimeOfDayInput,
)


class Everything(forms.Form):
    place = forms.CharField(label="Di mana?", help_text="Nama kantor.")
    note = forms.CharField(
        label="Catatan", required=False, widget=forms.Textarea(attrs={"class": "short"})
    )
    day = DayField(label="Kapan")
    hour = forms.TimeField(label="Pukul", widget=TimeOfDayInput(), required=False)
    way = forms.ChoiceField(
        label="Cara",
        choices=[("a", "Satu"), ("b", "Dua")],
        widget=HintedRadio(hints={"b": "Perlu alasan."}),
    )
    acts = forms.MultipleChoiceField(
        label="Perbuatan",
        choices=[("x", "Satu"), ("y", "Dua")],
        widget=HintedCheckboxes(hints={"x": "Sering terjadi."}),
    )
    things = forms.MultipleChoiceField(
        label="Barang",
        choices=[("Roda", [("m", "Mobil"), ("s", "Sepeda")]), ("Gedung", [("a", "Aula")])],
        widget=GroupedCheckboxes(more="Pilih barang"),
        initial=["a"],
    )
    is_sure = forms.BooleanField(label="Saya yakin", help_text="Tidak bisa ditarik.")
    proof = forms.FileField(label="Bukti", required=False)
    moment = forms.SplitDateTimeField(label="Saat")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        raise forms.ValidationError("Isian ini bertentangan.")


def shown(name: str, form: forms.Form | None = None) -> str:
    """Return the markup of one field, blanks between tags left out."""
    page = Template("{% field form." + name + " %}")
    return flat(page.render(Context({"form": form or Everything()})))


def flat(markup: str) -> str:
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", markup))


@pytest.fixture(autouse=True)
def _indonesian() -> object:
    with translation.override("id"):
        yield


def test_a_text_field_ties_label_and_hint_to_its_control() -> None:
    markup = shown("place")
    assert '<label for="id_place">Di mana?</label>' in markup
    assert '<p class="hint" id="id_place-h">Nama kantor.</p>' in markup
    assert 'class="input"' in markup
    assert 'aria-describedby="id_place-h"' in markup
    assert "aria-invalid" not in markup


def test_a_wrong_field_says_so_above_its_control_and_to_screen_readers() -> None:
    markup = shown("place", Everything({}))
    assert '<div class="field wrong">' in markup
    assert 'aria-invalid="true"' in markup
    assert 'aria-describedby="id_place-h id_place-e"' in markup
    assert markup.index('id="id_place-e"') < markup.index("<input")


def test_what_may_stay_empty_says_so_and_own_classes_are_kept() -> None:
    markup = shown("note")
    assert "(boleh kosong)" in markup
    assert 'class="input short"' in markup
    assert "(boleh kosong)" not in shown("place")


def test_where_the_page_says_once_what_empty_means_no_field_repeats_it() -> None:
    class Told(Everything):
        is_empty_told = True

    assert "(boleh kosong)" not in shown("note", Told())


def test_a_day_and_a_time_use_the_browsers_own_pickers() -> None:
    assert 'type="date"' in shown("day")
    assert 'class="input day"' in shown("day")
    assert 'type="time"' in shown("hour")


@pytest.mark.parametrize("typed", ["2024-11-27", "27-11-2024", "27/11/2024"])
def test_a_day_typed_by_hand_is_understood(typed: str) -> None:
    assert DayField().clean(typed).isoformat() == "2024-11-27"


def test_a_day_keeps_its_value_in_the_form_the_browser_reads() -> None:
    form = Everything(initial={"day": DayField().clean("27-11-2024")})
    assert 'value="2024-11-27"' in shown("day", form)


def test_radios_are_a_group_of_cards_with_their_hints() -> None:
    markup = shown("way")
    assert '<fieldset class="field" id="id_way">' in markup
    assert "<legend>Cara</legend>" in markup
    assert markup.count('<label class="choice">') == 2
    assert '<span>Dua</span><span class="hint">Perlu alasan.</span>' in markup
    assert "<span>Satu</span></label>" in markup


def test_a_wrong_group_is_described_as_a_whole() -> None:
    markup = shown("acts", Everything({}))
    assert 'class="field wrong" id="id_acts" aria-describedby="id_acts-e"' in markup
    assert markup.count('type="checkbox"') == 2
    assert "Sering terjadi." in markup


def test_of_many_boxes_the_ticked_stand_first_and_the_rest_is_folded_by_group() -> None:
    form = Everything()
    form.fields["things"].widget.marks = {"a": "G-1"}
    ticked, folded = shown("things", form).split("<details><summary>Pilih barang</summary>")
    assert "<legend>Barang</legend>" in ticked
    assert '<span>Aula<small class="soft">G-1</small></span>' in ticked
    assert 'value="m"' not in ticked
    assert "<legend>Roda</legend>" in folded
    assert folded.count('type="checkbox"') == 2
    assert "<legend>Gedung</legend>" not in folded


def test_many_boxes_in_error_are_unfolded_and_led_to_as_a_whole() -> None:
    form = Everything({})
    assert "<details open>" in shown("things", form)
    assert 'href="#id_things"' in summary(form)


def test_one_checkbox_is_a_card_whose_words_are_its_label() -> None:
    markup = shown("is_sure", Everything({}))
    assert '<label class="choice" for="id_is_sure"><input type="checkbox"' in markup
    assert 'aria-describedby="id_is_sure-h id_is_sure-e"' in markup


def test_a_file_has_its_own_frame() -> None:
    assert '<div class="drop"><input type="file"' in shown("proof")


def test_a_field_of_several_controls_is_a_group() -> None:
    markup = shown("moment")
    assert '<fieldset class="field" id="id_moment">' in markup
    assert markup.count("<input") == 2


def test_a_hidden_field_shows_nothing_but_its_control() -> None:
    assert shown("token").strip() == '<input type="hidden" name="token" id="id_token">'


def test_words_of_a_form_are_escaped() -> None:
    form = Everything({"place": '"><script>'})
    form.fields["place"].label = "<b>"
    assert "<script>" not in shown("place", form)
    assert "&lt;b&gt;" in shown("place", form)


def summary(*forms_: forms.Form) -> str:
    names = {f"f{i}": form for i, form in enumerate(forms_)}
    page = Template("{% error_summary " + " ".join(names) + " %}")
    return flat(page.render(Context(names)))


def test_the_summary_links_each_error_to_what_takes_the_focus() -> None:
    markup = summary(Everything({"token": ""}))
    assert 'href="#id_place"' in markup
    assert 'href="#id_way_0"' in markup
    assert 'href="#id_acts_0"' in markup
    assert 'href="#id_moment_0"' in markup
    assert "autofocus" in markup
    assert 'role="alert"' in markup


def test_the_summary_begins_with_what_concerns_the_whole_and_follows_the_page() -> None:
    markup = summary(Everything({}))
    places = [markup.index(words) for words in ("bertentangan", "Di mana?", "Kapan", "Cara")]
    assert places == sorted(places)
    assert "Di mana? " in markup
    assert "Kapan: " in markup


def test_the_summary_of_several_forms_counts_all_their_errors() -> None:
    class Small(forms.Form):
        a = forms.CharField(label="A")

    assert "Ada 2 isian" in summary(Small({}, prefix="p"), Small({}, prefix="q"))


def test_a_form_without_errors_has_no_summary() -> None:
    assert summary(Everything()).strip() == ""


@override_settings(LANGUAGE_CODE="id")
def test_a_form_without_ids_still_ties_its_parts() -> None:
    markup = shown("place", Everything(auto_id=False))
    assert 'id="place-h"' in markup
