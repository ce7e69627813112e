"""Forms around a question to a person: asking, answering, closing, proposing to the helper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from netral.circulars.queries.act_choices import breaches_to_choose
from netral.circulars.queries.questions import articles_on
from netral.circulars.services.advice import AdviceText
from netral.circulars.services.questions import Answered, NewQuestion
from netral.core.flow.question import END_LABELS
from netral.core.kinds.refs import GovernmentKey
from netral.people.models import Instansi

LONG, SHORT, TITLE = 4_000, 300, 160
TOKEN_FIELD = "formulir"  # noqa: S105 - a field's name
ARTICLES = ("pasal_1", "pasal_2", "pasal_3")
ACTS = ("perbuatan_1", "perbuatan_2")
VERDICT_CHOICES = [
    ("boleh", _("Boleh")),
    ("tidak", _("Tidak boleh")),
    ("tergantung", _("Tergantung")),
]


class AskForm(forms.Form):
    """What one asks, and whom; no name, no number."""

    use_required_attribute = False

    pemerintah = forms.ChoiceField(
        label=_("Kantor kepegawaian mana yang Anda tanya?"),
        error_messages={"required": _("Pilih pemerintah tempat Anda bekerja.")},
    )
    tanya = forms.CharField(
        label=_("Tulis keadaan Anda"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Apa yang ingin Anda lakukan, di mana, kapan, dan menyangkut siapa. Jangan tulis nama "
            "atau nomor Anda jika ingin tanpa nama."
        ),
        error_messages={"required": _("Tulis dulu keadaan yang Anda tanyakan.")},
    )
    keadaan = forms.SlugField(required=False, max_length=80, widget=forms.HiddenInput())

    def __init__(self, *args: Any, governments: Sequence[Instansi], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["pemerintah"]
        rows: list[tuple[str, Any]] = [(item.key, item.name) for item in governments]
        if len(rows) == 1:
            field.widget = forms.HiddenInput()
            field.initial = rows[0][0]
        else:
            rows = [("", _("Pilih")), *rows]
        field.choices = rows  # type: ignore[attr-defined]

    def question(self, token: str) -> NewQuestion:
        """Return what is asked; the form must be valid."""
        said = self.cleaned_data
        government = GovernmentKey(said["pemerintah"])
        return NewQuestion(token, government, said["tanya"], said["keadaan"])


class WordsForm(forms.Form):
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


class ArticleForm(forms.Form):
    """A form that carries one to three articles of the law data in force on a day."""

    use_required_attribute = False

    pasal_1 = forms.ChoiceField(
        label=_("Pasal"),
        help_text=_("Dari data aturan yang berlaku hari ini. Tanpa pasal jawaban tidak terkirim."),
        error_messages={"required": _("Pilih paling sedikit satu pasal.")},
    )
    pasal_2 = forms.ChoiceField(label=_("Pasal lain"), required=False)
    pasal_3 = forms.ChoiceField(label=_("Pasal lain lagi"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [("", _("Pilih")), *((one, one) for one in articles_on(on))]
        for name in ARTICLES:
            self.fields[name].choices = rows  # type: ignore[attr-defined]

    def basis(self) -> tuple[str, ...]:
        """Return the chosen articles, each once."""
        return tuple(dict.fromkeys(_chosen(self.cleaned_data, ARTICLES)))


class AnswerForm(ArticleForm):
    """An answer: a verdict where there is one, words, and articles."""

    field_order = ["putusan", "jawaban", *ARTICLES]
    putusan = forms.ChoiceField(
        label=_("Jawaban singkat"),
        required=False,
        choices=[*VERDICT_CHOICES, ("", _("Tidak satu pun"))],
        widget=forms.RadioSelect,
    )
    jawaban = forms.CharField(
        label=_("Jawaban Anda"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Jawaban dulu, lalu alasannya. Kalimat pendek; penanya bukan ahli hukum."),
        error_messages={"required": _("Tulis jawabannya dulu, lalu kirim.")},
    )

    def answer(self) -> Answered:
        """Return the answer; the form must be valid."""
        said = self.cleaned_data
        return Answered(said["jawaban"], self.basis(), said["putusan"])


class CloseForm(forms.Form):
    """Why a question is closed without an answer, and what the asker can do instead."""

    alasan = forms.ChoiceField(
        label=_("Alasan"),
        choices=[(reason.value, capfirst(_(words))) for reason, words in END_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya; penanya akan membacanya.")},
    )
    saran = forms.CharField(
        label=_("Saran untuk penanya"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang bisa ia lakukan, dan ke mana."),
        error_messages={"required": _("Tulis saran, agar penanya tahu langkah berikutnya.")},
    )


class AdviceForm(ArticleForm):
    """An answer for all, freed of persons."""

    field_order = [
        "judul_id", "putusan", "jawaban_id", *ARTICLES, *ACTS, "contoh", "judul_en", "jawaban_en",
        "diperiksa",
    ]  # fmt: skip
    judul_id = forms.CharField(
        label=_("Judul keadaan"),
        max_length=TITLE,
        help_text=_("Perbuatannya saja, misalnya: menjadi panitia lomba desa."),
    )
    putusan = forms.ChoiceField(
        label=_("Jawaban singkat"), choices=VERDICT_CHOICES, widget=forms.RadioSelect
    )
    jawaban_id = forms.CharField(
        label=_("Jawaban untuk semua"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Tanpa nama orang, tempat, nomor, atau tanggal yang menunjuk seseorang."),
    )
    perbuatan_1 = forms.ChoiceField(label=_("Perbuatan terkait"), required=False)
    perbuatan_2 = forms.ChoiceField(label=_("Perbuatan terkait lain"), required=False)
    contoh = forms.CharField(
        label=_("Bagaimana orang menanyakannya?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu contoh satu baris, dengan kata sehari-hari. Mesin mencari lewat ini."),
    )
    judul_en = forms.CharField(label=_("Judul dalam bahasa Inggris"), required=False)
    jawaban_en = forms.CharField(
        label=_("Jawaban dalam bahasa Inggris"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    diperiksa = forms.BooleanField(
        label=_("Sudah saya periksa: tidak ada kata yang menunjuk orang"), required=False
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, on=on, **options)
        rows = breaches_to_choose(on, none=str(_("Tidak ada")))
        for name in ACTS:
            self.fields[name].choices = rows  # type: ignore[attr-defined]

    def text(self) -> AdviceText:
        """Return what is proposed; the form must be valid."""
        said = self.cleaned_data
        return AdviceText(
            verdict=said["putusan"],
            title_id=said["judul_id"],
            text_id=said["jawaban_id"],
            basis=self.basis(),
            phrases=tuple(line.strip() for line in said["contoh"].splitlines() if line.strip()),
            title_en=said["judul_en"],
            text_en=said["jawaban_en"],
            acts=tuple(dict.fromkeys(_chosen(said, ACTS))),
        )


class NoteForm(forms.Form):
    """A reason, for returning or ending an answer."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya, sedikitnya satu kalimat pendek.")},
    )


def _chosen(said: dict[str, Any], names: Sequence[str]) -> Iterator[str]:
    return (said[name] for name in names if said.get(name))
