"""What is known beside the text: stage, status, post and day; what cannot be used is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from netral.core import law

STATUS_WORDS = {
    "PNS": "PNS",
    "CPNS": "CPNS",
    "PPPK": "PPPK",
    "P3K": "PPPK",
    "PPNPN": "PPNPN",
    "HONORER": "HONORER",
    "NON_ASN": "PPNPN",
    "KADES": "KADES",
    "KEPALA_DESA": "KADES",
    "PERANGKAT_DESA": "PERANGKAT_DESA",
    "BPD": "BPD",
    "TNI_POLRI": "TNI_POLRI",
    "TNI": "TNI_POLRI",
    "POLRI": "TNI_POLRI",
    "KEPALA_DAERAH": "KEPALA_DAERAH",
    "PJ_KEPALA_DAERAH": "PJ_KEPALA_DAERAH",
    "PEJABAT_NEGARA": "PEJABAT_NEGARA",
    "PEJABAT_DAERAH": "PEJABAT_DAERAH",
    "PASLON": "PASLON",
    "LURAH": "PNS",
    "PEJABAT_ASN": "PNS",
}
_KIND_OF = {
    "PNS": "ASN",
    "CPNS": "ASN",
    "PPPK": "PPPK",
    "PPNPN": "HONORER",
    "HONORER": "HONORER",
    "KADES": "KADES",
    "PERANGKAT_DESA": "PERANGKAT",
    "BPD": "BPD",
    "TNI_POLRI": "TNIPOLRI",
    "KEPALA_DAERAH": "KDH",
    "PJ_KEPALA_DAERAH": "KDH",
    "PEJABAT_NEGARA": "NEGARA",
    "PEJABAT_DAERAH": "DAERAH",
    "PASLON": "PASLON",
}
_STAGES = ("pra_penetapan", "pasca_penetapan", "kampanye", "masa_tenang", "pemungutan", "pasca")


@dataclass(frozen=True, slots=True)
class Given:
    """The facts beside the text; empty where nothing usable was given."""

    stage: str = ""
    status: str = ""
    kind: str = ""
    post: str = ""
    on: date | None = None
    regime: str = ""
    notes: tuple[tuple[str, str], ...] = ()


def given_read(*, stage: object, status: object, post: object, on: object) -> Given:
    """Read the four facts as they came; a value that cannot be used gives a note, no error."""
    notes: list[tuple[str, str]] = []
    day = _day(on, notes)
    is_known_stage = _key(stage).lower() in _STAGES
    chosen = _key(stage).lower() if is_known_stage else ""
    if _is_given(stage) and not is_known_stage:
        notes.append(("stage", _short(stage)))
    regime = ""
    if day is not None:
        here = law.stages_on(day)
        regime = here[0].regime if here else ""
        chosen = chosen or (here[0].stage if here else "")
    words = post.strip() if isinstance(post, str) else ""
    if _is_given(post) and not words:
        notes.append(("post", _short(post)))
    known = _status(status, words, notes)
    return Given(chosen, known, _KIND_OF.get(known, ""), words, day, regime, tuple(notes))


@cache
def first_day() -> date:
    """The first day of any act in the law data."""
    return min(act.standing.in_force for act in law.the_law().acts)


def _day(on: object, notes: list[tuple[str, str]]) -> date | None:
    if not _is_given(on):
        return None
    try:
        day = on if isinstance(on, date) else date.fromisoformat(str(on).strip()[:10])
    except ValueError:
        notes.append(("on", _short(on)))
        return None
    if day < first_day():
        notes.append(("early", _short(on)))
        return None
    return day


def _status(status: object, post: str, notes: list[tuple[str, str]]) -> str:
    known = STATUS_WORDS.get(_key(status).upper(), "")
    if _is_given(status) and not known:
        notes.append(("status", _short(status)))
    if known or not post:
        return known
    return _status_of(post)


@lru_cache(maxsize=10_000)
def _status_of(post: str) -> str:
    kind = law.post_kind(post)
    village = [name for name in (kind.subjects if kind else ()) if name in _KIND_OF]
    return village[0] if village else ("PNS" if kind else "")


def _is_given(value: object) -> bool:
    return value is not None and value != ""


def _key(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    return "_".join(text.replace("-", " ").replace("_", " ").replace("/", " ").split())


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004
