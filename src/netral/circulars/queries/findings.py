"""What a person should look at again before a letter goes out, in plain words with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from netral.circulars.models import Circular, CircularVersion
from netral.circulars.queries.letters import group_titles, versions_of
from netral.circulars.queries.rosters import persons_addressed
from netral.circulars.queries.rules_told import said
from netral.core.flow.bases import BasisRead, Doubt, Finding, bases_read, findings_of
from netral.core.flow.circular import Election
from netral.core.law.records import Instrument
from netral.shell.format import plain_date

DOUBT_WORDS: dict[Doubt, str | Promise] = {
    Doubt.WRONG_ELECTION: gettext_lazy(
        "Undang-undang yang dirujuk hanya tentang pemilihan lain. %(election)s diatur %(source)s."
    ),
    Doubt.ENDED: gettext_lazy("%(rule)s tidak berlaku lagi sesudah %(day)s."),
    Doubt.NOT_YET: gettext_lazy("%(rule)s baru berlaku mulai %(day)s."),
    Doubt.SUPERSEDED: gettext_lazy("%(rule)s dasar lama. Sejak %(day)s berlaku %(other)s."),
    Doubt.OTHER_ELECTION: gettext_lazy("%(rule)s bukan tentang pemilihan dalam surat ini."),
    Doubt.GROUP_WITHOUT: gettext_lazy(
        "Surat ini ditujukan juga kepada %(group)s, tetapi %(rule)s yang mengikat mereka tidak "
        "dirujuk."
    ),
    Doubt.UNKNOWN: gettext_lazy(
        "%(rule)s belum ada dalam data aturan. Periksa nomor, tahun, dan keberlakuannya di JDIH."
    ),
    Doubt.UNREAD: gettext_lazy(
        "Nomor dan tahun aturan tidak terbaca dalam “%(rule)s”. Periksa dasar ini sendiri."
    ),
}
ELECTION_WORDS = {
    Election.PILKADA.value: gettext_lazy("Pilkada"),
    Election.PEMILU.value: gettext_lazy("Pemilu"),
}


@dataclass(frozen=True, slots=True)
class FindingTold:
    """One thing to look at again: the words, the source, and whether it is a grave one."""

    code: str
    words: str
    source: str
    is_grave: bool


@dataclass(frozen=True, slots=True)
class BasisTold:
    """A basis as typed with the rules that were recognised in it: title and first day of each."""

    text: str
    rules: tuple[str, ...]
    is_sure: bool


LOOKED_AT = frozenset({"submit", "approve", "publish"})
GRAVE = frozenset({Doubt.WRONG_ELECTION, Doubt.ENDED, Doubt.NOT_YET, Doubt.SUPERSEDED})


def findings_told(version: CircularVersion, on: date) -> list[FindingTold]:
    """Return the findings on the letter, gravest first: its bases, its addressees, its clauses.

    None of them stops the letter: a person decides.
    """
    found = findings_of(
        version.bases,
        opening=version.opening,
        election=Election(version.circular.election),
        groups_addressed=version.groups,
        on=on,
    )
    return [*map(_told, found), *_of_text(version, on)]


def doubts_told(circular: Circular, act: str, on: date) -> list[str]:
    """Return the findings as lines for who hands the letter on, approves or signs it."""
    if act not in LOOKED_AT:
        return []
    version = versions_of(circular)[0]
    version.circular = circular
    return [
        _("Periksa lagi: %(words)s") % {"words": one.words} for one in findings_told(version, on)
    ]


def bases_told(version: CircularVersion, on: date) -> list[BasisTold]:
    """Return each basis with what was recognised in it."""
    election = Election(version.circular.election)
    return [_basis(read) for read in bases_read(version.bases, election=election, on=on)]


def _basis(read: BasisRead) -> BasisTold:
    rules = tuple(_rule_words(rule) for rule in read.rules)
    return BasisTold(read.text, rules, bool(rules) and not read.findings)


def _rule_words(rule: Instrument) -> str:
    lang = get_language() or "id"
    day = plain_date(rule.standing.in_force, lang)
    title = said(rule.title_id, rule.title_en)
    if not rule.standing.date_confirmed:
        return _("%(short)s: %(title)s. Hari mulai berlakunya belum terkonfirmasi.") % {
            "short": rule.short,
            "title": title,
        }
    return _("%(short)s: %(title)s. Berlaku sejak %(day)s.") % {
        "short": rule.short,
        "title": title,
        "day": day,
    }


def _told(finding: Finding) -> FindingTold:
    lang = get_language() or "id"
    values = {
        "rule": finding.shown,
        "election": ELECTION_WORDS.get(finding.shown, ""),
        "source": finding.source,
        "day": plain_date(finding.on, lang) if finding.on else "",
        "other": finding.successor.short if finding.successor else "",
        "group": "",
    }
    if finding.doubt is Doubt.GROUP_WITHOUT and finding.rule is not None:
        values |= {"group": group_titles()[finding.shown], "rule": finding.rule.short}
    words = str(DOUBT_WORDS[finding.doubt]) % values
    return FindingTold(finding.doubt.value, words, finding.source, finding.doubt in GRAVE)


def _of_text(version: CircularVersion, on: date) -> list[FindingTold]:
    """Return what the law cannot say: clauses that point at no act, a letter to nobody."""
    found = []
    without = [n for n, c in enumerate(version.clauses.all(), start=1) if not c.acts]
    if without:
        words = _("Butir %(numbers)s belum menunjuk perbuatan, jadi tidak ikut dilatihkan.") % {
            "numbers": ", ".join(map(str, without))
        }
        found.append(FindingTold("tanpa_perbuatan", words, "", is_grave=False))
    if not persons_addressed(version, on=on).exists():
        words = _("Tidak ada orang dalam daftar pegawai yang dituju surat ini.")
        found.append(FindingTold("tanpa_penerima", words, "", is_grave=False))
    return found
