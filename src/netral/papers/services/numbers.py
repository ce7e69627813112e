"""Numbers of letters: gapless in one government, series and year, in the region's own form."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor
from netral.core.kinds.errors import WrongInputError
from netral.journal.services import entry_append
from netral.papers.access import issuer_required, withdrawer_required
from netral.papers.models import DEFAULT_PATTERN, NumberPattern, NumberSeries
from netral.papers.services.handles import matter_draw

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PARTS = re.compile(r"\{(nomor|seri|bulan|tahun)(?::([1-6]))?\}")
_BRACES = re.compile(r"\{[^{}]*\}?|\}")
NEEDED = ("nomor", "tahun")
TWELFTH = 12


@transaction.atomic
def number_next(*, actor: Actor, government: str, series: str, on: date) -> str:
    """Return the next number of a series, taken in the caller's transaction.

    If the caller's act is rolled back, so is the number: no gap. It writes no entry of its own;
    the act that uses the number carries it. Raises NotVisibleError or NotAllowedError.
    """
    issuer_required(actor, government)
    counter, _made = NumberSeries.objects.get_or_create(
        government_id=government, series=series, year=on.year
    )
    counter = NumberSeries.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    kept = NumberPattern.objects.filter(government_id=government, series=series).first()
    return number_written(kept.pattern if kept else DEFAULT_PATTERN, counter.last, series, on)


def number_written(pattern: str, number: int, series: str, on: date) -> str:
    """Return a number in a pattern's form; ``{nomor:3}`` is filled with zeros to three digits."""
    values = {
        "nomor": str(number),
        "seri": series,
        "bulan": ROMAN[on.month - 1],
        "tahun": str(on.year),
    }
    return _PARTS.sub(lambda part: values[part[1]].zfill(int(part[2] or 0)), pattern)


@transaction.atomic
def number_pattern_set(
    *, actor: Actor, government: str, series: str, pattern: str, at: datetime
) -> NumberPattern:
    """Set how a government writes the numbers of a series.

    Raises WrongInputError when the pattern could give two letters one number.
    """
    withdrawer_required(actor, government)
    number_pattern_check(pattern)
    kept, _made = NumberPattern.objects.update_or_create(
        government_id=government, series=series, defaults={"pattern": pattern}
    )
    entry_append(
        government=government,
        kind="number_pattern.set",
        matter=matter_draw(),
        actor=actor.account,
        body={"series": series, "pattern": pattern},
        at=at,
    )
    return kept


def number_samples(pattern: str, series: str, on: date) -> list[tuple[str, str]]:
    """Return numbers of the year of a day in a pattern's form, each with which letter gets it."""
    last = date(on.year, len(ROMAN), 1)
    return [
        (_("Surat pertama tahun ini"), number_written(pattern, 1, series, on)),
        (_("Surat ke-12"), number_written(pattern, TWELFTH, series, on)),
        (
            _("Surat ke-12, jika terbit bulan Desember"),
            number_written(pattern, TWELFTH, series, last),
        ),
    ]


def number_pattern_check(pattern: str) -> None:
    """Raise WrongInputError for a pattern that could give two letters one number, or is misspelt.

    What stands in braces and is no part that we know would be printed as it is, on every letter.
    """
    strange = [part for part in _BRACES.findall(pattern) if not _PARTS.fullmatch(part)]
    if strange:
        raise WrongInputError(
            _(
                "Bagian %(part)s tidak kami kenal, jadi akan tercetak begitu saja di surat. Pilih "
                "dari daftar bagian di halaman ini, dan tulis sama persis."
            )
            % {"part": strange[0]}
        )
    held = {part[1] for part in _PARTS.finditer(pattern)}
    missing = ["{" + name + "}" for name in NEEDED if name not in held]
    if missing:
        raise WrongInputError(
            _(
                "Pola ini belum memuat %(missing)s, jadi dua surat bisa bernomor sama. "
                "Tambahkan, misalnya: 800/{nomor:3}/{seri}/{tahun}."
            )
            % {"missing": ", ".join(missing)}
        )
