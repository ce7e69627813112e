"""Posters and leaflets of the law: gathered from the data, pressed once for each span of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from netral.circulars.queries.rules_days import era_of
from netral.circulars.queries.rules_lists import group_acts, group_named
from netral.circulars.queries.rules_told import said
from netral.circulars.queries.rules_words import FAMILY_LABELS, sanction_words, stage_words
from netral.core import law
from netral.core.law.records import Act, Group, SanctionMenu
from netral.core.text.examples import allowed_to
from netral.papers.services.group_sheets import (
    Consequence,
    Forbidden,
    GroupSheet,
    SheetKind,
    SheetWords,
    group_sheet_pdf,
)
from netral.shell.format import period, plain_date

SHEETS_HELD = 128
SAYS_WHICH_LAW = "U-"
"""Records that forbid nothing of their own but say whose rules hold, as the group's rule does."""
_pressing = Lock()


def rule_sheet_pdf(*, kind: SheetKind, group: str, language: str, day: date) -> bytes:
    """Return a group's poster or leaflet by the law of a day, in a language.

    The same bytes for every day of the span in which neither the law nor a stage changes: each
    process presses them once. Raises UnknownRuleError for a group that the data lacks.
    """
    group_named(group, day)
    with _pressing:
        return _pressed(kind, group, language, era_of(day)[0])


@lru_cache(maxsize=SHEETS_HELD)
def _pressed(kind: SheetKind, group: str, language: str, day: date) -> bytes:
    with translation.override(language):
        sheet = rule_sheet(kind, group_named(group, day), language, day)
    return group_sheet_pdf(sheet, at=datetime.combine(day, time(), UTC))


def rule_sheet(kind: SheetKind, group: Group, language: str, day: date) -> GroupSheet:
    """Return all words of a group's sheet, in the language that is active."""
    acts = group_acts(group, day)
    return GroupSheet(
        kind=kind,
        language=language,
        office="Netral",
        heading=said(group.title_id, group.title_en),
        plain=said(group.plain_id, group.plain_en),
        rule=said(group.rule_id, group.rule_en),
        basis="; ".join(group.standing.citation),
        forbidden=tuple(_forbidden(acts, kind)),
        allowed=tuple(
            (said(item.text_id, item.text_en), said(item.limit_id, item.limit_en))
            for item in allowed_to(group.id)
        ),
        sanctions=tuple(_consequences(acts, day)),
        disputes=tuple(_disputes(acts)),
        who=said(group.who_acts_id, group.who_acts_en),
        ask=tuple(_ways()),
        url=f"{settings.NETRAL_ORIGIN}{reverse('rule-group', args=[group.id])}",
        words=_words(day),
    )


def _words(day: date) -> SheetWords:
    begun, last = era_of(day)
    lang = translation.get_language() or "id"
    span = (
        _("Aturan yang berlaku %(span)s") % {"span": period(begun, last, lang)}
        if last
        else _("Aturan yang berlaku sejak %(day)s") % {"day": plain_date(begun, lang)}
    )
    return SheetWords(
        kicker=_("Netralitas dalam pemilihan"),
        law_day=span,
        forbidden=_("Tidak boleh"),
        allowed=_("Boleh"),
        sanctions=_("Akibatnya"),
        disputed=_("Masih diperdebatkan"),
        safer=_("Sampai jelas, lebih aman tidak melakukannya."),
        who=_("Siapa menangani"),
        ask=_("Tanya dan lapor"),
        code=_("Kode QR menuju aturan ini"),
        foot=_(
            "Kata-kata kami sendiri, bukan naskah resmi; naskah resminya ada di JDIH. Data hukum "
            "versi %(version)s."
        )
        % {"version": law.LAW_VERSION[:12]},
    )


def _forbidden(acts: Iterable[Act], kind: SheetKind) -> Iterator[Forbidden]:
    """Yield what is not allowed; an act and its twin before candidates are set are told once.

    A poster, read from afar, names the first article of each; a leaflet names them all.
    """
    held = {act.code: act for act in acts}
    for act in held.values():
        if act.code.startswith(SAYS_WHICH_LAW):
            continue
        twin = held.get(act.twin)
        if act.track == "etika" and twin is not None and twin.twin == act.code:
            continue
        is_pair = twin is not None and twin.track == "etika" and twin.twin == act.code
        yield _told(act, twin if is_pair else None, kind)


def _told(act: Act, ethics: Act | None, kind: SheetKind) -> Forbidden:
    is_poster = kind is SheetKind.POSTER
    sanction = sanction_words(act)
    articles = act.basis[:1] if is_poster else (*act.basis, *(ethics.basis[:1] if ethics else ()))
    if ethics is not None:
        sanction = _("%(after)s; sebelum calon ditetapkan: %(before)s") % {
            "after": sanction,
            "before": sanction_words(ethics).partition(":")[0],
        }
    stages = "" if "semua" in act.stages else ", ".join(str(w) for w in stage_words(act.stages))
    return Forbidden(
        _forbids(act), stages, "; ".join(articles), sanction[:1].upper() + sanction[1:]
    )


def _forbids(act: Act) -> str:
    """Return an act's plain words; those that tell a duty cannot stand under "Tidak boleh"."""
    if "tidak boleh" in act.plain_id:
        return said(act.plain_id, act.plain_en)
    return f"{said(act.title_id, act.title_en)}."


def _consequences(acts: Iterable[Act], day: date) -> Iterator[Consequence]:
    """Yield the menus of the levels that the acts lead to."""
    levels = dict.fromkeys(level for act in acts for level in act.levels)
    for level in levels:
        for menu in law.sanction_menus(level, day):
            yield Consequence(*_menu_words(menu), basis=menu.standing.citation[0])


def _menu_words(menu: SanctionMenu) -> tuple[str, str]:
    items = "; ".join(said(item.title_id, item.title_en) for item in menu.items)
    return said(menu.title_id, menu.title_en), items


def _disputes(acts: Sequence[Act]) -> Iterator[str]:
    found = {item.id: item for act in acts for item in law.contested_of(act.code)}
    families = {act.code: FAMILY_LABELS[act.family] for act in acts}
    for item in found.values():
        about = next(families[code] for code in item.acts if code in families)
        yield f"{said(item.question_id, item.question_en)} ({about})"


def _ways() -> Iterator[tuple[str, str]]:
    origin = settings.NETRAL_ORIGIN
    yield _("Boleh tidak? Tanya dulu"), f"{origin}{reverse('may')}"
    yield _("Baca aturan ini"), f"{origin}{reverse('rules')}"
    yield _("Laporkan dugaan pelanggaran"), f"{origin}{reverse('reports:form')}"
