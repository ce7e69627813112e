"""The components of every page: ``{% load look %}``. Their use: docs/components.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from netral.core.clock import in_english
from netral.shell import format as written
from netral.shell.door import public_path
from netral.shell.drawing import ClockFace, Outcome, bar_width
from netral.shell.fields import FieldView, field_view, summary_lines
from netral.shell.symbols import SYMBOLS

register = template.Library()

PAGE_PARAMETER = "halaman"
TAG_STATES = frozenset({"open", "run", "done", "soon", "late", "unsure", "shut"})
VERDICTS = {"boleh": "", "tidak": "no", "tergantung": "depends"}


def _lang() -> str:
    return get_language() or "id"


@register.simple_tag
def public_url(name: str, *args: str) -> str:
    """Where a page of the public door is read, from a page of the staff door."""
    return public_path(name, *args)


# Numbers and dates


@register.filter
def nomor(value: written.Number | None) -> str:
    """1204 -> 1.204; nothing -> nothing."""
    return "" if value is None else written.number(value, _lang())


@register.filter
def persen(value: written.Number | None) -> str:
    """A percentage 79.5 -> 79,5%."""
    return "" if value is None else written.percent(value, _lang())


@register.filter
def bagian(count: int, total: int) -> str:
    """4756 of 5982 -> 79,5% (4.756 dari 5.982)."""
    return written.share(count, total, _lang())


@register.filter
def sel_kecil(count: int) -> str:
    """A count that may point at a person: below five it is not shown."""
    return written.small_cell(count, _lang())


@register.filter
def rupiah(value: written.Number | None) -> str:
    """600000 -> Rp600.000."""
    return "" if value is None else written.rupiah(value, _lang())


@register.filter
def ukuran(octets: int) -> str:
    """1572864 -> 1,5 MB."""
    return written.file_size(octets, _lang())


@register.filter(expects_localtime=True)
def tanggal(day: date | None) -> str:
    """Rabu, 27 November 2024."""
    return "" if day is None else written.long_date(day, _lang())


@register.filter(expects_localtime=True)
def tanggal_pendek(day: date | None) -> str:
    """27 Nov 2024, for tables."""
    return "" if day is None else written.short_date(day, _lang())


@register.filter(expects_localtime=True)
def tanggal_biasa(day: date | None) -> str:
    """27 November 2024."""
    return "" if day is None else written.plain_date(day, _lang())


@register.filter(expects_localtime=True)
def pukul(at: datetime | None) -> str:
    """14.05 WIB, in the zone of the moment."""
    return "" if at is None else written.clock_time(at)


@register.filter(expects_localtime=True)
def waktu(at: datetime | None) -> str:
    """27 Nov 2024 pukul 14.05 WIB, for tables."""
    return "" if at is None else written.short_moment(at, _lang())


@register.filter(expects_localtime=True)
def waktu_panjang(at: datetime | None) -> str:
    """Rabu, 27 November 2024 pukul 14.05 WIB."""
    return "" if at is None else written.long_moment(at, _lang())


@register.filter
def hari_kerja(count: int) -> str:
    """3 hari kerja."""
    return written.workdays(count, _lang())


@register.filter
def sampai(start: date, end: date) -> str:
    """25 September sampai 23 November 2024."""
    return written.period(start, end, _lang())


@register.filter
def kata(record: object, name: str) -> str:
    """The words of a record of the law in the reader's language: ``{{ act|kata:"title" }}``."""
    ending = "en" if written.is_english(_lang()) else "id"
    return str(getattr(record, f"{name}_{ending}"))


@register.filter
def cara_hitung(line: str) -> str:
    """A sentence told of a term, in the reader's language."""
    return in_english(str(line)) if written.is_english(_lang()) else line


# Small marks


@register.simple_tag
def symbol(name: str, css: str = "") -> SafeString:
    """Return one of our symbols, drawn in place; a word always stands beside it."""
    drawn = SYMBOLS[name]
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        f"{drawn.css} {css}".strip(),
        drawn.grid,
        drawn.grid,
        SafeString(drawn.body),
    )


@register.simple_tag
def tag(state: str, words: str) -> SafeString:
    """Return the state of one thing, in words. Raises ValueError for a state we do not draw."""
    if state not in TAG_STATES:
        raise ValueError(f"{state!r} is no tag state; use one of {sorted(TAG_STATES)}")
    return format_html('<span class="tag {}">{}</span>', state, words)


@register.simple_tag
def masked() -> SafeString:
    """Return the bar that stands where the server left a name out."""
    return format_html(
        '<span class="masked"><span class="hide">{}</span></span>', gettext("nama tertutup")
    )


@register.simple_tag
def code(value: object) -> SafeString:
    """Return a code or fingerprint that one press selects whole."""
    return format_html('<code class="code copy">{}</code>', value)


@register.simple_tag
def bar(count: int, total: int) -> SafeString:
    """Return a bar of one value; its figure stands in text beside it (``measure`` does both)."""
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="d" width="{}" height="10"/></svg>',
        bar_width(count, total),
    )


@register.simple_tag
def depths(total: int, sent: int, read: int, understood: int, pledged: int) -> SafeString:
    """Return the bar of four depths: sampai, dibaca, dipahami, berikrar."""
    row = '<rect class="{}" width="{}" height="10"/>'
    rects = [
        format_html(row, css, bar_width(count, total))
        for css, count in zip("abcd", (sent, read, understood, pledged), strict=True)
    ]
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        "{}{}{}{}</svg>",
        *rects,
    )


# Forms


@register.inclusion_tag("shell/parts/field.html")
def field(bound: BoundField) -> dict[str, FieldView]:
    """Return a form's field: label above, hint, error, control, tied together for every reader."""
    return {"view": field_view(bound)}


@register.inclusion_tag("shell/parts/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Return what is wrong in page order, each line a link to its field; nothing if all is well."""
    return {"lines": [line for form in forms for line in summary_lines(form)]}


# Lists and ways through them


@register.inclusion_tag("shell/parts/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Return links to the pages before and after, which keep the rest of the query."""
    return {
        "previous_url": _query(context, PAGE_PARAMETER, page.previous_page_number())
        if page.has_previous()
        else "",
        "next_url": _query(context, PAGE_PARAMETER, page.next_page_number())
        if page.has_next()
        else "",
        "start": page.start_index(),
        "end": page.end_index(),
        "total": page.paginator.count,
    }


@register.inclusion_tag("shell/parts/filters.html", takes_context=True)
def filters(
    context: template.Context, name: str, choices: Iterable[Sequence[Any]], shown: str = ""
) -> dict[str, Any]:
    """Return filters as links. ``choices``: (value, words) or (value, words, count); "" is all.

    ``shown`` is the choice that the page made by itself when none was asked for.
    """
    current = _request_query(context).get(name, "") or shown
    items = [
        {
            "url": _query(context, name, choice[0]),
            "label": choice[1],
            "count": choice[2] if len(choice) > 2 else None,  # noqa: PLR2004
            "is_current": str(choice[0]) == current,
        }
        for choice in choices
    ]
    return {"items": items}


def _request_query(context: template.Context) -> Any:
    request = context.get("request")
    return request.GET if request is not None else {}


def _query(context: template.Context, name: str, value: object) -> str:
    """Return the page's query with one name set or, for "", left out; a filter goes to page 1."""
    request = context.get("request")
    if request is None:
        return f"?{name}={value}"
    query = request.GET.copy()
    query.pop(PAGE_PARAMETER, None)
    query.pop(name, None)
    if value != "":
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("shell/parts/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Return the way here: ``{% crumbs "Perkara" url "PKR-7" %}``; the last is this page."""
    pairs = [(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    return {"pairs": pairs, "here": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("shell/parts/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """Return the steps of a wizard; ``current`` counts from 1."""
    return {"labels": labels, "current": current, "count": len(labels)}


# Official matters


@register.inclusion_tag("shell/parts/clock.html")
def clock(face: ClockFace, heading: str = "h3") -> dict[str, Any]:
    """Return one legal date: what is due, until when, how it was counted, under which article."""
    return {"face": face, "heading": heading}


@register.inclusion_tag("shell/parts/timeline.html")
def timeline(steps: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what happened, is now, is to come: {title, state, on, by, note, law} each."""
    return {"steps": steps}


@register.inclusion_tag("shell/parts/dist.html")
def dist(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return how like cases ended: a dot a case, the law's range shaded, this case a ring."""
    return {"outcomes": outcomes}


@register.inclusion_tag("shell/parts/measure.html")
def measure(label: str, count: int, total: int) -> dict[str, Any]:
    """Return one line of ``<ul class="stages">``: words, share with its counts, bar."""
    return {"label": label, "count": count, "total": total}


@register.inclusion_tag("shell/parts/verdict.html")
def verdict(answer: str, words: str, why: str = "") -> dict[str, Any]:
    """Return the one answer of "Boleh tidak?": ``answer`` is boleh, tidak or tergantung."""
    return {"answer": answer, "css": VERDICTS[answer], "words": words, "why": why}


@register.inclusion_tag("shell/parts/phrase.html")
def phrase(words: Iterable[str]) -> dict[str, Any]:
    """Return the eight words, numbered; shown once."""
    return {"words": words}


@register.inclusion_tag("shell/parts/talk.html")
def talk(messages: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return messages: {who, at, text, is_mine} each, oldest first."""
    return {"messages": messages}


@register.inclusion_tag("shell/parts/weave.html")
def weave(name: str) -> dict[str, Any]:
    """Return the plaited edge; ``name`` must differ within a page."""
    return {"name": name}


@register.inclusion_tag("shell/parts/stats.html")
def stats(figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return two to four figures: {figure, label, of, is_late} each; ``of`` is the denominator."""
    return {"figures": figures}


@register.inclusion_tag("shell/parts/ledger.html")
def ledger(total: Sequence[Any], parts: Iterable[Sequence[Any]], rest: str) -> dict[str, Any]:
    """Return a sum that must come out: (words, number), its parts alike, words for the rest."""
    rows = list(parts)
    left = total[1] - sum(row[1] for row in rows)
    return {"total": total, "parts": rows, "rest": rest, "left": left}


@register.inclusion_tag("shell/parts/empty.html")
def empty(title: str, words: str, name: str = "berkas") -> dict[str, Any]:
    """Return a list without rows: why it is so, what will come."""
    return {"title": title, "words": words, "name": name}


@register.inclusion_tag("shell/parts/progress.html")
def progress(
    label: str, done: int, total: int, url: str, is_polled: bool = False
) -> dict[str, Any]:
    """Return how far long work is; ``url`` counts again, by itself on pages that load htmx."""
    return {"label": label, "done": done, "total": total, "url": url, "is_polled": is_polled}
