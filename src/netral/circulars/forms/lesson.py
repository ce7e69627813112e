"""Forms of the lesson: one question, a taught session and its papers, an item of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.forms.questions import ARTICLES, LONG, SHORT, ArticleForm
from netral.circulars.queries.act_choices import breaches_to_choose
from netral.circulars.queries.lesson import Question
from netral.circulars.queries.lesson_taught import PersonRow
from netral.circulars.services.lesson_items import OWN_TOPIC
from netral.core.flow.lesson.items import Choice, Item, Verdict, Words
from netral.shell.widgets import DayField

ACTS = ("perbuatan_1", "perbuatan_2")
STATUS_CHOICES = [
    ("PNS", _("PNS")),
    ("CPNS", _("CPNS")),
    ("PPPK", _("PPPK")),
    ("HONORER", _("Pegawai non-ASN")),
    ("PERANGKAT_DESA", _("Perangkat desa")),
]
VERDICT_CHOICES = [
    ("boleh", _("Boleh")),
    ("tidak", _("Tidak boleh")),
    ("tanya", _("Bertanya dulu; aturannya belum menjawab pasti")),
]


class ChoiceForm(forms.Form):
    """Three choices in the order that was drawn; which question they belong to."""

    use_required_attribute = False

    soal = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    jawaban = forms.TypedChoiceField(
        label=_("Apa yang Anda lakukan?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu jawaban dulu, lalu kirim.")},
    )

    def __init__(self, *args: Any, question: Question | None, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [(each.place, each.text) for each in question.options] if question else []
        self.fields["jawaban"].choices = rows  # type: ignore[attr-defined]
        if question:
            self.initial["soal"] = question.turn.number


class TaughtForm(forms.Form):
    """Where and when a session is held, who teaches."""

    tempat = forms.CharField(
        label=_("Tempat"),
        max_length=160,
        error_messages={"required": _("Tulis tempatnya, misalnya: aula kantor camat.")},
    )
    hari = DayField(label=_("Hari"), help_text=_("Hari ini, atau hari yang sudah lewat."))
    pengajar = forms.CharField(
        label=_("Pengajar"),
        max_length=160,
        error_messages={"required": _("Tulis siapa yang mengajar.")},
    )

    def __init__(self, *args: Any, first: date, last: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._first, self._last = first, last

    def clean_hari(self) -> date:
        """Refuse a day to come, and one before the letter was there to be taught."""
        day: date = self.cleaned_data["hari"]
        if day > self._last:
            raise forms.ValidationError(_("Hari ini belum sampai. Buka kelas pada harinya."))
        if day < self._first:
            raise forms.ValidationError(
                _("Pada hari itu surat edarannya belum terbit. Pilih hari sesudahnya.")
            )
        return day


class RoomForm(forms.Form):
    """Whom of the room to show; beside the papers, so that nothing typed there is lost."""

    cari = forms.CharField(label=_("Cari nama atau unit"), required=False, max_length=80)
    keadaan = forms.ChoiceField(
        label=_("Tampilkan"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("belum", _("Belum diisi")),
            ("terisi", _("Sudah diisi")),
            ("hadir", _("Yang hadir")),
        ],
    )

    def asked(self) -> dict[str, str]:
        """Return what was asked for; what cannot be used is left out."""
        said = self.cleaned_data if self.is_valid() else {}
        return {"cari": said.get("cari", ""), "keadaan": said.get("keadaan", "")}


class PaperForm(forms.Form):
    """How many answers were right on each person's paper; empty means no paper.

    Each field carries what the page showed, so that only what was changed is entered: what a
    second person typed meanwhile stays, and stays theirs.
    """

    is_empty_told = True

    def __init__(self, *args: Any, rows: Sequence[PersonRow], most: int, **options: Any) -> None:
        super().__init__(*args, **options)
        for row in rows:
            self.fields[f"n_{row.person.ref}"] = forms.IntegerField(
                label=row.person.name,
                required=False,
                min_value=0,
                max_value=most,
                initial=row.noted.right if row.noted else None,
                widget=forms.NumberInput(attrs={"class": "short"}),
                show_hidden_initial=True,
            )

    def rights(self) -> dict[str, int | None]:
        """Return the figures that were changed, by the person's reference; None: taken away."""
        return {name[2:]: self.cleaned_data[name] for name in self.changed_data}


class ItemForm(ArticleForm):
    """A question of a government's own: a scene, three choices, why each is right or fails."""

    field_order = [
        "cerita", "hari", "status", "putusan", "tepat", "alasan_tepat", "salah_1",
        "alasan_1", "salah_2", "alasan_2", *ACTS, *ARTICLES,
    ]  # fmt: skip
    cerita = forms.CharField(
        label=_("Cerita"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu keadaan nyata, tanpa nama orang. Kalimat paling panjang 18 kata."),
    )
    hari = DayField(
        label=_("Hari kejadian"), help_text=_("Menentukan tahap: sebelum penetapan, kampanye.")
    )
    status = forms.ChoiceField(label=_("Orang dalam cerita"), choices=STATUS_CHOICES)
    putusan = forms.ChoiceField(
        label=_("Jawaban yang tepat berkata"), choices=VERDICT_CHOICES, widget=forms.RadioSelect
    )
    tepat = forms.CharField(label=_("Pilihan yang tepat"), max_length=SHORT)
    alasan_tepat = forms.CharField(label=_("Mengapa tepat"), max_length=SHORT)
    salah_1 = forms.CharField(label=_("Pilihan lain, pertama"), max_length=SHORT)
    alasan_1 = forms.CharField(label=_("Mengapa bukan itu"), max_length=SHORT)
    salah_2 = forms.CharField(label=_("Pilihan lain, kedua"), max_length=SHORT)
    alasan_2 = forms.CharField(label=_("Mengapa bukan itu juga"), max_length=SHORT)
    perbuatan_1 = forms.ChoiceField(
        label=_("Perbuatan yang dibahas"),
        error_messages={
            "required": _("Pilih perbuatannya, agar soal ini ditanyakan pada butirnya.")
        },
    )
    perbuatan_2 = forms.ChoiceField(label=_("Perbuatan lain"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, on=on, **options)
        rows = breaches_to_choose(on, none=str(_("Pilih")))
        for name in ACTS:
            self.fields[name].choices = rows  # type: ignore[attr-defined]

    def item(self) -> Item:
        """Return the item; the form must be valid."""
        said = self.cleaned_data
        pairs = [("tepat", "alasan_tepat"), ("salah_1", "alasan_1"), ("salah_2", "alasan_2")]
        codes = [said[name] for name in ACTS if said[name]]
        return Item(
            name="daerah",
            topic=OWN_TOPIC,
            verdict=Verdict(said["putusan"]),
            status=said["status"],
            acts=tuple(dict.fromkeys(codes)),
            on=said["hari"],
            scene=Words(said["cerita"], ""),
            choices=tuple(
                Choice(Words(said[text], ""), Words(said[why], "")) for text, why in pairs
            ),
            basis=self.basis(),
        )


def item_initial(item: Item) -> dict[str, Any]:
    """Return what a form on a returned item begins with."""
    pairs = [("tepat", "alasan_tepat"), ("salah_1", "alasan_1"), ("salah_2", "alasan_2")]
    told = {
        name: words.id
        for (text, why), choice in zip(pairs, item.choices, strict=True)
        for name, words in ((text, choice.text), (why, choice.why))
    }
    return {
        **told,
        "cerita": item.scene.id,
        "hari": item.on,
        "status": item.status,
        "putusan": item.verdict.value,
        **dict(zip(ACTS, item.acts, strict=False)),
        **dict(zip(ARTICLES, item.basis, strict=False)),
    }
