"""The printed sheet: a personal QR code for each person of a unit, handed out on paper."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from netral.circulars.access import SHEETS_BY, circular_seen
from netral.circulars.models import CircularVersion, Reading
from netral.circulars.queries.letters import version_in_force
from netral.circulars.queries.rosters import persons_addressed
from netral.core.access import Actor, require
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.refs import CircularRef, UnitPath
from netral.core.kinds.secrets import SecretText
from netral.journal.services import entry_append
from netral.papers.services import QrCard, QrSheet, qr_sheet_pdf
from netral.people.models import Person, PersonalLink, Unit
from netral.people.services.links import links_issue
from netral.people.services.links_unbound import links_unbound_revoke

LINK_DAYS = 90  # one election season: from the circular to voting day
SHEET = PersonalLink.Channel.SHEET.value


@transaction.atomic
def sheet_issue(*, actor: Actor, ref: CircularRef, unit: UnitPath, at: datetime) -> bytes:
    """Issue a personal link to each addressed person of the unit; return the sheet as PDF.

    Sheet links of these persons that nobody has used end, also those of a press a moment ago.
    Each person counts as reached (sampai) from here on. Raises NotVisibleError, NotAllowedError
    by authority or for a circular not in force, WrongInputError when nobody there is addressed.
    """
    circular = circular_seen(actor, ref)
    require(actor, SHEETS_BY, unit)
    version = version_in_force(circular)
    place = Unit.objects.select_for_update().live_on(at.date()).filter(path=unit).first()
    if version is None or place is None:
        raise NotVisibleError(_("Surat edaran ini tidak sedang berlaku, atau unitnya tidak ada."))
    persons = _addressed(version, place, at)
    links_unbound_revoke(
        actor=actor,
        unit=unit,
        persons=persons,
        channel=SHEET,
        reason="Lembar QR unit dibuat ulang.",
        at=at,
    )
    issued = links_issue(
        actor=actor,
        unit=unit,
        persons=persons,
        channel=SHEET,
        at=at,
        expires_at=at + timedelta(days=LINK_DAYS),
    )
    _mark_sent(version, persons, at)
    entry_append(
        government=version.government_id,
        kind="circular.sheet",
        matter=circular.ref,
        actor=actor.account,
        body={"version": version.sequence, "unit": unit, "persons": len(persons)},
        at=at,
    )
    return _pressed(version, place, issued, at)


def _addressed(version: CircularVersion, place: Unit, at: datetime) -> list[Person]:
    """Return whom the letter asks of those seated there: others would find it is not for them."""
    seated = Person.objects.live_on(at.date()).filter(unit=place)
    asked = persons_addressed(version, on=at.date()).filter(unit=place)
    persons = list(asked.order_by("name", "pk"))
    if persons:
        return persons
    if seated.exists():
        raise WrongInputError(
            _("Surat edaran ini tidak ditujukan kepada siapa pun di %(unit)s. Tidak ada lembar.")
            % {"unit": place.name}
        )
    raise WrongInputError(
        _("Belum ada pegawai di %(unit)s. Impor daftar pegawai dulu, lalu buat lembarnya.")
        % {"unit": place.name}
    )


def _mark_sent(version: CircularVersion, persons: list[Person], at: datetime) -> None:
    """Count the persons as reached; who was reached before keeps the earlier moment."""
    Reading.objects.bulk_create(
        (
            Reading(
                version=version,
                government_id=version.government_id,
                person=person,
                sent_at=at,
                channel=SHEET,
            )
            for person in persons
        ),
        ignore_conflicts=True,
    )


@override("id")
def _pressed(
    version: CircularVersion,
    place: Unit,
    issued: list[tuple[Person, SecretText]],
    at: datetime,
) -> bytes:
    sheet = QrSheet(
        title=_("Surat edaran nomor %(number)s") % {"number": version.number},
        below=version.circular.title,
        office=place.name,
        instruction=_(
            "Pindai kode ini dengan kamera HP, buat PIN, lalu baca surat edarannya. "
            "Lembar ini untuk satu orang; jangan dipinjamkan."
        ),
        cards=tuple(
            QrCard(
                name=person.name,
                unit=place.name,
                url=link_url(token),
                note=person.post_title,
            )
            for person, token in issued
        ),
    )
    return qr_sheet_pdf(sheet, at=at)


def link_url(token: SecretText) -> str:
    """Return the address behind a personal QR code."""
    return f"{settings.NETRAL_ORIGIN}/saya/{token}/"
