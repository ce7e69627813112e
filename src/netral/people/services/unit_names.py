"""What a unit's name says about its place in the tree, and the path it gets."""

from __future__ import annotations

import re
from collections.abc import Container

from django.utils.text import slugify

SEGMENT = 48
_OPD = re.compile(
    r"(sekretariat (daerah|dprd|dewan)|inspektorat|dinas|badan|satuan polisi|satpol|kantor|"
    r"kecamatan|distrik|rsud|rumah sakit)\b",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"(pemerintah\b|pemkab|pemkot|pemprov|(kabupaten|kota|provinsi|kab\.?|prov\.?)\s)",
    re.IGNORECASE,
)
# Where a unit that is no OPD belongs: its own words, and a word in the name of the OPD above it.
_BELONGS = (
    (r"(upt|uptd|satuan pendidikan)?\s*(tk|paud|sd|sdn|smp|smpn|sekolah|skb|korwil\w*)\b",
     "pendidikan"),
    (r"(upt|uptd|blud)?\s*(puskesmas|pkm|pustu|labkesda|instalasi farmasi)\b", "dinas kesehatan"),
    (r"(bagian|asisten|staf ahli)\b", "sekretariat daerah"),
)  # fmt: skip
_SHORT = {
    "sekretariat daerah": "setda",
    "sekretariat dprd": "setwan",
    "sekretariat dewan perwakilan rakyat daerah": "setwan",
    "inspektorat daerah": "inspektorat",
    "dinas kesehatan": "dinkes",
    "dinas sosial": "dinsos",
    "dinas perhubungan": "dishub",
    "dinas pertanian": "distan",
    "dinas lingkungan hidup": "dlh",
    "dinas komunikasi dan informatika": "diskominfo",
    "dinas pendidikan dan kebudayaan": "disdikbud",
    "satuan polisi pamong praja": "satpolpp",
    "badan kesatuan bangsa dan politik": "kesbangpol",
    "badan kepegawaian dan pengembangan sumber daya manusia": "bkpsdm",
}
_PREFIX = {"kecamatan": "kec", "puskesmas": "pkm", "kelurahan": "kel", "dinas": "dinas"}


def name_folded(name: str) -> str:
    """Return a name for comparing: lower case, letters and figures, single blanks."""
    return " ".join(re.findall(r"[a-z0-9]+", name.lower()))


def is_opd_name(name: str) -> bool:
    """Tell whether the name is that of an OPD: it stands right below the government."""
    return _OPD.match(name.strip()) is not None


def is_government_name(name: str, government: str) -> bool:
    """Tell whether a "satuan kerja" only names the government itself."""
    folded = name_folded(name)
    own = name_folded(government)
    return bool(_GOVERNMENT.match(name.strip())) or folded in {own, f"pemerintah {own}"}


def opd_word(name: str) -> str:
    """Return a word of the OPD to which a school, health centre or section belongs, or nothing."""
    for pattern, word in _BELONGS:
        if re.match(pattern, name.strip(), re.IGNORECASE):
            return word
    return ""


def segment_of(name: str, taken: Container[str], parent: str) -> str:
    """Return the last part of a new unit's path: short, readable and free below ``parent``."""
    folded = name_folded(name)
    head, _, rest = folded.partition(" ")
    base = _SHORT.get(folded) or slugify(f"{_PREFIX.get(head, head)} {rest}")[:SEGMENT].strip("-")
    base = base or "unit"
    number, segment = 1, base
    while f"{parent}.{segment}" in taken:
        number += 1
        segment = f"{base}-{number}"
    return segment


_HEADS = (
    (r"sekretaris daerah\b", r"sekretariat daerah"),
    (r"sekretaris (dprd|dewan)\b", r"sekretariat (dprd|dewan)"),
    (r"inspektur( daerah| kabupaten| kota)?$", r"inspektorat"),
    (r"camat\b|kepala distrik\b", r"kecamatan|distrik"),
    (r"lurah\b", r"kelurahan"),
    (r"direktur( utama)?\b", r"rsud|rumah sakit"),
    (r"kepala dinas\b", r"dinas"),
    (r"kepala badan\b|kepala pelaksana\b", r"badan"),
    (r"kepala kantor\b", r"kantor"),
    (r"kepala satuan\b|kepala satpol", r"satuan|satpol"),
    (r"kepala bagian\b", r"bagian"),
    (r"kepala (sekolah|sd|smp|tk)\b", r"(upt|uptd)?\s*(sd|smp|tk|paud|sekolah)"),
    (r"kepala (upt |uptd )?puskesmas\b", r"(upt|uptd)?\s*(puskesmas|pkm)"),
    (r"kepala uptd?\b", r"uptd?"),
)


def is_head_title(title: str, unit: str) -> bool:
    """Tell whether the post leads the unit, by the words of both."""
    post, place = name_folded(title), name_folded(unit)
    return any(re.match(head, post) and re.match(own, place) for head, own in _HEADS)
