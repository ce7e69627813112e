"""The circular as a letter on paper: the same bytes each time it is pressed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.circulars.models import CircularVersion
from netral.circulars.queries.letters import (
    HASH_SHOWN,
    ClauseTold,
    addressees_told,
    attachments_of,
    clauses_told,
)
from netral.core.kinds.errors import NotVisibleError
from netral.papers.services import Clause, Letter, Mark, Signer, head_of, letter_pdf
from netral.shell.format import plain_date


def circular_pdf(*, version: CircularVersion) -> bytes:
    """Return the signed letter as PDF; raise NotVisibleError while it is not signed."""
    if version.published_at is None or version.dated_on is None:
        raise NotVisibleError(_("Surat ini belum ditandatangani, jadi belum ada PDF-nya."))
    zone = ZoneInfo(version.circular.government.timezone)
    return letter_pdf(_letter(version, version.dated_on), at=version.published_at.astimezone(zone))


# A letter is written in Indonesian, whatever its reader's pages speak.
@override("id")
def _letter(version: CircularVersion, day: date) -> Letter:
    government = version.circular.government
    return Letter(
        head=head_of(version.letterhead, government=government.name),
        title=_("Surat edaran"),
        number=version.number,
        about=version.circular.title,
        place_and_day=_place_and_day(version, day),
        to=_to(version),
        opening=_opening(version),
        clauses=tuple(_clause(told) for told in clauses_told(version, day)),
        closing=(_("Surat edaran ini berlaku sejak hari ditandatangani."),),
        enclosures=tuple(
            (each.title, each.enclosure.sha256[:HASH_SHOWN]) for each in attachments_of(version)
        ),
        signer=Signer(post=version.signatory_post, name=version.signatory_name),
        mark=Mark(
            ref=version.paper_ref,
            facts=(
                (_("Versi"), str(version.sequence)),
                (_("Sidik naskah"), version.body_hash[:HASH_SHOWN]),
            ),
        ),
    )


def _to(version: CircularVersion) -> tuple[str, ...]:
    if not version.groups and not version.units:
        return (_("Seluruh kepala perangkat daerah dan ASN"),)
    return addressees_told(version)


def _place_and_day(version: CircularVersion, day: date) -> str:
    """Return where and when it was signed; the place is named by the letterhead of that day."""
    place = version.letterhead.place if version.letterhead else ""
    return f"{place}, {plain_date(day)}" if place else plain_date(day)


def _opening(version: CircularVersion) -> tuple[str, ...]:
    paragraphs = [line.strip() for line in version.opening.splitlines() if line.strip()]
    if version.bases:
        paragraphs.append(_("Dasar: %(bases)s.") % {"bases": "; ".join(version.bases)})
    return tuple(paragraphs)


def _clause(told: ClauseTold) -> Clause:
    articles = dict.fromkeys(article for act in told.acts for article in act.basis)
    return Clause(
        text=tuple(line for line in told.clause.text.splitlines() if line.strip()),
        heading=told.clause.heading,
        basis="; ".join(articles),
    )
