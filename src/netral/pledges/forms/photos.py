"""A photo for the minutes of a session."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PhotoForm(forms.Form):
    """One photo and what it shows."""

    photo = forms.FileField(
        label=_("Foto"),
        help_text=_("JPG, PNG, atau WebP, paling besar 10 MB. Lokasi dan data kamera dibuang."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Pilih berkas, paling besar 10 MB."),
            "empty": _("Berkas ini kosong. Pilih lagi berkasnya."),
        },
    )
    caption = forms.CharField(
        label=_("Keterangan"),
        help_text=_("Misalnya: Sekda memimpin ikrar. Sebut nama hanya seizin orangnya."),
        max_length=160,
        required=False,
    )
