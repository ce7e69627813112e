"""The person's own acts: opening the letter and saying that it was read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.circulars.access import person_served, version_for_reader
from netral.circulars.models import CircularVersion, Reading
from netral.core.access import Assurance
from netral.core.flow.moves import MoveRefusedError
from netral.core.kinds.errors import AlreadyDoneError
from netral.core.kinds.refs import CircularRef, PersonRef
from netral.journal.services import Promise, entry_append
from netral.people.models import Person


@transaction.atomic
def reading_open(
    *, person: PersonRef, ref: CircularRef, sequence: int, assurance: Assurance, at: datetime
) -> Reading:
    """Record that the person opened the version; a second press changes nothing.

    ``sequence`` is the version the page showed. Raises NotVisibleError (404) for a circular of
    another government or a draft, CircularEndedError (410) after a withdrawal, AlreadyDoneError
    (409) when a newer version came out meanwhile.
    """
    who, version = _reader_and_version(person, ref, sequence, at)
    reading = _reading_locked(version, who, at)
    if reading.opened_at is not None:
        return reading
    reading.opened_at, reading.assurance = at, assurance.value
    _snapshot(reading, who)
    reading.promise = _entry(reading, "circular.open", at).text
    reading.save()
    return reading


@transaction.atomic
def reading_read(
    *, person: PersonRef, ref: CircularRef, sequence: int, assurance: Assurance, at: datetime
) -> Reading:
    """Record that the person has read the version; its promise is the journal's word for it.

    A second press changes nothing. Raises what ``reading_open`` raises, and MoveRefusedError
    (409) before the letter was opened.
    """
    who, version = _reader_and_version(person, ref, sequence, at)
    reading = _reading_locked(version, who, at)
    if reading.read_at is not None:
        return reading
    if reading.opened_at is None:
        raise MoveRefusedError(_("Buka dulu suratnya, baca, lalu tekan “Saya sudah membaca”."))
    # Two servers may differ by a moment: what was opened first is not read before.
    reading.read_at, reading.assurance = max(at, reading.opened_at), assurance.value
    _snapshot(reading, who)
    reading.promise = _entry(reading, "circular.read", at).text
    reading.save()
    return reading


def _reader_and_version(
    person: PersonRef, ref: CircularRef, sequence: int, at: datetime
) -> tuple[Person, CircularVersion]:
    who = person_served(person, at.date())
    version = version_for_reader(who, ref)
    if version.sequence != sequence:
        raise AlreadyDoneError(
            _(
                "Versi %(sequence)s terbit setelah halaman Anda terbuka. Buka lagi suratnya: "
                "hanya bagian yang berubah yang ditampilkan. Belum ada yang tercatat."
            )
            % {"sequence": version.sequence}
        )
    return who, version


def _reading_locked(version: CircularVersion, person: Person, at: datetime) -> Reading:
    """Return the one row of version and person, locked; the press itself is its arrival."""
    reading, _is_new = Reading.objects.select_for_update().get_or_create(
        version=version,
        person=person,
        defaults={"government_id": person.government_id, "sent_at": at, "channel": "buka"},
    )
    return reading


def _snapshot(reading: Reading, person: Person) -> None:
    """Keep post and unit of the day: a person moves, the record does not."""
    reading.post_title, reading.unit_path = person.post_title, person.unit.path


def _entry(reading: Reading, kind: str, at: datetime) -> Promise:
    version = reading.version
    return entry_append(
        government=reading.government_id,
        kind=kind,
        matter=version.circular.ref,
        actor=reading.person.ref,
        body={
            "version": version.sequence,
            "hash": version.body_hash,
            "assurance": reading.assurance,
            "post": reading.post_title,
            "unit": reading.unit_path,
        },
        at=at,
    )
