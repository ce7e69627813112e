"""Pacts in ink: sheets printed, scans brought in by one officer and confirmed by another.

A scan counts for nobody until a second person has read the code off each sheet in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from netral.core.access import Actor, Assurance, require
from netral.core.flow.pact import PAPER_CLERKS, PactEarlyError
from netral.core.kinds.errors import (
    AlreadyDoneError,
    NotAllowedError,
    NotVisibleError,
    WrongInputError,
)
from netral.core.kinds.refs import PersonRef, handle_read
from netral.journal.services import Draft, entries_append, entry_append
from netral.papers.services import matter_draw, paper_refs_draw
from netral.people.models import Account, Person, Unit
from netral.pledges.models import Pact, PactRound, PactScan, PactSheet
from netral.pledges.queries.pact_rows import ABSENT, pact_roster
from netral.pledges.queries.pacts import own_pact
from netral.pledges.services.pact_rounds import reason_required, round_moving
from netral.pledges.services.pacts import Signing, pact_keep
from netral.vault.models import OfficeFile
from netral.vault.services.office_files import office_file_keep, pages_of, scan_checked

MOST_SHEETS = 200
CODE_END = 4
"""How many letters of a sheet's code the second person reads off it."""


@transaction.atomic
def sheets_print(
    *, actor: Actor, ref: str, unit: str, at: datetime, person: str = ""
) -> list[PactSheet]:
    """Give a sheet to each person of a unit and below who has not signed, or to one person.

    A sheet keeps its code when it is printed again. Raises NotVisibleError or NotAllowedError for
    who may not, MoveRefusedError (409) when the round has ended, WrongInputError for nobody, or
    for too many at once.
    """
    round_ = _round(actor, ref, "print")
    require(actor, PAPER_CLERKS, unit)
    place = Unit.objects.filter(path=unit).first()
    roster = pact_roster(actor=actor, round_=round_, on=at.date(), unit=unit)
    wanting = roster.filter(Q(pact_state=None) | Q(pact_state__in=ABSENT))
    if person:
        wanting = wanting.filter(ref=person)
    people = list(wanting.select_related("unit", "superior")[: MOST_SHEETS + 1])
    _some_but_not_too_many(people, place.name if place else unit)
    _codes_given(round_, people, actor, at)
    entry_append(
        government=round_.government_id,
        kind="pact_round.print",
        matter=round_.ref,
        actor=actor.account,
        body={"unit": unit, "persons": len(people)},
        at=at,
    )
    made = PactSheet.objects.filter(round=round_, person__in=people)
    return list(
        made.select_related(
            "round__government", "round__text", "person__unit", "person__superior"
        ).order_by("person__unit__path", "person__name", "person_id")
    )


@transaction.atomic
def scan_enter(
    *, actor: Actor, ref: str, persons: Sequence[PersonRef], content: bytes, at: datetime
) -> PactScan:
    """Bring in a scan of signed sheets and say whose they are; it counts for nobody yet.

    A photo holds one sheet, a PDF at most one sheet a page, and no file comes twice in a round.
    Raises NotVisibleError for a person of other units, WrongInputError for a file that is none or
    too short, or for someone whose sheet was never printed, AlreadyDoneError for one who signed.
    """
    round_ = _round(actor, ref, "scan")
    kind = scan_checked(content)
    sheets = _sheets_of(actor, round_, persons, at)
    if pages_of(kind, content) < len(sheets):
        raise WrongInputError(
            _(
                "Berkas ini hanya %(pages)d halaman untuk %(people)d orang. Satu lembar satu "
                "halaman; satu foto untuk satu orang."
            )
            % {"pages": pages_of(kind, content), "people": len(sheets)}
        )
    file = office_file_keep(government=round_.government_id, kind=kind, content=content)
    _never_came(round_, file)
    scan = PactScan.objects.create(
        ref=matter_draw(),
        government_id=round_.government_id,
        round=round_,
        file=file,
        brought_by=actor.account,
        at=at,
    )
    PactSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(
        scan=scan, entered_by=actor.account
    )
    _entries(round_, "pact.scan", actor, [sheet.person for sheet in sheets], file.sha256, at)
    return scan


@transaction.atomic
def scan_confirm(
    *, actor: Actor, scan: str, codes: Mapping[str, str], reason: str, at: datetime
) -> tuple[list[Pact], int]:
    """Confirm a scan that another brought in; return the pacts made, and how many went back.

    ``codes`` holds, by person, the end of the code that the second person read off the sheet; who
    has none goes back, with a reason. Raises NotAllowedError for the one who brought it or whose
    own sheet it is, WrongInputError for a code that is another sheet's, PactEarlyError when a
    superior has not signed; then nothing is written.
    """
    found = _scan_locked(actor, scan)
    round_ = _round(actor, found.round.ref, "confirm")
    sheets = list(
        PactSheet.objects.select_for_update(of=("self",))
        .filter(scan=found, confirmed_by="")
        .select_related("person__unit")
        .order_by("pk")
    )
    if not sheets:
        raise AlreadyDoneError(_("Pindaian ini sudah diperiksa. Tidak ada yang berubah."))
    read = {ref: handle_read(code) for ref, code in codes.items() if code.strip()}
    ticked = [sheet for sheet in sheets if sheet.person.ref in read]
    back = [sheet for sheet in sheets if sheet.person.ref not in read]
    _second_person(actor, found, ticked)
    _codes_match(ticked, read)
    words = reason_required(reason) if back else ""
    made = _signed(round_, ticked, actor, at)
    PactSheet.objects.filter(pk__in=[sheet.pk for sheet in ticked]).update(
        confirmed_by=actor.account, confirmed_at=at
    )
    PactSheet.objects.filter(pk__in=[sheet.pk for sheet in back]).update(scan=None, entered_by="")
    _entries(round_, "pact.confirm", actor, [sheet.person for sheet in ticked], "", at)
    _entries(round_, "pact.return", actor, [sheet.person for sheet in back], words, at)
    return made, len(back)


def _round(actor: Actor, ref: str, act: str) -> PactRound:
    """Return the locked open round for a clerk of any unit inside it."""
    return round_moving(actor=actor, ref=ref, act=act, is_own_unit=True)


def _codes_given(round_: PactRound, people: Sequence[Person], actor: Actor, at: datetime) -> None:
    """Draw a code for each person who has no sheet in this round yet."""
    known = PactSheet.objects.filter(round=round_, person__in=people)
    have = set(known.values_list("person_id", flat=True))
    fresh = [one for one in people if one.pk not in have]
    codes = paper_refs_draw(len(fresh))
    PactSheet.objects.bulk_create(
        PactSheet(
            government_id=round_.government_id,
            round=round_,
            person=one,
            code=code,
            printed_by=actor.account,
            printed_at=at,
        )
        for one, code in zip(fresh, codes, strict=True)
    )


def _some_but_not_too_many(people: Sequence[Person], name: str) -> None:
    if not people:
        raise WrongInputError(
            _("Tidak ada yang perlu lembar di %(unit)s: semua sudah menandatangani.")
            % {"unit": name}
        )
    if len(people) > MOST_SHEETS:
        raise WrongInputError(
            _("Paling banyak %(most)d lembar sekali cetak. Pilih unit yang lebih kecil.")
            % {"most": MOST_SHEETS}
        )


def _sheets_of(
    actor: Actor, round_: PactRound, persons: Sequence[PersonRef], at: datetime
) -> list[PactSheet]:
    """Return the printed sheets of persons of the actor's units who have not signed."""
    wanted = set(persons)
    roster = pact_roster(actor=actor, round_=round_, on=at.date()).filter(ref__in=wanted)
    people: list[Any] = list(roster)
    if not wanted or len(people) != len(wanted):
        raise NotVisibleError(_("Pilih pegawai dari daftar unit Anda sendiri di putaran ini."))
    signed = [one.name for one in people if one.pact_state and one.pact_state not in ABSENT]
    if signed:
        raise AlreadyDoneError(
            _("%(names)s sudah menandatangani. Hapus centangnya, lalu kirim lagi.")
            % {"names": ", ".join(signed)}
        )
    sheets = list(
        PactSheet.objects.filter(round=round_, person__in=people).select_related("person")
    )
    if len(sheets) != len(people):
        raise WrongInputError(
            _("Ada yang lembarnya belum pernah dicetak dari sini. Cetak dulu, lalu tandatangani.")
        )
    return sheets


def _never_came(round_: PactRound, file: OfficeFile) -> None:
    if PactScan.objects.filter(round=round_, file__sha256=file.sha256).exists():
        raise AlreadyDoneError(
            _("Berkas yang sama sudah pernah diunggah di putaran ini. Pindai lembar yang lain.")
        )


def _scan_locked(actor: Actor, ref: str) -> PactScan:
    scans = PactScan.objects.select_for_update(of=("self",)).select_related("round__unit")
    scan = scans.filter(ref=ref).first()
    inside = PactSheet.objects.filter(scan=scan).select_related("person__unit") if scan else []
    if scan is None or not inside:
        raise NotVisibleError(_("Pindaian ini tidak ada, atau bukan untuk wilayah kerja Anda."))
    for sheet in inside:
        require(actor, PAPER_CLERKS, sheet.person.unit.path)
    return scan


def _second_person(actor: Actor, scan: PactScan, ticked: Sequence[PactSheet]) -> None:
    if scan.brought_by == actor.account:
        raise NotAllowedError(
            _("Anda yang mengunggah pindaian ini. Minta orang kedua mencocokkan dan mengesahkan.")
        )
    own = Account.objects.filter(ref=actor.account).values_list("person_id", flat=True).first()
    if own is not None and own in {sheet.person_id for sheet in ticked}:
        raise NotAllowedError(
            _("Di dalamnya ada lembar Anda sendiri. Minta orang lain mengesahkannya.")
        )


def _codes_match(ticked: Sequence[PactSheet], read: Mapping[str, str]) -> None:
    wrong = [
        sheet.person.name
        for sheet in ticked
        if read[sheet.person.ref][-CODE_END:] != sheet.code[-CODE_END:]
    ]
    if wrong:
        raise WrongInputError(
            _(
                "Kode yang Anda baca bukan kode lembar %(names)s. Periksa lagi pindaiannya: "
                "mungkin itu lembar orang lain. Tidak ada yang tercatat."
            )
            % {"names": ", ".join(wrong)}
        )


def _signed(
    round_: PactRound, sheets: Sequence[PactSheet], actor: Actor, at: datetime
) -> list[Pact]:
    """Write the pacts, superiors before those below them; raise PactEarlyError when one cannot."""
    made: list[Pact] = []
    waiting = list(sheets)
    while waiting:
        later: list[PactSheet] = []
        for sheet in waiting:
            own = own_pact(person_ref=PersonRef(sheet.person.ref), ref=round_.ref, today=at.date())
            if own.pact is not None and own.pact.is_done:
                continue
            if own.waits:
                later.append(sheet)
                continue
            signing = Signing(Assurance.PAPER, False, at, sheet.code, actor.account)
            made.append(pact_keep(own=own, signing=signing))
        if len(later) == len(waiting):
            names = ", ".join(sheet.person.name for sheet in later)
            raise PactEarlyError(
                _("Atasan dari %(names)s belum menandatangani. Sahkan dulu lembar atasannya.")
                % {"names": names}
            )
        waiting = later
    return made


def _entries(
    round_: PactRound,
    kind: str,
    actor: Actor,
    persons: Sequence[Person],
    told: str,
    at: datetime,
) -> None:
    drafts = [
        Draft(kind, round_.ref, actor.account, {"person": person.ref, "said": told})
        for person in persons
    ]
    if drafts:
        entries_append(government=round_.government_id, drafts=drafts, at=at)
