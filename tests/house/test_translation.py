"""Every text of a page stands in both languages, and in the words we agreed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest
from django.forms import CharField, DateField, FileField, IntegerField
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from netral.circulars.services.letter import circular_pdf
from netral.config import urls
from netral.core.access import Role
from netral.papers.models import Paper
from tests.apps.circulars.build import published_build, tree_build
from tests.apps.people.build import (
    account_build,
    person_build,
    person_client,
    staff_client,
)
from tests.apps.reports.build import offices_build
from tests.house.catalogue import (
    CATALOGUES,
    ENGLISH,
    SOURCE,
    Message,
    compiled,
    messages,
    messages_of_python,
    messages_of_template,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w+(?::\d+)?\}|</?\w+[^>]*>")

# Words of an office, an accuser or a machine; what we say instead: bahasa, sections 1 and 2.
REFUSED = (
    r"!|\bsilah?kan\b|\bharap\b|\bmohon kiranya\b|\bklik\b|\bsubmit\b|\bok\b|\bkita\b|\bkamu\b"
    r"|\bsaudara\b|\boknum|\bpelaku\b|\btersangka\b|\bpelanggar\b|\baduan\b|\bpengadu\b|\btiket\b"
    r"|belum terbukti|\bbersalah\b|\bvonis\b|\bpecat\b|\bpreseden\b|\btarif\b|\beksekusi\b"
    r"|dalam rangka|sehubungan|selambat-lambat|\bdimohon\b|\bapabila\b|\bguna\b|bersangkutan"
    r"|\bmelakukan pen|\bdilakukan pen|\bmerupakan\b|terhitung sejak|\bdiimbau|\bsenantiasa"
    r"|\bmengakses\b|\blaman\b|autentikasi|enkripsi|dekripsi|\b2fa\b|\botp\b|\bdemikian untuk\b"
    r"|\btriase\b|\bkasus\b|\bspam\b|\bduplikat\b|\bkelalaian\b|\bpembiaran\b|\blalai\b"
    r"|\bkuis\b|\bujian\b|\bdeklarasi\b|fakta integritas|\bpiagam\b|\bnotulen\b|\bserapan\b"
    r"|\bkandidat\b|\bpaslon\b|\bcoblosan\b|hari h\b|\btimses\b|\bgolput\b|\bhonorer\b|\baparat\b"
    r"|\bpemkab\b|\bpemda\b|\bpending\b|\binkrah\b|\bkedaluwarsa\b|\bmangkir\b|\bhangus\b"
    r"|\bapprove\b|\breject\b|\bdashboard\b|\bfaq\b|\bdeadline\b|\btenggat\b|jatuh tempo|\bsla\b"
    r"|mungkin saja|\bsepertinya\b|\bdiperkirakan\b|\bmenyimpulkan\b|\bbesok\b|jangan takut"
    r"|dijamin aman|di sini!|\bformil\b|\bmateril\b"
)
STALE = 20  # a text may be translated a little before its page comes, or dropped a little after
POSSESSIVE = re.compile(r"\b(?:laporan|data|akun|nama|tautan|sandi|ikrar|kantor)mu\b")
BUTTON = re.compile(
    r"""<(?:button\b|a\b[^>]*\bclass="button)[^>]*>\s*\{% translate ["'](?P<words>[^"']+)["']"""
)
LOWER_ANDA = re.compile(r"\banda\b")


@cache
def said() -> frozenset[Message]:
    return frozenset(messages())


def texts() -> set[str]:
    return {text for message in said() for text in (message.text, message.plural) if text}


def english() -> dict[tuple[str, str], polib.POEntry]:
    return {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(ENGLISH))}


def translations(entry: polib.POEntry) -> list[str]:
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


# What is extracted


def test_a_template_gives_each_kind_of_text() -> None:
    found = set(
        messages_of_template(
            "{% load i18n %}{% translate 'Satu (1)' as x %}{% translate 'Masuk' context 'pintu' %}"
            '{% field _("Dua") %}{% blocktranslate count n=n %}{{ n }} butir{% plural %}{{ n }} '
            "butir lagi{% endblocktranslate %}{% blocktranslate trimmed %}\n  Tiga\n  \n"
            "{% endblocktranslate %}"
        )
    )
    assert found == {
        Message("Satu (1)"),
        Message("Masuk", context="pintu"),
        Message("Dua"),
        Message("%(n)s butir", "%(n)s butir lagi"),
        Message("Tiga"),
    }


def test_python_gives_marked_texts_tables_moves_and_errors() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as _lazy, ngettext\n"
        'A = _lazy("Satu " "utuh")\n'
        'B = ngettext("%(n)d hari", "%(n)d hari lagi", n)\n'
        'STATE_LABELS = {1: "Masuk"}\n'
        'M = Move("take", label="Ambil")\n'
        "class LostError(Exception):\n"
        '    title = "Hilang"\n'
        'raise LostError("Tidak ada lagi.")\n'
    )
    spoken = {Message("Satu utuh"), Message("%(n)d hari", "%(n)d hari lagi"), Message("Masuk")}
    spoken |= {Message("Ambil"), Message("Hilang")}
    assert set(messages_of_python(source)) == spoken | {Message("Tidak ada lagi.")}
    assert set(messages_of_python(source, is_heard=False)) == spoken


# What is translated


def test_every_text_has_its_english() -> None:
    known = english()
    wanted = {(message.context, message.text): message.plural for message in said()}
    assert len(wanted) > 1500
    missing = sorted(wanted.keys() - known.keys())
    assert not missing, "run: python -m tests.house.catalogue, then translate"
    stale = sorted(known.keys() - wanted.keys())
    assert len(stale) < STALE, f"the command drops what no page says any more: {stale}"
    assert not [key for key, plural in wanted.items() if known[key].msgid_plural != plural]


def test_no_english_is_empty_or_a_guess() -> None:
    entries = english().values()
    assert not [e.msgid for e in entries if e.fuzzy or not all(translations(e))]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_the_written_one(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(path)


def test_a_translation_keeps_every_placeholder() -> None:
    different = [
        entry.msgid
        for entry in english().values()
        for text in translations(entry)
        if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(text))
    ]
    assert not different


def test_our_words_for_django_invent_no_placeholder() -> None:
    entries = polib.pofile(str(CATALOGUES[1]))
    assert len(entries) > 80
    assert not [
        entry.msgid
        for entry in entries
        for text in translations(entry)
        if not text
        or not set(PLACEHOLDER.findall(text))
        <= set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]


def test_english_counts_one_and_many_and_indonesian_counts_once() -> None:
    one, many = "Sisa %(days)d hari kerja", "Sisa %(days)d hari kerja"
    with translation.override("en"):
        assert ngettext(one, many, 1) % {"days": 1} == "1 working day left"
        assert ngettext(one, many, 3) % {"days": 3} == "3 working days left"
        assert ngettext(one, many, 0) % {"days": 0} == "0 working days left"
    with translation.override("id"):
        assert ngettext(one, many, 1) == ngettext(one, many, 3) == one


def test_one_word_with_two_meanings_is_told_apart() -> None:
    with translation.override("en"):
        assert gettext("Masuk") == "Received"
        assert pgettext("pintu", "Masuk") == "Sign in"
        assert npgettext("pintu", "Masuk", "Masuk", 1) == "Masuk"
    with translation.override("id"):
        assert pgettext("pintu", "Masuk") == "Masuk"


# How we speak


@pytest.mark.parametrize("pattern", [REFUSED, POSSESSIVE.pattern])
def test_no_text_uses_a_refused_word(pattern: str) -> None:
    found = {t: m.group() for t in texts() if (m := re.search(pattern, t, re.IGNORECASE))}
    assert not found


def button_words() -> Iterator[tuple[str, str]]:
    """Yield (file, words) of every button and of every step that a button offers."""
    for path in SOURCE.glob("*/templates/**/*.html"):
        for match in BUTTON.finditer(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(SOURCE)), match.group("words")
    for path in (SOURCE / "core" / "flow").glob("*.py"):
        for words in re.findall(r'label="([^"]+)"', path.read_text(encoding="utf-8")):
            yield str(path.relative_to(SOURCE)), words


def test_a_button_names_its_act_in_three_words_at_most() -> None:
    found = list(button_words())
    assert len(found) > 100
    assert not [(file, w) for file, w in found if len(w) > 24 or len(w.split()) > 3]


def test_anda_has_a_capital() -> None:
    assert not [text for text in texts() if LOWER_ANDA.search(text)]


def test_no_english_shouts_or_says_click() -> None:
    spoken = [text for entry in english().values() for text in translations(entry)]
    assert not [text for text in spoken if re.search(r"!|\bclick\b|\bplease\s+kindly\b", text)]


def test_django_speaks_our_plain_indonesian() -> None:
    with translation.override("id"):
        assert errors_of(CharField(), "") == "Isi bagian ini."
        assert errors_of(CharField(max_length=3), "empat") == "Paling banyak 3 huruf. Sekarang 5."
        assert errors_of(IntegerField(min_value=2), "1") == "Paling kecil 2."
        assert errors_of(IntegerField(), "x") == "Isi dengan angka bulat."
        assert errors_of(DateField(), "x").startswith("Tanggal ini tidak terbaca.")
        assert errors_of(FileField(), None) == "Isi bagian ini."
    with translation.override("en"):
        assert errors_of(CharField(), "") == "This field is required."


def errors_of(field: CharField | IntegerField | DateField | FileField, value: object) -> str:
    try:
        field.clean(value)
    except Exception as error:  # noqa: BLE001 - Django's ValidationError, whatever it wraps
        return " ".join(error.messages)  # type: ignore[attr-defined]
    raise AssertionError("the value is fine")


# Pages


def plain_paths(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Yield the addresses that take no argument."""
    for each in patterns:
        path = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from plain_paths(each.url_patterns, path)
        elif "<" not in path and "(" not in path:
            yield f"/{path}"


# The style sheet shows its elements with sample words, which are no texts.
PATHS = sorted({*plain_paths(urls.urlpatterns)} - {"/gaya/"})
# Where both languages write alike, nothing can be told.
INDONESIAN = {
    entry.msgid
    for entry in english().values()
    if not entry.msgctxt and entry.msgid not in translations(entry)
}


def left_in_indonesian(client: Client) -> tuple[int, dict[str, list[str]]]:
    """Return how many pages open in English, and the Indonesian texts on them."""
    client.cookies["netral_bahasa"] = "en"
    opened, left = 0, {}
    for path in PATHS:
        response = client.get(path)
        assert response.status_code != 500, path
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = response.content.decode()
        assert not page or 'lang="en"' in page, path
        opened += response.status_code == 200
        if found := sorted(visible(page) & INDONESIAN):
            left[path] = found
    return opened, left


def visible(page: str) -> set[str]:
    return {" ".join(unescape(strip_tags(part)).split()) for part in re.split(r"(?=<)", page)}


@pytest.mark.django_db
def test_a_visitor_who_chose_english_reads_english(client: Client) -> None:
    offices_build()
    opened, left = left_in_indonesian(client)
    assert opened > 8
    assert not left


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OFFICER, Role.HANDLER, Role.SEKDA, Role.DESK, Role.OPD_HEAD])
def test_an_officer_who_chose_english_reads_english(role: Role) -> None:
    opened, left = left_in_indonesian(staff_client(account_build(role, "kab-batanghari")))
    assert opened > 10
    assert not left


@pytest.mark.django_db
def test_an_asn_who_chose_english_reads_english() -> None:
    opened, left = left_in_indonesian(person_client(person_build()))
    assert opened > 10
    assert not left


# Papers


@pytest.mark.django_db
def test_a_letter_signed_and_read_in_english_is_written_in_indonesian() -> None:
    with translation.override("en"):
        tree_build()
        version = published_build()
        english_press = circular_pdf(version=version)
    with translation.override("id"):
        assert circular_pdf(version=version) == english_press
    assert Paper.objects.get(ref=version.paper_ref).title.startswith("Surat edaran nomor ")
