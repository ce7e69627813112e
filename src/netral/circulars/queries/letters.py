"""Circulars and their versions: lists, the one in force, its clauses told in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netral.circulars.models import Attachment, Circular, CircularVersion, Clause
from netral.circulars.queries.rules_told import group_title
from netral.core import law
from netral.core.access import Actor, PostKind, Role
from netral.core.flow.circular import (
    CircularStage,
    ClauseChange,
    ClauseText,
    clause_changes,
)
from netral.core.kinds.errors import NotAllowedError
from netral.core.law.grouping import STAFF_GROUPS
from netral.people.models import Instansi, RoleGrant, Unit


class PostEndedError(NotAllowedError):
    """Who signs no longer holds the post on the day of signing."""

    title = "Masa jabatan penanda tangan sudah berakhir"


MAX_DIGITS = 6
HASH_SHOWN = 16
WORDS_PER_MINUTE = 180  # reading aloud in the head, official Indonesian; rounded up to minutes
HEADS = {
    Instansi.Kind.KABUPATEN: "Bupati",
    Instansi.Kind.KOTA: "Wali Kota",
    Instansi.Kind.PROVINSI: "Gubernur",
    Instansi.Kind.KEMENTERIAN: "Pejabat Pembina Kepegawaian",
}
KIND_WORDS = {PostKind.PJ: "Pj.", PostKind.PJS: "Pjs.", PostKind.PLT: "Plt."}


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: the name, the post as written under the letter, and how it is held."""

    name: str
    post: str
    kind: PostKind


@dataclass(frozen=True, slots=True)
class ActTold:
    """An act behind a clause: its code, its title, our plain words, its articles."""

    code: str
    title: str
    plain: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseTold:
    """A clause as a page shows it, with the acts of the law it points at."""

    number: int
    clause: Clause
    acts: tuple[ActTold, ...]


def circulars_listed(actor: Actor) -> QuerySet[Circular]:
    """Return the circulars an officer may see, newest first, each with its versions at hand."""
    newest_first = CircularVersion.objects.order_by("-sequence")
    return (
        Circular.objects.visible_to(actor.unit, actor.role)
        .prefetch_related(Prefetch("versions", queryset=newest_first, to_attr="history"))
        .order_by("-created_at")
    )


def versions_of(circular: Circular) -> list[CircularVersion]:
    """Return all versions, newest first."""
    return list(circular.versions.order_by("-sequence"))


def version_shown(versions: Sequence[CircularVersion], *, is_maker: bool) -> CircularVersion:
    """Return what a page is about: for makers the newest version, else the newest published."""
    return next(v for v in versions if is_maker or v.was_published)


def version_in_force(circular: Circular) -> CircularVersion | None:
    """Return the text that binds now, or none."""
    return circular.versions.filter(stage=CircularStage.PUBLISHED.value).first()


def versions_in_force(government: str) -> QuerySet[CircularVersion]:
    """Return what binds the staff of a government now, newest first."""
    return (
        CircularVersion.objects.filter(
            government_id=government, stage=CircularStage.PUBLISHED.value
        )
        .select_related("circular")
        .order_by("-published_at")
    )


def version_bound(*, government: str, ref: str) -> CircularVersion | None:
    """Return the version in force of one circular of the government, or none."""
    return versions_in_force(government).filter(circular__ref=ref).first()


def version_known_to(*, government: str, ref: str) -> CircularVersion | None:
    """Return the newest version that ever bound the government's staff, or none."""
    return (
        CircularVersion.objects.filter(
            government_id=government, circular__ref=ref, published_at__isnull=False
        )
        .order_by("-sequence")
        .first()
    )


def number_is_used(*, government: str, number: str, ref: str) -> bool:
    """Tell whether another circular or version of the government carries this number already."""
    used = CircularVersion.objects.filter(government_id=government, number=number)
    preparing = used.filter(circular__ref=ref, published_at__isnull=True)
    return used.exclude(pk__in=preparing.values("pk")).exists()


def signatory_of(actor: Actor, government: Instansi, today: date) -> Signatory:
    """Return how the acting PPK signs today: definitive, or as Pj, Pjs, Plt of the post.

    Raises PostEndedError when the post or the authority of the signatory ended before that day.
    """
    held = RoleGrant.objects.filter(
        account__ref=actor.account, role=Role.PPK.value, unit__path=government.key
    ).select_related("posting")
    grant = held.live_on(today).order_by(F("posting_id").asc(nulls_last=True)).first()
    if grant is None and held.exists():
        raise PostEndedError(
            _(
                "Jabatan atau wewenang Anda untuk menandatangani sudah berakhir sebelum hari ini. "
                "Surat ini menunggu pejabat yang sekarang; tidak ada yang berubah."
            )
        )
    posting = grant.posting if grant else None
    kind = PostKind(posting.kind) if posting else PostKind.DEFINITIVE
    title = posting.title if posting else HEADS[Instansi.Kind(government.kind)]
    prefix = KIND_WORDS.get(kind, "")
    is_told = not prefix or title.startswith(prefix)
    return Signatory(actor.name, title if is_told else f"{prefix} {title}", kind)


def clauses_told(version: CircularVersion, on: date) -> list[ClauseTold]:
    """Return the clauses in order, each with the acts it points at as the law told them then."""
    return [
        ClauseTold(number, clause, acts_told(clause.acts, on))
        for number, clause in enumerate(version.clauses.all(), start=1)
    ]


def acts_told(codes: Sequence[str], on: date) -> tuple[ActTold, ...]:
    """Return the acts of these codes that are law on the day, in the language of the page."""
    is_english = (get_language() or "id").startswith("en")
    known = {act.code: act for act in law.acts(on)}
    found = [known[code] for code in codes if code in known]
    return tuple(
        ActTold(
            act.code,
            act.title_en if is_english else act.title_id,
            act.plain_en if is_english else act.plain_id,
            act.basis,
        )
        for act in found
    )


def group_titles() -> dict[str, str]:
    """Return the titles of the groups that a circular may address, in the page's language."""
    groups = {group.id: group for group in law.the_law().groups}
    return {each.id: group_title(groups[each.id]) for each in STAFF_GROUPS}


def addressees_told(version: CircularVersion) -> tuple[str, ...]:
    """Return to whom the letter goes, a line for offices and one for groups of staff."""
    paths = list(version.units)
    names = Unit.objects.filter(path__in=paths).order_by("name").values_list("name", flat=True)
    offices = ", ".join(names) if paths else _("Semua perangkat daerah")
    titles = group_titles()
    groups = ", ".join(titles[group] for group in version.groups)
    return offices, groups or _("Semua pegawai dalam daftar pegawai")


def attachments_of(version: CircularVersion) -> list[Attachment]:
    """Return the files that go with the letter in their order, not the one it was begun from."""
    return list(version.attachments.filter(is_source=False).select_related("enclosure"))


def minutes_to_read(texts: Sequence[str]) -> int:
    """Return about how many minutes the texts take, at least one."""
    words = sum(len(text.split()) for text in texts)
    return max(1, -(-words // WORDS_PER_MINUTE))


def changes_between(old: CircularVersion | None, new: CircularVersion) -> tuple[ClauseChange, ...]:
    """Return what the new version changed for a reader of the old one; all is new without it."""
    before = contents(old) if old else []
    return clause_changes(before, contents(new))


def letter_changes(old: CircularVersion, new: CircularVersion) -> tuple[ClauseChange, ...]:
    """Return all that a reader of the old version has to be told: bases, addressees, files too."""
    return clause_changes(_around(old), _around(new))


def _around(version: CircularVersion) -> list[ClauseText]:
    """Return the version's text with what stands around its clauses, each part under a key."""
    files = [
        f"{each.title} ({each.enclosure.sha256[:HASH_SHOWN]})" for each in attachments_of(version)
    ]
    parts = (
        ("@dasar", _("Dasar hukum"), "\n".join(version.bases)),
        ("@tujuan", _("Ditujukan kepada"), "\n".join(addressees_told(version))),
        ("@lampiran", _("Lampiran"), "\n".join(files)),
    )
    return [*contents(version), *(ClauseText(*part) for part in parts if part[2])]


def contents(version: CircularVersion) -> list[ClauseText]:
    """Return the version's text as the core compares it: the opening words, then the clauses."""
    clauses = [clause.content() for clause in version.clauses.all()]
    opening = [ClauseText("", "", version.opening)] if version.opening else []
    return [*opening, *clauses]


def version_number_to_int(text: str) -> int | None:
    """Return the version number of an address, or none for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MAX_DIGITS else None
